//! What strangers hand in, each as a function of bytes that must end without a panic, whatever the bytes are.
//!
//! libFuzzer runs them (`fuzz/README.md`); `tests/it/fuzzing.rs` runs the same ones over the seeds and inputs made of them.

use std::convert::Infallible;
use std::io::{Cursor, Read};
use std::sync::LazyLock;

use harvest::{
    AdminEmail, Config, Datestamp, Format, Fragment, Header, Identity, Keyed, Lookup, Position, Provider, Record,
    Selection, Set, SetSpec, TokenKey, parse_arguments, respond,
};
use parvis::domain::query::SearchQuery;
use parvis::domain::{ArticleId, Lang, Localised};
use parvis::extract::Limits;
use parvis::search::{Entry, Index};

/// A target, and the folder of its seeds.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// All of them.
pub(crate) const TARGETS: [Target; 9] = [
    ("pdf", pdf),
    ("jats", jats),
    ("oai", oai),
    ("tokens", tokens),
    ("query", query),
    ("tables", tables),
    ("records", records),
    ("packages", packages),
    ("notify", notify),
];

/// Small budgets: what is looked for are panics, not patience.
const LIMITS: Limits =
    Limits { pages: 20, operators: 200_000, glyphs: 50_000, forms: 200, decoded_bytes: 4 << 20, characters: 500_000 };

/// Deposited PDFs.
pub(crate) fn pdf(bytes: &[u8]) {
    let _ = parvis::extract::extract(bytes, &LIMITS);
}

/// Deposited JATS.
pub(crate) fn jats(bytes: &[u8]) {
    if let Ok((metadata, extraction)) = parvis::metadata::read_jats(bytes) {
        let _ = (serde_json::to_string(&metadata), parvis::extract::to_text(&extraction));
    }
}

/// Requests of harvesters, as query and as form.
pub(crate) fn oai(bytes: &[u8]) {
    answered(bytes);
    let _ = parse_arguments(None, Some(bytes));
}

/// Resumption tokens: any text, and a sound one that was tampered with.
pub(crate) fn tokens(bytes: &[u8]) {
    answered(&[b"verb=ListRecords&resumptionToken=", bytes].concat());
    let mut sound = TOKEN.clone();
    for (at, change) in bytes.iter().enumerate().take(sound.len()) {
        if let Some(byte) = sound.get_mut(at) {
            *byte ^= change & 0x1F;
        }
    }
    answered(&[b"verb=ListRecords&resumptionToken=", sound.as_slice()].concat());
}

/// What people type into the search.
pub(crate) fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let _ = INDEX.explain(&text);
    let _ = INDEX.suggest(&text);
    let _ = INDEX.marker(&text);
    let asked = SearchQuery { text, limit: 10, ..SearchQuery::default() };
    assert!(INDEX.search(&asked).is_ok(), "a query fails for what it says");
}

/// Tables: the register of awards, companions of files, bulk imports.
pub(crate) fn tables(bytes: &[u8]) {
    parvis::service::read_register(bytes).for_each(drop);
    parvis::metadata::read_csv(bytes).for_each(drop);
    let _ = parvis::metadata::bulk::read_bulk("table.csv", bytes);
}

/// Descriptions by themselves: JSON companions, BibTeX, RIS, CSL-JSON, and what other repositories and services say.
pub(crate) fn records(bytes: &[u8]) {
    let _ = parvis::metadata::read_json(bytes);
    for name in ["a.bib", "a.ris", "a.json", "a.xml"] {
        let _ = parvis::metadata::bulk::read_bulk(name, bytes);
    }
    let text = String::from_utf8_lossy(bytes);
    let _ = parvis::metadata::read_pasted(&text);
    let _ = parvis::metadata::read_orcid_works(&text);
    for reader in parvis::metadata::reader::readers() {
        let _ = reader.read(&text);
    }
}

/// Packages: what a ZIP holds, the descriptions within SWORD packages.
pub(crate) fn packages(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = (parvis::metadata::read_mets(&text), parvis::metadata::read_entry(&text));
    let Ok(mut archive) = parvis::service::open_archive(Cursor::new(bytes), 50) else { return };
    for place in 0..archive.len() {
        let Ok(entry) = archive.by_index(place) else { continue };
        let _ = entry.enclosed_name();
        let _ = entry.take(1 << 20).read_to_end(&mut Vec::new());
    }
}

/// Announcements of other services (COAR Notify).
pub(crate) fn notify(bytes: &[u8]) {
    let _ = parvis::metadata::read_announcement(bytes);
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let index = Index::in_memory().expect("an index in memory");
    let title = |text| vec![Localised::new(Lang::UND, text)];
    let pages = vec![(1, "Les lacs du Nord gèlent en novembre.".to_owned()), (2, "Snow and ice.".to_owned())];
    let entry = Entry { titles: title("Neige et glace"), pages, ..Entry::new(ArticleId(1)) };
    index.upsert(&[entry, Entry { titles: title("Les lacs"), ..Entry::new(ArticleId(2)) }]).expect("a document");
    index.commit().expect("a commit");
    index
});

/// Two records, one a page.
struct Shelf;

fn shelf() -> Vec<Record> {
    let record = |number: u8| Record {
        header: Header {
            identifier: format!("oai:example.org:{number}"),
            datestamp: Datestamp::parse("2026-01-05T09:30:00Z").expect("a date").plus_seconds(u64::from(number)),
            sets: SetSpec::parse("langue:fr").into_iter().collect(),
            deleted: number == 2,
        },
        metadata: Fragment::parse("<p:a xmlns:p='urn:example:a'>Lichens</p:a>").ok().filter(|_| number != 2),
        about: Vec::new(),
    };
    vec![record(1), record(2), record(3)]
}

impl Provider for Shelf {
    type Error = Infallible;

    async fn identify(&self) -> Result<Identity, Infallible> {
        let email = AdminEmail::parse("oai@example.org").expect("an address");
        Ok(Identity::new("Shelf", email, Datestamp::parse("2026-01-05T09:30:00Z").expect("a date")))
    }

    async fn formats(&self) -> Result<Vec<Format>, Infallible> {
        Ok(vec![Format::oai_dc()])
    }

    async fn item_formats(&self, identifier: &str) -> Result<Option<Vec<Format>>, Infallible> {
        let known = shelf().iter().any(|record| record.header.identifier == identifier);
        Ok(known.then(|| vec![Format::oai_dc()]))
    }

    async fn sets(&self, after: Option<&SetSpec>, _: usize) -> Result<Vec<Set>, Infallible> {
        let set = |spec| Set { spec, name: "Français".to_owned(), descriptions: Vec::new() };
        Ok(SetSpec::parse("langue:fr").filter(|_| after.is_none()).map(set).into_iter().collect())
    }

    async fn record(&self, identifier: &str, _: &str) -> Result<Lookup, Infallible> {
        let found = shelf().into_iter().find(|record| record.header.identifier == identifier);
        Ok(found.map_or(Lookup::UnknownIdentifier, |record| Lookup::Found(Box::new(record))))
    }

    async fn headers(
        &self,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Vec<Keyed<Header>>, Infallible> {
        let records = self.records(selection, after, limit).await?;
        Ok(records.into_iter().map(|row| Keyed { key: row.key, entry: row.entry.header }).collect())
    }

    async fn records(
        &self,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Vec<Keyed<Record>>, Infallible> {
        let keyed = shelf().into_iter().map(|entry| Keyed { key: entry.header.identifier.clone(), entry });
        let wanted = keyed.filter(|row| selection.admits(&row.entry.header));
        Ok(wanted.filter(|row| after.is_none_or(|after| row.key > after.key)).take(limit).collect())
    }

    async fn count(&self, _: &Selection) -> Result<Option<u64>, Infallible> {
        Ok(Some(3))
    }
}

/// The document that a query is answered with.
fn answered(query: &[u8]) -> String {
    let mut config = Config::new("https://example.org/oai", TokenKey::new([7; 32]));
    config.page_size = std::num::NonZeroUsize::MIN;
    let now = Datestamp::parse("2026-02-01T00:00:00Z").expect("a date");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let document = runtime.block_on(respond(&Shelf, &config, parse_arguments(Some(query), None), now));
    String::from_utf8(document.expect("an answer")).expect("a document in UTF-8")
}

/// A token that this key signed.
static TOKEN: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let document = answered(b"verb=ListRecords&metadataPrefix=oai_dc");
    let (_, rest) = document.split_once("<resumptionToken").expect("a list of several pages");
    let (_, rest) = rest.split_once('>').expect("a token");
    rest.split('<').next().unwrap_or_default().as_bytes().to_vec()
});
