//! The wording of messages: every kind becomes the same few parts, and these become plain text and HTML.

use std::fmt::Write;

use askama::Template;

use crate::domain::Lang;
use crate::domain::letter::{
    AccountLetter, AlertNews, Announced, ConfirmAlert, CopyAnswer, CopyAsked, DepositNews, DraftsEnd, Happening,
    Letter, Reminded, Reminder, ReportReady, ReviewDigest,
};
use crate::i18n::Locale;

/// Who writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// Name of the site.
    pub name: String,
    /// Public address of the site, without trailing slash.
    pub base_url: String,
}

/// A message ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// Subject.
    pub subject: String,
    /// The message as plain text.
    pub text: String,
    /// The message as HTML.
    pub html: String,
    /// Language of both.
    pub lang: Lang,
    /// Address that ends messages of this kind by one `POST` (RFC 8058).
    pub unsubscribe: Option<String>,
}

/// The parts of a message, whatever its kind.
#[derive(Debug, Default, Template)]
#[template(path = "mail/letter.html")]
struct Parts {
    lang: &'static str,
    site: String,
    site_url: String,
    heading: String,
    paragraphs: Vec<String>,
    items: Vec<Announced>,
    more: Option<String>,
    /// What to do: label and address.
    action: Option<(String, String)>,
    /// Why this message came.
    reason: String,
    /// How to get no more: label and address.
    stop: Option<(String, String)>,
}

impl Parts {
    fn new(locale: Locale, sender: &Sender) -> Self {
        Self {
            lang: locale.tag(),
            site: sender.name.clone(),
            site_url: sender.base_url.clone() + &locale.address("/"),
            ..Self::default()
        }
    }

    /// Plain text: addresses on lines of their own, so that every reader makes links of them.
    fn text(&self) -> String {
        let mut text = format!("{}\n", self.heading);
        for paragraph in &self.paragraphs {
            let _infallible = write!(text, "\n{paragraph}\n");
        }
        for item in &self.items {
            let _infallible = write!(text, "\n* {}\n", one_line(&item.title));
            if !item.byline.is_empty() {
                let _infallible = writeln!(text, "  {}", one_line(&item.byline));
            }
            let _infallible = writeln!(text, "  {}", item.url);
        }
        if let Some(more) = &self.more {
            let _infallible = write!(text, "\n{more}\n");
        }
        for (label, url) in self.action.iter().chain(&self.stop) {
            let _infallible = write!(text, "\n{label}\n{url}\n");
        }
        let _infallible = write!(text, "\n-- \n{}\n{}\n{}\n", self.site, self.site_url, self.reason);
        text
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words a message.
///
/// # Errors
/// When the template fails, which is a defect of ours.
pub fn compose(letter: &Letter, lang: Lang, sender: &Sender) -> Result<Composed, askama::Error> {
    let locale = Locale::of_lang(lang);
    let blank = Parts::new(locale, sender);
    let (subject, parts, unsubscribe) = match letter {
        Letter::ConfirmAlert(confirm) => confirmation(confirm, locale, blank),
        Letter::AlertNews(news) => announcement(news, locale, blank),
        Letter::DepositNews(news) => deposit_news(news, locale, blank),
        Letter::ReviewDigest(digest) => review_digest(digest, locale, blank),
        Letter::CopyAsked(asked) => copy_asked(asked, locale, blank),
        Letter::CopyAnswer(answer) => copy_answer(answer, locale, blank),
        Letter::DraftsEnd(end) => drafts_end(end, locale, blank),
        Letter::Reminder(reminder) => remind(reminder, locale, blank),
        Letter::ReportReady(ready) => report_ready(ready, locale, blank),
        Letter::Account(letter) => account(letter, locale, blank),
    };
    Ok(Composed {
        subject: one_line(&subject),
        text: parts.text(),
        html: parts.render()?,
        lang: locale.lang(),
        unsubscribe,
    })
}

type Worded = (String, Parts, Option<String>);

fn confirmation(confirm: &ConfirmAlert, locale: Locale, blank: Parts) -> Worded {
    let heading = locale.text("mail-confirm-heading");
    let subject = format!("{heading} – {}", blank.site);
    let asked = locale.text_with("mail-confirm-asked", &[("site", &blank.site)]);
    let parts = Parts {
        heading,
        paragraphs: vec![asked, locale.text("mail-confirm-ignore")],
        action: Some((locale.text("mail-confirm-button"), confirm.confirm_url.clone())),
        reason: locale.text("mail-confirm-reason"),
        ..blank
    };
    (subject, parts, None)
}

fn deposit_news(news: &DepositNews, locale: Locale, blank: Parts) -> Worded {
    let what = |happening: &Happening| {
        let told = happening.actions.iter().map(|action| locale.text(&format!("notice-{action}")));
        told.collect::<Vec<_>>().join(" · ")
    };
    let item = |happening: &Happening| Announced { byline: what(happening), ..happening.deposit.clone() };
    let subject = match news.deposits.as_slice() {
        [only] => format!("{} – {}", what(only), only.deposit.title),
        several => locale.text_count("mail-deposits-heading", u64::try_from(several.len()).unwrap_or(u64::MAX)),
    };
    let parts = Parts {
        heading: locale.text_count("mail-deposits-heading", u64::try_from(news.deposits.len()).unwrap_or(u64::MAX)),
        items: news.deposits.iter().map(item).collect(),
        action: Some((locale.text("mail-deposits-button"), news.url.clone())),
        reason: locale.text("mail-deposits-reason"),
        stop: Some((locale.text("mail-deposits-stop"), news.stop_url.clone())),
        ..blank
    };
    (subject, parts, None)
}

fn review_digest(digest: &ReviewDigest, locale: Locale, blank: Parts) -> Worded {
    let listed = u64::try_from(digest.deposits.len()).unwrap_or(u64::MAX);
    let others = digest.total.saturating_sub(listed);
    let heading = locale.text_count("mail-digest-heading", digest.total);
    let parts = Parts {
        items: digest.deposits.clone(),
        more: (others > 0).then(|| locale.text_count("mail-news-more", others)),
        action: Some((locale.text("mail-digest-button"), digest.url.clone())),
        reason: locale.text("mail-digest-reason"),
        stop: Some((locale.text("mail-deposits-stop"), digest.stop_url.clone())),
        heading: heading.clone(),
        ..blank
    };
    (format!("{heading} – {}", parts.site), parts, None)
}

fn copy_asked(asked: &CopyAsked, locale: Locale, blank: Parts) -> Worded {
    let heading = locale.text("mail-copy-asked-heading");
    let parts = Parts {
        paragraphs: vec![
            locale.text_with("mail-copy-asked-lead", &[("email", &asked.email)]),
            locale.text_with("mail-copy-asked-words", &[("message", &one_line(&asked.message))]),
        ],
        items: vec![asked.article.clone()],
        action: Some((locale.text("mail-copy-asked-button"), asked.url.clone())),
        reason: locale.text("mail-copy-asked-reason"),
        heading: heading.clone(),
        ..blank
    };
    (format!("{heading} – {}", asked.article.title), parts, None)
}

fn copy_answer(answer: &CopyAnswer, locale: Locale, blank: Parts) -> Worded {
    let code = if answer.is_granted { "granted" } else { "refused" };
    let heading = locale.text(&format!("mail-copy-heading-{code}"));
    let parts = Parts {
        paragraphs: vec![locale.text(&format!("mail-copy-lead-{code}"))],
        items: vec![answer.article.clone()],
        action: Some((locale.text(&format!("mail-copy-button-{code}")), answer.url.clone())),
        reason: locale.text("mail-copy-reason"),
        heading: heading.clone(),
        ..blank
    };
    (format!("{heading} – {}", answer.article.title), parts, None)
}

fn drafts_end(end: &DraftsEnd, locale: Locale, blank: Parts) -> Worded {
    let heading = locale.text_count("mail-drafts-heading", u64::try_from(end.drafts.len()).unwrap_or(u64::MAX));
    let day = end.end.parse().map_or_else(|_| end.end.clone(), |day| locale.day(day));
    let parts = Parts {
        paragraphs: vec![locale.text_with("mail-drafts-lead", &[("date", &day)])],
        items: end.drafts.clone(),
        action: Some((locale.text("mail-drafts-button"), end.url.clone())),
        reason: locale.text("mail-drafts-reason"),
        heading: heading.clone(),
        ..blank
    };
    (format!("{heading} – {}", parts.site), parts, None)
}

/// What is said is what to do, never a verdict.
fn remind(reminder: &Reminder, locale: Locale, blank: Parts) -> Worded {
    let listed = u64::try_from(reminder.articles.len()).unwrap_or(u64::MAX);
    let others = reminder.total.saturating_sub(listed);
    let heading = locale.text_count("mail-reminder-heading", reminder.total);
    let line = |reminded: &Reminded| {
        let action = locale.text(&format!("action-{}", reminded.action.code().replace('_', "-")));
        let parts = [reminded.article.byline.clone(), action];
        let byline = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" — ");
        Announced { byline, ..reminded.article.clone() }
    };
    let parts = Parts {
        paragraphs: vec![locale.text("mail-reminder-lead")],
        items: reminder.articles.iter().map(line).collect(),
        more: (others > 0).then(|| locale.text_count("mail-reminder-more", others)),
        action: Some((locale.text("mail-reminder-button"), reminder.url.clone())),
        reason: locale.text("mail-reminder-reason"),
        stop: Some((locale.text("mail-reminder-stop"), reminder.stop_url.clone())),
        heading: heading.clone(),
        ..blank
    };
    (format!("{heading} – {}", parts.site), parts, Some(reminder.stop_url.clone()))
}

fn report_ready(ready: &ReportReady, locale: Locale, blank: Parts) -> Worded {
    let heading = locale.text("mail-report-heading");
    let day = ready.day.parse().map_or_else(|_| ready.day.clone(), |day| locale.day(day));
    let item =
        Announced { title: ready.title.clone(), lang: locale.lang(), byline: day.clone(), url: ready.page_url.clone() };
    let parts = Parts {
        paragraphs: vec![locale.text_with("mail-report-lead", &[("date", &day)])],
        items: vec![item],
        action: Some((locale.text("mail-report-button"), ready.url.clone())),
        reason: locale.text("mail-report-reason"),
        stop: Some((locale.text("mail-report-stop"), ready.stop_url.clone())),
        heading: heading.clone(),
        ..blank
    };
    (format!("{heading} – {} – {day}", ready.title), parts, Some(ready.stop_url.clone()))
}

fn account(letter: &AccountLetter, locale: Locale, blank: Parts) -> Worded {
    let code = letter.matter.code();
    let heading = locale.text(&format!("mail-account-heading-{code}"));
    let subject = format!("{heading} – {}", blank.site);
    let lead = locale.text_with(&format!("mail-account-lead-{code}"), &[("site", &blank.site)]);
    let parts = Parts {
        heading,
        paragraphs: std::iter::once(lead).chain(letter.code.clone()).collect(),
        action: Some((locale.text(&format!("mail-account-button-{code}")), letter.url.clone())),
        reason: locale.text(&format!("mail-account-reason-{code}")),
        ..blank
    };
    (subject, parts, None)
}

fn announcement(news: &AlertNews, locale: Locale, blank: Parts) -> Worded {
    let listed = u64::try_from(news.articles.len()).unwrap_or(u64::MAX);
    let others = news.total.saturating_sub(listed);
    let heading = locale.text_count("mail-news-heading", news.total);
    let parts = Parts {
        paragraphs: vec![locale.text_with("mail-news-search", &[("search", &news.search)])],
        items: news.articles.clone(),
        more: (others > 0).then(|| locale.text_count("mail-news-more", others)),
        action: Some((locale.text("mail-news-button"), news.search_url.clone())),
        reason: locale.text("mail-news-reason"),
        stop: Some((locale.text("mail-news-stop"), news.stop_url.clone())),
        heading: heading.clone(),
        ..blank
    };
    (format!("{heading} – {}", news.search), parts, Some(news.stop_url.clone()))
}

#[cfg(test)]
mod tests;
