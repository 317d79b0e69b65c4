//! Home: what this is, a big search, how much there is, what is new.

use askama::Template;
use axum::extract::State;
use axum::response::{Redirect, Response};

use super::view::Card;
use crate::domain::query::{SearchQuery, Sort};
use crate::service::Counts;
use crate::web::error::Fault;
use crate::web::page::{Cache, Frame};
use crate::web::{Site, address};

/// Articles shown as new.
const LATEST: i64 = 6;

/// The home page.
#[derive(Debug, Template)]
#[template(path = "home.html")]
pub(crate) struct HomePage<'a> {
    frame: &'a Frame,
    words: String,
    hidden: Vec<(String, String)>,
    examples: Vec<(String, String)>,
    figures: Vec<Figure>,
    latest_href: String,
    cards: Vec<Card>,
}

#[derive(Debug)]
struct Figure {
    label: String,
    number: String,
}

impl<'a> HomePage<'a> {
    /// The page for some counts and the latest articles.
    pub(crate) fn new(frame: &'a Frame, counts: &Counts, cards: Vec<Card>) -> Self {
        let locale = frame.locale;
        let figure = |key: &str, count: i64| {
            let count = u64::try_from(count).unwrap_or_default();
            Figure { label: locale.text_count(key, count), number: locale.number(count) }
        };
        let examples = ["home-example-1", "home-example-2", "home-example-3"].map(|key| {
            let words = locale.text(key);
            let href = address::for_words(locale, &words);
            (words, href)
        });
        let newest = SearchQuery { sort: Sort::Newest, limit: address::PAGE_SIZE, ..SearchQuery::default() };
        Self {
            frame,
            words: String::new(),
            hidden: Vec::new(),
            examples: examples.into(),
            figures: vec![
                figure("figure-articles", counts.articles),
                figure("figure-pages", counts.pages),
                figure("figure-french", counts.french),
                figure("figure-open", counts.open),
            ],
            latest_href: address::of(locale, "/recherche", &newest),
            cards,
        }
    }
}

/// `GET /`
pub(crate) async fn show(State(site): State<Site>, frame: Frame) -> Result<Response, Fault> {
    let counts = site.repository.totals().await?;
    let articles = site.repository.latest(LATEST).await?;
    let cards = articles.iter().map(|article| Card::of(article, &frame)).collect();
    frame.send(&HomePage::new(&frame, &counts, cards), Cache::Public(60))
}

/// `GET /en`: the English home stands at `/en/`.
pub(crate) async fn to_english() -> Redirect {
    Redirect::permanent("/en/")
}
