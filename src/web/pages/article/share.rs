//! Links to share an article: plain addresses that open when somebody follows them, nothing that runs here.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::web::page::Frame;

/// A way to share.
#[derive(Debug)]
pub(super) struct ShareLink {
    pub(super) label: String,
    pub(super) href: String,
    /// Whether another site opens.
    pub(super) is_outside: bool,
}

/// The ways to share an article by its title and address.
pub(super) fn share_links(title: &str, address: &str, frame: &Frame) -> Vec<ShareLink> {
    let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let (title, both) = (encoded(title), encoded(&format!("{title} {address}")));
    let address = encoded(address);
    let link = |label: String, href: String| ShareLink { is_outside: href.starts_with("https://"), label, href };
    vec![
        link(frame.t("share-mail"), format!("mailto:?subject={title}&body={both}")),
        link("Mastodon".to_owned(), format!("https://share.joinmastodon.org/#text={both}")),
        link("Bluesky".to_owned(), format!("https://bsky.app/intent/compose?text={both}")),
        link("LinkedIn".to_owned(), format!("https://www.linkedin.com/sharing/share-offsite/?url={address}")),
    ]
}
