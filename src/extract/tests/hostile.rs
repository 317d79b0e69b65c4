//! Files made to cost more than they hold: each ends with what could be read, or with a reason.

use super::*;

fn kinds(found: &Extraction) -> Vec<WarningKind> {
    found.warnings.iter().map(|warning| warning.kind).collect()
}

/// A content stream packed so that it grows a thousandfold.
fn packed(document: &mut Document, content: Vec<u8>) -> lopdf::ObjectId {
    let mut stream = Stream::new(Dictionary::new(), content);
    stream.compress().unwrap();
    document.add_object(stream)
}

#[test]
fn a_stream_that_unpacks_beyond_its_limit_is_not_unpacked() {
    let bytes = changed("", |document, page| {
        let bomb = packed(document, vec![b' '; 8 << 20]);
        document.get_dictionary_mut(page).unwrap().set("Contents", bomb);
    });
    assert!(bytes.len() < 100_000);
    let limits = Limits { decoded_bytes: 1 << 20, ..Limits::default() };
    assert!(kinds(&extract(&bytes, &limits).unwrap()).contains(&WarningKind::BudgetExhausted));
    assert_eq!(kinds(&read(&bytes)), [WarningKind::NoText]);
}

#[test]
fn widths_for_thousands_of_millions_of_codes_are_not_read() {
    let bytes = changed("BT /F9 12 Tf 72 700 Td <00410042> Tj ET", |document, page| {
        let mut font = fonts::composite(document, "Obscure", None);
        font.set("ToUnicode", "Identity-H");
        let descendant = font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0].as_reference().unwrap();
        let widths = vec![0.into(), 4_294_967_290_i64.into(), 500.into()];
        document.get_dictionary_mut(descendant).unwrap().set("W", widths);
        let resources = dictionary! { "Font" => dictionary! { "F9" => font } };
        document.get_dictionary_mut(page).unwrap().set("Resources", resources);
    });
    assert_eq!(to_text(&read(&bytes)).trim(), "AB");
}

#[test]
fn a_page_tree_that_holds_itself_ends() {
    let bytes = changed(&line("F0", 11, 72, 700, "The only page"), |document, _| {
        let root = document.catalog().unwrap().get(b"Pages").unwrap().as_reference().unwrap();
        let tree = document.get_dictionary_mut(root).unwrap();
        let kids = tree.get_mut(b"Kids").unwrap().as_array_mut().unwrap();
        kids.insert(0, root.into());
        kids.push(root.into());
    });
    assert_eq!(to_text(&read(&bytes)).trim(), "The only page");
}

#[test]
fn fields_and_appearances_that_hold_themselves_end() {
    let bytes = changed(&line("F0", 11, 72, 700, "Printed"), |document, page| {
        let form = document.new_object_id();
        let body = dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers([0, 0, 9, 9]),
            "Resources" => dictionary! { "XObject" => dictionary! { "X" => form } },
        };
        document.objects.insert(form, Stream::new(body, b"/X Do /X Do".to_vec()).into());
        let widget = document.new_object_id();
        let field = dictionary! {
            "Subtype" => "Widget", "Rect" => numbers([9, 9, 99, 99]), "Parent" => widget,
            "AP" => dictionary! { "N" => form },
        };
        document.objects.insert(widget, field.into());
        let annotations: Vec<Object> = vec![widget.into(); 50];
        document.get_dictionary_mut(page).unwrap().set("Annots", annotations);
    });
    let limits = Limits { forms: 100, ..Limits::default() };
    assert_eq!(to_text(&extract(&bytes, &limits).unwrap()).trim(), "Printed");
}

#[test]
fn nesting_without_end_is_followed_to_a_depth() {
    let open = ["/P <</ActualText (x)>> BDC q ".repeat(50_000), line("F0", 11, 72, 700, "Deep")].concat();
    assert_eq!(to_text(&read(&pdf(&[&(open + &"Q EMC ".repeat(50_000))]))).trim().len(), 1);
}

/// Bytes changed at random places, cut or doubled; the same for the same seed.
fn damaged(bytes: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % u64::try_from(below.max(1)).unwrap()).unwrap()
    };
    let mut out = bytes.to_vec();
    match next(4) {
        0 => out.truncate(next(bytes.len())),
        1 => (0..=next(40)).for_each(|_| out[next(bytes.len())] = u8::try_from(next(256)).unwrap()),
        2 => drop(out.drain(next(bytes.len() / 2)..bytes.len() / 2 + next(bytes.len() / 2))),
        _ => {
            let start = next(bytes.len());
            let copied = bytes[start..bytes.len().min(start + 4_000)].to_vec();
            out.splice(next(start + 1)..=start, copied);
        }
    }
    out
}

/// Reads damaged variants; a stack that overflows or a loop would end the tests, a panic is caught page by page.
fn read_variants(bytes: &[u8], count: u64) {
    for seed in 0..count {
        if let Ok(found) = extract(&damaged(bytes, seed), &Limits::default()) {
            assert!(found.pages.len() <= Limits::default().pages);
        }
    }
}

#[test]
fn damaged_variants_of_a_file_end() {
    let page = line("F1", 18, 72, 780, "Damaged files") + &line("F0", 11, 72, 700, "end with text or a reason.");
    read_variants(&pdf(&[&page, &page]), 300);
}

#[test]
#[ignore = "long: two thousand variants of files of the corpus"]
fn damaged_variants_of_the_corpus_end() {
    let Some(corpus) = corpus() else { return };
    let mut files: Vec<PathBuf> = ["feat", "syn", "jose"]
        .iter()
        .flat_map(|set| std::fs::read_dir(corpus.join(set)).unwrap())
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pdf"))
        .collect();
    files.sort();
    for file in files.iter().take(40) {
        read_variants(&std::fs::read(file).unwrap(), 50);
    }
}
