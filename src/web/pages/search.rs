//! Results of a search: hits with their passages, facets, chips, orders, paging.

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};

use super::alerts;
use super::charts::{Bar, Histogram};
use super::search_notices::Notices;
use super::view::{self, Badge, Card, LangAttribute, Marked, PassageView};
use crate::domain::Article;
use crate::domain::query::{Facet, FacetCount, Hit, SearchQuery, Sort};
use crate::service::Found;
use crate::web::Site;
use crate::web::address;
use crate::web::api::list::OFFERED;
use crate::web::error::Fault;
use crate::web::extract::Pairs;
use crate::web::i18n::Locale;
use crate::web::page::{Cache, Frame};
use crate::web::{search_feeds, search_name};

/// Where searches live.
const PATH: &str = "/recherche";
/// Facet values shown before the rest is folded away.
const VALUES_SHOWN: usize = 6;

/// The page of results.
#[derive(Debug, Template)]
#[template(path = "search.html")]
pub(crate) struct SearchPage<'a> {
    frame: &'a Frame,
    title: String,
    /// Absolute address of this state of the search.
    canonical: String,
    /// Whether the page lists everything: the one state that search engines may keep.
    is_whole: bool,
    words: String,
    hidden: Vec<(String, String)>,
    total: String,
    notices: Notices,
    chips: Vec<Link>,
    clear_href: String,
    orders: Vec<Link>,
    /// The list in other formats.
    exports: Vec<Link>,
    atom_href: String,
    rss_href: String,
    feed_title: String,
    /// Where the search is followed by mail, when the site sends any.
    alert_href: Option<String>,
    cards: Vec<Card>,
    first_href: Option<String>,
    next_href: Option<String>,
    years: Option<Years>,
    facets: Vec<FacetView>,
}

#[derive(Debug)]
struct Link {
    label: String,
    href: String,
    current: bool,
}

#[derive(Debug)]
struct FacetView {
    key: &'static str,
    label: String,
    values: Vec<ValueView>,
    more: Vec<ValueView>,
}

#[derive(Debug)]
struct ValueView {
    label: String,
    count: String,
    href: String,
    chosen: bool,
}

/// The years of the hits as a histogram, with the form that narrows them.
#[derive(Debug)]
struct Years {
    chart: Histogram,
    columns: Vec<YearColumn>,
    values: Vec<ValueView>,
    hidden: Vec<(String, String)>,
    from: String,
    to: String,
}

/// A bar of the histogram, which leads to its year.
#[derive(Debug)]
struct YearColumn {
    bar: Bar,
    href: String,
    /// Whether the year is within those chosen.
    within: bool,
}

impl<'a> SearchPage<'a> {
    /// The page of what was found; `mark` marks the words of the query in a title.
    pub(crate) fn new(frame: &'a Frame, query: &SearchQuery, found: &Found, mark: impl Fn(&str) -> Marked) -> Self {
        let locale = frame.locale;
        let here = |query: &SearchQuery| address::of(locale, PATH, query);
        let hits = found.articles.iter().map(|article| {
            let hit = found.result.hits.iter().find(|hit| hit.article == article.id);
            hit_card(article, hit, (query, found), frame, &mark)
        });
        Self {
            title: title(query, locale),
            canonical: frame.site.absolute(&here(query)),
            is_whole: address::pairs(query).is_empty() && query.after.is_none(),
            words: query.text.clone(),
            hidden: address::pairs(query)
                .into_iter()
                .filter(|(key, _)| key != "q" && key != address::AS_TYPED.0)
                .collect(),
            total: locale.text_count("search-total", found.result.total),
            notices: Notices::of(query, &found.result, &found.understood, locale),
            chips: chips(query, locale),
            clear_href: here(&address::words_only(query)),
            orders: orders(query, locale),
            exports: exports(query, locale),
            atom_href: address::of(locale, search_feeds::ATOM, &as_feed(query)),
            rss_href: address::of(locale, search_feeds::RSS, &as_feed(query)),
            feed_title: search_name::name(query, locale),
            alert_href: None,
            cards: hits.collect(),
            first_href: query.after.map(|_| here(query)),
            next_href: found.result.next.map(|cursor| address::after(locale, PATH, query, cursor)),
            years: years(query, found, locale),
            facets: facets(query, found, locale),
            frame,
        }
    }

    /// The page with the way to follow its search by mail.
    pub(crate) fn with_alert(self, query: &SearchQuery) -> Self {
        Self { alert_href: Some(alerts::new::href(self.frame, query)), ..self }
    }
}

fn title(query: &SearchQuery, locale: Locale) -> String {
    if query.text.is_empty() {
        return locale.text("search-title");
    }
    locale.text_with("search-title-words", &[("words", &query.text)])
}

/// A card with the words marked, whose passage leads to its page in the reader.
fn hit_card(
    article: &Article,
    hit: Option<&Hit>,
    (query, found): (&SearchQuery, &Found),
    frame: &Frame,
    mark: impl Fn(&str) -> Marked,
) -> Card {
    let mut card = Card::of(article, frame);
    if query.text.is_empty() {
        return card;
    }
    card.title = mark(&view::title(&article.version.metadata, frame.locale).text);
    if hit.is_some_and(|hit| hit.bridged) {
        let label = frame.ta("search-by-bridge", "words", &found.result.also.join(", "));
        card.badges.push(Badge { label, class: "" });
    }
    card.passage = hit.and_then(|hit| Some((hit, hit.passage.as_ref()?))).map(|(hit, passage)| {
        let reader = frame.href(&format!("/articles/{}/lire", article.id));
        let words = address::with_pairs(&reader, &[("q".to_owned(), found.result.words_for(hit, &query.text))]);
        PassageView {
            page: frame.ta("page-short", "number", &passage.page.to_string()),
            href: format!("{words}#p{}", passage.page),
            lang: LangAttribute::of(passage.lang),
            text: Marked(passage.pieces.clone()),
        }
    });
    card
}

/// One chip a chosen value, and one for the span of years; each leads to the search without it.
fn chips(query: &SearchQuery, locale: Locale) -> Vec<Link> {
    let mut chips: Vec<_> = query
        .filters
        .iter()
        .map(|(facet, value)| Link {
            label: view::facet_label(*facet, value, locale),
            href: address::of(locale, PATH, &address::without(query, *facet, value)),
            current: false,
        })
        .collect();
    if let Some(label) = search_name::years(query) {
        let all_years = SearchQuery { year_from: None, year_to: None, ..query.clone() };
        chips.push(Link { label, href: address::of(locale, PATH, &all_years), current: false });
    }
    chips
}

fn orders(query: &SearchQuery, locale: Locale) -> Vec<Link> {
    address::SORTS
        .into_iter()
        .map(|sort| Link {
            label: locale.text(sort_name(sort)),
            href: address::of(locale, PATH, &SearchQuery { sort, ..query.clone() }),
            current: sort == query.sort,
        })
        .collect()
}

/// A search as its feed asks: feeds have an order of their own.
fn as_feed(query: &SearchQuery) -> SearchQuery {
    SearchQuery { sort: Sort::default(), limit: address::PAGE_SIZE, ..query.clone() }
}

/// The whole list in the formats for spreadsheets and reference managers.
fn exports(query: &SearchQuery, locale: Locale) -> Vec<Link> {
    let whole = SearchQuery { limit: address::PAGE_SIZE, ..query.clone() };
    let link = |(format, label): (&str, &str)| Link {
        label: label.to_owned(),
        href: address::of(locale, &format!("{PATH}/export/{format}"), &whole),
        current: false,
    };
    OFFERED.into_iter().map(link).collect()
}

fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "sort-relevance",
        Sort::Newest => "sort-newest",
        Sort::Oldest => "sort-oldest",
        Sort::Title => "sort-title",
        Sort::Added => "sort-added",
    }
}

fn years(query: &SearchQuery, found: &Found, locale: Locale) -> Option<Years> {
    let (_, counts) = found.result.facets.iter().find(|(facet, _)| *facet == Facet::Year)?;
    let all_years = address::without_years(query);
    let written = |year: Option<i16>| year.map(|year| year.to_string()).unwrap_or_default();
    let mut chart = Histogram::of(counts, locale)?;
    let column = |bar: Bar| {
        let alone = address::with(&all_years, Facet::Year, &bar.year.to_string());
        YearColumn { href: address::of(locale, PATH, &alone), within: is_within(query, bar.year), bar }
    };
    Some(Years {
        columns: std::mem::take(&mut chart.bars).into_iter().map(column).collect(),
        chart,
        values: counts.iter().map(|count| value(query, Facet::Year, count, locale)).collect(),
        hidden: address::pairs(&all_years),
        from: written(query.year_from),
        to: written(query.year_to),
    })
}

/// Whether a search asks for a year, or for none in particular.
fn is_within(query: &SearchQuery, year: i64) -> bool {
    let chosen: Vec<_> = query.filters.iter().filter(|(facet, _)| *facet == Facet::Year).collect();
    let from = query.year_from.is_none_or(|from| i64::from(from) <= year);
    let to = query.year_to.is_none_or(|to| year <= i64::from(to));
    from && to && (chosen.is_empty() || chosen.iter().any(|(_, value)| value.parse() == Ok(year)))
}

fn facets(query: &SearchQuery, found: &Found, locale: Locale) -> Vec<FacetView> {
    let shown = found.result.facets.iter().filter(|(facet, counts)| *facet != Facet::Year && !counts.is_empty());
    shown
        .map(|(facet, counts)| {
            let mut values: Vec<_> = counts.iter().map(|count| value(query, *facet, count, locale)).collect();
            let more = values.split_off(values.len().min(VALUES_SHOWN));
            FacetView { key: facet.key(), label: view::facet_name(*facet, locale), values, more }
        })
        .collect()
}

fn value(query: &SearchQuery, facet: Facet, count: &FacetCount, locale: Locale) -> ValueView {
    let chosen = query.filters.iter().any(|(other, value)| *other == facet && *value == count.value);
    let next =
        if chosen { address::without(query, facet, &count.value) } else { address::with(query, facet, &count.value) };
    ValueView {
        label: view::facet_label(facet, &count.value, locale),
        count: locale.number(count.count),
        href: address::of(locale, PATH, &next),
        chosen,
    }
}

/// `GET /recherche`
pub(crate) async fn show(State(site): State<Site>, frame: Frame, pairs: Pairs) -> Result<Response, Fault> {
    if let Some(address) = address::canonical(frame.locale, PATH, &pairs) {
        return Ok(Redirect::permanent(&address).into_response());
    }
    let query = address::read(&pairs);
    let found = site.repository.search(query.clone()).await?;
    let words = format!("{} {}", found.result.words(&query.text), found.result.also.join(" "));
    let marker = site.repository.marker(&words);
    let mark = |text: &str| Marked(marker.mark(text));
    let page = SearchPage::new(&frame, &query, &found, mark);
    let page = if site.repository.sends_mail() { page.with_alert(&query) } else { page };
    frame.send(&page, Cache::Public(60))
}
