//! What a search is called where it stands alone: in feeds, alerts and mails.

use super::i18n::Locale;
use super::pages::view;
use crate::domain::query::SearchQuery;

/// The words and filters of a search in one line: `« neige » · Français · 2020–2024`.
pub(crate) fn name(query: &SearchQuery, locale: Locale) -> String {
    let words = Some(&query.text).filter(|text| !text.is_empty());
    let words = words.map(|words| locale.text_with("query-words", &[("words", words)]));
    let filters = query.filters.iter().map(|(facet, value)| view::facet_label(*facet, value, locale));
    let parts: Vec<String> = words.into_iter().chain(filters).chain(years(query)).collect();
    if parts.is_empty() { locale.text("search-everything") } else { parts.join(" · ") }
}

/// The span of years that a search asks for.
pub(crate) fn years(query: &SearchQuery) -> Option<String> {
    let year = |year: Option<i16>| year.map_or_else(|| "…".to_owned(), |year| year.to_string());
    let bounded = query.year_from.is_some() || query.year_to.is_some();
    bounded.then(|| format!("{}–{}", year(query.year_from), year(query.year_to)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::query::Facet;

    #[test]
    fn a_search_is_called_by_its_words_and_filters() {
        let query = SearchQuery {
            text: "neige".to_owned(),
            filters: vec![(Facet::Language, "fr".to_owned())],
            year_from: Some(2020),
            ..SearchQuery::default()
        };
        assert_eq!(name(&query, Locale::English), "“neige” · French · 2020–…");
        assert_eq!(name(&query, Locale::French), "«\u{a0}neige\u{a0}» · Français · 2020–…");
        assert_eq!(name(&SearchQuery::default(), Locale::English), "All articles");
    }
}
