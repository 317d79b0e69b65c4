use lopdf::{Document as Pdf, SaveOptions};

use super::*;
use crate::domain::Lang;
use crate::extract::{Limits, extract};

fn description() -> FileDescription {
    let xmp = "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?><x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF \
        xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description \
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:prism=\"http://prismstandard.org/namespaces/basic/2.0/\">\
        <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">Forêts d’épinettes</rdf:li></rdf:Alt></dc:title>\
        <prism:doi>10.5555/essai.7</prism:doi></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"r\"?>";
    FileDescription {
        info: vec![("Title".into(), "Forêts d’épinettes".into()), ("Author".into(), "Zoé Œuvray".into())],
        language: Some(Lang::FR),
        xmp: xmp.to_owned(),
    }
}

/// A document of one page that says something, not yet written.
fn document() -> Pdf {
    let mut pdf = Pdf::with_version("1.5");
    let pages = pdf.new_object_id();
    let font = pdf.add_object(dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" });
    let content = pdf.add_object(Stream::new(Dictionary::new(), b"BT /F1 12 Tf 72 700 Td (Bonjour) Tj ET".to_vec()));
    let page = pdf.add_object(dictionary! {
        "Type" => "Page", "Parent" => pages, "Contents" => content,
        "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
        "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
    });
    pdf.set_object(pages, dictionary! { "Type" => "Pages", "Kids" => vec![page.into()], "Count" => 1 });
    let catalog = pdf.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    let info = pdf.add_object(
        dictionary! { "Creator" => Object::string_literal("TeX"), "Title" => Object::string_literal("untitled") },
    );
    pdf.trailer.set("Root", catalog);
    pdf.trailer.set("Info", info);
    pdf
}

fn written(mut pdf: Pdf) -> Vec<u8> {
    let mut bytes = Vec::new();
    pdf.save_to(&mut bytes).unwrap();
    bytes
}

fn described(bytes: &[u8]) -> Vec<u8> {
    [bytes, &addition(bytes, &description()).unwrap()].concat()
}

/// The document information and the catalogue of a file.
fn parts(bytes: &[u8]) -> (Dictionary, Dictionary) {
    let pdf = Pdf::load_mem(bytes).unwrap();
    (old_info(&pdf), pdf.catalog().unwrap().clone())
}

#[test]
fn the_copy_says_what_it_is_and_reads_as_before() {
    let mut modern = Vec::new();
    document()
        .save_with_options(&mut modern, SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build())
        .unwrap();
    for bytes in [written(document()), modern] {
        assert!(!is_sealed(&bytes));
        let copy = described(&bytes);
        let (info, catalog) = parts(&copy);
        assert_eq!(lopdf::decode_text_string(info.get(b"Author").unwrap()).unwrap(), "Zoé Œuvray");
        assert_eq!(info.get(b"Creator").unwrap().as_str().unwrap(), b"TeX");
        assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"fr");
        let read = extract(&copy, &Limits::default()).unwrap();
        assert_eq!(read.pages, extract(&bytes, &Limits::default()).unwrap().pages);
        assert_eq!(read.candidates.dois[0].value.as_str(), "10.5555/essai.7");
        assert_eq!(read.candidates.titles[0].value.text, "Forêts d’épinettes");
    }
}

#[test]
fn a_copy_of_a_copy_says_the_last_description() {
    let first = described(&written(document()));
    let later = FileDescription { info: vec![("Title".into(), "Autre".into())], ..description() };
    let second = [first.clone(), addition(&first, &later).unwrap()].concat();
    assert_eq!(lopdf::decode_text_string(parts(&second).0.get(b"Title").unwrap()).unwrap(), "Autre");
}

#[test]
fn a_region_that_the_file_names_stays_and_another_language_goes() {
    for (old, new) in [("fr-CA", "fr-CA"), ("en-US", "fr"), ("", "fr")] {
        let mut pdf = document();
        pdf.catalog_mut().unwrap().set("Lang", Object::string_literal(old));
        assert_eq!(parts(&described(&written(pdf))).1.get(b"Lang").unwrap().as_str().unwrap(), new.as_bytes());
    }
}

#[test]
fn a_claim_of_accessibility_survives() {
    let mut pdf = document();
    let old = b"<rdf:RDF><rdf:Description><pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF>".to_vec();
    let metadata = pdf.add_object(Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, old));
    pdf.catalog_mut().unwrap().set("Metadata", metadata);
    let copy = described(&written(pdf));
    let packet = String::from_utf8(Document::open(&copy).unwrap().xmp().unwrap()).unwrap();
    assert!(packet.contains("<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF>"), "{packet}");
}

#[test]
fn encrypted_and_signed_files_stay_as_they_are() {
    let mut pdf = document();
    pdf.trailer.set("ID", vec![Object::string_literal("0123456789abcdef"), Object::string_literal("0123456789abcdef")]);
    let version = lopdf::EncryptionVersion::V2 {
        document: &pdf,
        owner_password: "",
        user_password: "",
        key_length: 128,
        permissions: lopdf::Permissions::all(),
    };
    let state = lopdf::EncryptionState::try_from(version).unwrap();
    pdf.encrypt(&state).unwrap();
    let encrypted = written(pdf);
    assert_eq!(addition(&encrypted, &description()), Err(Refusal::Encrypted));
    assert!(is_sealed(&encrypted));

    let mut pdf = document();
    pdf.add_object(dictionary! { "Type" => "Sig", "ByteRange" => vec![0.into(), 10.into(), 20.into(), 10.into()] });
    let signed = written(pdf);
    assert_eq!(addition(&signed, &description()), Err(Refusal::Signed));
    assert!(is_sealed(&signed));

    let mut pdf = document();
    pdf.catalog_mut().unwrap().set("AcroForm", dictionary! { "SigFlags" => 3, "Fields" => Vec::new() });
    assert_eq!(addition(&written(pdf), &description()), Err(Refusal::Signed));
}

#[test]
fn files_that_are_not_sound_stay_as_they_are() {
    let whole = written(document());
    let start = whole.windows(9).rposition(|window| window == b"startxref").unwrap();
    let broken: [Vec<u8>; 6] = [
        Vec::new(),
        b"%PDF-1.7\nrubbish".to_vec(),
        [b"garbage", whole.as_slice()].concat(),
        whole[..start].to_vec(),
        whole[..whole.len() / 2].to_vec(),
        [&whole[..start], b"startxref\n999999\n%%EOF"].concat(),
    ];
    for bytes in broken {
        assert_eq!(addition(&bytes, &description()), Err(Refusal::Unsound), "{}", String::from_utf8_lossy(&bytes));
        assert!(is_sealed(&bytes), "{}", String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn any_damage_gives_a_sound_copy_or_none() {
    let whole = written(document());
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x15;
        if let Ok(added) = addition(&bytes, &description()) {
            let copy = [bytes.as_slice(), &added].concat();
            assert!(Document::open(&copy).is_ok(), "byte {at}");
        }
    }
}
