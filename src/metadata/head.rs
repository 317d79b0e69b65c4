//! `<meta>` tags of the article page: Highwire Press (Google Scholar's inclusion guidelines) and Dublin Core.
//!
//! The template writes and escapes them; nothing here knows HTML.

use super::Record;
use super::text::{lines, one_line};
use crate::domain::{Doi, Journal, Lang, Licence, Metadata, Orcid, PartialDate, ResourceType};

/// Name and content of each `<meta>`, in the order to write them. Authors stand in the order of the byline, each one's
/// institutions and ORCID iD after the name.
#[must_use]
pub fn head_tags(record: &Record<'_>) -> Vec<(&'static str, String)> {
    let mut tags = Tags::default();
    put_work(&mut tags, record);
    if let Some(journal) = &record.metadata.journal {
        put_journal(&mut tags, journal, record);
    }
    put_links(&mut tags, record);
    put_dublin_core(&mut tags, record);
    tags.0
}

#[derive(Default)]
struct Tags(Vec<(&'static str, String)>);

impl Tags {
    fn put(&mut self, name: &'static str, content: &str) {
        let content = one_line(content);
        if !content.is_empty() {
            self.0.push((name, content));
        }
    }
}

fn put_work(tags: &mut Tags, record: &Record<'_>) {
    let metadata = record.metadata;
    tags.put("citation_title", metadata.main_title().map_or("", |title| &title.text));
    for author in &metadata.authors {
        tags.put("citation_author", &author.sort_name());
        for place in &author.affiliations {
            tags.put("citation_author_institution", &place.name);
        }
        tags.put("citation_author_orcid", &author.orcid.as_ref().map(Orcid::url).unwrap_or_default());
    }
    tags.put("citation_publication_date", &record.date().map(slashed).unwrap_or_default());
    tags.put("citation_online_date", &metadata.dates.online.map(slashed).unwrap_or_default());
    tags.put("citation_language", &language(metadata));
    for word in &metadata.keywords {
        tags.put("citation_keywords", &word.text);
    }
}

/// `YYYY/MM/DD`, `YYYY/MM` or `YYYY`.
fn slashed(date: PartialDate) -> String {
    date.to_string().replace('-', "/")
}

fn language(metadata: &Metadata) -> String {
    metadata.language.filter(|lang| *lang != Lang::UND).map(|lang| lang.to_string()).unwrap_or_default()
}

fn put_journal(tags: &mut Tags, journal: &Journal, record: &Record<'_>) {
    use ResourceType as T;
    let publisher = journal.publisher.as_deref().unwrap_or_default();
    match record.metadata.resource_type {
        Some(T::DoctoralThesis | T::MastersThesis) => tags.put("citation_dissertation_institution", publisher),
        Some(T::Report | T::ResearchReport | T::WorkingPaper) => {
            tags.put("citation_technical_report_institution", publisher);
        }
        Some(T::ConferencePaper | T::ConferenceObject) => tags.put("citation_conference_title", &journal.title),
        Some(T::BookPart) => tags.put("citation_inbook_title", &journal.title),
        _ => tags.put("citation_journal_title", &journal.title),
    }
    tags.put("citation_publisher", publisher);
    tags.put("citation_issn", journal.issn.as_ref().map_or("", |issn| issn.as_str()));
    tags.put("citation_volume", journal.volume.as_deref().unwrap_or_default());
    tags.put("citation_issue", journal.issue.as_deref().unwrap_or_default());
    let (first, last) = record.page_range();
    tags.put("citation_firstpage", first.unwrap_or_default());
    tags.put("citation_lastpage", last.unwrap_or_default());
}

fn put_links(tags: &mut Tags, record: &Record<'_>) {
    use crate::domain::article::MediaType;
    tags.put("citation_doi", record.metadata.doi.as_ref().map_or("", |doi| doi.as_str()));
    tags.put("citation_abstract_html_url", &record.url);
    if let Some(file) = record.open_file() {
        let name = match record.media_type {
            MediaType::Pdf => "citation_pdf_url",
            MediaType::Jats => "citation_xml_url",
        };
        tags.put(name, file);
        tags.put("citation_fulltext_html_url", &format!("{}/lire", record.url));
    }
}

fn put_dublin_core(tags: &mut Tags, record: &Record<'_>) {
    let metadata = record.metadata;
    for title in &metadata.titles {
        tags.put("DC.title", &title.text);
    }
    for author in &metadata.authors {
        tags.put("DC.creator", &author.sort_name());
    }
    for text in &metadata.abstracts {
        tags.put("DC.description", &lines(&text.text));
    }
    for word in &metadata.keywords {
        tags.put("DC.subject", &word.text);
    }
    let publisher = metadata.journal.as_ref().and_then(|journal| journal.publisher.as_deref());
    tags.put("DC.publisher", publisher.unwrap_or_default());
    tags.put("DC.date", &record.date().map(|date| date.to_string()).unwrap_or_default());
    tags.put("DC.type", &metadata.resource_type.map(|kind| kind.label(Lang::EN)).unwrap_or_default());
    tags.put("DC.format", record.media_type.as_str());
    tags.put("DC.identifier", &record.url);
    tags.put("DC.identifier", &metadata.doi.as_ref().map(Doi::url).unwrap_or_default());
    tags.put("DC.language", &language(metadata));
    let licence = metadata.licence.as_ref().and_then(Licence::uri);
    tags.put("DC.rights", &licence.unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metadata::samples;

    fn all<'a>(tags: &'a [(&'static str, String)], name: &str) -> Vec<&'a str> {
        tags.iter().filter(|(key, _)| *key == name).map(|(_, value)| value.as_str()).collect()
    }

    #[test]
    fn google_scholar_finds_what_it_asks_for() {
        let metadata = samples::full();
        let tags = head_tags(&samples::record(&metadata));
        assert_eq!(all(&tags, "citation_title"), ["Lacs de thermokarst et tourbières du Nunavik"]);
        assert_eq!(all(&tags, "citation_author"), ["Tremblay, Marie-Ève", "Qumaq, Jaani P.", "Groupe Toundra"]);
        assert_eq!(all(&tags, "citation_publication_date"), ["2025/03/14"]);
        assert_eq!(all(&tags, "citation_firstpage"), ["45"]);
        assert_eq!(all(&tags, "citation_lastpage"), ["67"]);
        assert_eq!(all(&tags, "citation_pdf_url"), ["https://depot.example.org/articles/42/article.pdf"]);
        let after_author = tags.iter().position(|(key, _)| *key == "citation_author").unwrap() + 1;
        assert_eq!(tags[after_author], ("citation_author_institution", "Université Laval".to_owned()));
    }

    #[test]
    fn a_closed_file_is_not_announced() {
        let metadata = samples::full();
        assert!(all(&head_tags(&samples::closed(&metadata)), "citation_pdf_url").is_empty());
    }

    #[test]
    fn a_thesis_names_its_institution_and_no_journal() {
        let mut metadata = samples::full();
        metadata.resource_type = Some(ResourceType::MastersThesis);
        let tags = head_tags(&samples::record(&metadata));
        assert_eq!(all(&tags, "citation_dissertation_institution"), ["Presses de l’essai"]);
        assert!(all(&tags, "citation_journal_title").is_empty());
    }
}
