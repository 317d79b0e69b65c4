//! Messages, and whether pages and mails ask for those there are.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use fluent_bundle::FluentResource;
use regex::Regex;

use crate::compliance::reason_codes;
use crate::domain::PartialDate;
use crate::domain::verdict::{NextAction, Outcome};
use crate::i18n::{Locale, french_spacing};
use crate::web::assets;
use crate::web::pages::awards::{action_key, finding_key, outcome_key};

/// Keys of a file with the arguments that each message names.
fn keys(source: &str) -> BTreeMap<String, BTreeSet<String>> {
    let head = Regex::new(r"^([a-z][a-z0-9-]*) =").unwrap();
    let argument = Regex::new(r"\{\s*\$([a-z]+)").unwrap();
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in source.lines().filter(|line| !line.starts_with('#')) {
        if let Some(found) = head.captures(line) {
            current = found[1].to_owned();
            assert!(all.insert(current.clone(), BTreeSet::new()).is_none(), "{current} is there twice");
        }
        if let Some(arguments) = all.get_mut(&current) {
            arguments.extend(argument.captures_iter(line).map(|found| found[1].to_owned()));
        }
    }
    all
}

fn french() -> BTreeMap<String, BTreeSet<String>> {
    keys(include_str!("../../templates/locale/fr.ftl"))
}

/// Templates, and sources of the layers that speak, tests left out.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let speaking = ["templates", "src/web", "src/mail", "src/cli", "src/reporting"];
    let mut folders: Vec<_> = speaking.map(|folder| root.join(folder)).to_vec();
    let own = root.join("src/i18n.rs");
    let mut texts = vec![("i18n.rs".to_owned(), std::fs::read_to_string(own).unwrap())];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            if entry.is_dir() {
                folders.push(entry);
            } else if matches!(name.rsplit_once('.'), Some((_, "html" | "rs"))) && !name.ends_with("tests.rs") {
                texts.push((name, std::fs::read_to_string(entry).unwrap()));
            }
        }
    }
    texts
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_arguments() {
    assert_eq!(french(), keys(include_str!("../../templates/locale/en.ftl")));
}

#[test]
fn every_message_file_parses_whole() {
    for source in [include_str!("../../templates/locale/fr.ftl"), include_str!("../../templates/locale/en.ftl")] {
        assert!(FluentResource::try_new(source.to_owned()).is_ok());
        assert!(FluentResource::try_new(french_spacing(source)).is_ok());
    }
}

#[test]
fn every_message_that_a_page_asks_for_exists() {
    let known = french();
    let asked = Regex::new(r#"(?:frame|locale|Locale::\w+)\.(?:t|ta|text\w*)\(\s*"([^"]+)""#).unwrap();
    for (file, text) in texts() {
        for found in asked.captures_iter(&text) {
            assert!(known.contains_key(&found[1]), "{file} asks for {}", &found[1]);
        }
    }
}

#[test]
fn every_message_is_used() {
    let texts = texts();
    for whole in french().keys() {
        // A sentence beside another one: `format!("{key}-meaning")`.
        let (head, tail) = whole.rsplit_once('-').unwrap_or((whole, ""));
        let beside = texts.iter().any(|(_, text)| text.contains(&format!("}}-{tail}\"")));
        let key = if beside { head } else { whole.as_str() };
        // Whole, or put together from a code: `format!("outcome-{}", …)`.
        let heads = key.match_indices('-').filter_map(|(at, _)| key.get(..=at)).map(|head| format!("\"{head}{{"));
        let spellings: Vec<_> = heads.chain([format!("\"{key}\"")]).collect();
        let used = |text: &String| spellings.iter().any(|spelling| text.contains(spelling));
        assert!(texts.iter().any(|(_, text)| used(text)), "nobody uses {key}");
    }
}

#[test]
fn every_outcome_action_and_finding_has_its_sentence() {
    let known = french();
    for outcome in Outcome::ALL {
        assert!(known.contains_key(&outcome_key(outcome)), "{outcome:?}");
        assert!(known.contains_key(&format!("{}-meaning", outcome_key(outcome))), "{outcome:?}");
    }
    for action in NextAction::ALL {
        assert!(known.contains_key(&action_key(action)), "{action:?}");
    }
    for code in reason_codes() {
        assert!(known.contains_key(&finding_key(code)), "{code}");
    }
}

#[test]
fn every_asset_that_a_template_names_exists() {
    let named = Regex::new(r#"frame\.asset\("([^"]+)"\)"#).unwrap();
    for (file, text) in texts() {
        for found in named.captures_iter(&text) {
            assert!(assets::exists(&found[1]), "{file} names {}", &found[1]);
        }
    }
}

#[test]
fn addresses_carry_their_language() {
    assert_eq!(Locale::of_path("/articles/1"), (Locale::French, "/articles/1"));
    assert_eq!(Locale::of_path("/en/articles/1"), (Locale::English, "/articles/1"));
    assert_eq!(Locale::of_path("/en"), (Locale::English, "/"));
    assert_eq!(Locale::of_path("/en/"), (Locale::English, "/"));
    assert_eq!(Locale::of_path("/ensemble"), (Locale::French, "/ensemble"));
    assert_eq!(Locale::English.address("/"), "/en/");
}

#[test]
fn french_marks_stand_behind_no_break_spaces() {
    assert_eq!(french_spacing("a : « b » ; c ? d'e"), "a\u{a0}: «\u{a0}b\u{a0}»\u{202f}; c\u{202f}? d’e");
    assert!(Locale::French.text("home-examples").ends_with("\u{a0}:"));
}

#[test]
fn numbers_are_written_as_each_language_does() {
    assert_eq!(Locale::French.number(1_234_567), "1\u{202f}234\u{202f}567");
    assert_eq!(Locale::English.number(1_234_567), "1,234,567");
    assert_eq!(Locale::English.number(999), "999");
    assert_eq!(Locale::French.per_mille(455), "45,5\u{a0}%");
    assert_eq!(Locale::English.per_mille(1000), "100.0%");
    assert_eq!(Locale::French.size(1_250_000), "1,2\u{a0}Mo");
    assert_eq!(Locale::French.size(289_000), "289\u{a0}ko");
    assert_eq!(Locale::English.size(12), "0.1\u{a0}kB");
}

#[test]
fn counts_choose_their_plural() {
    assert_eq!(Locale::French.text_count("search-total", 0), "Aucun résultat");
    assert_eq!(Locale::French.text_count("search-total", 1), "1 résultat");
    assert_eq!(Locale::English.text_count("search-total", 1200), "1,200 results");
}

#[test]
fn dates_are_as_precise_as_they_are_known() {
    let date = |text: &str, locale: Locale| locale.date(PartialDate::parse(text).unwrap());
    assert_eq!(date("2024-05-14", Locale::French), "14\u{a0}mai 2024");
    assert_eq!(date("2024-05-01", Locale::French), "1er\u{a0}mai 2024");
    assert_eq!(date("2024-05-14", Locale::English), "May\u{a0}14, 2024");
    assert_eq!(date("2024-05", Locale::French), "mai 2024");
    assert_eq!(date("2024", Locale::English), "2024");
}
