//! Follow-up of the open-government plan: the commitments, one with its milestones, evidence and readings of the barometer,
//! and all of it as files.
//!
//! `view` puts it into words, `files` writes JSON, CSV and Atom.

pub(crate) mod files;
mod view;

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;

use self::view::{Change, Mark, Step, Words};
use crate::domain::commitment::Commitment;
use crate::service::Kind;
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::page::{Cache, Frame};

/// Where commitments stand.
const PATH: &str = "/engagements";
/// How long a page may be kept, in seconds.
const KEPT_SECONDS: u32 = 300;

/// The commitments there are.
#[derive(Debug, Template)]
#[template(path = "commitments.html")]
pub(crate) struct ListPage<'a> {
    frame: &'a Frame,
    all: Vec<Told>,
}

/// A commitment on the list.
#[derive(Debug)]
struct Told {
    href: String,
    title: Words,
    mark: Mark,
    facts: Vec<String>,
}

/// One commitment.
#[derive(Debug, Template)]
#[template(path = "commitment.html")]
pub(crate) struct OnePage<'a> {
    frame: &'a Frame,
    feed: String,
    /// The commitment itself.
    heads: [Step; 1],
    milestones: Vec<Step>,
    changes: Vec<Change>,
}

/// `GET /engagements`
pub(crate) async fn list(State(site): State<Site>, frame: Frame) -> Result<Response, Fault> {
    let follow_up = site.repository.follow_up().await?;
    let told = |one: &Commitment| Told {
        href: frame.href(&format!("{PATH}/{}", one.item.commitment)),
        title: Words::of(&one.item.said.title, frame.locale),
        mark: view::mark(&one.item, &frame),
        facts: view::progress(one, &follow_up, &frame),
    };
    let all = follow_up.commitments.iter().map(told).collect();
    frame.send(&ListPage { frame: &frame, all }, Cache::Public(KEPT_SECONDS))
}

/// `GET /engagements/{code}`
pub(crate) async fn show(State(site): State<Site>, frame: Frame, Path(code): Path<String>) -> Result<Response, Fault> {
    let mut follow_up = site.repository.follow_up().await?;
    let found = follow_up.commitments.iter().find(|one| one.item.commitment == code).cloned();
    let found = found.ok_or_else(|| Fault::of(Kind::NotFound))?;
    follow_up.readings.insert(frame.today, site.repository.reading_today().await?);
    let acts = site.repository.commitment_acts(Some(&code)).await?;
    let page = OnePage {
        frame: &frame,
        feed: frame.href(&format!("{PATH}/flux.atom")),
        heads: [view::step(&found.item, &follow_up, &frame)],
        milestones: found.milestones.iter().map(|item| view::step(item, &follow_up, &frame)).collect(),
        changes: acts.iter().map(|act| view::change(act, frame.locale)).collect(),
    };
    frame.send(&page, Cache::Public(KEPT_SECONDS))
}
