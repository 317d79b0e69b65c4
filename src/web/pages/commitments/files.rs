//! The follow-up as files: JSON with all that was found, CSV in the form of the imported file, and what changed as Atom.

use std::fmt::Write;

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::{PATH, view};
use crate::domain::clock::quebec_date;
use crate::domain::commitment::{Commitment, EvidenceLink, Item, LinkState};
use crate::metadata::table::harmless;
use crate::service::{FollowUp, ROW_COLUMNS, row_cells};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::feeds::{escaped, tagged};
use crate::web::page::Frame;

/// What the site adds to the columns of the file.
const FOUND: [&str; 2] = ["withdrawn_on", "failed_links"];

/// `GET /engagements.json`
pub(crate) async fn json(State(site): State<Site>, asked: HeaderMap) -> Result<Response, Fault> {
    let follow_up = site.repository.follow_up().await?;
    let told = |one: &Commitment| {
        let mut value = described(&one.item, &follow_up);
        let milestones: Vec<Value> = one.milestones.iter().map(|item| described(item, &follow_up)).collect();
        if let Some(object) = value.as_object_mut() {
            let url = site.settings.absolute(&format!("{PATH}/{}", one.item.commitment));
            object.insert("url".to_owned(), json!(url));
            object.insert("milestones".to_owned(), json!(milestones));
        }
        value
    };
    let all: Vec<Value> = follow_up.commitments.iter().map(told).collect();
    let text = serde_json::to_string_pretty(&json!({ "commitments": all })).map_err(Fault::internal)?;
    Ok(tagged("application/json", text, &asked))
}

fn described(item: &Item, follow_up: &FollowUp) -> Value {
    let said = &item.said;
    let is_milestone = !item.milestone.is_empty();
    let reading = said.dated().filter(|_| is_milestone).and_then(|day| Some((day, follow_up.readings.get(&day)?)));
    let evidence = said.evidence.iter().map(|one| {
        let link = follow_up.links.get(&one.url);
        let day = |at: Option<Timestamp>| at.map(|at| quebec_date(at).to_string());
        json!({
            "date": one.day,
            "url": one.url,
            "checked_on": day(link.and_then(|link| link.checked)),
            "found": link.and_then(|link| link.state).map(LinkState::code),
            "answer": link.map(|link| link.detail.as_str()).filter(|detail| !detail.is_empty()),
            "last_seen_on": day(link.and_then(|link| link.seen)),
        })
    });
    json!({
        "code": if is_milestone { &item.milestone } else { &item.commitment },
        "title": said.title,
        "text": said.text,
        "lead": said.lead,
        "status": said.status,
        "factors": said.factors,
        "next": said.next,
        "starts": said.starts,
        "due": said.due,
        "done": said.done,
        "changed_on": quebec_date(item.changed),
        "withdrawn_on": item.withdrawn.map(quebec_date),
        "evidence": evidence.collect::<Vec<_>>(),
        "reading": reading.map(|(day, figures)| json!({ "observed_on": day, "figures": figures })),
    })
}

/// `GET /engagements.csv`: a row for each commitment and milestone; `parvis commitments import` reads it.
pub(crate) async fn csv(State(site): State<Site>) -> Result<Response, Fault> {
    let follow_up = site.repository.follow_up().await?;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(ROW_COLUMNS.iter().chain(&FOUND)).map_err(Fault::internal)?;
    for item in follow_up.commitments.iter().flat_map(|one| std::iter::once(&one.item).chain(&one.milestones)) {
        let failed = |link: &&EvidenceLink| link.state.is_some_and(LinkState::is_failed);
        let links = item.said.evidence.iter().filter_map(|one| follow_up.links.get(&one.url)).filter(failed);
        let links: Vec<&str> = links.map(|link| link.url.as_str()).collect();
        let withdrawn = item.withdrawn.map(|at| quebec_date(at).to_string()).unwrap_or_default();
        let cells = row_cells(item).into_iter().chain([withdrawn, links.join(" ")]);
        writer.write_record(cells.map(|cell| harmless(&cell))).map_err(Fault::internal)?;
    }
    let bytes = writer.into_inner().map_err(|error| Fault::internal(error.into_error()))?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8; header=present"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"parvis-engagements.csv\""),
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    Ok((headers, bytes).into_response())
}

/// `GET /engagements/flux.atom`: what changed in the plan, latest first (RFC 4287).
pub(crate) async fn atom(State(site): State<Site>, frame: Frame, asked: HeaderMap) -> Result<Response, Fault> {
    let acts = site.repository.commitment_acts(None).await?;
    let address = escaped(&site.settings.absolute(&frame.href(PATH)));
    let updated = acts.first().map_or(Timestamp::UNIX_EPOCH, |act| act.at);
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <id>{address}/flux.atom</id>\n<title>{}</title>\n<updated>{updated}</updated>\n\
         <link rel=\"self\" href=\"{address}/flux.atom\"/>\n<link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>\n\
         <author><name>{}</name></author>\n",
        frame.locale.tag(),
        escaped(&frame.t("commitments-title")),
        escaped(&site.settings.site_name),
    );
    for act in &acts {
        let change = view::change(act, frame.locale);
        let _infallible = writeln!(
            xml,
            "<entry>\n<id>{address}/{0}#a{1}</id>\n<title>{2}</title>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{address}/{0}\"/>\n<updated>{3}</updated>\n</entry>",
            escaped(&act.commitment),
            act.id,
            escaped(&change.text),
            act.at,
        );
    }
    xml.push_str("</feed>\n");
    Ok(tagged("application/atom+xml; charset=utf-8", xml, &asked))
}
