use super::*;

/// A short written form of a tree, for comparison.
fn shape(node: &Node) -> String {
    let join = |nodes: &[Node], with: &str| nodes.iter().map(shape).collect::<Vec<_>>().join(with);
    match node {
        Node::All(nodes) => format!("({})", join(nodes, " & ")),
        Node::Any(nodes) => format!("({})", join(nodes, " | ")),
        Node::Not(inner) => format!("!{}", shape(inner)),
        Node::Word(scope, form, _) => format!("{}{}", prefix(*scope), form.exact),
        Node::Phrase(scope, group) => {
            let words: Vec<&str> = group.slots.iter().map(|form| form.exact.as_str()).collect();
            let quote = if group.strict { '"' } else { '~' };
            format!("{}{quote}{}{quote}", prefix(*scope), words.join(" "))
        }
        Node::Is(field, value) => format!("{field:?}={value}"),
        Node::Years(from, to) => format!("{from}..{to}"),
    }
}

fn prefix(scope: Scope) -> &'static str {
    match scope {
        Scope::All => "",
        Scope::Title => "t:",
        Scope::Author => "a:",
    }
}

fn read(text: &str) -> String {
    match parse(text) {
        Asked::Everything => "*".to_owned(),
        Asked::Nothing => "∅".to_owned(),
        Asked::Matching(node) => shape(&node),
    }
}

#[test]
fn words_phrases_negations_and_groups_are_read() {
    assert_eq!(read("forêt boréale"), "(forêt & boréale)");
    assert_eq!(read("\"forêt boréale\" -toundra"), "(\"forêt boréale\" & !toundra)");
    assert_eq!(read("«forêt boréale»"), "\"forêt boréale\"");
    assert_eq!(read("forêt OR bois carbone"), "((forêt | bois) & carbone)");
    assert_eq!(read("(sol OU eau) | (air -vent)"), "((sol | eau) | (air & !vent))");
    assert_eq!(read("-\"sol nu\""), "!\"sol nu\"");
}

#[test]
fn fields_are_read_in_both_languages() {
    assert_eq!(read("auteur:Tremblay title:forêt"), "(a:tremblay & t:forêt)");
    assert_eq!(read("author:\"Léa Roy\""), "a:\"léa roy\"");
    assert_eq!(read("doi:https://doi.org/10.5555/ABC octroi:123456"), "(Doi=10.5555/abc & Award=123456)");
    assert_eq!(read("annee:2021..2024 eau"), "(2021..2024 & eau)");
    assert_eq!(read("note: eau"), "(note & eau)");
}

#[test]
fn identifiers_are_recognised_where_they_stand() {
    assert_eq!(read("10.5555/a(b)c."), "(Doi=10.5555/a(b)c. | \"10 5555 a b c\")".replace("c. |", "c |"));
    assert_eq!(read("0000-0002-1825-0097"), "(Orcid=0000-0002-1825-0097 | \"0000 0002 1825 0097\")");
}

#[test]
fn compounds_are_looked_for_whole_and_in_parts() {
    assert_eq!(read("bien-être"), "(bienêtre | ~bien être~)");
    assert_eq!(read("l'eau-vive"), "(eauvive | ~eau vive~)");
}

#[test]
fn words_cut_at_the_end_of_a_line_are_looked_for_whole_too() {
    assert_eq!(read("\"des mi- niers venus\""), "(\"des mi niers venus\" | \"des miniers venus\")");
    assert_eq!(read("\"des mi-\nniers\""), "(\"des mi niers\" | \"des miniers\")");
    assert_eq!(read("\"bien-être\""), "\"bien être\"");
    assert_eq!(read("\"un - deux - Trois\""), "\"un deux trois\"");
}

#[test]
fn common_words_are_left_out_beside_others_only() {
    assert_eq!(read("l'étude de la mer"), "(étude & mer)");
    assert_eq!(read("de la"), "(de & la)");
    assert_eq!(read("de la -mer"), "(de & la & !mer)");
    assert_eq!(read("\"de la mer\""), "\"de la mer\"");
}

#[test]
fn nothing_is_a_syntax_error() {
    assert_eq!(read("  "), "*");
    for text in ["- ( ) | \" * ? : 🌞", "🌞", "()()", "\u{0}\u{7}", "\"\"", "***", "-"] {
        assert_eq!(read(text), "∅", "{text}");
    }
    assert_eq!(read("OR OR"), "(or & or)");
    assert_eq!(read("\"forêt boréale"), "(forêt & boréale)");
    assert_eq!(read("((forêt"), "forêt");
    assert_eq!(read("forêt) bois"), "(forêt & bois)");
    assert_eq!(read("forê* bo?s"), "(forê & bo & s)");
    assert_eq!(read("--eau"), "eau");
    assert_eq!(read("annee:hier"), "hier");
}

#[test]
fn a_query_of_ten_thousand_characters_is_bounded() {
    for unit in ["mot ", "(", "-", "\"a b\" ", "a-b-c-d ", "x OR "] {
        let Asked::Matching(node) = parse(&format!("fin {}", unit.repeat(10_000 / unit.len()))) else {
            panic!("no words in {unit}");
        };
        assert!(count(&node) <= 500, "{unit}: {}", count(&node));
    }
}

fn count(node: &Node) -> usize {
    match node {
        Node::All(nodes) | Node::Any(nodes) => nodes.iter().map(count).sum(),
        Node::Not(inner) => count(inner),
        Node::Phrase(_, group) => group.slots.len(),
        Node::Word(..) | Node::Is(..) | Node::Years(..) => 1,
    }
}
