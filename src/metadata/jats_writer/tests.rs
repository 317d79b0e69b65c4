//! What is written is read back by our own reader of JATS.

use proptest::prelude::*;

use super::*;
use crate::domain::extraction::{Block, BlockKind, Candidates, Extraction, Page};
use crate::domain::{Metadata, VersionType};
use crate::metadata::reading::{all, read, texts};
use crate::metadata::{read_jats, samples};

fn extraction(blocks: &[(BlockKind, &str, bool)]) -> Extraction {
    let block = |(kind, text, continues): &(BlockKind, &str, bool)| Block {
        lang: Some(Lang::FR),
        continues: *continues,
        ..Block::new(*kind, text)
    };
    let blocks = blocks.iter().map(block).collect();
    let page = Page { number: 1, label: None, width: 0.0, height: 0.0, blocks };
    Extraction { extractor: "x".into(), pages: vec![page], candidates: Candidates::default(), warnings: Vec::new() }
}

fn text() -> Extraction {
    use BlockKind as K;
    extraction(&[
        (K::Title, "Lacs", false),
        (K::Heading(1), "Résumé", false),
        (K::Abstract, "Ce que la notice dit déjà.", false),
        (K::Paragraph, "Avant toute section.", false),
        (K::Heading(1), "Méthode", false),
        (K::Paragraph, "Une phrase coupée", false),
        (K::PageNumber, "3", false),
        (K::Paragraph, "par la page.", true),
        (K::Heading(2), "Terrain", false),
        (K::ListItem, "• un", false),
        (K::ListItem, "• deux", false),
        (K::Caption, "Tableau 1. Lacs", false),
        (K::Table, "a\tb\n1\t2", false),
        (K::Caption, "Figure 1. Carte", false),
        (K::Formula, "E = mc²", false),
        (K::Code, "for x in y:\n    f(x) < 2", false),
        (K::Heading(1), "Résultats", false),
        (K::Paragraph, "Fin <&>.", false),
        (K::Footnote, "1 Une note.", false),
        (K::Reference, "Qumaq, J. (2020). Glace.", false),
    ])
}

#[test]
fn front_matter_survives_the_way_out_and_in() {
    let metadata = Metadata { version: Some(VersionType::AM), ..samples::full() };
    let xml = Jats.write(&samples::record(&metadata)).unwrap();
    let (again, _) = read_jats(xml.as_bytes()).unwrap();
    assert_eq!(again.titles, metadata.titles);
    assert_eq!(again.abstracts, metadata.abstracts);
    assert_eq!(again.keywords, metadata.keywords);
    assert_eq!((again.language, again.resource_type), (metadata.language, metadata.resource_type));
    assert_eq!((again.version, again.licence, again.doi), (metadata.version, metadata.licence, metadata.doi));
    assert_eq!(again.journal, metadata.journal);
    assert_eq!(again.awards, metadata.awards);
    assert_eq!(again.dates.online, metadata.dates.online);
    assert_eq!((again.dates.issue, again.dates.accepted), (metadata.dates.issue, metadata.dates.accepted));
    let people = |all: &[crate::domain::Person]| {
        all.iter().map(|p| (p.sort_name(), p.orcid.clone(), p.affiliations.clone())).collect::<Vec<_>>()
    };
    assert_eq!(people(&again.authors), people(&metadata.authors));
}

#[test]
fn the_full_text_of_an_open_file_goes_out_in_its_sections() {
    let (metadata, extraction) = (samples::full(), text());
    let xml = Jats.write(&samples::record(&metadata).with_extraction(Some(&extraction))).unwrap();
    let nodes = read(&xml).unwrap();
    assert_eq!(texts(&nodes, "article/body/p"), ["Avant toute section."]);
    assert_eq!(texts(&nodes, "body/sec/title"), ["Méthode", "Résultats"]);
    assert_eq!(texts(&nodes, "body/sec/p"), ["Une phrase coupée par la page.", "Fin <&>."]);
    assert_eq!(texts(&nodes, "sec/sec/list/list-item/p"), ["• un", "• deux"]);
    assert_eq!(texts(&nodes, "table-wrap/caption/p"), ["Tableau 1. Lacs"]);
    assert_eq!((texts(&nodes, "thead/tr/th"), texts(&nodes, "tbody/tr/td")), (vec!["a", "b"], vec!["1", "2"]));
    assert_eq!(texts(&nodes, "fig/caption/p"), ["Figure 1. Carte"]);
    assert_eq!(texts(&nodes, "disp-formula"), ["E = mc²"]);
    assert_eq!(texts(&nodes, "fn-group/fn/p"), ["1 Une note."]);
    assert_eq!(texts(&nodes, "ref-list/ref/mixed-citation"), ["Qumaq, J. (2020). Glace."]);
    let (_, again) = read_jats(xml.as_bytes()).unwrap();
    let read: String = again.pages.iter().map(crate::domain::extraction::Page::text).collect();
    assert!(read.contains("Une phrase coupée par la page.") && read.contains("Qumaq"));
    assert!(read.contains("for x in y:\n    f(x) < 2"), "{read}");
}

#[test]
fn a_paragraph_goes_on_over_a_figure_and_a_note() {
    use BlockKind as K;
    let extraction = extraction(&[
        (K::Paragraph, "Une phrase coupée", false),
        (K::Footnote, "1 Une note.", false),
        (K::Caption, "Figure 1. Carte", false),
        (K::Paragraph, "par une figure.", true),
    ]);
    let xml = Jats.write(&samples::record(&samples::full()).with_extraction(Some(&extraction))).unwrap();
    assert_eq!(texts(&read(&xml).unwrap(), "article/body/p"), ["Une phrase coupée par une figure."]);
}

#[test]
fn exponents_faces_and_addresses_stand_in_the_text() {
    use crate::domain::extraction::{Face, Faced, LinkTarget, Script, TextLink};
    let mut extraction = extraction(&[
        (BlockKind::Paragraph, "Le gel de CO2 (voir ici)", false),
        (BlockKind::Paragraph, "et 10 m2 <là>", true),
    ]);
    let blocks = &mut extraction.pages[0].blocks;
    blocks[0].scripts = vec![Script { start: 12, end: 13, raised: false }];
    blocks[0].faces = vec![
        Faced { start: 3, end: 13, face: Face::Italic },
        Faced { start: 20, end: 24, face: Face::BoldItalic },
        Faced { start: 90, end: 99, face: Face::Bold },
    ];
    let target = LinkTarget::Address("https://exemple.org/?a&b".into());
    blocks[0].links = vec![TextLink { start: 15, end: 23, target }];
    blocks[1].scripts = vec![Script { start: 7, end: 8, raised: true }];
    blocks[1].faces = vec![Faced { start: 3, end: 5, face: Face::Typewriter }];
    let xml = Jats.write(&samples::record(&samples::full()).with_extraction(Some(&extraction))).unwrap();
    let text = "Le <italic>gel de CO<sub>2</sub></italic> (\
                <ext-link ext-link-type=\"uri\" xlink:href=\"https://exemple.org/?a&amp;b\">voir \
                <bold><italic>ici</italic></bold></ext-link><bold><italic>)</italic></bold> et \
                <monospace>10</monospace> m<sup>2</sup> &lt;là&gt;</p>";
    assert!(xml.contains(text), "{xml}");
    assert!(read(&xml).is_ok());
}

#[test]
fn headings_over_columns_and_exponents_stand_in_tables() {
    use crate::domain::extraction::{Script, Spanning};
    let table = (BlockKind::Table, "\tLac\t\nAn\tkm2\tm\n2020\t1\t2", false);
    let mut extraction = extraction(&[table, (BlockKind::Table, "\tLac\t\nAn\tkm2\tm\nm2\t3\t4", true)]);
    let blocks = &mut extraction.pages[0].blocks;
    blocks[0].spans = vec![Spanning { row: 0, column: 1, columns: 2 }];
    blocks[0].scripts = vec![Script { start: 11, end: 12, raised: true }];
    blocks[1].spans = blocks[0].spans.clone();
    blocks[1].scripts = vec![Script { start: 11, end: 12, raised: true }, Script { start: 16, end: 17, raised: true }];
    let xml = Jats.write(&samples::record(&samples::full()).with_extraction(Some(&extraction))).unwrap();
    let rows = "<thead><tr><th rowspan=\"2\">An</th><th colspan=\"2\">Lac</th></tr>\
                <tr><th>km<sup>2</sup></th><th>m</th></tr></thead>\
                <tbody><tr><td>2020</td><td>1</td><td>2</td></tr><tr><td>m<sup>2</sup></td><td>3</td><td>4</td></tr>";
    assert!(xml.contains(rows), "{xml}");
}

#[test]
fn the_text_of_a_closed_file_stays_here() {
    let (metadata, extraction) = (samples::full(), text());
    let xml = Jats.write(&samples::closed(&metadata).with_extraction(Some(&extraction))).unwrap();
    assert!(!xml.contains("<body>") && !xml.contains("<back>") && !xml.contains("article.pdf"));
}

#[test]
fn the_own_body_of_a_jats_file_goes_out_cleared_of_what_has_no_place_here() {
    let file = r#"<?xml version="1.0"?><!DOCTYPE article>
        <article xmlns:m="http://www.w3.org/1998/Math/MathML" xmlns:x="http://www.w3.org/1999/xlink" xmlns:o="urn:o">
        <front><article-meta><aff id="a1">Ailleurs</aff></article-meta></front>
        <body><!-- note --><sec id="s1" o:mark="1"><title>Lacs &amp; &#233;tangs</title>
        <p xml:lang="fr">Voir <xref rid="a1">1</xref>, <xref rid="s1">2</xref> <ext-link x:href="https://a.example/">là</ext-link>
        <inline-formula><m:math><m:mi>x</m:mi></m:math></inline-formula><o:thing>autre <p>monde</p></o:thing><![CDATA[<fin>]]></p>
        </sec></body><back><ack><p>Merci.</p></ack></back><sub-article><body><p>Ailleurs</p></body></sub-article></article>"#;
    let metadata = samples::full();
    let with = |file: &str| Jats.write(&samples::record(&metadata).with_jats(Some(file.as_bytes()))).unwrap();
    let xml = with(file);
    let nodes = read(&xml).unwrap();
    assert_eq!(texts(&nodes, "article/body/sec/title"), ["Lacs & étangs"]);
    assert_eq!(texts(&nodes, "article/back/ack/p"), ["Merci."]);
    assert!(xml.contains("<xref>1</xref>, <xref rid=\"s1\">2</xref> <ext-link xlink:href=\"https://a.example/\">"));
    assert!(xml.contains("<mml:math xmlns:mml=\"http://www.w3.org/1998/Math/MathML\"><mml:mi>x</mml:mi></mml:math>"));
    assert!(xml.contains("&lt;fin&gt;</p>") && xml.contains("<p xml:lang=\"fr\">"));
    for gone in ["o:", "monde", "note", "Ailleurs"] {
        assert!(!xml.split_once("<body>").unwrap().1.contains(gone), "{gone}: {xml}");
    }
    let closed = Jats.write(&samples::closed(&metadata).with_jats(Some(file.as_bytes()))).unwrap();
    assert!(!closed.contains("<body>"));
    for broken in ["", "<article><body><p>", "<article><body><p>&unknown;</p></body></article>", "\u{FFFE}"] {
        assert!(!with(broken).contains("<body>"), "{broken}");
    }
}

#[test]
fn an_embargo_says_from_when_on_the_text_is_free() {
    let metadata = Metadata { access: Some(crate::domain::AccessRight::Embargoed), ..samples::full() };
    let nodes = read(&Jats.write(&samples::closed(&metadata)).unwrap()).unwrap();
    assert_eq!(all(&nodes, "permissions/ali:free_to_read")[0].attribute("start_date"), "2025-09-14");
    assert_eq!(all(&nodes, "award-group/award-id")[0].attribute("xlink:href"), "https://doi.org/10.69777/900101");
    assert_eq!(texts(&nodes, "funding-source/institution-wrap/institution-id").len(), 4);
}

proptest! {
    #[test]
    fn any_text_in_any_order_of_blocks_is_well_formed(
        blocks in proptest::collection::vec((0..18_usize, any::<String>(), any::<bool>()), 0..30)
    ) {
        use BlockKind as K;
        const KINDS: [BlockKind; 18] = [
            K::Title, K::FrontMatter, K::Abstract, K::Paragraph, K::ListItem, K::Table, K::Caption, K::Footnote,
            K::Reference, K::Formula, K::RunningHead, K::PageNumber, K::Heading(0), K::Heading(1), K::Heading(2),
            K::Heading(3), K::Heading(255), K::Code,
        ];
        let blocks: Vec<_> = blocks.iter().map(|(kind, text, on)| (KINDS[*kind], text.as_str(), *on)).collect();
        let (metadata, extraction) = (samples::hostile(), extraction(&blocks));
        let xml = Jats.write(&samples::record(&metadata).with_extraction(Some(&extraction))).unwrap();
        let nodes = read(&xml).unwrap();
        prop_assert!(xml.chars().all(|c| c == '\n' || crate::metadata::text::is_text(c)));
        // The schema wants a title first in each section, and no section before the text around it ends.
        for (at, node) in nodes.iter().enumerate().filter(|(_, node)| node.path.ends_with("/sec")) {
            prop_assert_eq!(&nodes[at + 1].path, &format!("{}/title", node.path));
            prop_assert!(!nodes[at + 1].text.is_empty());
        }
    }
}
