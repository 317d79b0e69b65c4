//! The reference of the settings as Markdown, made of the same list that reads them: `parvis settings`, `packaging/settings.md`.

use std::fmt::Write as _;

use super::{SETTINGS, Setting};

const HEAD: &str = "\
# Settings

Every setting of Parvis, as `parvis settings` prints them. The environment wins over `parvis.toml`; what nobody sets has its default.

| Variable | `parvis.toml` | Default | What it does |
|---|---|---|---|
";

/// Every setting as a row of a Markdown table, with its other names, under a heading; ends with a newline.
#[must_use]
pub fn reference() -> String {
    let mut text = HEAD.to_owned();
    for setting in SETTINGS {
        let Setting { variable, also, key, default, help } = setting;
        let default = if default.is_empty() { "–".to_owned() } else { format!("`{default}`") };
        let also = also.iter().fold(String::new(), |names, name| names + ", `" + name + "`");
        let help = help.replace('|', "\\|");
        let _ = writeln!(text, "| `{variable}`{also} | `{key}` | {default} | {help} |");
    }
    text
}
