//! The page of a review: the description as a form, beside it what was read from the file and what the rules say.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use super::description::{self, FieldView, Group};
use super::{Decision, parse};
use crate::domain::article::Version;
use crate::domain::{Article, ArticleState, Metadata};
use crate::service::ReviewItem;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::{FieldErrors, Fields};
use crate::web::page::{Cache, Frame};
use crate::web::pages::awards::{AwardView, award_views};
use crate::web::pages::candidates::{self, CandidateGroup};
use crate::web::pages::progress::{self, Standing, Step};
use crate::web::pages::view::Text;

/// What a curator pressed.
pub(super) enum Wanted {
    /// Look at the findings again, decide nothing.
    Check,
    /// Decide.
    Decision(Decision),
}

/// The word for a decision in the address that leads back to the queue.
pub(super) fn done_code(decision: &Decision) -> &'static str {
    match decision {
        Decision::Accept(_) => "publie",
        Decision::Return(_) => "renvoye",
        Decision::Reject(_) => "refuse",
    }
}

/// The page of a review.
#[derive(Debug, Template)]
#[template(path = "review.html")]
pub(crate) struct ReviewPage<'a> {
    frame: &'a Frame,
    title: Text,
    standing: Standing,
    is_open: bool,
    file: String,
    file_href: String,
    depositor: Option<String>,
    errors: Vec<(&'static str, String)>,
    checked: bool,
    groups: Vec<Group>,
    comment: FieldView,
    awards: Vec<AwardView>,
    found: Vec<CandidateGroup>,
    warnings: Vec<String>,
    steps: Vec<Step>,
}

/// A deposit on a curator's desk.
pub(super) struct Desk<'a> {
    pub(super) site: &'a Site,
    pub(super) frame: &'a Frame,
    pub(super) item: &'a ReviewItem,
}

impl Desk<'_> {
    /// The description that the form begins with.
    fn base(&self) -> &Metadata {
        let read = self.item.article.as_ref().map(|article| &article.version.metadata);
        read.unwrap_or(&self.item.deposit.metadata)
    }

    /// The page as the deposit stands.
    pub(super) async fn show(&self) -> Result<Response, Fault> {
        let fields = description::typed(self.base());
        self.page(StatusCode::OK, &fields, &FieldErrors::default(), false).await
    }

    /// The page with what was typed, after a check or a decision that could not be carried out.
    pub(super) async fn again(&self, fields: &Fields, errors: &FieldErrors) -> Result<Response, Fault> {
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        self.page(status, fields, errors, errors.is_empty()).await
    }

    async fn page(
        &self,
        status: StatusCode,
        fields: &Fields,
        errors: &FieldErrors,
        checked: bool,
    ) -> Result<Response, Fault> {
        let metadata = parse::parse(fields, self.base(), self.frame.today).unwrap_or_else(|_| self.base().clone());
        let awards = self.awards(&metadata).await?;
        self.frame.send_as(status, &self.view(fields, errors, checked, awards), Cache::Never)
    }

    fn view(&self, fields: &Fields, errors: &FieldErrors, checked: bool, awards: Vec<AwardView>) -> ReviewPage<'_> {
        let (item, locale) = (self.item, self.frame.locale);
        let extraction = item.reading.as_ref().map(|reading| &reading.extraction);
        let size = locale.size(u64::try_from(item.deposit.file.size_bytes).unwrap_or_default());
        ReviewPage {
            frame: self.frame,
            title: progress::title(item, locale),
            standing: progress::standing(item, false, locale),
            is_open: item.state == ArticleState::InReview,
            file: format!("{} · {size}", item.deposit.file.name),
            file_href: format!("/revision/{}/fichier", item.deposit.id),
            depositor: progress::depositor(item),
            errors: errors.summary(locale),
            checked,
            groups: description::groups(fields, errors, locale),
            comment: description::comment("commentaire", fields, errors, locale),
            awards,
            found: extraction.map(|found| candidates::groups(&found.candidates, locale)).unwrap_or_default(),
            warnings: extraction.map(|found| candidates::warnings(found, locale)).unwrap_or_default(),
            steps: progress::steps(item, locale),
        }
    }

    /// What the rules say of the article as it would be with these values.
    async fn awards(&self, metadata: &Metadata) -> Result<Vec<AwardView>, Fault> {
        let Some(article) = &self.item.article else { return Ok(Vec::new()) };
        let version = Version { metadata: metadata.clone(), ..article.version.clone() };
        let proposed = Article { version, ..article.clone() };
        let verdicts = self.site.repository.verdicts(&proposed).await?;
        Ok(award_views(metadata, &verdicts, self.frame.locale))
    }

    /// What the form asks for.
    pub(super) fn wanted(&self, fields: &Fields) -> Result<Wanted, FieldErrors> {
        if self.item.state != ArticleState::InReview {
            return Err(FieldErrors::one("decision", "form-decided"));
        }
        let comment = fields.text("commentaire");
        match fields.raw("decision") {
            "renvoyer" | "refuser" if comment.is_empty() => Err(FieldErrors::one("commentaire", "form-reason-none")),
            "renvoyer" => Ok(Wanted::Decision(Decision::Return(comment))),
            "refuser" => Ok(Wanted::Decision(Decision::Reject(comment))),
            wanted => {
                let metadata = parse::parse(fields, self.base(), self.frame.today)?;
                let publish = wanted == "publier";
                Ok(if publish { Wanted::Decision(Decision::Accept(Box::new(metadata))) } else { Wanted::Check })
            }
        }
    }
}
