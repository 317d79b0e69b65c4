//! A CSV table for a folder: a line a file.

use std::io::Read;

use csv::StringRecord;

use super::columns::columns;
use super::{Described, DescribedRow, SidecarError, TableRow, put_own_language_first};
use crate::domain::award::LinkOrigin;
use crate::domain::vocabulary::find_field;
use crate::domain::{
    AccessRight, ArticleId, AwardLink, AwardNumber, Dates, Doi, Fund, Issn, Journal, Lang, Licence, Localised,
    Metadata, Orcid, PartialDate, Person, ResourceType, VersionType,
};
use crate::metadata::encoding::{utf_16, windows_1252, without_bom};
use crate::metadata::text::{folded, lines, one_line};

/// Largest table that is read; a line with two abstracts is about 5 kB.
const LIMIT_BYTES: u64 = 256 * 1024 * 1024;

/// Reads a table for a folder: one item a line, each with the file's name. A fault of one line leaves the others
/// readable; a fault of the header or of the file is the only item.
///
/// Separators `,` `;` and tabulator are recognised; the text is UTF-8, UTF-16 with its mark or else Windows-1252.
pub fn read_csv<R: Read>(reader: R) -> CsvSidecar {
    let opened = Table::open(reader)
        .and_then(|table| if table.has("file") { Ok(table) } else { Err(SidecarError::NoFileColumn) });
    let alone = |table: Table| {
        let odd = Some("version_of").filter(|column| table.has(column));
        odd.map_or(Ok(table), |column| Err(SidecarError::UnknownColumn { column: column.to_owned() }))
    };
    CsvSidecar(match opened.and_then(alone) {
        Ok(table) => State::Open(Box::new(table)),
        Err(error) => State::Failed(Some(error)),
    })
}

/// The lines of a table.
pub struct CsvSidecar(State);

enum State {
    Open(Box<Table>),
    Failed(Option<SidecarError>),
}

impl Iterator for CsvSidecar {
    type Item = Result<Described, SidecarError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            State::Failed(error) => error.take().map(Err),
            State::Open(table) => {
                let row = table.next()?;
                Some(row.read.and_then(|read| {
                    let file = read.file.ok_or(SidecarError::NoFile { line: row.line })?;
                    Ok((file, read.metadata))
                }))
            }
        }
    }
}

/// A table of descriptions with its header read.
pub struct Table {
    rows: csv::StringRecordsIntoIter<std::io::Cursor<Vec<u8>>>,
    columns: Vec<&'static str>,
}

impl Table {
    /// Reads the header of a table.
    ///
    /// # Errors
    /// When the bytes cannot be read, are too many, or the header names a column that does not exist or one twice.
    pub fn open<R: Read>(reader: R) -> Result<Self, SidecarError> {
        let mut bytes = Vec::new();
        reader.take(LIMIT_BYTES + 1).read_to_end(&mut bytes).map_err(SidecarError::Io)?;
        if u64::try_from(bytes.len()).map_or(true, |size| size > LIMIT_BYTES) {
            return Err(SidecarError::TooLarge { limit_bytes: LIMIT_BYTES });
        }
        // The reader counts the two signs of a line end as one half each, so that lines would be told one too low.
        let text = decode(&bytes).replace("\r\n", "\n");
        let header = text.lines().next().unwrap_or_default();
        let mut csv = csv::ReaderBuilder::new()
            .delimiter(separator(header))
            .trim(csv::Trim::Headers)
            .from_reader(std::io::Cursor::new(text.into_bytes()));
        let columns = columns(csv.headers().map_err(|source| SidecarError::Csv { line: 1, source })?)?;
        Ok(Self { rows: csv.into_records(), columns })
    }

    fn has(&self, column: &str) -> bool {
        self.columns.contains(&column)
    }
}

impl Iterator for Table {
    type Item = TableRow;

    fn next(&mut self) -> Option<TableRow> {
        loop {
            let record = match self.rows.next()? {
                Ok(record) => record,
                Err(source) => {
                    let line = source.position().map_or(0, csv::Position::line);
                    return Some(TableRow { line, read: Err(SidecarError::Csv { line, source }) });
                }
            };
            // Spreadsheets end their tables with lines of separators.
            if !record.iter().all(|cell| cell.trim().is_empty()) {
                let row = Row { columns: &self.columns, record: &record };
                return Some(TableRow { line: row.line(), read: row.read() });
            }
        }
    }
}

/// Text of bytes in whatever encoding spreadsheets write.
#[must_use]
pub fn decode(bytes: &[u8]) -> String {
    let utf_8 = || std::str::from_utf8(without_bom(bytes)).ok().map(str::to_owned);
    utf_16(bytes).or_else(utf_8).unwrap_or_else(|| windows_1252(bytes))
}

/// The separator that stands most often in the header; no column name holds one.
fn separator(header: &str) -> u8 {
    let count = |separator: &u8| header.bytes().filter(|byte| byte == separator).count();
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// One line with the names of its cells.
struct Row<'a> {
    columns: &'a [&'static str],
    record: &'a StringRecord,
}

impl Row<'_> {
    fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line)
    }

    /// The cell of a column, `None` when it is empty or not there.
    fn cell(&self, column: &str) -> Option<String> {
        let at = self.columns.iter().position(|name| *name == column)?;
        self.record.get(at).map(lines).filter(|cell| !cell.is_empty())
    }

    fn text(&self, column: &str) -> Option<String> {
        self.cell(column).map(|cell| one_line(&cell))
    }

    fn fault(&self, column: &'static str, value: &str, advice: &'static str) -> SidecarError {
        SidecarError::Cell { line: self.line(), column, value: value.chars().take(100).collect(), advice }
    }

    fn parsed<T>(
        &self,
        column: &'static str,
        parse: impl Fn(&str) -> Option<T>,
        advice: &'static str,
    ) -> Result<Option<T>, SidecarError> {
        let Some(text) = self.text(column) else { return Ok(None) };
        parse(&text).map(Some).ok_or_else(|| self.fault(column, &text, advice))
    }

    fn date(&self, column: &'static str) -> Result<Option<PartialDate>, SidecarError> {
        self.parsed(column, |text| PartialDate::parse(text).ok(), "write YYYY, YYYY-MM or YYYY-MM-DD")
    }

    fn read(&self) -> Result<DescribedRow, SidecarError> {
        let mut metadata = Metadata {
            titles: self.localised("title_fr", "title_en", "title"),
            authors: self.authors()?,
            abstracts: self.localised("abstract_fr", "abstract_en", "abstract"),
            keywords: self.keywords(),
            language: self.parsed("language", |text| Lang::parse(text).ok(), "write a code such as fr or en")?,
            resource_type: self.parsed("type", resource_type, "write a code such as journal_article")?,
            version: self.parsed("version", version, "write AO, SMUR, AM, P, VoR, CVoR, EVoR or NA")?,
            licence: self.parsed("licence", |text| Licence::parse(text).ok(), "write a code such as CC-BY-4.0")?,
            access: self.parsed("access", access, "write open, embargoed, restricted or metadata_only")?,
            embargo_until: self.date("embargo_until")?,
            doi: self.parsed("doi", |text| Doi::parse(text).ok(), "write it as 10.5555/suffix")?,
            journal: self.journal()?,
            dates: self.dates()?,
            field: self.parsed("field", field, "write a CRDC code such as RDF102")?,
            awards: self.awards()?,
            ..Metadata::default()
        };
        put_own_language_first(&mut metadata);
        let version_of = self.parsed("version_of", article, "write the number or the address of the article")?;
        Ok(DescribedRow { file: self.text("file"), version_of, metadata })
    }

    /// Texts by language; the last column holds the text in the language of the work.
    fn localised(&self, french: &str, english: &str, own: &str) -> Vec<Localised> {
        let language = self.text("language").and_then(|text| Lang::parse(&text).ok()).unwrap_or(Lang::UND);
        let all = [(language, self.cell(own)), (Lang::FR, self.cell(french)), (Lang::EN, self.cell(english))];
        all.into_iter().filter_map(|(lang, text)| text.map(|text| Localised::new(lang, &text))).collect()
    }

    fn keywords(&self) -> Vec<Localised> {
        let all = self.localised("keywords_fr", "keywords_en", "keywords");
        all.iter().flat_map(|list| items(&list.text).into_iter().map(|word| Localised::new(list.lang, &word))).collect()
    }

    fn authors(&self) -> Result<Vec<Person>, SidecarError> {
        let advice = "write Family, Given; Family, Given [0000-0000-0000-0000]";
        let cell = self.text("authors").unwrap_or_default();
        items(&cell).iter().map(|text| author(text).ok_or_else(|| self.fault("authors", text, advice))).collect()
    }

    fn awards(&self) -> Result<Vec<AwardLink>, SidecarError> {
        let advice = "write fund:number; fund, with frq, frqnt, frqs or frqsc as fund";
        let cell = self.text("awards").unwrap_or_default();
        items(&cell).iter().map(|text| award(text).ok_or_else(|| self.fault("awards", text, advice))).collect()
    }

    fn dates(&self) -> Result<Dates, SidecarError> {
        Ok(Dates {
            accepted: self.date("accepted")?,
            online: self.date("online")?,
            issue: self.date("issue")?,
            deposited: self.date("deposited")?,
        })
    }

    /// The journal, when any of its columns is filled.
    fn journal(&self) -> Result<Option<Journal>, SidecarError> {
        let journal = Journal {
            title: self.text("journal").unwrap_or_default(),
            issn: self.parsed("issn", |text| Issn::parse(text).ok(), "check the eight digits, the last one too")?,
            volume: self.text("volume"),
            issue: self.text("number"),
            pages: self.text("pages"),
            publisher: self.text("publisher"),
            model: None,
        };
        Ok(Some(journal).filter(|journal| *journal != Journal::default()))
    }
}

/// The parts of a list, by semicolons.
fn items(cell: &str) -> Vec<String> {
    cell.split(';').map(one_line).filter(|item| !item.is_empty()).collect()
}

/// A code, or a name in French or English.
fn access(text: &str) -> Option<AccessRight> {
    let named =
        |access: &AccessRight| access.code().eq_ignore_ascii_case(text) || is_label(text, |lang| access.label(lang));
    AccessRight::ALL.into_iter().find(named)
}

fn resource_type(text: &str) -> Option<ResourceType> {
    let named = |kind: &ResourceType| is_label(text, |lang| kind.label(lang));
    ResourceType::from_code(text).or_else(|| ResourceType::ALL.into_iter().find(named))
}

fn version(text: &str) -> Option<VersionType> {
    let named = |version: &VersionType| is_label(text, |lang| version.label(lang));
    VersionType::from_code(text).or_else(|| VersionType::ALL.into_iter().find(named))
}

fn is_label(text: &str, label: impl Fn(Lang) -> String) -> bool {
    [Lang::FR, Lang::EN].into_iter().any(|lang| folded(&label(lang)) == folded(text))
}

/// `17`, or an address that ends with `/articles/17`.
fn article(text: &str) -> Option<ArticleId> {
    text.trim_end_matches('/').rsplit('/').next()?.parse().ok()
}

fn field(text: &str) -> Option<String> {
    let code = text.to_ascii_uppercase();
    find_field(&code).map(|field| field.code.clone())
}

/// `Family, Given [orcid]`; a name without comma is a group or a single name.
fn author(text: &str) -> Option<Person> {
    let (name, orcid) = match text.split_once('[') {
        Some((name, rest)) => (name, Some(Orcid::parse(rest.trim().strip_suffix(']')?).ok()?)),
        None => (text, None),
    };
    let (family, given) = name.split_once(',').unwrap_or((name, ""));
    let person =
        Person { family: family.trim().to_owned(), given: given.trim().to_owned(), orcid, ..Person::default() };
    (!person.family.is_empty()).then_some(person)
}

/// `frqnt:312345` or `frqs`.
fn award(text: &str) -> Option<AwardLink> {
    let (fund, number) = match text.split_once(':') {
        Some((fund, number)) => (fund, Some(AwardNumber::parse(number).ok()?)),
        None => (text, None),
    };
    Some(AwardLink { fund: Fund::from_key(fund)?, number, origin: LinkOrigin::Declared })
}
