//! The address of a work list, both ways, and the controls that choose it.

use jiff::civil::Date;

use crate::compliance::policies::{FRQ_2019, FRQ_2022, FRSQ_2009};
use crate::domain::user::User;
use crate::domain::verdict::{NextAction, Outcome};
use crate::domain::vocabulary::list_institutions;
use crate::domain::{AwardNumber, Fund, LinkTier, Ror};
use crate::service::{CaseState, Desk, DeskFilter, DeskFrom, DeskMark, DeskOrder, folded_words};
use crate::web::address::with_pairs;
use crate::web::extract::Pairs;
use crate::web::form::clean;
use crate::web::page::Frame;
use crate::web::pages::awards::{action_key, outcome_key, policy_name};
use crate::web::pages::description::Choice;
use crate::web::pages::view;

/// Characters of a value that are read.
const LONGEST: usize = 300;
/// The names of the pairs, in the order of the form.
const NAMES: [&str; 14] = [
    "etat",
    "action",
    "resultat",
    "politique",
    "secteur",
    "etablissement",
    "programme",
    "octroi",
    "titulaire",
    "annee",
    "niveau",
    "avant",
    "responsable",
    "tri",
];

/// What an address asks: the values of its pairs as they were typed, and the page.
#[derive(Debug, Clone, Default)]
pub(super) struct Asked {
    values: Vec<(&'static str, String)>,
    pub(super) page: i64,
    /// The pair that says from which row on, and the row: a page follows another one.
    mark: Option<(&'static str, DeskMark)>,
}

/// The pair with the row that a page follows, and the one with the row that it goes before.
const MARKS: [&str; 2] = ["apres", "devant"];

/// A row as an address carries it: due date or nothing, year or nothing, number.
fn mark_text(mark: &DeskMark) -> String {
    let (due_on, year) = (mark.due_on.map(|day| day.to_string()), mark.year.map(|year| year.to_string()));
    format!("{}~{}~{}", due_on.unwrap_or_default(), year.unwrap_or_default(), mark.article)
}

/// Reads a row; nothing where it is none.
fn read_mark(text: &str) -> Option<DeskMark> {
    let mut parts = text.split('~');
    let (due_on, year, article) = (parts.next()?, parts.next()?, parts.next()?);
    let due_on = if due_on.is_empty() { None } else { Some(due_on.parse::<Date>().ok()?) };
    let year = if year.is_empty() { None } else { Some(year.parse::<i16>().ok().map(i64::from)?) };
    Some(DeskMark { due_on, year, article: article.parse().ok()? })
}

/// A control of the form.
#[derive(Debug)]
pub(super) struct Control {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) value: String,
    /// Choices of a list; none for a text.
    pub(super) choices: Vec<Choice>,
    /// What may be typed, for those who need to be told.
    pub(super) hint: Option<String>,
}

impl Asked {
    /// Reads an address; what cannot be understood asks for nothing, nobody is refused for it.
    pub(super) fn read(pairs: &Pairs) -> Self {
        let value = |name: &'static str| {
            let text: String = clean(pairs.first(name)).chars().take(LONGEST).collect();
            Some((name, text)).filter(|(_, text)| !text.is_empty())
        };
        let mark = MARKS.into_iter().find_map(|name| Some((name, read_mark(pairs.first(name))?)));
        let last = if mark.is_some() { i64::from(i32::MAX) } else { super::LAST_PAGE };
        let page = pairs.first("page").parse::<i64>().map_or(0, |page| page.saturating_sub(1).clamp(0, last));
        Self { values: NAMES.into_iter().filter_map(value).collect(), page, mark: mark.filter(|_| page > 0) }
    }

    /// Reads the pairs of an address that a form brings back.
    pub(super) fn of_query(query: &str) -> Self {
        let address = format!("/?{query}").parse();
        address.map(|uri| Self::read(&Pairs::of(&uri))).unwrap_or_default()
    }

    fn get(&self, name: &str) -> &str {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    fn pairs(&self) -> Vec<(String, String)> {
        let own = self.values.iter().map(|(name, value)| ((*name).to_owned(), value.clone()));
        let page = (self.page > 0).then(|| ("page".to_owned(), (self.page + 1).to_string()));
        let mark = self.mark.as_ref().map(|(name, mark)| ((*name).to_owned(), mark_text(mark)));
        own.chain(page).chain(mark).collect()
    }

    /// Where the page begins.
    pub(super) fn from(&self, size: i64) -> DeskFrom {
        match self.mark {
            Some((name, mark)) if name == MARKS[0] => DeskFrom::After(mark),
            Some((_, mark)) => DeskFrom::Before(mark),
            None => DeskFrom::Offset(self.page * size),
        }
    }

    /// The same list from its beginning.
    pub(super) fn first_page(&self) -> Self {
        Self { page: 0, mark: None, ..self.clone() }
    }

    /// The page that follows, behind a row.
    pub(super) fn after(&self, mark: DeskMark) -> Self {
        Self { page: self.page + 1, mark: Some((MARKS[0], mark)), ..self.clone() }
    }

    /// The page before, which ends ahead of a row.
    pub(super) fn before(&self, mark: DeskMark) -> Self {
        let page = self.page - 1;
        Self { page, mark: (page > 0).then_some((MARKS[1], mark)), ..self.clone() }
    }

    /// The address of a path with the same choices, on the same page.
    pub(super) fn href(&self, frame: &Frame, path: &str) -> String {
        with_pairs(&frame.href(path), &self.pairs())
    }

    /// The address of the list with more pairs.
    pub(super) fn href_with(&self, frame: &Frame, more: Vec<(String, String)>) -> String {
        let pairs: Vec<_> = self.pairs().into_iter().chain(more).collect();
        with_pairs(&frame.href(super::PATH), &pairs)
    }

    /// The pairs alone.
    pub(super) fn query(&self) -> String {
        with_pairs("", &self.pairs()).trim_start_matches('?').to_owned()
    }

    /// What is chosen.
    pub(super) fn filter(&self, user: &User) -> DeskFilter {
        let text = |name: &str| Some(self.get(name).to_owned()).filter(|text| !text.is_empty());
        let holder = folded_words(self.get("titulaire"));
        let number = self.get("octroi").rsplit('/').next().and_then(|text| AwardNumber::parse(text).ok());
        DeskFilter {
            place: None,
            outcome: Outcome::from_code(self.get("resultat")).map(|outcome| outcome.code().to_owned()),
            actions: actions(self.get("action")),
            tier: tiers().find(|tier| *tier == self.get("niveau")).map(str::to_owned),
            year: self.get("annee").parse().ok().filter(|year| (0..=9999).contains(year)),
            due_before: self.get("avant").parse::<Date>().ok(),
            policy: policies().into_iter().find(|id| *id == self.get("politique")).map(str::to_owned),
            fund: Fund::from_key(self.get("secteur")).map(|fund| fund.key().to_owned()),
            programme: text("programme"),
            institution: Ror::parse(self.get("etablissement")).ok().map(|ror| ror.as_str().to_owned()),
            number: number.map(|number| number.to_string()),
            holder: Some(holder).filter(|holder| !holder.is_empty()),
            cases: match self.get("etat") {
                "suivis" => CaseState::Followed,
                "tous" => CaseState::All,
                _ => CaseState::Open,
            },
            assignee: (self.get("responsable") == "moi").then_some(user.id),
            order: match self.get("tri") {
                "recents" => DeskOrder::Latest,
                "annee" => DeskOrder::Year,
                _ => DeskOrder::Due,
            },
        }
    }

    /// The controls, with what is chosen.
    pub(super) fn controls(&self, desk: &Desk, frame: &Frame) -> Vec<Control> {
        let locale = frame.locale;
        let list = |name, first: &str, all: Vec<(&str, String)>| self.list(name, frame, first, all);
        let outcomes = Outcome::ALL.map(|outcome| (outcome.code(), locale.text(&outcome_key(outcome))));
        let todo = NextAction::ALL.into_iter().filter(|action| *action != NextAction::None);
        let todo = todo.map(|action| (action.code(), locale.text(&action_key(action))));
        let every = ("tout", frame.t("desk-action-all"));
        let mut places: Vec<_> = list_institutions()
            .iter()
            .map(|place| (place.ror.as_str(), place.name(locale.lang()).to_owned()))
            .collect();
        places.sort_by_key(|(_, name)| folded_words(name));
        let states = ["suivis", "tous"].map(|state| (state, frame.t(&format!("desk-state-{state}"))));
        let orders = ["recents", "annee"].map(|order| (order, frame.t(&format!("desk-order-{order}"))));
        let mut controls = vec![
            list("etat", "desk-state-open", states.to_vec()),
            list("action", "desk-action-todo", std::iter::once(every).chain(todo).collect()),
            list("resultat", "list-all", outcomes.to_vec()),
            list("politique", "list-all", policies().map(|id| (id, policy_name(id, locale))).to_vec()),
            list("secteur", "list-all", Fund::ALL.map(|fund| (fund.key(), view::fund_name(fund, locale))).to_vec()),
            list("etablissement", "list-all", places),
            self.text("programme", frame, false),
            self.text("octroi", frame, false),
            self.text("titulaire", frame, true),
            self.text("annee", frame, false),
            list(
                "niveau",
                "list-all",
                tiers().map(|tier| (tier, frame.t(&format!("tier-{}", tier.to_ascii_lowercase())))).collect(),
            ),
            self.text("avant", frame, true),
            list("responsable", "list-all", vec![("moi", frame.t("desk-mine"))]),
            list("tri", "list-sort-due", orders.to_vec()),
        ];
        controls.retain(|control| *desk == Desk::Funder || control.name != "etablissement");
        controls
    }

    fn list(&self, name: &'static str, frame: &Frame, first: &str, all: Vec<(&str, String)>) -> Control {
        let value = self.get(name);
        let first = Choice { value: String::new(), label: frame.t(first), chosen: value.is_empty() };
        let all = all.into_iter().map(|(code, label)| Choice { value: code.to_owned(), label, chosen: code == value });
        Control { choices: std::iter::once(first).chain(all).collect(), ..self.text(name, frame, false) }
    }

    fn text(&self, name: &'static str, frame: &Frame, hinted: bool) -> Control {
        Control {
            name,
            label: frame.t(&format!("desk-filter-{name}")),
            value: self.get(name).to_owned(),
            choices: Vec::new(),
            hint: hinted.then(|| frame.t(&format!("desk-filter-{name}-hint"))),
        }
    }
}

/// The policies that awards fall under.
fn policies() -> [&'static str; 3] {
    [FRQ_2022, FRQ_2019, FRSQ_2009]
}

fn tiers() -> impl Iterator<Item = &'static str> {
    [LinkTier::A, LinkTier::B, LinkTier::C, LinkTier::D].into_iter().map(LinkTier::as_str)
}

/// The actions that a value asks for: whatever calls for somebody when it is empty, any at all for `tout`.
fn actions(value: &str) -> Vec<&'static str> {
    let codes = NextAction::ALL.into_iter();
    match value {
        "tout" => Vec::new(),
        "" => codes.filter(|one| !matches!(one, NextAction::None | NextAction::Wait)).map(NextAction::code).collect(),
        wanted => {
            let found: Vec<_> = codes.map(NextAction::code).filter(|code| *code == wanted).collect();
            if found.is_empty() { actions("") } else { found }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::UserId;
    use crate::domain::user::Role;

    fn asked(query: &str) -> (Asked, DeskFilter) {
        let user = User { id: UserId(3), email: "a@example.org".into(), name: "A".into(), role: Role::Funder };
        let asked = Asked::of_query(query);
        let filter = asked.filter(&user);
        (asked, filter)
    }

    #[test]
    fn an_address_chooses_what_its_form_says_and_is_written_back_as_it_was() {
        let query = "resultat=closed&politique=frq-2022&octroi=312345&titulaire=C%C3%B4t%C3%A9%20L&annee=2025&niveau=A&avant=2026-12-31&responsable=moi&tri=recents&page=3";
        let (asked, filter) = asked(query);
        assert_eq!(asked.query(), query);
        assert_eq!(filter.holder.as_deref(), Some("cote l"));
        assert_eq!(
            (filter.number.as_deref(), filter.year, filter.assignee),
            (Some("312345"), Some(2025), Some(UserId(3)))
        );
        assert_eq!((filter.order, filter.cases), (DeskOrder::Latest, CaseState::Open));
        assert_eq!(filter.due_before, Some(jiff::civil::date(2026, 12, 31)));
    }

    #[test]
    fn a_page_is_found_by_the_row_before_it_and_the_first_one_by_nothing() {
        let mark =
            DeskMark { due_on: Some(jiff::civil::date(2026, 2, 3)), year: None, article: crate::domain::ArticleId(7) };
        let (first, _) = asked("annee=2026");
        let second = first.after(mark);
        assert_eq!(second.query(), "annee=2026&page=2&apres=2026-02-03~~7");
        assert_eq!(Asked::of_query(&second.query()).from(50), DeskFrom::After(mark));
        let third = second.after(mark);
        assert_eq!(Asked::of_query(&third.before(mark).query()).from(50), DeskFrom::Before(mark));
        assert_eq!(second.before(mark).query(), "annee=2026");
        assert_eq!(asked("page=7").0.from(50), DeskFrom::Offset(300), "a number alone is counted off");
        for broken in ["apres=x~~7", "apres=~~", "apres=7", "apres=~99999999~7", "apres=2026-02-03~~7"] {
            assert_eq!(asked(broken).0.from(50), DeskFrom::Offset(0), "{broken}");
        }
        assert_eq!(asked("page=3&apres=~~'").0.from(50), DeskFrom::Offset(100));
    }

    #[test]
    fn what_cannot_be_understood_asks_for_nothing() {
        let (asked, filter) =
            asked("resultat=x&annee=-9&avant=demain&octroi=%27%3B--&niveau=Z&page=zzz&etat=x&tri=x&action=%27");
        assert_eq!(asked.page, 0);
        assert_eq!(filter, DeskFilter { actions: actions(""), ..DeskFilter::default() });
        assert!(!filter.actions.contains(&"none") && filter.actions.contains(&"add_licence"));
        assert!(actions("tout").is_empty());
    }
}
