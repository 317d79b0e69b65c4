//! One pass over the matching articles: the page of hits after the cursor, the total and all facet counts.
//!
//! Only the hits of one page are kept at a time, so page 1,000 costs what page 1 costs. Filters are not part of the
//! engine's query: an article that fails the filters of one facet alone still counts in that facet, so that people
//! see what choosing another value would give.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::index::SegmentReader;
use tantivy::{DocAddress, DocId, Score, SegmentOrdinal};

use super::columns::{Block, FacetColumn};
use super::lifted::Floor;
use super::schema::{ADDED, TITLE_KEY, column};
use crate::domain::query::{Added, Cursor, Facet, SearchQuery, Sort};
use crate::search::counts::{wanted, years};
use crate::search::ranking::{DATE_ORIGIN, WITHOUT_TITLE, YEAR_SCORE, is_sound, recent_years};

/// Articles that pass all filters and are counted in one go: a column gives many values for the price of some.
const COUNTED_AT_ONCE: usize = 512;
/// A light tie-break: of articles that match as well, the later one comes first.
fn recency(days: Option<i64>) -> f32 {
    f32::from(recent_years(days)) * YEAR_SCORE
}

/// Place of an article in the order: greater is earlier.
type Rank = (u64, Reverse<i64>);

/// What a page of results is collected by.
#[derive(Debug, Clone)]
pub(super) struct Page {
    sort: Sort,
    after: Option<Rank>,
    /// Title key of the article behind the cursor, when titles are the order.
    after_title: Option<String>,
    limit: usize,
    /// Wanted values by facet.
    wanted: Vec<(Facet, Vec<String>)>,
    years: Option<Vec<std::ops::RangeInclusive<i64>>>,
    added: Option<Added>,
    /// The score that a hit must reach to be on the page.
    floor: Floor,
}

/// An article on the page.
#[derive(Debug, Clone)]
pub(super) struct Found {
    /// Its place in the order.
    rank: Rank,
    /// Its title key, when titles are the order; within one segment the rank holds its number instead.
    title: Option<String>,
    /// Its score.
    pub(super) score: Score,
    /// Where it stands in the index.
    pub(super) address: DocAddress,
}

impl Found {
    /// The number of the article.
    pub(super) fn article(&self) -> i64 {
        self.rank.1.0
    }

    /// The cursor behind it.
    pub(super) fn cursor(&self) -> Cursor {
        Cursor { key: self.rank.0, article: self.article() }
    }
}

impl PartialEq for Found {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == std::cmp::Ordering::Equal
    }
}

impl Eq for Found {}

impl PartialOrd for Found {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Found {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        other.title.cmp(&self.title).then_with(|| self.rank.cmp(&other.rank))
    }
}

/// Everything collected.
#[derive(Debug, Default)]
pub(super) struct Collected {
    /// Articles that match with all filters.
    pub(super) total: u64,
    /// At most one hit more than the limit, best first.
    pub(super) found: Vec<Found>,
    /// Counts by facet and value.
    pub(super) counts: HashMap<Facet, HashMap<String, u64>>,
}

impl Page {
    /// A page of a query in a given order.
    pub(super) fn new(query: &SearchQuery, sort: Sort, limit: usize, after_title: Option<String>) -> Self {
        let wanted = wanted(query);
        let after = query.after.filter(|cursor| is_sound(sort, cursor.key));
        Self {
            sort,
            after: after.map(|cursor| (cursor.key, Reverse(cursor.article))),
            after_title,
            limit,
            years: years(query, &wanted),
            added: query.added,
            wanted,
            floor: Floor::default(),
        }
    }

    /// What queries may know of the score that a hit must reach.
    pub(super) fn floor(&self) -> &Floor {
        &self.floor
    }

    /// The same from the first hit on.
    pub(super) fn first(mut self) -> Self {
        self.after = None;
        self
    }

    /// Whether it starts behind a cursor.
    pub(super) fn is_later(&self) -> bool {
        self.after.is_some()
    }
}

impl Collector for Page {
    type Fruit = Collected;
    type Child = SegmentPage;

    fn for_segment(&self, segment: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentPage> {
        let fast = reader.fast_fields();
        let mut facets = Vec::new();
        for facet in Facet::ALL.into_iter().filter(|facet| *facet != Facet::Year) {
            let wanted = self.wanted.iter().find(|(known, _)| *known == facet).map(|(_, values)| values.as_slice());
            facets.push(FacetColumn::open(facet, fast.str(column(facet))?, wanted)?);
        }
        let titles = if self.sort == Sort::Title { fast.str(TITLE_KEY)? } else { None };
        let mut page = self.clone();
        if let (Some(column), Some(after), Some(title)) = (&titles, &mut page.after, &self.after_title) {
            *after = title_bound(column, title, after.1)?;
        }
        Ok(SegmentPage {
            page,
            titles,
            segment,
            article: fast.i64("article")?,
            published: fast.column_opt("published")?,
            added: fast.column_opt(ADDED)?,
            year: fast.column_opt(column(Facet::Year))?,
            year_counts: HashMap::new(),
            facets,
            waiting: Vec::with_capacity(COUNTED_AT_ONCE),
            total: 0,
            heap: BinaryHeap::new(),
        })
    }

    fn requires_scoring(&self) -> bool {
        self.sort == Sort::Relevance
    }

    fn merge_fruits(&self, fruits: Vec<tantivy::Result<Collected>>) -> tantivy::Result<Collected> {
        let mut all = Collected::default();
        for fruit in fruits {
            let fruit = fruit?;
            all.total += fruit.total;
            all.found.extend(fruit.found);
            for (facet, counts) in fruit.counts {
                let sums = all.counts.entry(facet).or_default();
                for (value, count) in counts {
                    *sums.entry(value).or_default() += count;
                }
            }
        }
        all.found.sort_unstable_by(|a, b| b.cmp(a));
        all.found.truncate(self.limit + 1);
        Ok(all)
    }
}

/// The rank in one segment behind which the titles after a given one stand.
fn title_bound(column: &StrColumn, title: &str, article: Reverse<i64>) -> tantivy::Result<Rank> {
    if let Some(number) = column.dictionary().term_ord(title)? {
        return Ok((title_rank(number), article));
    }
    let from = std::ops::Bound::Included(title);
    let (next, _) = column.dictionary().term_bounds_to_ord(from, std::ops::Bound::Unbounded)?;
    let next = match next {
        std::ops::Bound::Included(number) | std::ops::Bound::Excluded(number) => title_rank(number),
        std::ops::Bound::Unbounded => u64::MAX,
    };
    Ok((next, Reverse(i64::MIN)))
}

/// The place of a title by its number among the titles of a segment, above that of articles without one.
fn title_rank(number: u64) -> u64 {
    (u64::MAX - 1).saturating_sub(number)
}

/// Collects one segment.
pub(super) struct SegmentPage {
    page: Page,
    segment: SegmentOrdinal,
    article: Column<i64>,
    published: Option<Column<i64>>,
    added: Option<Column<i64>>,
    titles: Option<StrColumn>,
    year: Option<Column<i64>>,
    year_counts: HashMap<i64, u64>,
    facets: Vec<FacetColumn>,
    /// Articles that pass all filters and are not counted yet.
    waiting: Vec<DocId>,
    total: u64,
    heap: BinaryHeap<Reverse<Found>>,
}

impl SegmentPage {
    fn rank(&self, doc: DocId, score: Score) -> Rank {
        let days = || self.published.as_ref().and_then(|column| column.first(doc));
        let key = match self.page.sort {
            Sort::Relevance => u64::from((score.max(0.0) + recency(days())).to_bits()),
            Sort::Newest => days().map_or(0, |days| (DATE_ORIGIN + days).unsigned_abs()),
            Sort::Oldest => days().map_or(0, |days| (DATE_ORIGIN - days).unsigned_abs()),
            Sort::Added => self.added_at(doc).map_or(0, |at| at.max(0).unsigned_abs()),
            Sort::Title => self.titles.as_ref().and_then(|column| column.term_ords(doc).next()).map_or(0, title_rank),
        };
        (key, Reverse(self.article.first(doc).unwrap_or_default()))
    }

    fn added_at(&self, doc: DocId) -> Option<i64> {
        self.added.as_ref().and_then(|column| column.first(doc))
    }

    /// Whether an article went public here in the span that is asked for.
    fn is_in_span(&self, doc: DocId) -> bool {
        self.page
            .added
            .is_none_or(|span| self.added_at(doc).is_some_and(|at| at > span.after_us && at <= span.until_us))
    }

    /// Puts the title itself in the place of its number, which other segments do not know.
    fn with_title(&self, mut found: Found) -> tantivy::Result<Found> {
        if self.page.sort == Sort::Title {
            let mut title = String::new();
            let known = match (&self.titles, found.rank.0) {
                (Some(column), rank) if rank > 0 => {
                    column.ord_to_str((u64::MAX - 1).saturating_sub(rank), &mut title)?
                }
                _ => false,
            };
            found.title = Some(if known { title } else { WITHOUT_TITLE.to_owned() });
            found.rank.0 = 0;
        }
        Ok(found)
    }

    /// Counts the articles that wait in all facets.
    fn count_waiting(&mut self) {
        let mut block = Block::default();
        for facet in &mut self.facets {
            facet.count_all(&self.waiting, &mut block);
        }
        if let Some(years) = &self.year {
            for year in Block::default().read(years, &self.waiting) {
                *self.year_counts.entry(*year).or_default() += 1;
            }
        }
        self.waiting.clear();
    }

    fn keep(&mut self, found: Found) {
        if self.page.after.is_some_and(|after| found.rank >= after) {
            return;
        }
        if self.heap.len() <= self.page.limit {
            self.heap.push(Reverse(found));
        } else if let Some(mut worst) = self.heap.peek_mut().filter(|worst| worst.0 < found) {
            *worst = Reverse(found);
        }
        if self.page.sort == Sort::Relevance && self.heap.len() > self.page.limit {
            let lowest = self.heap.peek().and_then(|worst| u32::try_from(worst.0.rank.0).ok());
            self.page.floor.raise(lowest.map_or(0.0, f32::from_bits));
        }
    }
}

impl SegmentCollector for SegmentPage {
    type Fruit = tantivy::Result<Collected>;

    fn collect(&mut self, doc: DocId, score: Score) {
        if !self.is_in_span(doc) {
            return;
        }
        let year = || self.year.as_ref().and_then(|column| column.first(doc));
        let years = self.page.years.as_ref();
        let year_passes =
            years.is_none_or(|years| year().is_some_and(|year| years.iter().any(|range| range.contains(&year))));
        let mut failed = self.facets.iter().filter(|facet| !facet.passes(doc)).map(|facet| facet.facet);
        let (first, second) = (failed.next(), failed.next());
        let misses = usize::from(!year_passes) + usize::from(first.is_some()) + usize::from(second.is_some());
        if misses > 1 {
            return;
        }
        if misses == 0 {
            self.waiting.push(doc);
            if self.waiting.len() == COUNTED_AT_ONCE {
                self.count_waiting();
            }
        } else if let Some(year) = year().filter(|_| first.is_none()) {
            *self.year_counts.entry(year).or_default() += 1;
        } else if let Some(facet) = self.facets.iter_mut().find(|facet| first == Some(facet.facet)) {
            facet.count(doc);
        }
        if misses == 0 {
            self.total += 1;
            let rank = self.rank(doc, score);
            self.keep(Found { rank, title: None, score, address: DocAddress::new(self.segment, doc) });
        }
    }

    fn harvest(mut self) -> Self::Fruit {
        self.count_waiting();
        let mut counts = HashMap::new();
        for facet in &self.facets {
            counts.insert(facet.facet, facet.named()?);
        }
        let years = self.year_counts.iter().map(|(year, count)| (year.to_string(), *count)).collect();
        counts.insert(Facet::Year, years);
        let found =
            self.heap.iter().map(|Reverse(found)| self.with_title(found.clone())).collect::<tantivy::Result<_>>()?;
        Ok(Collected { total: self.total, found, counts })
    }
}
