//! The page of a review: the description as a form, beside it what was read from the file and what the rules say.

use askama::Template;
use axum::http::{StatusCode, header};
use axum::response::Response;

use super::Decision;
use crate::domain::article::{MediaType, Version};
use crate::domain::review::{Assignee, Comment};
use crate::domain::{Article, ArticleState, Metadata};
use crate::service::ReviewItem;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::form::{FieldErrors, Fields};
use crate::web::page::{Cache, Frame, set};
use crate::web::pages::awards::{AwardView, award_views};
use crate::web::pages::candidates::{self, CandidateGroup};
use crate::web::pages::conversation::{Thread, assignee_choices};
use crate::web::pages::description::{self, FieldView, Group, parse};
use crate::web::pages::progress::{self, Standing, Step};
use crate::web::pages::view::Text;
use crate::web::security::FRAMING_POLICY;

/// What a curator pressed.
pub(super) enum Wanted {
    /// Look at the findings again, decide nothing.
    Check,
    /// Decide.
    Decision(Decision),
    /// Make the description of a public article better.
    Correction(Box<Metadata>),
}

/// What a curator can do with a deposit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Task {
    /// It waits for a decision.
    Decide,
    /// Its article is public and can be corrected.
    Correct,
    /// Nothing more.
    Closed,
}

impl Task {
    fn of(state: ArticleState) -> Self {
        match state {
            ArticleState::InReview => Self::Decide,
            ArticleState::Published => Self::Correct,
            _ => Self::Closed,
        }
    }
}

/// The word for a decision in the address that leads back to the queue.
pub(super) fn done_code(decision: &Decision) -> &'static str {
    match decision {
        Decision::Accept(_) => "publie",
        Decision::Return(_) => "renvoye",
        Decision::Reject(_) => "refuse",
    }
}

/// What stands beside the form.
#[derive(Debug, Default)]
pub(crate) struct Beside {
    /// What the rules say.
    pub(crate) awards: Vec<AwardView>,
    /// What was said.
    pub(crate) comments: Vec<Comment>,
    /// Who may look after the deposit.
    pub(crate) curators: Vec<Assignee>,
    /// Who does.
    pub(crate) assignee: Option<Assignee>,
}

/// The page of a review.
#[derive(Debug, Template)]
#[template(path = "review.html")]
pub(crate) struct ReviewPage<'a> {
    frame: &'a Frame,
    title: Text,
    standing: Standing,
    task: Task,
    comment_left: Option<String>,
    article_href: Option<String>,
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
    thread: Thread,
    curators: Vec<(String, String, bool)>,
    frame_href: Option<String>,
    /// Where a withdrawal that is asked for is decided.
    withdrawal_href: Option<String>,
}

impl<'a> ReviewPage<'a> {
    /// The page with the values of the form; `checked` when the rules were asked about them.
    pub(crate) fn new(
        frame: &'a Frame,
        item: &ReviewItem,
        fields: &Fields,
        errors: &FieldErrors,
        checked: bool,
        beside: Beside,
    ) -> Self {
        let locale = frame.locale;
        let extraction = item.reading.as_ref().map(|reading| &reading.extraction);
        let size = locale.size(u64::try_from(item.deposit.file.size_bytes).unwrap_or_default());
        let public = matches!(item.state, ArticleState::Published | ArticleState::Withdrawn);
        Self {
            frame,
            title: progress::title(item, locale),
            standing: progress::standing(item, false, locale),
            task: Task::of(item.state),
            comment_left: progress::last_word(item),
            article_href: public.then(|| frame.href(&format!("/articles/{}", item.deposit.article))),
            file: format!("{} · {size}", item.deposit.file.name),
            file_href: format!("/revision/{}/fichier", item.deposit.id),
            depositor: progress::depositor(item),
            errors: errors.summary(locale),
            checked,
            groups: description::groups(fields, errors, locale),
            comment: description::comment("commentaire", fields, errors, locale),
            awards: beside.awards,
            found: extraction.map(|found| candidates::groups(&found.candidates, locale)).unwrap_or_default(),
            warnings: extraction.map(|found| candidates::warnings(&found.warnings, locale)).unwrap_or_default(),
            steps: progress::steps(item, locale),
            thread: Thread::new(frame, item, &beside.comments, "/revision"),
            curators: assignee_choices(beside.curators, beside.assignee.as_ref()),
            withdrawal_href: (item.withdrawal.as_ref())
                .map(|asked| frame.href(&format!("/articles/{}/retrait", asked.article))),
            frame_href: (item.deposit.file.media_type == MediaType::Pdf)
                .then(|| frame.href(&format!("/revision/{}/lecture", item.deposit.id))),
        }
    }
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
        let (repository, id) = (&self.site.repository, self.item.deposit.id);
        let beside = Beside {
            awards: self.awards(&metadata).await?,
            comments: repository.comments(id).await?,
            curators: repository.curators().await?,
            assignee: repository.assignee(id).await?,
        };
        let page = ReviewPage::new(self.frame, self.item, fields, errors, checked, beside);
        let mut response = self.frame.send_as(status, &page, Cache::Never)?;
        set(response.headers_mut(), header::CONTENT_SECURITY_POLICY, FRAMING_POLICY);
        Ok(response)
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
        let comment = fields.text("commentaire");
        match (Task::of(self.item.state), fields.raw("decision")) {
            (Task::Decide, "renvoyer" | "refuser") if comment.is_empty() => {
                Err(FieldErrors::one("commentaire", "form-reason-none"))
            }
            (Task::Decide, "renvoyer") => Ok(Wanted::Decision(Decision::Return(comment))),
            (Task::Decide, "refuser") => Ok(Wanted::Decision(Decision::Reject(comment))),
            (Task::Decide, "publier") => Ok(Wanted::Decision(Decision::Accept(Box::new(self.complete(fields)?)))),
            (Task::Correct, "corriger") => Ok(Wanted::Correction(Box::new(self.complete(fields)?))),
            (Task::Closed, _) | (Task::Correct, "publier" | "renvoyer" | "refuser") => {
                Err(FieldErrors::one("decision", "form-decided"))
            }
            _ => parse::parse(fields, self.base(), self.frame.today).map(|_| Wanted::Check),
        }
    }

    /// The description as it may be public.
    fn complete(&self, fields: &Fields) -> Result<Metadata, FieldErrors> {
        parse::parse_complete(fields, self.base(), self.frame.today)
    }
}
