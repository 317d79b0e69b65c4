use super::*;
use crate::domain::extraction::Block;

fn linked(blocks: &[(BlockKind, &str)], known: &[&str]) -> Vec<(String, LinkTarget)> {
    let blocks = blocks.iter().map(|(kind, text)| Block::new(*kind, text)).collect();
    let mut pages = [Page { number: 1, label: None, width: 595.0, height: 842.0, blocks }];
    attach(&mut pages, &|_| known.iter().map(|address| (*address).to_owned()).collect());
    let links = |block: &Block| {
        let part = |link: &TextLink| (block.text[link.start..link.end].to_owned(), link.target.clone());
        block.links.iter().map(part).collect::<Vec<_>>()
    };
    pages[0].blocks.iter().flat_map(links).collect()
}

fn to(place: usize) -> LinkTarget {
    LinkTarget::Block { page: 1, place }
}

fn address(address: &str) -> LinkTarget {
    LinkTarget::Address(address.to_owned())
}

const FIRST: (BlockKind, &str) = (BlockKind::Reference, "[1] A. Roy. Le gel. Revue inventée, 2020.");
const SECOND: (BlockKind, &str) = (BlockKind::Reference, "[2] Le Gall, L. Le dégel. Annales inventées, 2019.");

#[test]
fn numbers_in_brackets_lead_to_their_entries() {
    let text = "Comme on sait [1, 2], et [2–7], mais ni x[1] ni [9].";
    let found = linked(&[(BlockKind::Paragraph, text), FIRST, SECOND], &[]);
    assert_eq!(found, [("1".into(), to(1)), ("2".into(), to(2)), ("2".into(), to(2))]);
}

#[test]
fn names_with_years_lead_to_the_one_entry_that_begins_so() {
    let entries = [
        (BlockKind::Reference, "Roy, A. et Gall, L. (2020). Le gel. Revue inventée."),
        (BlockKind::Reference, "Côté, M. (2018a). Un lac. Annales inventées."),
        (BlockKind::Reference, "Côté, M. (2018b). Un autre lac. Annales inventées."),
    ];
    let text = "Roy et Gall (2020) l’ont vu (Cote, 2018b ; Roy et al., 2020), non Côté (2018) ni Roy (2021).";
    let found = linked(&[&[(BlockKind::Paragraph, text)], entries.as_slice()].concat(), &[]);
    let expected = [("Roy et Gall (2020", to(1)), ("Cote, 2018b", to(3)), ("Roy et al., 2020", to(1))];
    assert_eq!(found, expected.map(|(text, target)| (text.to_owned(), target)));
}

#[test]
fn figures_and_tables_are_led_to_by_their_numbers() {
    let found = linked(
        &[
            (BlockKind::Paragraph, "La figure\u{a0}2 et le Tableau 1 ; la fig. 3 manque, et une configure 2 aussi."),
            (BlockKind::Caption, "Figure 2. Le lac gelé"),
            (BlockKind::Caption, "Table 1: lakes"),
        ],
        &[],
    );
    assert_eq!(found, [("figure\u{a0}2".into(), to(1)), ("Tableau 1".into(), to(2))]);
}

#[test]
fn addresses_end_before_the_stop_and_are_made_whole_by_the_file() {
    let text = "Roy. Un texte. doi:10.5555/ab(1)c. Voir (https://exemple.org/a), www.exemple.org et \
                https://exemple.org/long/ chemin. Version 10.2 sans lien, https://exemple.org/court suffit.";
    let known = ["https://exemple.org/long/chemin", "https://exemple.org/court-autre"];
    let found = linked(&[(BlockKind::Reference, text)], &known);
    let expected = [
        ("10.5555/ab(1)c", "https://doi.org/10.5555/ab(1)c"),
        ("https://exemple.org/a", "https://exemple.org/a"),
        ("www.exemple.org", "https://www.exemple.org"),
        ("https://exemple.org/long/", "https://exemple.org/long/chemin"),
        ("https://exemple.org/court", "https://exemple.org/court"),
    ];
    assert_eq!(found, expected.map(|(text, target)| (text.to_owned(), address(target))));
}

#[test]
fn odd_texts_give_no_link_and_no_failure() {
    for text in ["[", "[]", "]1[", "http://", "https://.", "10.", "10.5555/", "é2020", "(2020", "Fig.", "[1\u{a0}"] {
        assert!(linked(&[(BlockKind::Paragraph, text)], &[]).is_empty(), "{text}");
    }
}

#[test]
fn marks_of_notes_lead_to_the_notes_of_their_page() {
    let text = "Le gel\u{202f}¹ tient\u{202f}²,³ à 10\u{202f}000 m², dit-on.\u{202f}⁴";
    let blocks = [
        (BlockKind::FrontMatter, "A. Roy\u{202f}¹"),
        (BlockKind::Paragraph, text),
        (BlockKind::Footnote, "¹\u{202f}Voir plus loin."),
        (BlockKind::Footnote, "2. Voir plus haut."),
        (BlockKind::Footnote, "³\u{202f}Une fois."),
        (BlockKind::Footnote, "³\u{202f}Deux fois."),
        (BlockKind::Footnote, "2020 fut froid."),
    ];
    assert_eq!(linked(&blocks, &[]), [("¹".into(), to(2)), ("²".into(), to(3))]);
}

#[test]
fn raised_numbers_cite_entries_where_a_page_has_no_notes() {
    let text = "On le sait.\u{202f}¹,²";
    let found = linked(&[(BlockKind::Paragraph, text), FIRST, SECOND], &[]);
    assert_eq!(found, [("¹".into(), to(1)), ("²".into(), to(2))]);
    let noted =
        linked(&[(BlockKind::Paragraph, text), FIRST, SECOND, (BlockKind::Footnote, "¹\u{202f}Une note.")], &[]);
    assert_eq!(noted, [("¹".into(), to(3))]);
}
