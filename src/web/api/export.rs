//! `/articles/{id}/export/{format}`: an article in every format that `metadata` knows.

use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use crate::domain::Article;
use crate::metadata::{Crosswalk, Record, find};
use crate::service::{Kind, Shown};
use crate::web::Site;
use crate::web::error::Fault;
use crate::web::extract::{FormatName, Id};
use crate::web::page::set;
use crate::web::signposting;

/// `GET /articles/{id}/export/{format}`
pub(crate) async fn show(
    State(site): State<Site>,
    Id(id): Id,
    FormatName(name): FormatName,
) -> Result<Response, Fault> {
    let crosswalk = find(&name).ok_or_else(Fault::not_found)?;
    let Shown::Article(article) = site.repository.show(id).await? else { return Err(Fault::of(Kind::Gone)) };
    let file_url = site.repository.file_url(&article);
    let record = site.repository.record(&article, &file_url);
    if !crosswalk.applies(&record) {
        return Err(Fault::not_found());
    }
    let mut response = document(crosswalk, &record, &site, &article)?;
    let file_name = format!("parvis-{id}.{}", crosswalk.format().extension);
    set(response.headers_mut(), header::CONTENT_DISPOSITION, &format!("attachment; filename=\"{file_name}\""));
    Ok(response)
}

/// An article as a document of a format.
pub(crate) fn document(
    crosswalk: &dyn Crosswalk,
    record: &Record<'_>,
    site: &Site,
    article: &Article,
) -> Result<Response, Fault> {
    let text = crosswalk.write(record).map_err(Fault::internal)?;
    let format = crosswalk.format();
    let text = format.whole(&text);
    let mut headers = HeaderMap::new();
    set(&mut headers, header::CONTENT_TYPE, &format!("{}; charset=utf-8", format.media_type));
    set(&mut headers, header::CACHE_CONTROL, "public, max-age=300");
    set(&mut headers, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(&mut headers, header::LINK, &signposting::of_description(article, &site.settings));
    Ok((headers, text).into_response())
}
