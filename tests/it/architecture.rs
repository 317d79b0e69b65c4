//! Holds the code against the floor plan: who may use whom, and how big files grow.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Dependency direction (ARCHITECTURE.md, "Who may use whom"): each layer and the layers it may name.
const ALLOWED: &[(&str, &[&str])] = &[
    (
        "app",
        &[
            "blob",
            "compliance",
            "config",
            "domain",
            "extract",
            "mail",
            "openid",
            "search",
            "service",
            "source",
            "store",
            "telemetry",
            "web",
            "worker",
        ],
    ),
    ("blob", &["domain"]),
    ("cli", &["app", "compliance", "config", "domain", "extract", "metadata", "reporting", "service", "web", "worker"]),
    ("compliance", &["domain"]),
    ("config", &[]),
    ("domain", &[]),
    ("extract", &["domain", "telemetry"]),
    ("i18n", &["domain"]),
    ("mail", &["domain", "i18n"]),
    ("metadata", &["domain"]),
    ("openid", &["domain"]),
    ("reporting", &["compliance", "domain", "i18n"]),
    ("search", &["domain"]),
    (
        "service",
        &[
            "blob",
            "compliance",
            "domain",
            "extract",
            "mail",
            "metadata",
            "openid",
            "reporting",
            "search",
            "source",
            "store",
        ],
    ),
    ("source", &["domain", "metadata"]),
    ("store", &["domain"]),
    ("telemetry", &[]),
    ("web", &["compliance", "domain", "i18n", "metadata", "reporting", "service", "telemetry"]),
    ("worker", &["domain", "service", "store", "telemetry"]),
];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for item in std::fs::read_dir(folder).unwrap() {
        let path = item.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

/// The layers that a file names: `crate::layer` anywhere in its code, comments left out.
fn named_layers(text: &str) -> BTreeSet<String> {
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let mut layers = BTreeSet::new();
    for line in code {
        for rest in line.split("crate::").skip(1) {
            if let Some(group) = rest.strip_prefix('{') {
                layers.extend(group.split(',').map(first_word).filter(|word| !word.is_empty()));
            } else {
                layers.insert(first_word(rest));
            }
        }
    }
    layers
}

fn first_word(text: &str) -> String {
    text.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn every_layer_uses_only_the_layers_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut checked = 0;
    for file in sources(&root) {
        let relative = file.strip_prefix(&root).unwrap().to_string_lossy().into_owned();
        let layer = relative.split('/').next().unwrap().trim_end_matches(".rs").to_owned();
        let Some(may_use) = allowed.get(layer.as_str()) else { continue };
        for named in named_layers(&std::fs::read_to_string(&file).unwrap()) {
            let fine = named == layer || may_use.contains(&named.as_str()) || !allowed.contains_key(named.as_str());
            assert!(fine, "{relative} uses crate::{named}, which {layer} may not");
        }
        checked += 1;
    }
    assert!(checked > 100, "only {checked} files were looked at");
}

#[test]
fn no_file_outgrows_the_house_style() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["src", "harvest/src", "tests/it"] {
        for file in sources(&root.join(folder)) {
            let lines = std::fs::read_to_string(&file).unwrap().lines().count();
            assert!(lines <= 400, "{} has {lines} lines: split it", file.display());
        }
    }
}
