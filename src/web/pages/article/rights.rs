//! The licence and the version in plain words: what a reader may do with the text, and which text it is.

use crate::domain::{Lang, Licence, Metadata, VersionType};
use crate::web::page::Frame;
use crate::web::pages::view;

/// What the licence allows.
#[derive(Debug)]
pub(super) struct LicenceView {
    pub(super) name: String,
    /// Address of the licence for people, in the language of the page where it has one.
    pub(super) href: Option<String>,
    pub(super) meaning: String,
    /// Class of its sign: how free it is.
    pub(super) class: &'static str,
}

/// Which version of the text the file holds.
#[derive(Debug)]
pub(super) struct VersionView {
    pub(super) name: String,
    pub(super) meaning: String,
}

/// The licence of an article, also where nobody stated one.
pub(super) fn licence(metadata: &Metadata, frame: &Frame) -> LicenceView {
    let licence = metadata.licence_or_unknown();
    let lang = frame.locale.lang();
    let (key, class) = meaning(&licence);
    let name = match licence.code() {
        Licence::UNKNOWN => frame.t("licence-none"),
        _ => view::capitalised(&licence.short_name(lang)),
    };
    let href = licence.uri().filter(|_| licence.code() != Licence::UNKNOWN).map(|uri| deed(&uri, lang));
    LicenceView { name, href, meaning: frame.t(key), class }
}

/// The page for people of a Creative Commons licence, in French or English; others have one address.
fn deed(uri: &str, lang: Lang) -> String {
    if uri.starts_with("https://creativecommons.org/") {
        format!("{}/deed.{}", uri.trim_end_matches('/'), if lang == Lang::EN { "en" } else { "fr" })
    } else {
        uri.to_owned()
    }
}

/// What a licence says, whatever its number.
fn meaning(licence: &Licence) -> (&'static str, &'static str) {
    let code = licence.code();
    let number = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
    let family = code.trim_end_matches(number).trim_end_matches("-ca").trim_end_matches(number);
    match family {
        "cc-by" => ("licence-by", "free"),
        "cc-by-nd" => ("licence-by-nd", "some"),
        "cc0" | "cc" if code.starts_with("cc0") => ("licence-zero", "free"),
        "pdm" => ("licence-public-domain", "free"),
        "cc-by-sa" => ("licence-by-sa", "free"),
        "cc-by-nc" => ("licence-by-nc", "some"),
        "cc-by-nc-sa" => ("licence-by-nc-sa", "some"),
        "cc-by-nc-nd" => ("licence-by-nc-nd", "some"),
        "ogl" => ("licence-ogl", "free"),
        "publisher-specific" => ("licence-publisher", "none"),
        "all-rights-reserved" => ("licence-reserved", "none"),
        _ => ("licence-unknown", "none"),
    }
}

/// The version of an article, when it is known.
pub(super) fn version(metadata: &Metadata, frame: &Frame) -> Option<VersionView> {
    let version = metadata.version?;
    let key = match version {
        VersionType::AO | VersionType::SMUR => "version-says-submitted",
        VersionType::AM => "version-says-accepted",
        VersionType::P => "version-says-proof",
        VersionType::VoR | VersionType::CVoR | VersionType::EVoR => "version-says-published",
        VersionType::NA => return None,
    };
    Some(VersionView { name: view::capitalised(&view::version_name(version, frame.locale)), meaning: frame.t(key) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_licence_of_the_vocabulary_has_its_own_sentence() {
        let unexplained = Licence::all().into_iter().filter(|licence| meaning(licence).0 == "licence-unknown");
        assert_eq!(unexplained.map(|licence| licence.code()).collect::<Vec<_>>(), [Licence::UNKNOWN]);
        let of = |code: &str| meaning(&Licence::parse(code).unwrap()).0;
        assert_eq!(
            (of("cc-by-2.5-ca"), of("cc0-1.0"), of("ogl-ca-2.0")),
            ("licence-by", "licence-zero", "licence-ogl")
        );
    }

    #[test]
    fn the_page_for_people_is_in_the_language_of_the_reader() {
        let uri = "https://creativecommons.org/licenses/by/4.0/";
        assert_eq!(deed(uri, Lang::FR), "https://creativecommons.org/licenses/by/4.0/deed.fr");
        assert_eq!(
            deed("https://rightsstatements.org/vocab/InC/1.0/", Lang::FR),
            "https://rightsstatements.org/vocab/InC/1.0/"
        );
    }
}
