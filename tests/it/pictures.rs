//! Pictures of regions of a PDF on the reading page: figures, and what could not be read.

use parvis::domain::ArticleId;
use parvis::domain::deposit::{DepositOrigin, NewDeposit, ReviewMode};

use crate::support::{TestSite, drawn_pdf, pdf};

const SIDECAR: &str = r#"{"title":{"fr":"Forêts d’épinettes à l’été"},"language":"fr",
    "authors":[{"given":"Zoé","family":"Œuvray"}],"licence":"cc-by-4.0"}"#;

const TEXT: [&str; 2] = [TITLE, TEXT_OF_FIGURE];

const TITLE: &str = "Forêts d’épinettes à l’été\n\nZoé Œuvray\n\n1. Introduction\n\nNous décrivons les forêts du nord.";

const TEXT_OF_FIGURE: &str = "Les épinettes noires couvrent une grande partie du territoire étudié ici.\n\
    Leur croissance dépend surtout de la température des mois de juin et de juillet.";

/// A curve in a frame of 200 × 120 points, above its caption.
const FIGURE: &str = "1 0 0 RG 2 w 120 400 m 180 540 240 380 318 518 c S \
    0 0 1 rg 150 420 m 200 460 l 250 420 l 200 430 l f \
    BT /F1 9 Tf 120 380 Td (Figure 1. Croissance des tiges selon la temp\\351rature de juin.) Tj ET";

async fn with_figure(site: &TestSite, sidecar: &str) -> ArticleId {
    site.publish(sidecar, &drawn_pdf(&TEXT, FIGURE)).await
}

/// The addresses of the pictures of a reading page.
fn addresses(html: &str) -> Vec<String> {
    html.split("<img src=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

async fn reading(site: &TestSite, article: ArticleId) -> String {
    site.get(&format!("/articles/{article}/lire")).await.text()
}

/// Width and height of a PNG file (W3C PNG §11.2.1).
fn size_of(png: &[u8]) -> (u32, u32) {
    let number = |at: usize| u32::from_be_bytes(png.get(at..at + 4).unwrap().try_into().unwrap());
    (number(16), number(20))
}

#[tokio::test]
async fn a_figure_is_shown_as_a_picture_with_its_caption() {
    let site = TestSite::new().await;
    let article = with_figure(&site, SIDECAR).await;
    let html = reading(&site, article).await;
    let [address] = addresses(&html).try_into().unwrap();
    assert!(address.starts_with(&format!("/articles/{article}/images/p2-1.png?v=")), "{address}");
    assert!(html.contains(r#"alt="Figure 1. Croissance des tiges"#) && html.contains("loading=\"lazy\""), "{html}");
    assert!(html.contains("<figcaption>Figure 1. Croissance"), "{html}");

    let picture = site.get(&address).await;
    assert_eq!((picture.status.as_u16(), picture.header("content-type")), (200, "image/png"));
    assert!(picture.body.starts_with(b"\x89PNG\r\n\x1a\n"));
    let image = html.split("<img src=").nth(1).unwrap();
    let attribute = |name: &str| {
        let value = image.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        value.and_then(|value| value.parse::<f64>().ok()).unwrap()
    };
    let (width, height) = size_of(&picture.body);
    let (shown, drawn) = (attribute("width") / attribute("height"), f64::from(width) / f64::from(height));
    assert!((shown / drawn - 1.0).abs() < 0.02, "{shown} {drawn}");
    site.finish().await;
}

#[tokio::test]
async fn browsers_keep_a_picture_and_shared_caches_do_not() {
    let site = TestSite::new().await;
    let article = with_figure(&site, SIDECAR).await;
    let address = addresses(&reading(&site, article).await).remove(0);
    let first = site.get(&address).await;
    assert_eq!(first.header("cache-control"), "private, max-age=31536000, immutable");
    let again = site.get_with(&address, &[("if-none-match", first.header("etag"))]).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    let bare = site.get(&format!("/articles/{article}/images/p2-1.png")).await;
    assert_eq!((bare.header("cache-control"), &bare.body), ("private, no-cache", &first.body));
    site.finish().await;
}

#[tokio::test]
async fn there_are_no_pictures_but_those_of_the_page() {
    let site = TestSite::new().await;
    let article = with_figure(&site, SIDECAR).await;
    let text = site.publish(&SIDECAR.replace("Forêts", "Lacs"), &pdf(&["Lacs d’épinettes", "Deuxième page"])).await;
    for path in [
        format!("/articles/{article}/images/p2-2.png"),
        format!("/articles/{article}/images/p1-1.png"),
        format!("/articles/{article}/images/p0-0.png"),
        format!("/articles/{article}/images/p02-1.png"),
        format!("/articles/{article}/images/p2-1.jpg"),
        format!("/articles/{article}/images/p99999999999-1.png"),
        format!("/articles/{text}/images/p2-1.png"),
        "/articles/999/images/p2-1.png".to_owned(),
    ] {
        assert_eq!(site.get(&path).await.status.as_u16(), 404, "{path}");
    }
    site.finish().await;
}

#[tokio::test]
async fn pictures_are_as_closed_as_their_file() {
    let site = TestSite::new().await;
    let embargo = SIDECAR.replacen('{', r#"{"access":"embargoed","embargo_until":"2026-11-22","#, 1);
    let article = with_figure(&site, &embargo).await;
    let path = format!("/articles/{article}/images/p2-1.png");
    let file = format!("/articles/{article}/fichier.pdf");
    let statuses = async || (site.get(&path).await.status.as_u16(), site.get(&file).await.status.as_u16());
    assert_eq!(statuses().await, (403, 403));
    site.clock.advance_seconds(2 * 86_400);
    assert_eq!(statuses().await, (200, 200));
    site.finish().await;
}

#[tokio::test]
async fn a_page_without_text_is_shown_as_it_is_printed() {
    let site = TestSite::new().await;
    let scan = drawn_pdf(&[""], "0.5 g 50 50 495 742 re f 1 g 100 100 200 300 re f");
    let article = site.publish(SIDECAR, &scan).await;
    let html = reading(&site, article).await;
    assert!(html.contains("telle qu’imprimée") && html.contains("en voici l’image"), "{html}");
    assert_eq!(site.get(&addresses(&html)[0]).await.status.as_u16(), 200);
    site.finish().await;
}

#[tokio::test]
async fn a_page_that_cannot_be_drawn_falls_back_on_its_text() {
    let site = TestSite::new().await;
    // Nothing but white on white: the figure is there to the reader of the file's structure, not to the eye.
    let white = FIGURE.replace("1 0 0 RG", "1 1 1 RG").replace("0 0 1 rg", "1 1 1 rg");
    let white = white.replace("BT", "0 g BT");
    let article = site.publish(SIDECAR, &drawn_pdf(&TEXT, &white)).await;
    let offered = addresses(&reading(&site, article).await);
    assert_eq!(offered.len(), 1);
    assert_eq!(site.get(&offered[0]).await.status.as_u16(), 404);
    let html = reading(&site, article).await;
    assert!(addresses(&html).is_empty(), "{html}");
    assert!(html.contains("Figure 1. Croissance") && html.contains("fichier.pdf#page=2\">Voir dans le PDF"), "{html}");
    site.finish().await;
}

#[tokio::test]
async fn a_hostile_page_is_given_up_and_its_text_stays() {
    let site = TestSite::new().await;
    // An image that says it has 40,000 pixels a side, and one page filled over and over.
    let image = "q 200 0 0 120 120 400 cm BI /W 40000 /H 40000 /BPC 8 /CS /RGB ID abcdefgh EI Q ";
    let fills = "0 0 595 842 re 50 50 495 742 re f* ".repeat(20_000);
    let article = site.publish(SIDECAR, &drawn_pdf(&TEXT, &format!("{FIGURE} {image} {fills}"))).await;
    let before = reading(&site, article).await;
    for address in addresses(&before) {
        let status = site.get(&address).await.status.as_u16();
        let after = reading(&site, article).await;
        assert!(status == 200 || status == 404, "{status}");
        assert_eq!(addresses(&after).contains(&address), status == 200, "offered while it can be had");
    }
    assert!(before.contains("Figure 1. Croissance"));
    site.finish().await;
}

#[tokio::test]
async fn readers_who_ask_at_once_get_the_same_picture() {
    let site = TestSite::new().await;
    let article = with_figure(&site, SIDECAR).await;
    let path = format!("/articles/{article}/images/p2-1.png");
    let (one, two, three) = tokio::join!(site.get(&path), site.get(&path), site.get(&path));
    assert_eq!(one.status.as_u16(), 200);
    assert!(one.body == two.body && two.body == three.body);
    site.finish().await;
}

/// The same article as a JATS file, with its figure and one that the PDF does not have.
const JATS: &str = "<article xmlns:xlink='http://www.w3.org/1999/xlink' xml:lang='fr'><front><article-meta><title-group>\
    <article-title>Forêts d’épinettes à l’été</article-title></title-group></article-meta></front><body><sec>\
    <title>Introduction</title><p>Nous décrivons les forêts du nord.</p><fig id='f1'><label>Figure 1</label><caption>\
    <p>Croissance des tiges selon la température de juin.</p></caption><graphic xlink:href='f1.tif'/></fig>\
    <fig id='f2'><label>Figure 2</label><caption><p>Débit des rivières.</p></caption><graphic xlink:href='f2.tif'/></fig>\
    </sec></body></article>";

#[tokio::test]
async fn a_jats_file_shows_the_figures_of_the_pdf_before_it_while_that_may_be_read() {
    for (access, is_open) in [("", true), (r#""access":"restricted","#, false)] {
        let site = TestSite::new().await;
        let article = with_figure(&site, &SIDECAR.replacen('{', &format!("{{{access}"), 1)).await;
        let deposit = NewDeposit {
            metadata: serde_json::from_str(SIDECAR).unwrap(),
            file_name: "article.xml".to_owned(),
            origin: DepositOrigin::Ingest,
            review: ReviewMode::Auto,
            depositor: None,
            version_of: Some(article),
        };
        let bytes = futures_util::stream::iter([Ok::<_, std::io::Error>(bytes::Bytes::from(JATS))]);
        site.repository.submit(deposit, bytes).await.unwrap();
        site.work().await;
        let html = reading(&site, article).await;
        assert!(html.contains("f2.tif"), "{html}");
        assert_eq!(addresses(&html).len(), usize::from(is_open), "{html}");
        for address in addresses(&html) {
            assert_eq!(site.get(&address).await.header("content-type"), "image/png");
        }
        let status = site.get(&format!("/articles/{article}/fichier.pdf")).await.status.as_u16();
        assert_eq!(status, if is_open { 200 } else { 404 });
        site.finish().await;
    }
}
