//! Whole files: small ones written here, and a few real ones from the corpus where it is present.

mod annotations;
mod fonts;
mod hostile;
mod tagged;
mod text;

use std::path::{Path, PathBuf};

use lopdf::{Dictionary, Document, Object, Stream, dictionary};

use super::*;
use crate::domain::Lang;
use crate::domain::extraction::BlockKind;

fn numbers<const N: usize>(values: [i64; N]) -> Object {
    values.map(Object::from).to_vec().into()
}

/// A PDF with one page for each content stream, in Helvetica (`F0`) and Helvetica-Bold (`F1`).
pub(super) fn pdf(contents: &[&str]) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let tree = document.new_object_id();
    let font = |name: &str| {
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => name, "Encoding" => "WinAnsiEncoding" }
    };
    let fonts = dictionary! { "F0" => font("Helvetica"), "F1" => font("Helvetica-Bold") };
    let resources = document.add_object(dictionary! { "Font" => fonts });
    let mut kids = Vec::new();
    for content in contents {
        let bytes: Vec<u8> = content.chars().map(|char| u8::try_from(u32::from(char)).unwrap()).collect();
        let stream = document.add_object(Stream::new(Dictionary::new(), bytes));
        let page = dictionary! {
            "Type" => "Page", "Parent" => tree, "Contents" => stream, "Resources" => resources,
            "MediaBox" => numbers([0, 0, 595, 842]),
        };
        kids.push(Object::from(document.add_object(page)));
    }
    let count = i64::try_from(kids.len()).unwrap();
    document.objects.insert(tree, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => tree });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// A PDF with one page, changed before it is written; `change` gets the document and the page's object.
fn changed(content: &str, change: impl FnOnce(&mut Document, lopdf::ObjectId)) -> Vec<u8> {
    let mut document = Document::load_mem(&pdf(&[content])).unwrap();
    let page = document.page_iter().next().unwrap();
    change(&mut document, page);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

pub(super) fn line(font: &str, size: u32, x: u32, y: u32, text: &str) -> String {
    format!("BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n")
}

pub(super) fn read(bytes: &[u8]) -> Extraction {
    extract(bytes, &Limits::default()).unwrap()
}

#[test]
fn title_authors_abstract_and_funding_are_read_from_one_page() {
    let page = [
        line("F1", 18, 120, 780, "La glace du fleuve en hiver"),
        line("F0", 11, 180, 750, "Ana Tremblay-Roy et Luc Le Gall"),
        line("F0", 11, 180, 735, "Université Laval, Québec"),
        line("F1", 11, 72, 700, "Résumé"),
        line("F0", 11, 72, 685, "Nous avons mesuré la glace du fleuve pendant trois hivers avec des sondes que"),
        line("F0", 11, 72, 672, "les riverains ont posées sur la berge, et la glace est plus mince que prévu."),
        line("F1", 11, 72, 640, "Remerciements"),
        line("F0", 11, 72, 625, "Les auteurs remercient le Fonds de recherche du Québec (FRQNT, octroi no 312345)."),
    ]
    .concat();
    let found = read(&pdf(&[&page]));
    let candidates = &found.candidates;
    assert_eq!(candidates.titles[0].value.text, "La glace du fleuve en hiver");
    let names: Vec<String> = candidates.authors[0].value.iter().map(crate::domain::Person::display_name).collect();
    assert_eq!(names, ["Ana Tremblay-Roy", "Luc Le Gall"]);
    assert_eq!(candidates.abstracts[0].value.lang, Lang::FR);
    let text = &candidates.abstracts[0].value.text;
    assert!(text.starts_with("Nous avons mesuré") && text.ends_with("prévu."), "{text}");
    assert_eq!(candidates.funding[0].value.fund, crate::domain::Fund::Frqnt);
    assert_eq!(candidates.funding[0].value.number.as_ref().unwrap().as_str(), "312345");
}

#[test]
fn two_columns_are_read_one_after_the_other() {
    let text = |side: &str, n: u32| format!("{side} column line {n} with words enough");
    let mut page = String::new();
    for n in 0..12 {
        page += &line("F0", 10, 60, 700 - n * 12, &text("left", n));
        page += &line("F0", 10, 320, 700 - n * 12, &text("right", n));
    }
    let found = to_text(&read(&pdf(&[&page])));
    assert!(found.find("left column line 11").unwrap() < found.find("right column line 0").unwrap(), "{found}");
}

#[test]
fn code_in_a_font_without_a_telling_name_is_known_by_its_widths() {
    let rows = ["for lac in lacs:", "    glace\\(lac\\)", "fin"];
    let mut content = line("F0", 10, 72, 700, "On compte les lacs ainsi, un par un :");
    for (row, y) in rows.into_iter().zip([676, 664, 652]) {
        content += &line("F2", 10, 72, y, row);
    }
    let bytes = changed(&content, |document, page| {
        let widths: Vec<Object> = vec![600.into(); 95];
        let font = dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Obscure", "Encoding" => "WinAnsiEncoding",
            "FirstChar" => 32, "LastChar" => 126, "Widths" => widths,
        };
        let resources = document.get_dictionary(page).unwrap().get(b"Resources").unwrap().as_reference().unwrap();
        let fonts = document.get_dictionary_mut(resources).unwrap().get_mut(b"Font").unwrap().as_dict_mut().unwrap();
        fonts.set("F2", font);
    });
    let extraction = read(&bytes);
    let code = extraction.pages[0].blocks.iter().find(|block| block.kind == BlockKind::Code).unwrap();
    assert_eq!(code.text, "for lac in lacs:\n    glace(lac)\nfin");
}

#[test]
fn running_heads_and_page_numbers_are_set_apart() {
    let page = |n: u32| {
        let head = line("F0", 8, 72, 815, "Annales de la glace");
        head + &line("F0", 11, 72, 600, &format!("Texte de la page {n}."))
            + &line("F0", 9, 290, 30, &format!("{}", n + 40))
    };
    let found = read(&pdf(&[&page(1), &page(2), &page(3)]));
    for page in &found.pages {
        let kinds: Vec<BlockKind> = page.blocks.iter().map(|block| block.kind).collect();
        assert!(kinds.contains(&BlockKind::RunningHead) && kinds.contains(&BlockKind::PageNumber), "{kinds:?}");
        assert!(!page.text().contains("Annales"));
    }
}

#[test]
fn a_form_that_draws_itself_ends() {
    let bytes = changed("q /X Do Q", |document, page| {
        let form = document.new_object_id();
        let resources = dictionary! { "XObject" => dictionary! { "X" => form } };
        let body = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers([0, 0, 9, 9]), "Resources" => resources.clone(),
        };
        document.objects.insert(form, Stream::new(body, b"q /X Do Q q /X Do Q".to_vec()).into());
        document.get_dictionary_mut(page).unwrap().set("Resources", resources);
    });
    let kinds: Vec<WarningKind> = read(&bytes).warnings.iter().map(|warning| warning.kind).collect();
    assert_eq!(kinds, [WarningKind::NoText]);
}

#[test]
fn a_page_without_text_is_told() {
    let kinds: Vec<WarningKind> =
        read(&pdf(&["0 0 m 10 10 l S"])).warnings.iter().map(|warning| warning.kind).collect();
    assert_eq!(kinds, [WarningKind::NoText]);
}

#[test]
fn what_is_no_pdf_is_refused_with_the_reason() {
    let refused = |bytes: &[u8]| extract(bytes, &Limits::default()).unwrap_err();
    assert_eq!(refused(b""), ExtractionFailure::Empty);
    assert_eq!(refused(b"<html>not a PDF</html>"), ExtractionFailure::WrongType);
    assert_eq!(refused(b"%PDF-1.7\nnothing follows"), ExtractionFailure::Damaged);
}

#[test]
fn names_above_two_columns_are_read_before_them() {
    let mut page = line("F1", 18, 120, 780, "The ice of the river in winter");
    page += &line("F0", 11, 80, 750, "Ana Tremblay");
    page += &line("F0", 11, 380, 750, "Luc Le Gall");
    page += &line("F1", 11, 150, 700, "Abstract");
    for n in 0..12 {
        page += &line("F0", 10, 60, 680 - n * 12, &format!("left column line {n} with words enough"));
        page += &line("F0", 10, 320, 680 - n * 12, &format!("right column line {n} with words enough"));
    }
    let found = read(&pdf(&[&page]));
    let names: Vec<String> =
        found.candidates.authors[0].value.iter().map(crate::domain::Person::display_name).collect();
    assert_eq!(names, ["Ana Tremblay", "Luc Le Gall"]);
    let text = to_text(&found);
    assert!(text.find("left column line 11").unwrap() < text.find("right column line 0").unwrap(), "{text}");
}

/// The folder of real files, when it lies beside the project.
fn corpus() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpus");
    let found = folder.is_dir().then_some(folder);
    if found.is_none() {
        println!("skipped: ../shared/corpus is absent");
    }
    found
}

#[test]
fn odd_files_of_the_corpus_hold_their_text() {
    let Some(corpus) = corpus() else { return };
    for name in [
        "plain",
        "bad_startxref",
        "garbage_prefix",
        "linearized",
        "objstm_xrefstm",
        "enc_rc4_40",
        "enc_aes128",
        "enc_aes256",
    ] {
        let bytes = std::fs::read(corpus.join(format!("feat/{name}.pdf"))).unwrap();
        let words = to_text(&read(&bytes)).split_whitespace().count();
        assert!(words > 1_000, "{name}: {words} words");
    }
}

#[test]
fn hostile_files_of_the_corpus_end_with_text_or_a_reason() {
    let Some(corpus) = corpus() else { return };
    let outcome =
        |name: &str| extract(&std::fs::read(corpus.join(format!("adv/{name}.pdf"))).unwrap(), &Limits::default());
    assert_eq!(outcome("empty"), Err(ExtractionFailure::Empty));
    assert_eq!(outcome("not_pdf"), Err(ExtractionFailure::WrongType));
    for name in ["random", "ref_loop", "page_tree_cycle"] {
        assert_eq!(outcome(name), Err(ExtractionFailure::Damaged), "{name}");
    }
    for name in ["bomb_content_1g", "bomb_double_flate_1g", "bomb_text_350m", "billion_laughs_forms"] {
        let warnings = outcome(name).unwrap().warnings;
        assert!(warnings.iter().any(|warning| warning.kind == WarningKind::BudgetExhausted), "{name}");
    }
}

#[test]
fn reading_the_text_alone_gives_the_same_text() {
    let page = [
        line("F1", 18, 120, 780, "La glace du fleuve en hiver"),
        line("F0", 11, 72, 685, "Nous avons mesuré la glace du fleuve pendant trois hivers avec des son-"),
        line("F0", 11, 72, 672, "des que les riverains ont posées sur la berge."),
    ]
    .concat();
    let bytes = pdf(&[&page, ""]);
    let (whole, text) = (read(&bytes), read_text(&bytes, &Limits::default()).unwrap());
    assert_eq!(to_text(&text), to_text(&whole));
    assert_eq!(text.warnings, whole.warnings);
    assert_eq!(text.candidates, Candidates::default());
    assert!(whole.pages[0].blocks.iter().any(|block| block.lang == Some(Lang::FR)));
    assert!(text.pages[0].blocks.iter().all(|block| block.lang.is_none()));
}
