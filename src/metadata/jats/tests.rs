use super::*;
use crate::domain::extraction::{BlockKind, DateRole, Origin, Page};
use crate::domain::{Fund, ResourceType, VersionType};

const ARTICLE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE article PUBLIC "-//NLM//DTD JATS (Z39.96) Journal Publishing DTD v1.3//EN" "JATS-journalpublishing1-3.dtd">
<article xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:m="http://www.w3.org/1998/Math/MathML"
  xmlns:ali="http://www.niso.org/schemas/ali/1.0/" article-type="research-article" xml:lang="fr">
<front>
<journal-meta>
  <journal-title-group><journal-title>Revue d’essai</journal-title></journal-title-group>
  <issn pub-type="ppub">0317-8472</issn><issn pub-type="epub">0317-8471</issn>
  <publisher><publisher-name>Presses de l’essai</publisher-name></publisher>
</journal-meta>
<article-meta>
  <article-id pub-id-type="doi">10.5555/Neige.1</article-id>
  <article-version article-version-type="VoR"/>
  <title-group>
    <article-title>La neige<xref ref-type="fn" rid="n0">*</xref> &amp; le <italic>gel</italic></article-title>
    <subtitle>un essai</subtitle>
    <trans-title-group xml:lang="en"><trans-title>Snow &#38; frost</trans-title></trans-title-group>
  </title-group>
  <contrib-group>
    <contrib contrib-type="author">
      <contrib-id contrib-id-type="orcid">https://orcid.org/0000-0002-1825-0097</contrib-id>
      <name><surname>Roy</surname><given-names>Ève</given-names></name>
      <email>eve@example.org</email><xref ref-type="aff" rid="a1 a2"/>
    </contrib>
    <contrib contrib-type="author"><collab>Groupe Neige</collab></contrib>
    <contrib contrib-type="editor"><name><surname>Autre</surname></name></contrib>
    <aff id="a1"><label>1</label><institution-wrap><institution>Université Laval</institution>
      <institution-id institution-id-type="ror">https://ror.org/04sjchr03</institution-id></institution-wrap></aff>
    <aff id="a2"><sup>2</sup>Station du Nord, Québec</aff>
  </contrib-group>
  <pub-date date-type="pub" publication-format="electronic"><day>5</day><month>2</month><year>2024</year></pub-date>
  <pub-date date-type="collection"><year>2024</year></pub-date>
  <volume>3</volume><issue>2</issue><fpage>10</fpage><lpage>19</lpage>
  <history><date date-type="received" iso-8601-date="2023-09-01"/>
    <date date-type="accepted" iso-8601-date="2024-01-15T00:00:00Z"/></history>
  <permissions><license><ali:license_ref specific-use="tdm">https://example.org/tdm</ali:license_ref>
    <ali:license_ref>http://creativecommons.org/licenses/by/4.0/</ali:license_ref></license></permissions>
  <abstract><sec><title>But</title><p>Mesurer la neige.</p></sec><p>Le gel dure.</p></abstract>
  <abstract abstract-type="graphical"><p>Une image.</p></abstract>
  <trans-abstract xml:lang="en"><p>Snow was measured.</p></trans-abstract>
  <kwd-group xml:lang="fr"><kwd>neige</kwd><kwd>gel</kwd></kwd-group>
  <kwd-group xml:lang="en"><kwd>snow</kwd></kwd-group>
  <funding-group>
    <award-group><funding-source><institution-wrap>
      <institution>Fonds de recherche du Québec – Nature et technologies</institution></institution-wrap></funding-source>
      <award-id>900101</award-id><award-id>2024-PR-900102</award-id></award-group>
    <award-group><funding-source>FRQS</funding-source></award-group>
    <award-group><funding-source>Conseil de recherches en sciences naturelles et en génie</funding-source>
      <award-id>RGPIN-1</award-id></award-group>
    <funding-statement>Projet payé par le FRQNT.</funding-statement>
  </funding-group>
</article-meta>
</front>
<body>
  <p>Avant tout<fn id="f1"><label>1</label><p>Une note.</p></fn>.</p>
  <sec><label>1</label><title>Méthode</title>
    <p>On pèse
      la neige
      <disp-formula><label>(1)</label><alternatives><tex-math>\documentclass{a}\begin{document}$$m = \rho V$$\end{document}</tex-math>
      <m:math><m:mi>m</m:mi></m:math></alternatives></disp-formula>
      puis on attend <inline-formula><m:math><m:mi>t</m:mi></m:math></inline-formula>.</p>
    <list list-type="order"><list-item><p>Peser</p><list><list-item><p>encore</p></list-item></list></list-item></list>
    <sec><title>Sites</title><sec><title>Nord</title><sec><title>Loin</title><p>Là.</p></sec></sec></sec>
    <table-wrap><label>Tableau 1</label><caption><title>Masses.</title></caption>
      <table><thead><tr><th colspan="2">Site</th><th>kg</th></tr></thead><tbody><tr><td>A</td><td>B
      </td><td>3</td></tr></tbody></table><table-wrap-foot><fn><p>Mesures faites à midi.</p></fn></table-wrap-foot></table-wrap>
    <fig><label>Fig. 1</label><caption><p>La station.</p></caption><graphic xlink:href="x.png"/></fig>
  </sec>
</body>
<back>
  <ack><title>Remerciements</title><p>Merci.</p></ack>
  <ref-list><title>Références</title>
    <ref id="r1"><label>1.</label><mixed-citation>Roy È. <source>Neige</source>, 2020.</mixed-citation></ref>
    <ref id="r2"><element-citation><person-group person-group-type="author"><name><surname>Gel</surname>
      <given-names>A</given-names></name></person-group><year>2021</year><article-title>Froid</article-title>
      <source>Revue</source><volume>2</volume><issue>1</issue><fpage>3</fpage><lpage>4</lpage></element-citation></ref>
  </ref-list>
</back>
</article>
"#;

fn blocks(page: &Page) -> Vec<(BlockKind, &str)> {
    page.blocks.iter().map(|block| (block.kind, block.text.as_str())).collect()
}

fn minimal(inner: &str) -> (crate::domain::Metadata, Extraction) {
    read_jats(format!("<article>{inner}</article>").as_bytes()).unwrap()
}

#[test]
fn the_front_matter_becomes_metadata() {
    let (metadata, _) = read_jats(ARTICLE.as_bytes()).unwrap();
    let titles: Vec<_> = metadata.titles.iter().map(|title| (title.lang.to_string(), title.text.as_str())).collect();
    assert_eq!(titles, [("fr".into(), "La neige & le gel : un essai"), ("en".into(), "Snow & frost")]);
    assert_eq!(metadata.language, Some(Lang::FR));
    assert_eq!(metadata.resource_type, Some(ResourceType::JournalArticle));
    assert_eq!(metadata.version, Some(VersionType::VoR));
    assert_eq!(metadata.licence.as_ref().unwrap().code(), "cc-by-4.0");
    assert_eq!(metadata.doi.as_ref().unwrap().as_str(), "10.5555/neige.1");
    assert_eq!(metadata.abstracts[0].text, "But. Mesurer la neige.\nLe gel dure.");
    assert_eq!((metadata.abstracts.len(), metadata.abstracts[1].lang), (2, Lang::EN));
    assert_eq!(metadata.keywords.len(), 3);
    let journal = metadata.journal.as_ref().unwrap();
    assert_eq!((journal.issn.as_ref().unwrap().as_str(), journal.pages.as_deref()), ("0317-8471", Some("10-19")));
    let dates = &metadata.dates;
    let told = [dates.accepted, dates.online, dates.issue].map(|date| date.unwrap().to_string());
    assert_eq!(told, ["2024-01-15", "2024-02-05", "2024"]);
}

#[test]
fn authors_carry_their_orcid_and_their_affiliations() {
    let (metadata, _) = read_jats(ARTICLE.as_bytes()).unwrap();
    let [first, second] = metadata.authors.as_slice() else { panic!("{:?}", metadata.authors) };
    assert_eq!((first.sort_name().as_str(), second.family.as_str()), ("Roy, Ève", "Groupe Neige"));
    assert_eq!(first.orcid.as_ref().unwrap().as_str(), "0000-0002-1825-0097");
    assert_eq!(first.email.as_deref(), Some("eve@example.org"));
    assert_eq!(first.affiliations[0].name, "Université Laval");
    assert_eq!(first.affiliations[0].ror.as_ref().unwrap().as_str(), "04sjchr03");
    assert_eq!(first.affiliations[1].name, "Station du Nord, Québec");
}

#[test]
fn awards_of_the_frq_are_kept_and_others_left_out() {
    let (metadata, _) = read_jats(ARTICLE.as_bytes()).unwrap();
    let awards: Vec<_> =
        metadata.awards.iter().map(|link| (link.fund, link.number.as_ref().map(|n| n.as_str().to_owned()))).collect();
    let expected =
        [(Fund::Frqnt, Some("900101".to_owned())), (Fund::Frqnt, Some("900102".to_owned())), (Fund::Frqs, None)];
    assert_eq!(awards, expected);
}

#[test]
fn each_top_level_section_is_a_page_of_blocks() {
    use BlockKind as K;
    let (_, extraction) = read_jats(ARTICLE.as_bytes()).unwrap();
    let [front, intro, method, thanks, references] = extraction.pages.as_slice() else {
        panic!("{:?}", extraction.pages)
    };
    assert_eq!(front.blocks[0].kind, K::Title);
    assert!(front.text().contains("Ève Roy, Groupe Neige\nUniversité Laval; Station du Nord, Québec\nBut. Mesurer"));
    assert!(front.text().ends_with("Projet payé par le FRQNT."));
    assert_eq!(blocks(intro), [(K::Paragraph, "Avant tout."), (K::Footnote, "1 Une note.")]);
    assert_eq!(
        blocks(method),
        [
            (K::Heading(1), "1 Méthode"),
            (K::Paragraph, "On pèse la neige"),
            (K::Formula, "m = \\rho V (1)"),
            (K::Paragraph, "puis on attend t."),
            (K::ListItem, "1. Peser"),
            (K::ListItem, "• encore"),
            (K::Heading(2), "Sites"),
            (K::Heading(3), "Nord"),
            (K::Heading(3), "Loin"),
            (K::Paragraph, "Là."),
            (K::Caption, "Tableau 1. Masses"),
            (K::Table, "Site\t\tkg\nA\tB\t3"),
            (K::Footnote, "Mesures faites à midi."),
            (K::Caption, "Fig. 1. La station"),
        ]
    );
    assert_eq!(blocks(thanks)[0], (K::Heading(1), "Remerciements"));
    assert_eq!(
        blocks(references)[1..],
        [(K::Reference, "1. Roy È. Neige, 2020."), (K::Reference, "Gel A. (2021). Froid. Revue, 2(1), 3–4")]
    );
    assert_eq!(references.number, 5);
}

#[test]
fn candidates_repeat_the_metadata_with_their_origin() {
    let (metadata, extraction) = read_jats(ARTICLE.as_bytes()).unwrap();
    let candidates = &extraction.candidates;
    assert_eq!(candidates.dois[0].value, metadata.doi.unwrap());
    assert_eq!((candidates.dois[0].origin, candidates.dois[0].confidence), (Origin::Jats, 1.0));
    assert_eq!(candidates.dates[0].value.0, DateRole::Received);
    assert_eq!(candidates.funding.len(), 3);
    assert_eq!(candidates.languages[0].origin, Origin::Jats);
    assert_eq!(candidates.authors[0].snippet, "Ève Roy, Groupe Neige");
}

#[test]
fn an_empty_article_gives_nothing_and_no_error() {
    let (metadata, extraction) = minimal("");
    assert_eq!(metadata, crate::domain::Metadata::default());
    assert!(extraction.pages.is_empty());
}

#[test]
fn parts_that_do_not_parse_are_left_out() {
    let (metadata, _) = minimal(
        "<front><journal-meta><issn>1</issn></journal-meta><article-meta><article-id pub-id-type='doi'>x</article-id>\
         <contrib-group><contrib><contrib-id contrib-id-type='orcid'>0</contrib-id><name><surname>A</surname></name>\
         </contrib><contrib/></contrib-group><pub-date><season>Spring</season></pub-date><pub-date><year>MMXXIV</year>\
         </pub-date><permissions><license href='https://example.org'/></permissions></article-meta></front>",
    );
    assert_eq!((metadata.doi, metadata.journal, metadata.licence), (None, None, None));
    assert_eq!(metadata.authors.len(), 1);
    assert_eq!(metadata.dates, crate::domain::Dates::default());
}

#[test]
fn a_language_that_is_not_stated_is_told_from_the_text() {
    let french = "Nous avons suivi la température du sol pendant trois hivers et nous montrons que la neige protège les \
        racines contre le gel de la forêt boréale.";
    let (metadata, extraction) = minimal(&format!("<body><p>{french}</p></body>"));
    assert_eq!(metadata.language, Some(Lang::FR));
    assert_eq!(extraction.candidates.languages[0].origin, Origin::Text);
    assert!(extraction.candidates.languages[0].confidence < 1.0);
}

#[test]
fn prefixes_of_namespaces_do_not_matter() {
    let xml = "<j:article xmlns:j='urn:x'><j:front><j:article-meta><j:title-group><j:article-title>Neige\
        </j:article-title></j:title-group></j:article-meta></j:front></j:article>";
    assert_eq!(read_jats(xml.as_bytes()).unwrap().0.titles[0].text, "Neige");
}

#[test]
fn other_encodings_are_read_when_they_are_declared() {
    let latin = b"<?xml version='1.0' encoding='ISO-8859-1'?><article><body><p>\xC9t\xE9</p></body></article>";
    assert_eq!(read_jats(latin).unwrap().1.pages[0].text(), "Été");
    let undeclared = b"<article><body><p>\xC9t\xE9</p></body></article>";
    let error = read_jats(undeclared).unwrap_err();
    assert_eq!(error.to_string(), "the characters are not UTF-8: save the file as UTF-8");
    let wide: Vec<u8> = std::iter::once(0xFEFF_u16)
        .chain("<article><body><p>Été</p></body></article>".encode_utf16())
        .flat_map(u16::to_be_bytes)
        .collect();
    assert_eq!(read_jats(&wide).unwrap().1.pages[0].text(), "Été");
}

#[test]
fn entities_of_the_file_are_refused_before_any_expansion() {
    let bomb = "<?xml version='1.0'?>\n<!DOCTYPE article [\n<!ENTITY a 'aaaa'>\n<!ENTITY b '&a;&a;'>\n]>\n\
        <article>&b;</article>";
    let error = read_jats(bomb.as_bytes()).unwrap_err();
    assert!(matches!(error, JatsError::EntityDeclaration { line: 5 }), "{error:?}");
    assert_eq!(error.failure(), ExtractionFailure::Damaged);
    let unknown = read_jats(b"<article>\n<body>&eacute;</body></article>").unwrap_err();
    assert_eq!(unknown.to_string(), "line 2: the entity &eacute; is not known: replace it by the character");
}

#[test]
fn a_file_that_was_cut_off_says_where() {
    for at in [ARTICLE.len() - 12, ARTICLE.len() / 2, ARTICLE.find("<body>").unwrap() + 3] {
        let cut = ARTICLE.get(..at).unwrap_or(&ARTICLE[..at - 1]);
        let error = read_jats(cut.as_bytes()).unwrap_err();
        assert!(matches!(error, JatsError::Truncated { line, .. } if line > 1), "{error:?}");
        assert_eq!(error.failure(), ExtractionFailure::Damaged);
    }
}

#[test]
fn what_is_not_jats_is_refused_by_name() {
    let failure = |bytes: &[u8]| read_jats(bytes).unwrap_err().failure();
    assert_eq!(failure(b""), ExtractionFailure::Empty);
    assert_eq!(failure(b"\xEF\xBB\xBF \n"), ExtractionFailure::Empty);
    assert_eq!(failure(b"<html><body/></html>"), ExtractionFailure::WrongType);
    assert_eq!(failure(b"plain text"), ExtractionFailure::WrongType);
    assert_eq!(failure(b"<article><p></article>"), ExtractionFailure::Damaged);
    let error = read_jats(b"<book/>").unwrap_err();
    assert!(error.to_string().contains("\"book\""));
}

#[test]
fn nesting_without_end_is_refused() {
    let deep = format!("<article>{}", "<sec>".repeat(100_000));
    let error = read_jats(deep.as_bytes()).unwrap_err();
    assert_eq!(error.failure(), ExtractionFailure::LimitsExceeded);
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(at in 0..ARTICLE.len(), byte in proptest::num::u8::ANY) {
        let mut bytes = ARTICLE.as_bytes().to_vec();
        bytes[at] = byte;
        if let Err(error) = read_jats(&bytes) {
            proptest::prop_assert!(!error.to_string().is_empty());
        }
    }
}

#[test]
fn real_articles_give_titles_authors_and_text() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus/jose");
    let Ok(folder) = std::fs::read_dir(&corpus) else {
        println!("skipped: {} is not there", corpus.display());
        return;
    };
    let files = folder.filter_map(Result::ok).map(|entry| entry.path());
    for path in files.filter(|path| path.extension().is_some_and(|extension| extension == "jats")) {
        let (metadata, extraction) = read_jats(&std::fs::read(&path).unwrap()).unwrap();
        assert!(metadata.main_title().is_some() && metadata.doi.is_some(), "{}", path.display());
        assert!(!metadata.authors.is_empty() && metadata.authors.iter().all(|a| !a.affiliations.is_empty()));
        assert_eq!(metadata.language, Some(Lang::EN), "{}", path.display());
        assert!(extraction.pages.len() > 2 && extraction.pages.iter().all(|page| !page.text().is_empty()));
    }
}
