//! A real, if small, repository over a `Vec`: formats for each item, deletions, hierarchical sets, many equal datestamps.

use std::convert::Infallible;

use harvest::{
    About, AdminEmail, Datestamp, Format, Fragment, Header, Identity, Keyed, Lookup, Position, Provider, Record,
    Selection, Set, SetSpec,
};

pub(crate) fn stamp(text: &str) -> Datestamp {
    Datestamp::parse(text).unwrap()
}

pub(crate) fn spec(text: &str) -> SetSpec {
    SetSpec::parse(text).unwrap()
}

#[derive(Debug, Clone)]
pub(crate) struct Item {
    pub(crate) number: u64,
    pub(crate) datestamp: Datestamp,
    pub(crate) sets: Vec<SetSpec>,
    pub(crate) title: String,
    /// Prefixes of the formats it has or had.
    pub(crate) formats: Vec<&'static str>,
    /// Formats in which it is deleted.
    pub(crate) deleted: Vec<&'static str>,
    /// Whether its crosswalks fail.
    pub(crate) broken: bool,
    pub(crate) about: Vec<About>,
}

impl Item {
    pub(crate) fn new(number: u64, datestamp: &str) -> Self {
        Self {
            number,
            datestamp: stamp(datestamp),
            sets: Vec::new(),
            title: format!("Title {number}"),
            formats: vec!["oai_dc"],
            deleted: Vec::new(),
            broken: false,
            about: Vec::new(),
        }
    }

    pub(crate) fn identifier(&self) -> String {
        format!("oai:depot.example.org:{}", self.number)
    }

    fn header(&self, prefix: &str) -> Header {
        Header {
            identifier: self.identifier(),
            datestamp: self.datestamp,
            sets: self.sets.clone(),
            deleted: self.deleted.contains(&prefix),
        }
    }

    fn record(&self, prefix: &str) -> Record {
        let header = self.header(prefix);
        let rendered = !header.deleted && !self.broken;
        let metadata = rendered.then(|| dublin_core(&self.title));
        Record { header, metadata, about: self.about.clone() }
    }
}

pub(crate) fn dublin_core(title: &str) -> Fragment {
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    let xml = format!(
        "<oai_dc:dc xmlns:oai_dc=\"http://www.openarchives.org/OAI/2.0/oai_dc/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://www.openarchives.org/OAI/2.0/oai_dc/ \
         http://www.openarchives.org/OAI/2.0/oai_dc.xsd\"><dc:title>{title}</dc:title></oai_dc:dc>"
    );
    Fragment::parse(&xml).unwrap()
}

#[derive(Debug, Clone)]
pub(crate) struct Memory {
    pub(crate) items: Vec<Item>,
    pub(crate) sets: Vec<Set>,
    pub(crate) formats: Vec<Format>,
    pub(crate) identity: Identity,
    /// Whether totals are told.
    pub(crate) counts: bool,
}

impl Memory {
    pub(crate) fn new(items: Vec<Item>) -> Self {
        let email = AdminEmail::parse("oai@depot.example.org").unwrap();
        let mirror = Format::new(
            "mirror",
            "http://www.openarchives.org/OAI/2.0/oai_dc.xsd",
            "http://www.openarchives.org/OAI/2.0/oai_dc/",
        );
        Self {
            items,
            sets: Vec::new(),
            formats: vec![Format::oai_dc(), mirror.unwrap()],
            identity: Identity::new("Dépôt d'essai", email, stamp("2020-01-01T00:00:00Z")),
            counts: true,
        }
    }

    /// So many items, seven to a datestamp.
    pub(crate) fn of_size(count: u64) -> Self {
        let start = stamp("2024-03-01T12:00:00Z");
        let item = |number: u64| Item {
            datestamp: start.plus_seconds(number / 7),
            ..Item::new(number, "2024-03-01T12:00:00Z")
        };
        Self::new((1..=count).map(item).collect())
    }

    pub(crate) fn with_sets(mut self, specs: &[&str]) -> Self {
        let set = |text: &&str| Set { spec: spec(text), name: format!("Set {text}"), descriptions: Vec::new() };
        self.sets = specs.iter().map(set).collect();
        self.sets.sort_by(|one, other| one.spec.cmp(&other.spec));
        self
    }

    fn selected(&self, selection: &Selection, after: Option<&Position>, limit: usize) -> Vec<&Item> {
        let after = after.map(|position| (position.datestamp, position.key.parse::<u64>().unwrap()));
        let mut items: Vec<&Item> = self
            .items
            .iter()
            .filter(|item| {
                item.formats.contains(&selection.prefix.as_str()) && selection.admits(&item.header(&selection.prefix))
            })
            .filter(|item| after.is_none_or(|after| (item.datestamp, item.number) > after))
            .collect();
        items.sort_by_key(|item| (item.datestamp, item.number));
        items.truncate(limit);
        items
    }
}

impl Provider for Memory {
    type Error = Infallible;

    async fn identify(&self) -> Result<Identity, Infallible> {
        Ok(self.identity.clone())
    }

    async fn formats(&self) -> Result<Vec<Format>, Infallible> {
        Ok(self.formats.clone())
    }

    async fn item_formats(&self, identifier: &str) -> Result<Option<Vec<Format>>, Infallible> {
        let item = self.items.iter().find(|item| item.identifier() == identifier);
        let available = |item: &Item| {
            let formats = self.formats.iter().filter(|format| item.formats.contains(&format.prefix()));
            formats.filter(|format| !item.deleted.contains(&format.prefix())).cloned().collect()
        };
        Ok(item.map(available))
    }

    async fn sets(&self, after: Option<&SetSpec>, limit: usize) -> Result<Vec<Set>, Infallible> {
        let sets = self.sets.iter().filter(|set| after.is_none_or(|after| set.spec > *after));
        Ok(sets.take(limit).cloned().collect())
    }

    async fn count_sets(&self) -> Result<Option<u64>, Infallible> {
        Ok(self.counts.then_some(self.sets.len() as u64))
    }

    async fn record(&self, identifier: &str, prefix: &str) -> Result<Lookup, Infallible> {
        Ok(match self.items.iter().find(|item| item.identifier() == identifier) {
            None => Lookup::UnknownIdentifier,
            Some(item) if !item.formats.contains(&prefix) => Lookup::NoSuchFormat,
            Some(item) => Lookup::Found(Box::new(item.record(prefix))),
        })
    }

    async fn headers(
        &self,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Vec<Keyed<Header>>, Infallible> {
        let items = self.selected(selection, after, limit).into_iter();
        Ok(items.map(|item| Keyed { key: item.number.to_string(), entry: item.header(&selection.prefix) }).collect())
    }

    async fn records(
        &self,
        selection: &Selection,
        after: Option<&Position>,
        limit: usize,
    ) -> Result<Vec<Keyed<Record>>, Infallible> {
        let items = self.selected(selection, after, limit).into_iter();
        Ok(items.map(|item| Keyed { key: item.number.to_string(), entry: item.record(&selection.prefix) }).collect())
    }

    async fn count(&self, selection: &Selection) -> Result<Option<u64>, Infallible> {
        let total = self.selected(selection, None, usize::MAX).len() as u64;
        Ok(self.counts.then_some(total))
    }
}
