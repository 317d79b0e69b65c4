use super::*;
use crate::domain::extraction::{Block, Script};

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
fn intervals_and_indices_are_no_citations_but_names_of_programs_take_them() {
    let text = "Sur [0, 1], [-1, 1], [0.5, 2], [1, n], l’intervalle [1, 2], x ∈ [1, 2] et v[1], \
                Glace.jl[2] et Gel[1] sont deux outils [1, sect. 2.3].";
    let found = linked(&[(BlockKind::Paragraph, text), FIRST, SECOND], &[]);
    assert_eq!(found, [("2".into(), to(2)), ("1".into(), to(1))]);
}

#[test]
fn entries_that_begin_with_given_names_are_led_to_by_the_surname() {
    let entries = [
        (BlockKind::Reference, "Ana B. Roy, Luc Gall, and Mia Côté. Winters of 1998 and after. Letters, 7:1–9, 2013."),
        (BlockKind::Reference, "Luc Gall and A. Roy. 2001a. Le dégel. Dans Annales inventées."),
        (BlockKind::Reference, "Mia Côté. La rive. Revue inventée, 2004."),
    ];
    let text = "See Roy et al. (2013), Gall and Roy (2001a) and the shore (Côté, 2004), not Mia (2004).";
    let found = linked(&[&[(BlockKind::Paragraph, text)], entries.as_slice()].concat(), &[]);
    let targets: Vec<LinkTarget> = found.into_iter().map(|(_, target)| target).collect();
    assert_eq!(targets[..3], [to(1), to(2), to(3)]);
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
fn each_number_of_several_figures_leads_to_its_own() {
    let blocks = [
        (
            BlockKind::Paragraph,
            "Figures 2, 3 and 4, figure 2 and 3 lakes; fig. 2a et 3(b), Figure 2–3, Figs. 3, 4, and 2.",
        ),
        (BlockKind::Caption, "Figure 2. Le lac"),
        (BlockKind::Caption, "Figure 3. La rive"),
    ];
    let found = linked(&blocks, &[]);
    let wanted = [
        ("Figures 2", 1),
        ("3", 2),
        ("figure 2", 1),
        ("fig. 2a", 1),
        ("3(b)", 2),
        ("Figure 2", 1),
        ("3", 2),
        ("Figs. 3", 2),
        ("2", 1),
    ];
    assert_eq!(found, wanted.map(|(text, place)| (text.to_owned(), to(place))));
}

#[test]
fn figures_may_be_numbered_with_letters_and_in_the_roman_way() {
    let blocks = [
        (BlockKind::Paragraph, "Tables IV and A1, Algorithm 2, schéma 3; a table I saw, the figure A."),
        (BlockKind::Caption, "TABLE IV. Lakes"),
        (BlockKind::Caption, "Table A1: Ponds"),
        (BlockKind::Caption, "Algorithm 2 Thaw"),
        (BlockKind::Caption, "Schéma 3. Gel"),
    ];
    let found = linked(&blocks, &[]);
    let wanted = [("Tables IV", 1), ("A1", 2), ("Algorithm 2", 3), ("schéma 3", 4)];
    assert_eq!(found, wanted.map(|(text, place)| (text.to_owned(), to(place))));
}

#[test]
fn a_number_before_one_entry_is_no_label_where_the_others_have_none() {
    let entries = [
        (BlockKind::Reference, "1 Roy, A. (2020). Le gel."),
        (BlockKind::Reference, "Côté, M. (2018). Un lac."),
        (BlockKind::Reference, "Le Gall, L. (2019). Le dégel."),
    ];
    let found = linked(&[&[(BlockKind::Paragraph, "Entre [1, 10] degrés.")], entries.as_slice()].concat(), &[]);
    assert_eq!(found, []);
}

#[test]
fn a_doi_cut_at_a_line_break_is_whole() {
    let text = "Roy. Un texte. doi:10.5555/ab(96)24- 5. Puis 10.5555/ 12.34 et 10.5555/fin- Voir 2020.";
    let found = linked(&[(BlockKind::Reference, text)], &[]);
    let targets: Vec<LinkTarget> = found.into_iter().map(|(_, target)| target).collect();
    assert_eq!(
        targets,
        ["10.5555/ab(96)24-5", "10.5555/12.34", "10.5555/fin-"].map(|doi| address(&format!("https://doi.org/{doi}")))
    );
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
        ("https://exemple.org/long/ chemin", "https://exemple.org/long/chemin"),
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
fn raised_digits_behind_words_and_stops_lead_to_notes_but_exponents_do_not() {
    let text = "L’outil Glace3D2 mesure R3.2 depuis 20073 sur 10 km2 et x2.";
    let mut paragraph = Block::new(BlockKind::Paragraph, text);
    paragraph.scripts = ["2 mesure", "3.2", "2 depuis", "3 sur", "2 et", "2."]
        .map(|part| text.find(part).unwrap())
        .map(|start| Script { start, end: start + 1, raised: true })
        .to_vec();
    let notes =
        ["²\u{202f}Voir plus loin.", "³\u{202f}Voir ailleurs."].map(|note| Block::new(BlockKind::Footnote, note));
    let blocks = [vec![paragraph], notes.to_vec()].concat();
    let mut pages = [Page { number: 1, label: None, width: 595.0, height: 842.0, blocks }];
    attach(&mut pages, &|_| Vec::new());
    let found: Vec<(usize, LinkTarget)> =
        pages[0].blocks[0].links.iter().map(|link| (link.start, link.target.clone())).collect();
    let place = |part: &str| text.find(part).unwrap();
    assert_eq!(found, [(place("2 mesure"), to(1)), (place("2 depuis"), to(1)), (place("3 sur"), to(2))]);
}

#[test]
fn the_first_of_two_names_is_the_one_that_the_entry_begins_with() {
    let entries = [
        (BlockKind::Reference, "Roy, A. & Le Gall, L. (2005). Le gel."),
        (BlockKind::Reference, "Le Gall, L. (2005). Le dégel."),
    ];
    let text = "On le sait (Roy & Le Gall, 2005).";
    let found = linked(&[&[(BlockKind::Paragraph, text)], entries.as_slice()].concat(), &[]);
    assert_eq!(found, [("Roy & Le Gall, 2005".into(), to(1))]);
}

#[test]
fn names_of_several_words_are_linked_whole() {
    let entry = (BlockKind::Reference, "Northern River Study Group. (2020). Le gel.");
    let text = "On le sait (Northern River Study Group, 2020).";
    let found = linked(&[(BlockKind::Paragraph, text), entry], &[]);
    assert_eq!(found, [("Northern River Study Group, 2020".into(), to(1))]);
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

#[test]
fn what_the_file_lays_over_words_is_kept_beside_what_is_printed() {
    let text = "Our package (https://exemple.org/long/ way) and the lake [1], see 10.5555/ab or doi:10.5555/cd.";
    let mut paragraph = Block::new(BlockKind::Paragraph, text);
    let place = |part: &str| text.find(part).unwrap();
    paragraph.links = [
        ("package", "https://exemple.org/package"),
        ("https://exemple.org/long/ way", "https://exemple.org/long/way"),
        ("1", "https://exemple.org/entry"),
        ("10.5555/ab", "https://doi.org/10.5555/"),
        ("doi:10.5555/cd", "http://dx.doi.org/https://doi.org/10.5555/CD"),
    ]
    .map(|(part, to)| TextLink { start: place(part), end: place(part) + part.len(), target: address(to) })
    .to_vec();
    let blocks = vec![paragraph, Block::new(FIRST.0, FIRST.1)];
    let mut pages = [Page { number: 1, label: None, width: 595.0, height: 842.0, blocks }];
    attach(&mut pages, &|_| Vec::new());
    let found: Vec<(&str, LinkTarget)> =
        pages[0].blocks[0].links.iter().map(|link| (&text[link.start..link.end], link.target.clone())).collect();
    let wanted = [
        ("package", address("https://exemple.org/package")),
        ("https://exemple.org/long/ way", address("https://exemple.org/long/way")),
        ("1", to(1)),
        ("10.5555/ab", address("https://doi.org/10.5555/ab")),
        ("doi:10.5555/cd", address("https://doi.org/10.5555/cd")),
    ];
    assert_eq!(found, wanted);
}

#[test]
fn cells_of_tables_lead_to_entries_and_addresses() {
    let text = "Lake\tSource\nCarré [1]\thttps://exemple.org/a\n[1, 2]\t10\nRoy\t2020";
    let found = linked(&[(BlockKind::Table, text), FIRST, SECOND], &[]);
    assert_eq!(found, [("1".into(), to(1)), ("https://exemple.org/a".into(), address("https://exemple.org/a"))]);
}
