//! The queue of curators: what waits, whose it is, and a way to find a deposit again.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use crate::domain::clock::quebec_date;
use crate::domain::review::{QueueOwner, QueueQuery, QueueState};
use crate::service::QueueLine;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::form::clean;
use crate::web::member::Curator;
use crate::web::page::{Cache, Frame};
use crate::web::pages::progress;
use crate::web::pages::view::{self, Text};

/// Deposits in the queue.
const MOST_LISTED: i64 = 100;

/// A choice of a filter: its value, its label, and whether it is chosen.
type Choice = (&'static str, String, bool);

/// The queue.
#[derive(Debug, Template)]
#[template(path = "review_queue.html")]
pub(crate) struct ReviewQueuePage<'a> {
    frame: &'a Frame,
    done: Option<String>,
    states: Vec<Choice>,
    owners: Vec<Choice>,
    words: String,
    filtered: bool,
    /// How many withdrawals are asked for, and where they are listed.
    withdrawals: Option<(String, String)>,
    lines: Vec<LineView>,
}

/// A deposit in the queue.
#[derive(Debug)]
struct LineView {
    href: String,
    title: Text,
    authors: String,
    note: String,
    state: String,
    assignee: Option<String>,
    comments: Option<String>,
}

impl LineView {
    fn new(line: &QueueLine, frame: &Frame) -> Self {
        let (item, locale) = (&line.item, frame.locale);
        let day = locale.day(quebec_date(item.deposit.created_at));
        let by = progress::depositor(item);
        let comments = u64::try_from(line.comments).unwrap_or_default();
        Self {
            href: frame.href(&format!("/revision/{}", item.deposit.id)),
            title: progress::title(item, locale),
            authors: item.article.as_ref().map(|a| view::byline(&a.version.metadata, locale)).unwrap_or_default(),
            note: [Some(day), by].into_iter().flatten().collect::<Vec<_>>().join(" · "),
            state: progress::standing(item, false, locale).label,
            assignee: line.assignee.as_ref().map(|assignee| assignee.name.clone()),
            comments: (comments > 0).then(|| locale.text_count("queue-comments", comments)),
        }
    }
}

impl<'a> ReviewQueuePage<'a> {
    /// The queue; `done` names the decision that led back here.
    pub(crate) fn new(frame: &'a Frame, query: &QueueQuery, lines: &[QueueLine], done: &str) -> Self {
        let done = ["publie", "renvoye", "refuse", "corrige", "decline"].into_iter().find(|known| *known == done);
        let state =
            |state: QueueState| (state.code(), frame.t(&format!("queue-state-{}", state.code())), state == query.state);
        let owner =
            |owner: QueueOwner| (owner.code(), frame.t(&format!("queue-owner-{}", owner.code())), owner == query.owner);
        Self {
            frame,
            done: done.map(|done| frame.t(&format!("review-done-{done}"))),
            states: QueueState::ALL.map(state).to_vec(),
            owners: QueueOwner::ALL.map(owner).to_vec(),
            words: query.words.clone(),
            filtered: *query != QueueQuery::default(),
            withdrawals: None,
            lines: lines.iter().map(|line| LineView::new(line, frame)).collect(),
        }
    }
}

impl ReviewQueuePage<'_> {
    /// The page with the number of withdrawals that are asked for, where there are any.
    fn with_withdrawals(self, count: u64) -> Self {
        let href = self.frame.href(&format!("/revision?etat={}", QueueState::Withdrawals.code()));
        let told = (count > 0).then(|| (self.frame.locale.text_count("queue-withdrawals", count), href));
        Self { withdrawals: told, ..self }
    }
}

/// `GET /revision`
pub(crate) async fn list(
    State(site): State<Site>,
    Curator { frame, user }: Curator,
    pairs: Pairs,
) -> Result<Response, Fault> {
    let query = QueueQuery {
        state: QueueState::from_code(pairs.first("etat")),
        owner: QueueOwner::from_code(pairs.first("responsable")),
        words: clean(pairs.first("q")).chars().take(200).collect(),
    };
    let lines = site.repository.queue(&query, user.id, MOST_LISTED).await?;
    let withdrawals = site.repository.withdrawals_waiting().await?;
    let page = ReviewQueuePage::new(&frame, &query, &lines, pairs.first("fait"));
    frame.send(&page.with_withdrawals(withdrawals), Cache::Never)
}
