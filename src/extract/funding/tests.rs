//! The reader on the examples of the table and on shapes that need a paragraph.

use std::collections::BTreeSet;

use super::{Place, Surety, find, may_name_fund};
use crate::domain::vocabulary::ACKNOWLEDGEMENT_PATTERNS;

fn set(cell: &str) -> BTreeSet<String> {
    cell.split('|').filter(|part| *part != "-").map(str::to_owned).collect()
}

fn pairs(text: &str, place: Place) -> Vec<String> {
    let pair = |one: super::Found| {
        format!("{}:{}", one.mention.fund.key(), one.mention.number.as_ref().map_or("-", |number| number.as_str()))
    };
    find(text, place).into_iter().map(pair).collect()
}

#[test]
fn every_example_of_the_table_gives_its_funders_and_awards() {
    let examples = ACKNOWLEDGEMENT_PATTERNS.lines().skip_while(|line| *line != "[examples]").skip(1);
    let examples: Vec<&str> = examples.filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    assert_eq!(examples.len(), 30);
    for row in examples {
        let [_, funders, numbers, text] = row.split('\t').collect::<Vec<_>>()[..] else {
            panic!("four columns: {row}")
        };
        let found = find(text, Place::Text);
        let funds: BTreeSet<String> = found.iter().map(|one| one.mention.fund.key().to_owned()).collect();
        let awards: BTreeSet<String> =
            found.iter().filter_map(|one| Some(one.mention.number.as_ref()?.as_str().to_owned())).collect();
        assert_eq!((funds, awards), (set(funders), set(numbers)), "{text}");
        assert!(found.is_empty() || may_name_fund(text), "{text}");
    }
}

#[test]
fn a_number_in_the_next_sentence_belongs_to_the_fund_before_it() {
    let text = "This work was funded by the FRQNT. Grant number: 312345. We counted 123456 cells.";
    assert_eq!(pairs(text, Place::Text), ["frqnt:312345"]);
}

#[test]
fn a_name_without_any_word_of_funding_counts_in_thanks_only() {
    let text = "Fonds de recherche du Québec – Santé; Fondation Lemieux.";
    assert_eq!(pairs(text, Place::Thanks), ["frqs:-"]);
    assert!(pairs(text, Place::Text).is_empty());
}

#[test]
fn each_mention_knows_its_sentence() {
    let text = "Merci à nos relectrices. Ce travail a été financé par le FRQSC (254321). Fin.";
    let found = find(text, Place::Text);
    let (start, end) = found[0].sentence;
    assert_eq!(text[start..end].trim(), "Ce travail a été financé par le FRQSC (254321).");
}

#[test]
fn sums_of_money_and_foreign_codes_are_no_award_numbers() {
    let text = "Funded by an FRQNT grant of 125000 $ and by FRQNT through MOP 142398.";
    assert_eq!(pairs(text, Place::Text), ["frqnt:-"]);
}

#[test]
fn long_text_without_stops_is_read_in_one_pass() {
    let text = "financé par le FRQNT (312345), le CRSNG, ".repeat(20_000);
    assert_eq!(pairs(&text, Place::Text), ["frqnt:312345"]);
}

#[test]
fn the_end_of_a_long_list_of_funders_is_led_to_by_its_beginning() {
    let text = "Models ran there, financed by the Canada Foundation for Innovation, the Ministère de l'Économie, de la \
                science et de l'innovation, the Fondation Bélair-Lafrance and the Fonds de recherche du Québec - Santé.";
    assert_eq!(pairs(text, Place::Text), ["frqs:-"]);
}

#[test]
fn who_paid_for_a_supercomputer_is_only_likely_to_have_paid_for_the_work() {
    let text = "The operation of this supercomputer is funded by the CFI and the FRQNT.";
    let sureties: Vec<Surety> = find(text, Place::Thanks).into_iter().map(|one| one.surety).collect();
    assert_eq!(sureties, [Surety::Likely]);
}
