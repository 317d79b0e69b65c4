//! What the page of an account shows.

use askama::Template;

use crate::domain::clock::quebec_date;
use crate::domain::identity::LinkedIdentity;
use crate::domain::user::{ApiToken, Role, Scope, Session};
use crate::service::{AccountView, Client};
use crate::web::form::Fields;
use crate::web::i18n::Locale;
use crate::web::page::Frame;
use crate::web::pages::providers::Offer;

/// How long tokens last, as it is offered, in days.
const SPANS: [u16; 3] = [30, 90, 365];

/// What was wrong, at its part of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) section: &'static str,
    pub(crate) key: &'static str,
}

/// What led to the page.
#[derive(Debug, Default)]
pub(crate) struct Typed {
    /// The word for what was done.
    pub(crate) done: String,
    /// A token that was just made.
    pub(crate) token: Option<String>,
    pub(crate) problem: Option<Problem>,
    /// What went wrong with a provider.
    pub(crate) refusal: Option<String>,
    /// Providers to link, as their names and labels.
    pub(crate) offers: Vec<Offer>,
    /// What was typed when it was wrong.
    pub(crate) fields: Option<Fields>,
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "account.html")]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own; none excludes another")]
pub(crate) struct AccountPage<'a> {
    frame: &'a Frame,
    done: Option<String>,
    problem: Option<Problem>,
    token: Option<String>,
    email: String,
    role: String,
    name: String,
    orcid: String,
    institution: String,
    english: bool,
    wants_news: bool,
    is_orcid_proven: bool,
    has_password: bool,
    refusal: Option<String>,
    ways: Vec<WayLine>,
    offers: Vec<Offer>,
    has_factor: bool,
    codes_left: Option<String>,
    sessions: Vec<SessionLine>,
    tokens: Vec<TokenLine>,
    scopes: Vec<(&'static str, String)>,
    spans: Vec<(u16, String)>,
}

/// A session in the list.
#[derive(Debug)]
struct SessionLine {
    id: String,
    agent: String,
    since: String,
    is_this: bool,
}

/// A provider that opens the account.
#[derive(Debug)]
struct WayLine {
    issuer: String,
    subject: String,
    provider: String,
    label: String,
    note: String,
}

/// A token in the list.
#[derive(Debug)]
struct TokenLine {
    id: String,
    name: String,
    scopes: String,
    note: String,
}

/// The part of the page that an action belongs to.
pub(super) fn section_of(action: &str) -> &'static str {
    match action {
        "mot-de-passe" => "mot-de-passe",
        "session" | "sessions" => "sessions",
        "jeton" | "jeton-fin" => "jetons",
        "delier" => "fournisseurs",
        _ => "profil",
    }
}

/// The name of a role.
pub(crate) fn role_name(role: Role, locale: Locale) -> String {
    locale.text(&format!("role-{}", role.code()))
}

/// The name of a scope, with what it allows.
fn scope_name(scope: Scope, locale: Locale) -> String {
    locale.text(&format!("scope-{}", scope.code()))
}

impl<'a> AccountPage<'a> {
    /// The page for the browser with a token of a session.
    pub(crate) fn new(frame: &'a Frame, view: &AccountView, session: &str, typed: &Typed) -> Self {
        let (locale, account) = (frame.locale, &view.account);
        let written = |name: &str, kept: String| match (&typed.fields, typed.problem) {
            (Some(fields), Some(Problem { section: "profil", .. })) => fields.raw(name).to_owned(),
            _ => kept,
        };
        let done = [
            "profil",
            "mot-de-passe",
            "session",
            "sessions",
            "jeton-fin",
            "facteur",
            "sans-facteur",
            "fournisseur",
            "delier",
        ];
        let done = done.into_iter().find(|known| *known == typed.done);
        let scopes = Scope::ALL.into_iter().filter(|scope| account.user.role >= scope.least_role());
        let trusted = account.is_trusted.then(|| frame.t("account-trusted"));
        let codes = u64::try_from(view.recovery_codes).unwrap_or_default();
        Self {
            frame,
            done: done.map(|done| frame.t(&format!("account-done-{done}"))),
            problem: typed.problem,
            token: typed.token.clone(),
            email: account.user.email.clone(),
            role: [Some(role_name(account.user.role, locale)), trusted]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
            name: written("nom", account.user.name.clone()),
            orcid: written("orcid", account.orcid.as_ref().map(ToString::to_string).unwrap_or_default()),
            institution: written("institution", account.institution.clone().unwrap_or_default()),
            english: Locale::of_lang(account.language) == Locale::English,
            wants_news: account.wants_news,
            is_orcid_proven: account.is_orcid_proven,
            has_password: account.has_password,
            refusal: typed.refusal.clone(),
            ways: view.identities.iter().map(|way| way_line(way, typed, locale)).collect(),
            offers: typed.offers.clone(),
            has_factor: account.has_second_factor,
            codes_left: account.has_second_factor.then(|| locale.text_count("account-codes-left", codes)),
            sessions: view.sessions.iter().map(|line| session_line(line, session, locale)).collect(),
            tokens: view.tokens.iter().map(|token| token_line(token, frame)).collect(),
            scopes: scopes.map(|scope| (scope.code(), scope_name(scope, locale))).collect(),
            spans: SPANS.map(|days| (days, locale.text_count("account-token-days", u64::from(days)))).to_vec(),
        }
    }

    /// What was wrong at a part of the page.
    fn wrong(&self, section: &str) -> Option<String> {
        self.problem.filter(|problem| problem.section == section).map(|problem| self.frame.t(problem.key))
    }
}

fn session_line(session: &Session, token: &str, locale: Locale) -> SessionLine {
    SessionLine {
        id: session.id.to_string(),
        agent: agent_name(&session.agent).unwrap_or_else(|| locale.text("account-session-unknown")),
        since: locale.text_with("account-session-since", &[("date", &locale.day(quebec_date(session.created_at)))]),
        is_this: Client::is_session(session, token),
    }
}

fn way_line(way: &LinkedIdentity, typed: &Typed, locale: Locale) -> WayLine {
    let offer = typed.offers.iter().find(|offer| offer.name == way.provider);
    let days = [("date", way.linked_at), ("used", way.used_at)].map(|(name, at)| (name, locale.day(quebec_date(at))));
    let days: Vec<_> = days.iter().map(|(name, day)| (*name, day.as_str())).collect();
    WayLine {
        issuer: way.issuer.clone(),
        subject: way.subject.clone(),
        provider: offer.map_or_else(|| way.provider.clone(), |offer| offer.label.clone()),
        label: way.label.clone(),
        note: locale.text_with("provider-since", &days),
    }
}

fn token_line(token: &ApiToken, frame: &Frame) -> TokenLine {
    let locale = frame.locale;
    let day = |at| locale.day(quebec_date(at));
    let is_over = quebec_date(token.expires_at) < frame.today;
    let end = if is_over { "account-token-over" } else { "account-token-until" };
    let used = token.used_at.map(|at| locale.text_with("account-token-used", &[("date", &day(at))]));
    let used = used.unwrap_or_else(|| locale.text("account-token-unused"));
    TokenLine {
        id: token.id.to_string(),
        name: token.name.clone(),
        scopes: token.scopes.iter().map(|scope| scope_name(*scope, locale)).collect::<Vec<_>>().join(" · "),
        note: format!("{} · {used}", locale.text_with(end, &[("date", &day(token.expires_at))])),
    }
}

/// A browser and its system, as far as it says so; the order matters, since most names hold those of others.
fn agent_name(agent: &str) -> Option<String> {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| (*name).to_owned())
    };
    let browser = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    let parts: Vec<_> = [browser, system].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_named_as_people_know_it() {
        let edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0";
        assert_eq!(agent_name(edge).as_deref(), Some("Edge · Windows"));
        let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
        assert_eq!(agent_name(firefox).as_deref(), Some("Firefox · Linux"));
        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1";
        assert_eq!(agent_name(phone).as_deref(), Some("Safari · iPhone"));
        assert_eq!(agent_name("curl/8"), None);
    }
}
