//! The yearly files of awards on Données Québec: one row an award and fiscal year, under headings that drift from year to
//! year (columns and quirks: `awards_dataset_columns.csv` of the policy tables). No project titles, no launch dates.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unicode_normalization::UnicodeNormalization;

use crate::domain::vocabulary::find_institution_by_name;
use crate::domain::{Award, AwardKind, AwardNumber, Fund};

/// The columns that are read, each with the headings that it went by, folded.
const COLUMNS: [(&str, &[&str]); 8] = [
    ("number", &["dossier", "nodossier", "numerodossier"]),
    ("fund", &["fonds", "fondsgestion", "fondsgestionnaire"]),
    ("year", &["anneefinanciere"]),
    ("start", &["debutfinancement", "debutfinancemnet"]),
    ("holder", &["titulaire"]),
    ("institution", &["etablissement"]),
    ("category", &["categoriedefinancement", "categoriefinancement"]),
    ("programme", &["programme"]),
];

/// What stands for nobody or nothing.
const PLACEHOLDERS: [&str; 5] = ["nondisponible", "so", "na", "nd", "sansobjet"];

/// A row that cannot be used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadRow {
    pub(super) line: u64,
    pub(super) reason: String,
}

/// The place of each column in a file.
pub(super) struct Layout(BTreeMap<&'static str, usize>);

impl Layout {
    /// The columns by their headings; `None` when the file is none of these.
    pub(super) fn of(headings: &csv::StringRecord) -> Option<Self> {
        let folded: Vec<String> = headings.iter().map(fold).collect();
        let place = |names: &[&str]| folded.iter().position(|heading| names.contains(&heading.as_str()));
        let found = COLUMNS.iter().filter_map(|(name, names)| Some((*name, place(names)?)));
        let layout = Self(found.collect());
        let told = ["number", "fund", "holder"].iter().all(|name| layout.0.contains_key(name));
        told.then_some(layout)
    }

    fn cell<'a>(&self, row: &'a csv::StringRecord, name: &str) -> &'a str {
        self.0.get(name).and_then(|at| row.get(*at)).map(str::trim).unwrap_or_default()
    }

    /// The award of a row, for its year alone.
    pub(super) fn award(&self, row: &csv::StringRecord, line: u64) -> Result<Award, BadRow> {
        let bad = |reason: String| BadRow { line, reason };
        let number = self.cell(row, "number");
        let number = AwardNumber::parse(number).map_err(|_| bad(format!("no file number: {number:?}")))?;
        let fund = self.cell(row, "fund");
        let fund = fund_of(fund).ok_or_else(|| bad(format!("not a fund of the FRQ: {fund:?}")))?;
        let start = first_day(self.cell(row, "start")).or_else(|| first_day(self.cell(row, "year")));
        let holder = self.cell(row, "holder");
        Ok(Award {
            number,
            fund,
            holder: if is_placeholder(holder) { String::new() } else { holder.to_owned() },
            institution: find_institution_by_name(self.cell(row, "institution")).map(|found| found.ror.clone()),
            programme: self.cell(row, "programme").to_owned(),
            kind: kind_of(self.cell(row, "category"), self.cell(row, "programme")),
            launched: None,
            launch_estimated: true,
            active_from: start,
            active_to: last_day(self.cell(row, "year")),
            programme_policy: None,
        })
    }
}

/// Two rows of one award: the years together, and whatever one of them leaves out.
pub(super) fn merge(known: &mut Award, row: Award) {
    known.active_from = known.active_from.into_iter().chain(row.active_from).min();
    known.active_to = known.active_to.into_iter().chain(row.active_to).max();
    known.institution = known.institution.take().or(row.institution);
    if known.holder.is_empty() {
        known.holder = row.holder;
    }
}

fn fund_of(text: &str) -> Option<Fund> {
    let folded = fold(text);
    Fund::from_key(text).or_else(|| match folded.as_str() {
        name if name.contains("natureettechnologies") => Some(Fund::Frqnt),
        name if name.contains("societeetculture") => Some(Fund::Frqsc),
        name if name.ends_with("sante") => Some(Fund::Frqs),
        "fondsderechercheduquebec" => Some(Fund::Frq),
        _ => None,
    })
}

fn kind_of(category: &str, programme: &str) -> AwardKind {
    let (category, programme) = (fold(category), fold(programme));
    let either = |word: &str| category.contains(word) || programme.contains(word);
    if either("chercheursboursiers") || either("chercheurboursier") || either("salaire") {
        AwardKind::SalaryAward
    } else if either("infrastructure") {
        AwardKind::Infrastructure
    } else if either("bourse") || either("stage") {
        AwardKind::Bursary
    } else {
        AwardKind::Grant
    }
}

/// The first day that a start or a fiscal year (1 April to 31 March) names.
fn first_day(text: &str) -> Option<Date> {
    let day = text.get(..10).and_then(|day| day.parse().ok());
    day.or_else(|| Date::new(text.get(..4)?.parse().ok()?, 4, 1).ok())
}

/// The last day of a fiscal year, `2021-2022`.
fn last_day(text: &str) -> Option<Date> {
    let (_, end) = text.split_once(['-', '/', '–'])?;
    Date::new(end.trim().parse().ok()?, 3, 31).ok()
}

fn is_placeholder(text: &str) -> bool {
    PLACEHOLDERS.contains(&fold(text).as_str())
}

/// Letters and digits in lower case, without accents.
fn fold(text: &str) -> String {
    text.nfd().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
