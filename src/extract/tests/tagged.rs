//! Tagged files: the structure tree is followed where it is sane.

use super::*;

/// A part of a page: its role, the elements around it, and its lines with their places.
struct Part(&'static [&'static str], &'static [(u32, u32, &'static str)]);

/// Writes a page whose structure tree holds the parts in the order given; the content stream has them backwards.
fn tagged(parts: &[Part], alt: Option<&str>) -> Vec<u8> {
    let mut content = String::new();
    for (number, Part(path, lines)) in parts.iter().enumerate().rev() {
        let mark: String =
            if path == &["Artifact"] { "/Artifact BMC".into() } else { format!("/P <</MCID {number}>> BDC") };
        let text: String = lines.iter().map(|(x, y, text)| line("F0", 10, *x, *y, text)).collect();
        content += &[mark.as_str(), "\n", &text, "EMC\n"].concat();
    }
    changed(&content, |document, page| {
        let root = document.new_object_id();
        let mut open: Vec<(String, lopdf::ObjectId)> = Vec::new();
        let mut kids: std::collections::HashMap<lopdf::ObjectId, Vec<Object>> = std::collections::HashMap::new();
        for (number, Part(path, _)) in parts.iter().enumerate().filter(|(_, part)| part.0 != ["Artifact"]) {
            // A name with a mark behind it begins a new element: `TR'`.
            let same = open.iter().zip(path.iter()).take_while(|((name, _), wanted)| name == *wanted).count();
            open.truncate(same.min(path.len() - 1));
            for name in &path[open.len()..] {
                let parent = open.last().map_or(root, |(_, id)| *id);
                let mut element =
                    dictionary! { "Type" => "StructElem", "S" => name.trim_end_matches('\''), "Pg" => page };
                if let Some(alt) = alt.filter(|_| *name == "Figure") {
                    element.set("Alt", Object::string_literal(alt));
                }
                let id = document.add_object(element);
                kids.entry(parent).or_default().push(id.into());
                open.push(((*name).to_owned(), id));
            }
            let last = open.last().unwrap().1;
            kids.entry(last).or_default().push(i64::try_from(number).unwrap().into());
        }
        let top = dictionary! { "Type" => "StructTreeRoot", "RoleMap" => dictionary! { "Titre1" => "H1" } };
        document.objects.insert(root, top.into());
        for (id, all) in kids {
            document.get_dictionary_mut(id).unwrap().set("K", all);
        }
        let catalog = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
        document.get_dictionary_mut(catalog).unwrap().set("StructTreeRoot", root);
    })
}

const LONG: &str = "Une phrase assez longue pour remplir une ligne de la page en entier ou presque.";

fn kinds(bytes: &[u8]) -> Vec<(BlockKind, String)> {
    let page = read(bytes).pages.swap_remove(0);
    page.blocks.into_iter().map(|block| (block.kind, block.text)).collect()
}

#[test]
fn a_sane_tree_gives_headings_lists_tables_notes_and_their_order() {
    let found = kinds(&tagged(
        &[
            Part(&["Artifact"], &[(72, 820, "Revue du gel")]),
            Part(&["Document", "Titre1"], &[(72, 780, "Mesures")]),
            Part(&["Document", "P"], &[(72, 760, LONG), (72, 748, "Elle finit ici.")]),
            Part(&["Document", "H2"], &[(72, 720, "lieux")]),
            Part(&["Document", "L", "LI", "Lbl"], &[(72, 700, "a.")]),
            Part(&["Document", "L", "LI", "LBody"], &[(90, 700, "un lac"), (90, 688, "au nord")]),
            Part(&["Document", "L", "LI'", "LBody"], &[(90, 670, "b. un fleuve")]),
            Part(&["Document", "Table", "TR", "TH"], &[(72, 640, "Lieu")]),
            Part(&["Document", "Table", "TR", "TH'"], &[(200, 640, "Mesure")]),
            Part(&["Document", "Table", "TR'", "TD"], &[(72, 626, "lac au"), (72, 614, "nord")]),
            Part(&["Document", "Table", "TR'", "TD'"], &[(200, 626, "12")]),
            Part(&["Document", "H2'"], &[(72, 580, "suite")]),
            Part(&["Document", "P'"], &[(72, 560, LONG)]),
            Part(&["Document", "Note"], &[(72, 60, "1 Une note.")]),
            Part(&["Document", "P''"], &[(72, 540, "La dernière phrase vient après la note.")]),
        ],
        None,
    ));
    let expected = [
        (BlockKind::RunningHead, "Revue du gel"),
        (BlockKind::Heading(1), "Mesures"),
        (
            BlockKind::Paragraph,
            "Une phrase assez longue pour remplir une ligne de la page en entier ou presque. Elle finit ici.",
        ),
        (BlockKind::Heading(2), "lieux"),
        (BlockKind::ListItem, "a. un lac au nord"),
        (BlockKind::ListItem, "b. un fleuve"),
        (BlockKind::Table, "Lieu\tMesure\nlac au nord\t12"),
        (BlockKind::Heading(2), "suite"),
        (BlockKind::Paragraph, LONG),
        (BlockKind::Footnote, "1 Une note."),
        (BlockKind::Paragraph, "La dernière phrase vient après la note."),
    ];
    assert_eq!(found, expected.map(|(kind, text)| (kind, text.to_owned())));
}

#[test]
fn a_tree_that_jumps_about_or_holds_too_little_is_not_followed() {
    let lines: [&[(u32, u32, &str)]; 6] = [
        &[(72, 700, "Premier")],
        &[(72, 680, "Deuxième")],
        &[(72, 660, "Troisième")],
        &[(72, 640, "Quatrième")],
        &[(72, 620, "Cinquième")],
        &[(72, 600, "Sixième")],
    ];
    let paths: [&[&str]; 6] = [&["P"], &["P'"], &["P''"], &["P'''"], &["P''''"], &["P'''''"]];
    let plain: String =
        lines.iter().flat_map(|part| part.iter()).map(|(x, y, text)| line("F0", 10, *x, *y, text)).collect();
    let geometric = kinds(&pdf(&[&plain]));
    let shuffled = [5, 2, 4, 1, 3, 0];
    let parts: Vec<Part> = shuffled.into_iter().zip(paths).map(|(place, path)| Part(path, lines[place])).collect();
    assert_eq!(kinds(&tagged(&parts, None)), geometric);
    let mut parts: Vec<Part> = lines.into_iter().map(|lines| Part(&["Artifact"], lines)).collect();
    parts[0] = Part(&["P"], lines[5]);
    parts[5] = Part(&["Artifact"], lines[0]);
    assert_eq!(kinds(&tagged(&parts, None)), geometric);
}

#[test]
fn cells_in_a_tagged_paragraph_are_kept() {
    let rows: &[(u32, u32, &str)] = &[
        (72, 700, "lac bleu"),
        (250, 700, "12 cm"),
        (400, 700, "froid"),
        (72, 688, "lac vert"),
        (250, 688, "14 cm"),
        (400, 688, "doux"),
        (72, 676, "lac noir"),
        (250, 676, "16 cm"),
        (400, 676, "froid"),
    ];
    let found = kinds(&tagged(&[Part(&["P"], &[(72, 740, LONG)]), Part(&["P'"], rows)], None));
    let text: String = found.into_iter().map(|(_, text)| text + " ").collect();
    assert!(rows.iter().all(|(_, _, word)| text.contains(word)), "{text}");
}

#[test]
fn a_tree_without_an_end_is_read_as_far_as_allowed() {
    let bytes = changed(&line("F0", 10, 72, 700, "Un texte"), |document, page| {
        let element = document.new_object_id();
        let looped = dictionary! { "S" => "Sect", "Pg" => page, "K" => vec![element.into(), element.into(), 0.into()] };
        document.objects.insert(element, looped.into());
        let root = document.add_object(dictionary! { "Type" => "StructTreeRoot", "K" => element });
        let catalog = document.trailer.get(b"Root").unwrap().as_reference().unwrap();
        document.get_dictionary_mut(catalog).unwrap().set("StructTreeRoot", root);
    });
    assert_eq!(kinds(&bytes).first().map(|(_, text)| text.as_str()), Some("Un texte"));
}
