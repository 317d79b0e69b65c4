//! The deposits of an account, and the page of one: where it stands, and what was read from its file.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::candidates::{self, CandidateGroup};
use super::conversation::Thread;
use super::deposits_home::{self, Declaration, Elsewhere, Offer, Task};
use super::progress::{self, Standing, Step};
use super::take_back::{self, Way};
use super::view::Text;
use crate::domain::clock::quebec_date;
use crate::domain::review::Comment;
use crate::domain::{Article, ArticleId, ArticleState};
use crate::service::{Awaiting, Event, OrcidRecord, Outcome, ReviewItem};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::member::{DepositNumber, Member};
use crate::web::page::{Cache, Frame};

/// Deposits on the list.
const MOST_LISTED: i64 = 100;
/// Seconds until a page that waits looks again; it comes early enough for a file of some pages.
const LOOK_AGAIN_SECONDS: u8 = 3;

/// The deposits of an account.
#[derive(Debug, Template)]
#[template(path = "my_deposits.html")]
pub(crate) struct MyDepositsPage<'a> {
    frame: &'a Frame,
    deposits: Vec<DepositLine>,
    tasks: Vec<Task>,
    tasks_count: String,
    offers: Vec<Offer>,
    declarations: Vec<Declaration>,
    claimed: Vec<Offer>,
    elsewhere: Vec<Elsewhere>,
    /// Why works of ORCID are not shown.
    orcid_note: Option<String>,
}

/// A deposit in the list.
#[derive(Debug)]
pub(crate) struct DepositLine {
    href: String,
    title: Text,
    day: String,
    standing: Standing,
    /// What its depositor can do about it.
    way: Option<(String, String)>,
}

impl<'a> MyDepositsPage<'a> {
    /// The list.
    pub(crate) fn new(frame: &'a Frame, items: &[ReviewItem]) -> Self {
        let line = |item: &ReviewItem| DepositLine {
            href: frame.href(&format!("/depots/{}", item.deposit.id)),
            title: progress::title(item, frame.locale),
            day: frame.locale.day(quebec_date(item.deposit.created_at)),
            standing: progress::standing(item, false, frame.locale),
            way: Way::link(item, frame),
        };
        let (tasks, offers, claimed) = (Vec::new(), Vec::new(), Vec::new());
        let deposits = items.iter().map(line).collect();
        let (elsewhere, orcid_note, declarations) = (Vec::new(), None, Vec::new());
        Self {
            frame,
            deposits,
            declarations,
            tasks,
            tasks_count: String::new(),
            offers,
            claimed,
            elsewhere,
            orcid_note,
        }
    }

    /// The list with what to do next, articles of theirs from elsewhere, and those that may be.
    pub(crate) fn at_home(self, items: &[ReviewItem], claimed: &[Article], offered: &[Article]) -> Self {
        let frame = self.frame;
        let tasks = deposits_home::tasks(frame, items, claimed);
        let count = u64::try_from(tasks.len()).unwrap_or(u64::MAX);
        let (offers, claimed) = (deposits_home::offers(frame, offered), deposits_home::offers(frame, claimed));
        Self { tasks_count: frame.locale.text_count("tasks-count", count), tasks, offers, claimed, ..self }
    }

    /// The list with articles that may come of awards of theirs, and without asking for files of articles that a copy
    /// elsewhere already satisfies the rules for.
    pub(crate) fn for_holder(self, awaiting: &[Awaiting], satisfied: &[ArticleId]) -> Self {
        let is_asked = |task: &Task| !satisfied.iter().any(|id| task.article.as_deref() == Some(&id.to_string()));
        let tasks: Vec<Task> = self.tasks.into_iter().filter(is_asked).collect();
        let count = u64::try_from(tasks.len()).unwrap_or(u64::MAX);
        let tasks_count = self.frame.locale.text_count("tasks-count", count);
        Self { declarations: deposits_home::declarations(self.frame, awaiting), tasks, tasks_count, ..self }
    }

    /// The list with what the visitor's ORCID record names and is not here.
    pub(crate) fn with_orcid(self, record: &OrcidRecord) -> Self {
        let (elsewhere, note) = deposits_home::elsewhere(self.frame, record);
        Self { elsewhere, orcid_note: note, ..self }
    }
}

/// The page of a deposit.
#[derive(Debug, Template)]
#[template(path = "deposit_progress.html")]
pub(crate) struct DepositProgressPage<'a> {
    frame: &'a Frame,
    title: Text,
    standing: Standing,
    comment: Option<String>,
    article_href: Option<String>,
    review_href: Option<String>,
    /// The button to the next try, where one may help.
    again: Option<String>,
    /// What to know about a file that was here already.
    known: Option<String>,
    file: String,
    found: Vec<CandidateGroup>,
    warnings: Vec<String>,
    is_read: bool,
    steps: Vec<Step>,
    refresh_seconds: u8,
    thread: Option<Thread>,
    /// Where the description can be corrected.
    correct_href: Option<String>,
    /// What its depositor can do about it.
    way: Option<(String, String)>,
    /// That they ask to withdraw it, and why.
    asked: Option<(String, String)>,
}

impl<'a> DepositProgressPage<'a> {
    /// The page; `failed` when a fault of ours keeps the file from being read.
    pub(crate) fn new(frame: &'a Frame, item: &ReviewItem, failed: bool) -> Self {
        let again = match item.state {
            ArticleState::Returned => Some("progress-again"),
            ArticleState::Rejected if item.deposit.duplicate_of.is_none() => Some("deposits-new"),
            _ => None,
        };
        let locale = frame.locale;
        let extraction = item.reading.as_ref().map(|reading| &reading.extraction);
        let public = matches!(item.state, ArticleState::Published | ArticleState::Withdrawn);
        let article = item.deposit.duplicate_of.or_else(|| public.then_some(item.deposit.article));
        let size = locale.size(u64::try_from(item.deposit.file.size_bytes).unwrap_or_default());
        let reviewable = frame.may_review() && item.state == ArticleState::InReview;
        Self {
            frame,
            title: progress::title(item, locale),
            standing: progress::standing(item, failed, locale),
            comment: progress::last_word(item),
            article_href: article.map(|id| frame.href(&format!("/articles/{id}"))),
            review_href: reviewable.then(|| frame.href(&format!("/revision/{}", item.deposit.id))),
            again: again.map(|key| locale.text(key)),
            known: None,
            file: format!("{} · {size}", item.deposit.file.name),
            found: extraction.map(|found| candidates::groups(&found.candidates, locale)).unwrap_or_default(),
            warnings: extraction.map(|found| candidates::warnings(&found.warnings, locale)).unwrap_or_default(),
            is_read: extraction.is_some(),
            steps: progress::steps(item, locale),
            refresh_seconds: LOOK_AGAIN_SECONDS,
            thread: None,
            correct_href: None,
            way: None,
            asked: take_back::told(item, locale),
        }
    }

    /// The page with what was said, and the way to the description where the visitor may correct it.
    pub(crate) fn talking(self, item: &ReviewItem, comments: &[Comment], is_own: bool) -> Self {
        let open = matches!(item.state, ArticleState::InReview | ArticleState::Returned);
        let correct = (is_own && open).then(|| self.frame.href(&format!("/depots/{}/description", item.deposit.id)));
        let thread = Thread::new(self.frame, item, comments, "/depots");
        Self {
            thread: (item.reading.is_some() || !comments.is_empty()).then_some(thread),
            correct_href: correct,
            way: is_own.then(|| Way::link(item, self.frame)).flatten(),
            ..self
        }
    }

    /// The page with a word begun about a field.
    pub(crate) fn about(self, field: &str) -> Self {
        Self { thread: self.thread.map(|thread| thread.about(field)), ..self }
    }

    /// The page of a deposit whose file was handed in once more and changed nothing.
    pub(crate) fn known(self, item: &ReviewItem) -> Self {
        let key = if item.state == ArticleState::Rejected { "progress-known-refused" } else { "progress-known" };
        Self { known: Some(self.frame.t(key)), ..self }
    }
}

/// `GET /depots`
pub(crate) async fn list(State(site): State<Site>, Member { frame, user }: Member) -> Result<Response, Fault> {
    let items = site.repository.deposits_of(user.id, MOST_LISTED).await?;
    let claimed = site.repository.claimed_articles(user.id).await?;
    let offered = site.repository.offered_articles(user.id).await?;
    let orcid = site.repository.orcid_record(user.id).await?;
    let awaiting = site.repository.awaiting_confirmation(user.id).await?;
    let satisfied = site.repository.satisfied_elsewhere(&claimed).await?;
    let page = MyDepositsPage::new(&frame, &items).at_home(&items, &claimed, &offered).with_orcid(&orcid);
    let page = page.for_holder(&awaiting, &satisfied);
    frame.send(&page, Cache::Never)
}

/// Leaves out what happened while the same file was somebody else's deposit, who took it back.
fn forget_others(history: &mut Vec<Event>, name: &str) {
    let is_others = |event: &&Event| event.action == "submit" && event.user.as_deref() != Some(name);
    if let Some(last) = history.iter().filter(is_others).map(|event| event.at).max() {
        history.retain(|event| event.at > last);
    }
}

/// `GET /depots/{id}`: for its depositor and for curators; to anybody else it does not exist.
pub(crate) async fn show(
    State(site): State<Site>,
    Member { frame, user }: Member,
    DepositNumber(id): DepositNumber,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let outline = site.repository.review_outline(id).await?;
    if outline.deposit.depositor != Some(user.id) && !frame.may_review() {
        return Err(Fault::not_found());
    }
    let mut item = site.repository.review_item(id).await?;
    if item.deposit.depositor == Some(user.id) {
        forget_others(&mut item.history, &user.name);
    }
    let outcome = site.repository.outcome(id, item.deposit.article).await?;
    let comments = site.repository.comments(id).await?;
    let page = DepositProgressPage::new(&frame, &item, matches!(outcome, Outcome::Failed(_)));
    let page = page.talking(&item, &comments, item.deposit.depositor == Some(user.id));
    let page = page.about(pairs.first("champ"));
    let page = if pairs.first("deja") == "1" { page.known(&item) } else { page };
    frame.send(&page, Cache::Never)
}
