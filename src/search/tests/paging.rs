//! Pages one after the other.

use std::collections::HashSet;

use super::*;
use crate::domain::query::{Added, Cursor, Sort};

fn snow(articles: i64) -> Index {
    let entries: Vec<Entry> = (1..=articles)
        .map(|id| {
            let repeat = usize::try_from(id % 7).unwrap() + 1;
            let mut entry = article(id, "Neige", &[&"neige et pluie ".repeat(repeat)]);
            entry.published_days = (id % 5 != 0).then_some(i32::try_from(id % 11).unwrap());
            entry
        })
        .collect();
    let index = empty();
    for part in entries.chunks(40) {
        index.upsert(part).unwrap();
        index.commit().unwrap();
    }
    index
}

/// All articles, page after page.
fn walk(index: &Index, query: &SearchQuery) -> Vec<i64> {
    let mut query = query.clone();
    let mut all = Vec::new();
    loop {
        let page = index.search(&query).unwrap();
        all.extend(page.hits.iter().map(|hit| hit.article.0));
        match page.next {
            Some(next) => query.after = Cursor::decode(&next.encode()),
            None => return all,
        }
    }
}

#[test]
fn walking_all_pages_gives_each_article_once_in_every_order() {
    let index = snow(130);
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        for (text, limit) in [("neige", 7), ("", 10), ("neige pluie", 1)] {
            let all = walk(&index, &SearchQuery { sort, limit, ..asked(text) });
            assert_eq!(all.len(), 130, "{sort:?} {text}");
            assert_eq!(all.iter().collect::<HashSet<_>>().len(), 130, "{sort:?} {text}");
            let whole = found_by(&index, &SearchQuery { sort, limit: 100, ..asked(text) });
            assert_eq!(all[..100], whole, "{sort:?} {text}");
        }
    }
}

#[test]
fn dates_order_the_pages_and_articles_without_date_come_last() {
    let index = snow(130);
    let newest = walk(&index, &SearchQuery { sort: Sort::Newest, limit: 9, ..asked("neige") });
    assert!(newest[..104].iter().all(|id| id % 5 != 0) && newest[104..].iter().all(|id| id % 5 == 0));
    assert!(newest[..104].windows(2).all(|pair| (pair[1] % 11, pair[0]) <= (pair[0] % 11, pair[1])));
}

#[test]
fn articles_come_in_the_order_they_went_public_and_within_a_span_of_it() {
    let entries: Vec<Entry> = (1..=40)
        .map(|id| Entry {
            added_us: (id % 4 != 0).then_some(1_000 * ((id * 7) % 41)),
            ..article(id, "Neige", &["neige"])
        })
        .collect();
    let index = index_of(&entries);
    let latest = walk(&index, &SearchQuery { sort: Sort::Added, limit: 6, ..asked("neige") });
    let moments: Vec<Option<i64>> =
        latest.iter().map(|id| entries[usize::try_from(*id).unwrap() - 1].added_us).collect();
    assert!(moments.is_sorted_by(|a, b| a >= b), "{moments:?}");
    assert_eq!(latest.len(), 40);
    let added = Some(Added { after_us: 5_000, until_us: 9_000 });
    let span = index.search(&SearchQuery { added, sort: Sort::Added, ..asked("neige") }).unwrap();
    let wanted = moments.iter().flatten().filter(|at| (5_001..=9_000).contains(*at)).count();
    assert_eq!((span.hits.len(), span.total), (wanted, u64::try_from(wanted).unwrap()));
}

#[test]
fn a_page_tells_the_total_of_all_pages() {
    let index = snow(50);
    let first = index.search(&SearchQuery { limit: 8, ..asked("neige") }).unwrap();
    let second = index.search(&SearchQuery { limit: 8, after: first.next, ..asked("neige") }).unwrap();
    assert_eq!((first.total, second.total, first.facets), (50, 50, second.facets));
    assert_eq!(index.search(&SearchQuery { limit: 0, ..asked("neige") }).unwrap().hits.len(), 0);
    assert_eq!(index.search(&SearchQuery { limit: 5000, ..asked("neige") }).unwrap().hits.len(), 50);
}

#[test]
fn a_cursor_from_elsewhere_gives_the_first_page() {
    let index = snow(30);
    for sort in [Sort::Relevance, Sort::Newest] {
        let first = found_by(&index, &SearchQuery { sort, limit: 5, ..asked("neige") });
        for key in [u64::MAX, u64::from(f32::NAN.to_bits()), 12, 1 << 50, 0] {
            let after = Some(Cursor { key, article: i64::MAX });
            assert_eq!(found_by(&index, &SearchQuery { sort, limit: 5, after, ..asked("neige") }), first, "{key}");
        }
    }
}
