//! Text of annotations and of layers.

use lopdf::StringFormat;

use super::*;

fn words(text: &str) -> Object {
    Object::String(text.as_bytes().to_vec(), StringFormat::Literal)
}

/// An appearance that shows a text in Helvetica.
fn appearance(document: &mut Document, text: &str) -> Object {
    let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
    let body = dictionary! {
        "Type" => "XObject", "Subtype" => "Form", "BBox" => numbers([0, 0, 200, 20]),
        "Resources" => dictionary! { "Font" => dictionary! { "F0" => font } },
    };
    document.add_object(Stream::new(body, line("F0", 10, 2, 5, text).into_bytes())).into()
}

fn annotation(kind: &str, y: i64) -> Dictionary {
    dictionary! { "Type" => "Annot", "Subtype" => kind, "Rect" => numbers([100, y, 300, y + 20]), "F" => 4 }
}

/// The text of a page with annotations.
fn text_with(make: impl FnOnce(&mut Document) -> Vec<Dictionary>) -> String {
    let bytes = changed(&line("F0", 11, 72, 700, "Printed on the page"), |document, page| {
        let annotations: Vec<Object> = make(document).into_iter().map(Object::from).collect();
        document.get_dictionary_mut(page).unwrap().set("Annots", annotations);
    });
    to_text(&read(&bytes))
}

#[test]
fn appearances_of_annotations_are_read_where_they_stand() {
    let text = text_with(|document| {
        let mut field = annotation("Widget", 750);
        field.set("AP", dictionary! { "N" => appearance(document, "Above the page") });
        let mut states = annotation("Widget", 500);
        let (on, off) = (appearance(document, "Box is ticked"), appearance(document, "Box is empty"));
        states.set("AP", dictionary! { "N" => dictionary! { "Yes" => on, "Off" => off } });
        states.set("AS", "Yes");
        vec![states, field]
    });
    let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} is missing in {text}"));
    assert!(place("Above the page") < place("Printed on the page"));
    assert!(place("Printed on the page") < place("Box is ticked"));
    assert!(!text.contains("empty"));
}

#[test]
fn what_readers_do_not_see_is_left_out() {
    let text = text_with(|document| {
        let shown = ["Link", "Popup", "Text", "Watermark"].map(|kind| annotation(kind, 500));
        let mut hidden = annotation("FreeText", 400);
        hidden.set("F", 2);
        let mut all: Vec<Dictionary> = shown.into_iter().chain([hidden]).collect();
        for annotation in &mut all {
            annotation.set("AP", dictionary! { "N" => appearance(document, "Unseen") });
        }
        all
    });
    assert_eq!(text.trim(), "Printed on the page");
}

#[test]
fn values_without_appearance_are_read() {
    let text = text_with(|document| {
        let field = dictionary! { "FT" => "Tx", "V" => words("Value of the parent"), "DA" => words("/F0 9 Tf") };
        let mut typed = annotation("Widget", 600);
        typed.set("Parent", document.add_object(field));
        let mut secret = annotation("Widget", 550);
        secret.extend(&dictionary! { "FT" => "Tx", "Ff" => 1 << 13, "V" => words("sesame") });
        let mut list = annotation("Widget", 500);
        let pair = Object::Array(vec![words("x"), words("Second choice")]);
        list.extend(&dictionary! { "FT" => "Ch", "Opt" => vec![words("First choice"), pair] });
        let mut free = annotation("FreeText", 300);
        free.set("Contents", words("Freely written\rin two lines"));
        vec![typed, secret, list, free]
    });
    for part in ["Value of the parent", "First choice", "Second choice", "Freely written", "in two lines"] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
    assert!(!text.contains("sesame"));
}

#[test]
fn layers_that_are_off_are_not_read() {
    let content = ["/OC /L0 BDC ", &line("F0", 11, 72, 700, "Hidden layer"), "EMC /OC /L1 BDC "].concat();
    let content = content + &line("F0", 11, 72, 650, "Shown layer") + "EMC";
    let bytes = changed(&content, |document, page| {
        let layers =
            ["off", "on"].map(|name| document.add_object(dictionary! { "Type" => "OCG", "Name" => words(name) }));
        let properties = dictionary! { "L0" => layers[0], "L1" => layers[1] };
        let resources = document.get_dictionary(page).unwrap().get(b"Resources").unwrap().as_reference().unwrap();
        document.get_dictionary_mut(resources).unwrap().set("Properties", properties);
        let all = layers.map(Object::from).to_vec();
        let off = vec![Object::from(layers[0])];
        let settings = dictionary! { "OCGs" => all, "D" => dictionary! { "OFF" => off } };
        document.catalog_mut().unwrap().set("OCProperties", settings);
    });
    assert_eq!(to_text(&read(&bytes)).trim(), "Shown layer");
}
