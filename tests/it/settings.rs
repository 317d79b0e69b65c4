//! What is written about settings is what the program reads.

use std::path::Path;

use parvis::config::SETTINGS;

use crate::ingest::{run, stdout};

fn shipped(file: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()
}

/// What stands in backquotes.
fn literals(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn the_reference_that_is_shipped_is_what_the_program_prints() {
    let data = tempfile::tempdir().unwrap();
    let printed = stdout(&run(data.path(), &["settings"]));
    for setting in SETTINGS {
        assert!(printed.contains(&format!("| `{}`", setting.variable)), "{}", setting.variable);
    }
    assert!(
        shipped("packaging/settings.md") == printed,
        "write it again: parvis settings > packaging/settings.md\n{printed}"
    );
}

#[test]
fn the_readme_names_every_setting_once_with_its_key_and_default() {
    let readme = shipped("README.md");
    let table = readme.split("| Variable | `parvis.toml` |").nth(1).unwrap().split("\n\n").next().unwrap();
    let mut rows = Vec::new();
    for row in table.lines().skip(2) {
        let cells: Vec<_> = row.trim_matches('|').split(" | ").map(str::trim).collect();
        let [variables, keys, default, role] = cells.as_slice() else { panic!("four cells: {row}") };
        let (variables, keys) = (literals(variables), literals(keys));
        assert_eq!(variables.len(), keys.len(), "{row}");
        assert!(!role.is_empty(), "{row}");
        let mut defaults: Vec<_> = variables
            .iter()
            .zip(&keys)
            .filter_map(|(variable, key)| {
                let setting = SETTINGS.iter().find(|setting| setting.variable == *variable);
                let setting = setting.unwrap_or_else(|| panic!("{variable} is no setting"));
                assert_eq!(setting.key, *key, "{row}");
                Some(setting.default).filter(|default| !default.is_empty())
            })
            .collect();
        if defaults.is_empty() {
            assert!(
                literals(default).iter().all(|value| *default != format!("`{value}`")),
                "no value by default: {row}"
            );
        } else {
            let mut told = literals(default);
            told.sort_unstable();
            defaults.sort_unstable();
            assert_eq!(told, defaults, "{row}");
        }
        rows.extend(variables.into_iter().map(str::to_owned));
    }
    let mut all: Vec<_> = SETTINGS.iter().map(|setting| setting.variable.to_owned()).collect();
    rows.sort();
    all.sort();
    assert_eq!(rows, all, "each setting has its place in the table, and one alone");
}
