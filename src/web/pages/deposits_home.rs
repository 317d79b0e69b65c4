//! The head of a depositor's home: what to do next, each with its one button, and articles that may be theirs.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};

use super::progress;
use super::view::{self, Text};
use crate::domain::{AccessRight, Article, ArticleState, AwardNumber, Licence, Metadata};
use crate::metadata::OrcidWork;
use crate::service::{Awaiting, OrcidRecord, ReviewItem};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::Fields;
use crate::web::member::Member;
use crate::web::page::Frame;

/// Something to do.
#[derive(Debug)]
pub(crate) struct Task {
    pub(crate) title: Text,
    pub(crate) what: String,
    pub(crate) href: String,
    pub(crate) button: String,
    /// The article whose file is to come: the button begins its deposit.
    pub(crate) article: Option<String>,
}

/// An article that may be the visitor's.
#[derive(Debug)]
pub(crate) struct Offer {
    pub(crate) id: String,
    pub(crate) title: Text,
    pub(crate) href: String,
    pub(crate) authors: String,
}

/// An article that may come of an award of the visitor's.
#[derive(Debug)]
pub(crate) struct Declaration {
    pub(crate) offer: Offer,
    /// Fund and number of the award.
    pub(crate) award: String,
    pub(crate) number: String,
    pub(crate) programme: String,
}

/// A work that the visitor's ORCID record names and that is not here.
#[derive(Debug)]
pub(crate) struct Elsewhere {
    pub(crate) doi: String,
    pub(crate) title: String,
    pub(crate) place: String,
}

/// Works on the page.
const MOST_ELSEWHERE: usize = 10;

/// What the visitor's ORCID record names and is not here, or why that is not known.
pub(crate) fn elsewhere(frame: &Frame, record: &OrcidRecord) -> (Vec<Elsewhere>, Option<String>) {
    let line = |work: &OrcidWork| {
        let doi = work.doi.to_string();
        let parts = [work.journal.clone(), work.year.map(|year| year.to_string()).unwrap_or_default(), doi.clone()];
        let place = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
        Elsewhere {
            title: Some(work.title.clone()).filter(|title| !title.is_empty()).unwrap_or_else(|| doi.clone()),
            doi,
            place,
        }
    };
    match record {
        OrcidRecord::Unasked => (Vec::new(), None),
        OrcidRecord::Asked => (Vec::new(), Some(frame.t("orcid-asked"))),
        OrcidRecord::Silent => (Vec::new(), Some(frame.t("orcid-silent"))),
        OrcidRecord::Known(works) => {
            let more = works.len().saturating_sub(MOST_ELSEWHERE);
            let more = u64::try_from(more).ok().filter(|more| *more > 0);
            let note = more.map(|more| frame.locale.text_count("orcid-more", more));
            (works.iter().take(MOST_ELSEWHERE).map(line).collect(), note)
        }
    }
}

/// What a deposit that is not public yet needs most, and the field where it is given.
fn need(metadata: &Metadata) -> Option<(&'static str, &'static str)> {
    let licence = metadata.licence.as_ref().is_none_or(|licence| licence.code() == Licence::UNKNOWN);
    let dates = &metadata.dates;
    let missing = [
        (metadata.titles.is_empty(), "title", "titre_fr"),
        (metadata.authors.is_empty(), "authors", "auteurs"),
        (licence, "licence", "licence"),
        (metadata.version.is_none(), "version", "version"),
        (dates.online.is_none() && dates.issue.is_none() && dates.accepted.is_none(), "date", "en_ligne"),
    ];
    missing.into_iter().find(|(is_missing, ..)| *is_missing).map(|(_, what, field)| (what, field))
}

/// What the deposits of an account, and the articles that are theirs, ask for.
pub(crate) fn tasks(frame: &Frame, items: &[ReviewItem], claimed: &[Article]) -> Vec<Task> {
    let of_deposit = |item: &ReviewItem| {
        let describe = |field: &str| frame.href(&format!("/depots/{}/description{field}", item.deposit.id));
        let metadata = item.article.as_ref().map(|article| &article.version.metadata);
        let (code, href) = match (item.state, metadata.and_then(need)) {
            (ArticleState::Returned, _) => ("returned", describe("")),
            (ArticleState::InReview, Some((code, field))) => (code, describe(&format!("#{field}"))),
            _ => return None,
        };
        Some(task(frame, progress::title(item, frame.locale), code, href))
    };
    let lacks_file = |article: &&Article| article.version.metadata.access == Some(AccessRight::MetadataOnly);
    let of_claim = |article: &Article| {
        let title = view::title(&article.version.metadata, frame.locale);
        let begun = task(frame, title, "file", frame.href("/deposer/notice"));
        Task { article: Some(article.id.to_string()), ..begun }
    };
    items.iter().filter_map(of_deposit).chain(claimed.iter().filter(lacks_file).map(of_claim)).collect()
}

fn task(frame: &Frame, title: Text, code: &str, href: String) -> Task {
    let text = |part: &str| frame.t(&format!("task-{code}-{part}"));
    Task { title, what: text("what"), button: text("button"), href, article: None }
}

/// Articles that may be the visitor's.
pub(crate) fn offers(frame: &Frame, articles: &[Article]) -> Vec<Offer> {
    let offer = |article: &Article| Offer {
        id: article.id.to_string(),
        title: view::title(&article.version.metadata, frame.locale),
        href: frame.href(&format!("/articles/{}", article.id)),
        authors: view::byline(&article.version.metadata, frame.locale),
    };
    articles.iter().map(offer).collect()
}

/// Articles that may come of the visitor's awards.
pub(crate) fn declarations(frame: &Frame, awaiting: &[Awaiting]) -> Vec<Declaration> {
    let declaration = |one: &Awaiting| Declaration {
        offer: Offer {
            id: one.article.id.to_string(),
            title: view::title(&one.article.version.metadata, frame.locale),
            href: frame.href(&format!("/articles/{}", one.article.id)),
            authors: view::byline(&one.article.version.metadata, frame.locale),
        },
        award: format!("{} {}", one.award.fund.acronym(), one.award.number),
        number: one.award.number.to_string(),
        programme: one.award.programme.clone(),
    };
    awaiting.iter().map(declaration).collect()
}

/// `POST /depots`: « c'est mon article », or not; « il vient de cet octroi », or not.
pub(crate) async fn claim(
    State(site): State<Site>,
    Member { frame, user }: Member,
    headers: HeaderMap,
    fields: Fields,
) -> Result<Response, Fault> {
    if !fields.is_ours(&site, &headers) {
        return Err(Fault::forbidden());
    }
    let article = fields.raw("article").parse().map_err(|_| Fault::not_found())?;
    let home = Redirect::to(&frame.href("/depots"));
    if let Ok(number) = AwardNumber::parse(fields.raw("octroi")) {
        match fields.raw("action") {
            "confirmer" => site.repository.confirm_award(user.id, article, &number).await?,
            _ => site.repository.reject_award(user.id, article, &number).await?,
        }
        return Ok(home.into_response());
    }
    site.repository.claim(user.id, article, fields.raw("action") == "oui").await?;
    Ok(home.into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::i18n::Locale;
    use crate::web::pages::samples;

    #[test]
    fn what_is_missing_most_is_asked_for_first_and_a_whole_description_asks_for_nothing() {
        let whole = samples::article().version.metadata;
        assert_eq!(need(&whole), None);
        assert_eq!(need(&Metadata { licence: None, version: None, ..whole.clone() }), Some(("licence", "licence")));
        assert_eq!(need(&Metadata { titles: Vec::new(), ..whole }), Some(("title", "titre_fr")));
    }

    #[test]
    fn every_need_has_its_words_and_its_button() {
        for locale in Locale::ALL {
            for code in ["returned", "title", "authors", "licence", "version", "date", "file"] {
                let title = Text { text: "x".to_owned(), lang: view::LangAttribute(None) };
                let task = task(&samples::frame(locale, "/depots"), title, code, String::new());
                assert!(!task.what.contains("task-") && !task.button.contains("task-"), "{code}");
            }
        }
    }
}
