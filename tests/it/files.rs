//! The deposited file as it goes out.

use crate::support::{TestSite, pdf};

#[tokio::test]
async fn a_pdf_goes_out_whole_in_part_and_not_at_all() {
    let site = TestSite::new().await;
    let bytes = pdf(&["Le chant des mésanges"]);
    let article = site.publish(r#"{"title":{"fr":"Le chant"}}"#, &bytes).await;
    let path = format!("/articles/{article}/fichier.pdf");

    let whole = site.get(&path).await;
    assert_eq!((whole.status.as_u16(), whole.body.as_ref()), (200, bytes.as_slice()));
    assert_eq!(whole.header("accept-ranges"), "bytes");
    assert_eq!(whole.header("x-content-type-options"), "nosniff");

    let part = site.get_with(&path, &[("range", "bytes=0-4")]).await;
    assert_eq!((part.status.as_u16(), part.body.as_ref()), (206, b"%PDF-".as_slice()));
    assert_eq!(part.header("content-range"), format!("bytes 0-4/{}", bytes.len()));

    let tail = site.get_with(&path, &[("range", "bytes=-6")]).await;
    assert_eq!((tail.status.as_u16(), tail.body.as_ref()), (206, b"%%EOF\n".as_slice()));

    let beyond = site.get_with(&path, &[("range", "bytes=99999999-")]).await;
    assert_eq!(beyond.status, 416);

    let stale = site.get_with(&path, &[("range", "bytes=0-4"), ("if-range", "\"other\"")]).await;
    assert_eq!((stale.status.as_u16(), stale.body.len()), (200, bytes.len()));
    site.finish().await;
}
