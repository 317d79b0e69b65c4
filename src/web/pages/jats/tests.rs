//! What comes out of a file, and what never does.

use super::*;
use crate::domain::Picture;
use crate::domain::extraction::{Block, BlockKind, Candidates, Extraction, Page, Rect};
use crate::metadata::open_jats;
use crate::web::pages::gallery::Gallery;
use crate::web::pages::text::ReadingText;

fn pages(inner: &str) -> Vec<String> {
    pages_with(inner, &Print::default())
}

fn pages_with(inner: &str, print: &Print) -> Vec<String> {
    let file = format!(
        "<article xmlns:xlink='http://www.w3.org/1999/xlink' xmlns:mml='http://www.w3.org/1998/Math/MathML' \
         xml:lang='fr'><front><article-meta><title-group><article-title>Lac</article-title></title-group>\
         </article-meta></front>{inner}</article>"
    );
    let article = open_jats(file.as_bytes()).unwrap();
    let text = JatsText::of(&article, Locale::French, print, &Marked::plain);
    let mut pages: Vec<_> = text.pages.into_iter().collect();
    pages.sort_by_key(|(number, _)| *number);
    pages.into_iter().map(|(_, page)| page.0).collect()
}

fn body(inner: &str) -> String {
    pages(&format!("<body><sec><title>Titre</title>{inner}</sec></body>")).concat()
}

/// A PDF whose second page prints two figures, the second without a picture.
fn print() -> Print {
    let bounds = |y0: f32| Some(Rect { x0: 100.0, y0, x1: 300.0, y1: y0 + 100.0 });
    let caption = |text: &str, y0| Block { bounds: bounds(y0), ..Block::new(BlockKind::Caption, text) };
    let blocks = vec![
        Block { bounds: bounds(100.0), ..Block::new(BlockKind::Figure, "") },
        caption("Figure 1. Épaisseur de la neige selon le mois", 210.0),
        caption("Figure 2. Débit des rivières côtières", 400.0),
    ];
    let page = Page { number: 2, label: None, width: 595.0, height: 842.0, blocks };
    let pictures = Picture::list(&page).into_iter().map(|picture| (picture, "/articles/1/images/p2-1.png".to_owned()));
    let pictures = [(2, pictures.collect())].into_iter().collect();
    let gallery = Gallery { locale: Locale::French, pictures, file: Some("/articles/1/fichier.pdf".to_owned()) };
    let (candidates, warnings) = (Candidates::default(), Vec::new());
    let extraction = Extraction { extractor: "test".to_owned(), pages: vec![page], candidates, warnings };
    let text = ReadingText::of(&extraction, None, &gallery, &Marked::plain);
    Print::of(text, Some("https://doi.org/10.5555/neige".to_owned()))
}

fn figure(id: &str, label: &str, caption: &str) -> String {
    format!(
        "<fig id='{id}'><label>{label}</label><caption><p>{caption}</p></caption><graphic xlink:href='img/{id}.tif'>\
         <alt-text>Courbe de {id}</alt-text></graphic></fig>"
    )
}

#[test]
fn a_figure_is_shown_as_the_pdf_prints_it_and_once() {
    let first = figure("f1", "Figure 1", "Épaisseur de la neige selon le mois");
    let inner = format!("<body><sec><title>A</title>{first}{}</sec></body>", first.replace("f1", "f9"));
    let html = pages_with(&inner, &print()).concat();
    let [shown] = html.matches("<img ").collect::<Vec<_>>().try_into().unwrap();
    assert_eq!(shown, "<img ");
    assert!(html.contains("src=\"/articles/1/images/p2-1.png\"") && html.contains("alt=\"Courbe de f1\""), "{html}");
    assert!(html.contains("<a href=\"/articles/1/fichier.pdf#page=2\">"), "{html}");
    assert!(html.contains("<b>Figure 1</b>") && html.contains("f9.tif"), "{html}");
}

#[test]
fn a_figure_without_a_picture_leads_to_the_page_of_the_pdf_or_to_the_journal() {
    let known = figure("f2", "Figure 2", "Débit des rivières côtières");
    let unknown = figure("f3", "Figure 3", "Glace").replace("img/f3.tif", "https://exemple.org/f3.png");
    let inner = format!("<body><sec><title>A</title>{known}{unknown}</sec></body>");
    let html = pages_with(&inner, &print()).concat();
    assert!(!html.contains("<img "), "{html}");
    assert!(html.contains("f2.tif") && html.contains("Courbe de f2"), "{html}");
    assert!(html.contains("fichier.pdf#page=2") && html.contains("href=\"https://doi.org/10.5555/neige\""), "{html}");
    assert!(html.contains("<a href=\"https://exemple.org/f3.png\" rel=\"external nofollow\">"), "{html}");
}

#[test]
fn cells_captions_and_titles_of_references_are_in_their_language() {
    let html = pages(
        "<body><sec><title>A</title><table-wrap><caption><p xml:lang='en'>Snow</p></caption><table><tr>\
         <td xml:lang='en'>ice</td></tr></table></table-wrap></sec></body><back><ref-list><ref><element-citation>\
         <article-title xml:lang='en'>River ice</article-title><year>2020</year></element-citation></ref></ref-list></back>",
    )
    .concat();
    assert!(html.contains("<caption><span lang=\"en\">Snow</span></caption>"), "{html}");
    assert!(html.contains("<td lang=\"en\">ice</td>"), "{html}");
    assert!(html.contains("(2020). <span lang=\"en\">River ice</span>"), "{html}");
}

#[test]
fn files_beside_the_article_are_links_or_names() {
    let html = body(
        "<supplementary-material id='s1'><label>Annexe 1</label><media xlink:href='donnees/mesures.csv' mimetype='text' \
         mime-subtype='csv'/><media xlink:href='info:doi/10.5555/x.s2'/></supplementary-material>\
         <p>Voir <inline-supplementary-material xlink:href='carte.kml'/>.</p>",
    );
    assert!(html.contains("<span class=\"file-name\">mesures.csv</span> (text/csv)</li>"), "{html}");
    assert!(html.contains("<a href=\"https://doi.org/10.5555/x.s2\""), "{html}");
    assert!(html.contains("Voir carte.kml."), "{html}");
}

#[test]
fn printed_addresses_and_numbers_of_registers_are_links_in_references() {
    let html = pages(
        "<body><sec><title>A</title><p>x</p></sec></body><back><ref-list><ref id='r1'><mixed-citation>Roy (2020). Neige \
         (https://exemple.org/a_(b)). <pub-id pub-id-type='pmid'>123</pub-id> <pub-id pub-id-type='isbn'>9</pub-id>\
         </mixed-citation></ref><ref id='r2'><element-citation><article-title>Glace</article-title>\
         <uri>http://exemple.org/g</uri></element-citation></ref></ref-list></back>",
    )
    .concat();
    assert!(html.contains("href=\"https://exemple.org/a_(b)\" rel"), "{html}");
    assert!(html.contains("<a href=\"https://pubmed.ncbi.nlm.nih.gov/123/\"") && !html.contains("href=\"9"), "{html}");
    assert!(html.contains("<a href=\"http://exemple.org/g\" rel=\"external nofollow\">"), "{html}");
}

#[test]
fn formulas_are_mathml_and_other_ways_to_write_them_are_left_out() {
    let html = body(
        "<p>Soit <inline-formula><mml:math><mml:semantics><mml:mfrac><mml:mi>a</mml:mi><mml:mn>2</mml:mn></mml:mfrac>\
         <mml:annotation>tex</mml:annotation></mml:semantics></mml:math></inline-formula>.</p>\
         <disp-formula id='e1'><label>(1)</label><mml:math><mml:mfenced><mml:mi>x</mml:mi><mml:mi>y</mml:mi>\
         </mml:mfenced></mml:math></disp-formula>",
    );
    assert!(
        html.contains("<p>Soit <math display=\"inline\"><mrow><mfrac><mi>a</mi><mn>2</mn></mfrac></mrow></math>.</p>")
    );
    assert!(html.contains("<math display=\"block\"><mrow><mrow><mo>(</mo><mi>x</mi><mo>,</mo><mi>y</mi><mo>)</mo>"));
    assert!(html.contains("<span class=\"number\">(1)</span>") && !html.contains("tex"));
}

#[test]
fn tables_keep_their_heads_and_spans() {
    let html = body(
        "<table-wrap id='t1'><label>Tableau 1</label><caption><p>Effets &amp; <italic>n</italic></p></caption><table>\
         <thead><tr><th colspan='2'>A</th><th colspan='99999'>B</th></tr></thead><tbody><tr><th>r</th><td rowspan='x'>1</td>\
         </tr></tbody></table><table-wrap-foot><fn><p>Une note.</p></fn></table-wrap-foot></table-wrap>",
    );
    assert!(html.contains("<caption><b>Tableau 1</b> Effets &#38; <i>n</i></caption>"), "{html}");
    assert!(html.contains("<th colspan=\"2\" scope=\"col\">A</th><th scope=\"col\">B</th>"), "{html}");
    assert!(html.contains("<tr><th scope=\"row\">r</th><td>1</td></tr>") && html.contains("Une note."));
}

#[test]
fn references_lead_both_ways_and_to_their_dois() {
    let html = pages(
        "<body><sec><title>A</title><p>Voir <xref ref-type='bibr' rid='r1'>[1]</xref>, <xref rid='r1 r9'>[1]</xref>, \
         <xref rid='r9'>[9]</xref>.</p></sec></body><back><ref-list><title>Références</title><ref id='r1'><element-citation>\
         <article-title>Glace</article-title><pub-id pub-id-type='doi'>10.5555/x</pub-id></element-citation></ref></ref-list></back>",
    );
    assert!(
        html[0].contains("<a href=\"#j-r1\" id=\"jc-r1-1\">[1]</a>, <a href=\"#j-r1\" id=\"jc-r1-2\">[1]</a>, [9].")
    );
    assert!(html[1].contains("<li id=\"j-r1\">") && html[1].contains("href=\"https://doi.org/10.5555/x\""));
    assert!(html[1].contains("href=\"#jc-r1-2\" aria-label=\"Revenir au texte, citation 2\""));
}

#[test]
fn boxes_lists_quotations_and_supplements_have_their_place() {
    let html = body(
        "<boxed-text><caption><title>À retenir</title></caption><p>Un point.</p></boxed-text>\
         <list list-type='order'><list-item><p>Un</p></list-item></list>\
         <disp-quote><p>Dit-elle.</p><attrib>Roy</attrib></disp-quote>\
         <supplementary-material xlink:href='https://exemple.org/d.csv'><label>Annexe 1</label></supplementary-material>",
    );
    assert!(html.contains("<div class=\"boxed\" role=\"group\" aria-label=\"À retenir\">"));
    assert!(html.contains("<ol><li><p>Un</p>\n</li></ol>"), "{html}");
    assert!(html.contains("<p class=\"attribution\">Roy</p></blockquote>"));
    assert!(html.contains("href=\"https://exemple.org/d.csv\" rel=\"external nofollow\""));
}

#[test]
fn nothing_of_a_file_becomes_mark_up_that_is_not_ours() {
    let html = body(
        "<p id='x\" onclick=\"y'>a<script>alert(1)</script><ext-link xlink:href='javascript:alert(2)'>b</ext-link>\
         <img src='https://e.org/x.png' onerror='z'/>&lt;b&gt;<ext-link xlink:href='https://e.org/&quot;&gt;&lt;i&gt;'>c</ext-link></p>\
         <style>body{}</style><iframe src='https://e.org'/><p style='color:red' xml:lang='\"&gt;'>d</p>\
         <disp-formula><mml:math href='javascript:1'><mml:mi mathvariant='bold\" x=\"' href='y'>x</mml:mi><mml:script>s</mml:script></mml:math></disp-formula>",
    );
    for evil in ["<script", "<img", "<iframe", "<style", "javascript:", "onclick", "onerror", "style=", "<b>", "src="] {
        assert!(!html.contains(evil), "{evil} in {html}");
    }
    assert!(html.contains("href=\"https://e.org/&#34;&#62;&#60;i&#62;\""), "{html}");
}

#[test]
fn headings_are_nested_below_the_title_and_named_in_the_contents() {
    let article = open_jats(
        b"<article><front/><body><sec><title>A</title><sec><label>1.1</label><title>B</title><p>x</p></sec></sec></body></article>",
    )
    .unwrap();
    let text = JatsText::of(&article, Locale::French, &Print::default(), &Marked::plain);
    let levels: Vec<_> = text.contents.iter().map(|entry| (entry.level, entry.text.as_str())).collect();
    assert_eq!(levels, [(2, "A"), (3, "1.1 B")]);
}
