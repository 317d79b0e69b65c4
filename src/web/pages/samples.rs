//! An article with everything, for the tests of the pages.

use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::article::{ArticleState, File, MediaType, Version};
use crate::domain::extraction::{Block, BlockKind, Candidates, Extraction, Page, Warning, WarningKind};
use crate::domain::ids::VersionId;
use crate::domain::query::{Correction, Cursor, Facet, FacetCount, Hit, Passage, Piece, SearchResult};
use crate::domain::understood::{Clause, Note, Part, Understood};
use crate::domain::{Article, ArticleId, Lang, Metadata, Sha256};
use crate::service::Found;
use crate::web::SiteSettings;
use crate::web::i18n::Locale;
use crate::web::page::Frame;

/// What every text holds, so that a missing escape shows.
pub(super) const HOSTILE: &str = "<script>alert(1)</script> & \"x\"";

/// A page's frame; the query must come through the language link unharmed.
pub(super) fn frame(locale: Locale, path: &str) -> Frame {
    Frame {
        locale,
        site: Arc::new(SiteSettings::new("https://parvis.example", "Parvis")),
        path: path.to_owned(),
        query: Some("q=a%20b".to_owned()),
        user: None,
        form_token: String::new(),
        today: jiff::civil::date(2026, 11, 21),
        known_tag: None,
    }
}

/// An article in two languages with authors, awards and a copy elsewhere.
pub(super) fn article() -> Article {
    let metadata: Metadata = serde_json::from_value(serde_json::json!({
        "title": {"fr": format!("Titre {HOSTILE}"), "en": "Title"},
        "authors": [
            {"given": "Ève", "family": "Roy", "orcid": "0000-0002-1825-0097", "email": "secret@example.org",
             "affiliations": [{"name": "Université Laval", "ror": "04sjchr03"}, {"name": HOSTILE}]},
            {"given": "Jean", "family": "Côté", "affiliations": [{"name": "Université Laval", "ror": "04sjchr03"}]}
        ],
        "abstract": {"fr": HOSTILE, "en": "An abstract."},
        "keywords": {"fr": ["neige", HOSTILE], "en": ["snow"]},
        "language": "fr", "type": "journal_article", "version": "VoR", "licence": "cc-by-4.0", "access": "open",
        "doi": "10.5555/x", "journal": {"title": "Revue", "volume": "1", "pages": "1-2"},
        "dates": {"online": "2024-05-14"}, "field": "RDF105",
        "awards": [{"funder": "frqnt", "number": "900101"}],
        "copies": [{"host": "publisher", "url": "https://revue.example/1"}, {"host": "publisher", "url": "javascript:x"}]
    }))
    .unwrap();
    let at = Timestamp::UNIX_EPOCH;
    Article {
        id: ArticleId(7),
        own_doi: None,
        state: ArticleState::Published,
        published_at: Some(at),
        datestamp: Some(at),
        withdrawal_reason: Some(HOSTILE.to_owned()),
        version: Version {
            id: VersionId(1),
            number: 1,
            metadata,
            created_at: at,
            file: File {
                sha256: Sha256::of(b"x"),
                name: "a.pdf".to_owned(),
                media_type: MediaType::Pdf,
                size_bytes: 123_456,
                pages: Some(2),
            },
        },
    }
}

/// A text with every kind of block on two pages.
pub(super) fn extraction() -> Extraction {
    let kinds = [
        BlockKind::Title,
        BlockKind::FrontMatter,
        BlockKind::Heading(1),
        BlockKind::Abstract,
        BlockKind::Paragraph,
        BlockKind::ListItem,
        BlockKind::Caption,
        BlockKind::Footnote,
        BlockKind::Reference,
        BlockKind::Formula,
        BlockKind::Code,
        BlockKind::RunningHead,
    ];
    let block = |kind, text: &str| Block { lang: Some(Lang::EN), ..Block::new(kind, text) };
    let mut blocks: Vec<_> = kinds.into_iter().map(|kind| block(kind, HOSTILE)).collect();
    blocks.push(block(BlockKind::Table, &format!("a\tb\n{HOSTILE}\t2")));
    let page = |number, blocks| Page { number, label: Some("iv".to_owned()), width: 1.0, height: 1.0, blocks };
    Extraction {
        extractor: "test".to_owned(),
        pages: vec![page(1, blocks), page(2, Vec::new())],
        candidates: Candidates::default(),
        warnings: vec![Warning { page: Some(2), kind: WarningKind::NoText }],
    }
}

/// A page of one hit with a passage, facets and a way on.
/// Every kind of clause and note.
fn understood() -> Understood {
    let text = || HOSTILE.to_owned();
    let clauses = vec![
        Clause::Any(vec![Clause::Words(Part::Anywhere, text()), Clause::Doi(text())]),
        Clause::Words(Part::Title, text()),
        Clause::Phrase(Part::Author, text()),
        Clause::Award(text()),
        Clause::Orcid(text()),
        Clause::Years(Some(2020), None),
        Clause::Years(None, Some(2020)),
        Clause::Years(Some(2020), Some(2021)),
        Clause::Not(Box::new(Clause::Phrase(Part::Anywhere, text()))),
    ];
    let notes = vec![
        Note::OpenQuote,
        Note::OpenParenthesis,
        Note::StrayParenthesis,
        Note::EmptyField(text()),
        Note::UnknownField(text()),
        Note::LoneOr,
        Note::Wildcard,
        Note::Year(text()),
        Note::Identifier(text()),
        Note::Cut,
        Note::NoWords,
    ];
    Understood { clause: Some(Clause::All(clauses)), notes }
}

pub(super) fn found() -> Found {
    let piece = |text: &str, marked| Piece { text: text.to_owned(), marked };
    let passage = Passage { page: 3, lang: Lang::FR, pieces: vec![piece("la ", false), piece(HOSTILE, true)] };
    let count = |value: &str, count| FacetCount { value: value.to_owned(), count };
    let languages = ["fr", "en", "es", "pt", "de", "it", "zh"].map(|code| count(code, 2)).to_vec();
    Found {
        result: SearchResult {
            total: 41,
            hits: vec![Hit { article: ArticleId(7), score: 1.0, passage: Some(passage), bridged: false }],
            facets: vec![
                (Facet::Year, vec![count("2024", 3), count("2021", 1)]),
                (Facet::Language, languages),
                (Facet::Sector, vec![count(HOSTILE, 1)]),
            ],
            next: Some(Cursor { key: 1, article: 7 }),
            correction: Some(Correction { text: HOSTILE.to_owned(), applied: false }),
            also: vec![HOSTILE.to_owned()],
        },
        articles: vec![article()],
        understood: understood(),
    }
}
