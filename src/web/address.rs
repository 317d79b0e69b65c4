//! The address of a search, both ways: what it asks, and the addresses of the searches beside it.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::extract::Pairs;
use super::form::clean;
use super::i18n::Locale;
use crate::domain::query::{Bridge, Cursor, Facet, SearchQuery, Sort, Spelling};

/// Hits on a page of results.
pub(crate) const PAGE_SIZE: usize = 20;
/// Hits on a page of the API, at most.
const LARGEST_PAGE: usize = 100;
/// The orders, as they are offered.
pub(crate) const SORTS: [Sort; 5] = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Added, Sort::Title];
/// Longest query that is searched for, in characters; more is cut off.
const LONGEST_QUERY: usize = 500;
/// Facet values that one address may choose: robots could otherwise wander through any combination.
const MOST_FILTERS: usize = 12;

/// The pair that asks for the words as they were typed, errors and all.
pub(crate) const AS_TYPED: (&str, &str) = ("exact", "oui");
/// The pair that keeps a search in the language of its words.
pub(crate) const NO_BRIDGE: (&str, &str) = ("pont", "non");

/// Characters that stand as they are in a query string (RFC 3986 §2.3, unreserved).
const QUERY_VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Reads a search; what cannot be understood asks for nothing, nobody is refused for it.
pub(crate) fn read(pairs: &Pairs) -> SearchQuery {
    let year = |name: &str| year_of(pairs.first(name));
    let filters = pairs.0.iter().filter_map(|(key, value)| {
        let facet = Facet::ALL.into_iter().find(|facet| facet.key() == key)?;
        let possible = |value: &str| facet != Facet::Year || year_of(value).is_some();
        Some((facet, clean(value))).filter(|(_, value)| (1..=100).contains(&value.len()) && possible(value))
    });
    SearchQuery {
        text: words(pairs.first("q")),
        filters: in_order(filters.take(MOST_FILTERS).collect()),
        year_from: year("de"),
        year_to: year("a"),
        sort: sort_of(pairs.first("tri")),
        spelling: if pairs.first(AS_TYPED.0) == AS_TYPED.1 { Spelling::AsTyped } else { Spelling::Corrected },
        bridge: if pairs.first(NO_BRIDGE.0) == NO_BRIDGE.1 { Bridge::Closed } else { Bridge::Open },
        added: None,
        after: Cursor::decode(pairs.first("suite")),
        limit: pairs.first("limite").parse().map_or(PAGE_SIZE, |limit: usize| limit.clamp(1, LARGEST_PAGE)),
    }
}

/// Filters in the one order that addresses have them in, each once.
fn in_order(mut filters: Vec<(Facet, String)>) -> Vec<(Facet, String)> {
    let place = |facet: Facet| Facet::ALL.iter().position(|other| *other == facet);
    filters.sort_by(|a, b| place(a.0).cmp(&place(b.0)).then_with(|| a.1.cmp(&b.1)));
    filters.dedup();
    filters
}

/// The one address of what an address asks, where it is not that itself: fields that forms leave empty, values twice or
/// in another order would give a search many addresses. Words that were cut or cleaned stay as they were typed.
pub(crate) fn canonical(locale: Locale, path: &str, given: &Pairs) -> Option<String> {
    let query = read(given);
    let mut wanted = pairs(&query);
    wanted.extend(query.after.map(|cursor| ("suite".to_owned(), cursor.encode())));
    let as_typed = given.first("q") == query.text;
    (as_typed && wanted != given.0).then(|| with_pairs(&locale.address(path), &wanted))
}

/// A year of four digits.
fn year_of(text: &str) -> Option<i16> {
    text.parse().ok().filter(|year| (1000..=9999).contains(year))
}

/// The words that are searched for, on one line and without what nobody sees.
fn words(typed: &str) -> String {
    clean(&typed.replace(['\n', '\r', '\t'], " ")).chars().take(LONGEST_QUERY).collect()
}

/// The pairs of a search's address, without the cursor: what forms repeat as hidden fields.
pub(crate) fn pairs(query: &SearchQuery) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    let mut push = |key: &str, value: String| pairs.push((key.to_owned(), value));
    if !query.text.is_empty() {
        push("q", query.text.clone());
    }
    for (facet, value) in &query.filters {
        push(facet.key(), value.clone());
    }
    for (key, year) in [("de", query.year_from), ("a", query.year_to)] {
        if let Some(year) = year {
            push(key, year.to_string());
        }
    }
    if query.sort != Sort::default() {
        push("tri", sort_key(query.sort).to_owned());
    }
    if query.spelling == Spelling::AsTyped {
        push(AS_TYPED.0, AS_TYPED.1.to_owned());
    }
    if query.bridge == Bridge::Closed {
        push(NO_BRIDGE.0, NO_BRIDGE.1.to_owned());
    }
    if query.limit != PAGE_SIZE {
        push("limite", query.limit.to_string());
    }
    pairs
}

/// The address of a search's first page under a path, such as `/recherche`.
pub(crate) fn of(locale: Locale, path: &str, query: &SearchQuery) -> String {
    with_pairs(&locale.address(path), &pairs(query))
}

/// The address of the page behind a cursor.
pub(crate) fn after(locale: Locale, path: &str, query: &SearchQuery, cursor: Cursor) -> String {
    let mut pairs = pairs(query);
    pairs.push(("suite".to_owned(), cursor.encode()));
    with_pairs(&locale.address(path), &pairs)
}

/// The search with a facet value chosen.
pub(crate) fn with(query: &SearchQuery, facet: Facet, value: &str) -> SearchQuery {
    let mut query = query.clone();
    query.filters.push((facet, value.to_owned()));
    query.filters = in_order(query.filters);
    query
}

/// The search with a facet value no longer chosen.
pub(crate) fn without(query: &SearchQuery, facet: Facet, value: &str) -> SearchQuery {
    let mut query = query.clone();
    query.filters.retain(|(other, chosen)| *other != facet || chosen != value);
    query
}

/// The search with all years.
pub(crate) fn without_years(query: &SearchQuery) -> SearchQuery {
    let mut query = SearchQuery { year_from: None, year_to: None, ..query.clone() };
    query.filters.retain(|(facet, _)| *facet != Facet::Year);
    query
}

/// The search for words alone.
pub(crate) fn words_only(query: &SearchQuery) -> SearchQuery {
    SearchQuery {
        text: query.text.clone(),
        sort: query.sort,
        spelling: query.spelling,
        bridge: query.bridge,
        limit: query.limit,
        ..SearchQuery::default()
    }
}

/// A search for words.
pub(crate) fn for_words(locale: Locale, words: &str) -> String {
    with_pairs(&locale.address("/recherche"), &[("q".to_owned(), words.to_owned())])
}

/// A path with a query string.
pub(crate) fn with_pairs(path: &str, pairs: &[(String, String)]) -> String {
    let encode = |text: &str| utf8_percent_encode(text, QUERY_VALUE).to_string();
    let query: Vec<_> = pairs.iter().map(|(key, value)| format!("{key}={}", encode(value))).collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// The name of an order in addresses.
pub(crate) fn sort_key(sort: Sort) -> &'static str {
    match sort {
        Sort::Relevance => "pertinence",
        Sort::Newest => "recents",
        Sort::Oldest => "anciens",
        Sort::Title => "titre",
        Sort::Added => "ajouts",
    }
}

fn sort_of(key: &str) -> Sort {
    SORTS.into_iter().find(|sort| sort_key(*sort) == key).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_address(address: &str) -> SearchQuery {
        read(&Pairs::of(&address.parse().unwrap()))
    }

    #[test]
    fn an_address_says_what_it_asks_and_comes_back_the_same() {
        let address = "/recherche?q=p%C3%A9lagique%20%26%20c%C3%B4te&secteur=frqnt&langue=fr&de=2019&a=2024&tri=titre&exact=oui&pont=non";
        let query = read_address(address);
        assert_eq!(query.text, "pélagique & côte");
        assert_eq!(query.filters.len(), 2);
        assert_eq!((query.year_from, query.year_to), (Some(2019), Some(2024)));
        assert_eq!(of(Locale::French, "/recherche", &query), address);
    }

    #[test]
    fn a_search_has_one_address() {
        let of = |address: &str| {
            let canonical = canonical(Locale::French, "/recherche", &Pairs::of(&address.parse().unwrap()));
            // Whatever it leads to is an address that leads nowhere else.
            if let Some(there) = &canonical {
                assert_eq!(super::canonical(Locale::French, "/recherche", &Pairs::of(&there.parse().unwrap())), None);
            }
            canonical
        };
        assert_eq!(of("/recherche?q=a&langue=fr"), None);
        assert_eq!(of("/recherche?q=a%20b"), of("/recherche?q=a+b"));
        assert_eq!(of("/recherche?langue=fr&q=a").as_deref(), Some("/recherche?q=a&langue=fr"));
        assert_eq!(of("/recherche?q=a&langue=fr&langue=en").as_deref(), Some("/recherche?q=a&langue=en&langue=fr"));
        assert_eq!(of("/recherche?q=a&de=&a=2020").as_deref(), Some("/recherche?q=a&a=2020"));
        assert_eq!(of("/recherche?q=&utm_source=x").as_deref(), Some("/recherche"));
        assert_eq!(of("/recherche?q=a&suite=00ff-1&x").as_deref(), Some("/recherche?q=a&suite=ff-1"));
        assert_eq!(of("/recherche?q=%00a"), None, "what was typed stays");
    }

    #[test]
    fn nonsense_in_an_address_asks_for_nothing() {
        let query = read_address("/recherche?de=abc&a=99999&tri=x&suite=zz&limite=-1&secteur=&nothing=1&q=%FF%zz");
        assert!(query.filters.is_empty());
        assert_eq!((query.year_from, query.year_to, query.after), (None, None, None));
        assert_eq!((query.sort, query.limit), (Sort::Relevance, PAGE_SIZE));
    }

    #[test]
    fn a_year_that_is_none_chooses_nothing() {
        let query = read_address("/recherche?annee=abc&annee=99999&annee=-2020&annee=2024");
        assert_eq!(query.filters, [(Facet::Year, "2024".to_owned())]);
    }

    #[test]
    fn characters_that_nobody_sees_are_no_part_of_a_question() {
        assert_eq!(read_address("/recherche?q=%00pel%07agique%0A%E2%80%8Bbleu%00").text, "pelagique bleu");
        assert_eq!(read_address("/recherche?q=%00%0A").text, "");
    }

    #[test]
    fn pages_are_bounded() {
        assert_eq!(read_address("/x?limite=100000").limit, LARGEST_PAGE);
        assert_eq!(read_address("/x?limite=0").limit, 1);
    }

    #[test]
    fn a_chip_removes_its_own_value_only() {
        let query = read_address("/recherche?langue=fr&langue=en&q=a");
        let rest = without(&query, Facet::Language, "fr");
        assert_eq!(of(Locale::English, "/recherche", &rest), "/en/recherche?q=a&langue=en");
    }

    #[test]
    fn the_next_page_keeps_the_question() {
        let cursor = Cursor { key: 255, article: 16 };
        let address = after(Locale::French, "/recherche", &read_address("/x?q=a&suite=1-1"), cursor);
        assert_eq!(address, "/recherche?q=a&suite=ff-10");
    }
}
