//! The front matter: `journal-meta` and `article-meta`, in the order of the schema.

use crate::domain::vocabulary::find_field;
use crate::domain::{AwardLink, Doi, Issn, Journal, Lang, Localised, Orcid, PartialDate, Person, Ror};
use crate::metadata::language::xml_lang;
use crate::metadata::record::is_group;
use crate::metadata::text::{lines, one_line};
use crate::metadata::xml::Fragment;
use crate::metadata::{Record, funder};

/// NISO RP-8-2008, the vocabulary of article versions.
const JAV: &str = "http://www.niso.org/publications/rp/RP-8-2008.pdf";

/// Writes `front`.
pub(super) fn write(xml: &mut Fragment, record: &Record<'_>) {
    xml.open("front", &[]);
    if let Some(journal) = &record.metadata.journal {
        write_journal(xml, journal);
    }
    xml.open("article-meta", &[]);
    write_identity(xml, record);
    write_titles(xml, record);
    xml.group("contrib-group", &[], |xml| {
        record.metadata.authors.iter().for_each(|author| write_author(xml, author));
    });
    write_publication(xml, record);
    write_permissions(xml, record);
    write_links(xml, record);
    write_abstracts(xml, record);
    write_keywords(xml, &record.metadata.keywords);
    xml.group("funding-group", &[], |xml| {
        record.metadata.awards.iter().for_each(|award| write_award(xml, award));
    });
    xml.close("article-meta");
    xml.close("front");
}

fn write_journal(xml: &mut Fragment, journal: &Journal) {
    let issn = journal.issn.as_ref().map(Issn::as_str).unwrap_or_default();
    xml.group("journal-meta", &[], |xml| {
        xml.leaf("journal-id", &[("journal-id-type", "issn")], issn);
        xml.group("journal-title-group", &[], |xml| xml.line("journal-title", &[], &journal.title));
        xml.leaf("issn", &[], issn);
        xml.group("publisher", &[], |xml| {
            xml.line("publisher-name", &[], journal.publisher.as_deref().unwrap_or_default());
        });
    });
}

fn write_identity(xml: &mut Fragment, record: &Record<'_>) {
    let metadata = record.metadata;
    let doi = metadata.doi.as_ref().map(Doi::as_str).unwrap_or_default();
    xml.leaf("article-id", &[("pub-id-type", "doi")], doi);
    xml.leaf("article-id", &[("pub-id-type", "publisher-id")], &record.id.to_string());
    if let Some(version) = metadata.version {
        let code = version.code();
        let attributes = [("article-version-type", code), ("vocab", "JAV"), ("vocab-identifier", JAV)];
        xml.leaf("article-version", &attributes, code);
    }
    let Some(field) = metadata.field.as_deref().and_then(find_field) else { return };
    xml.open("article-categories", &[]);
    for (lang, label) in [("fr", &field.label_fr), ("en", &field.label_en)] {
        xml.group("subj-group", &[("subj-group-type", "crdc"), ("xml:lang", lang)], |xml| {
            xml.leaf("subject", &[], label);
        });
    }
    xml.close("article-categories");
}

/// The schema wants a title group, even an empty one.
fn write_titles(xml: &mut Fragment, record: &Record<'_>) {
    let titles = &record.metadata.titles;
    xml.open("title-group", &[]);
    match titles.first() {
        Some(title) if !one_line(&title.text).is_empty() => {
            xml.line("article-title", &[("xml:lang", xml_lang(&title.lang))], &title.text);
        }
        _ => xml.empty("article-title", &[]),
    }
    for title in titles.iter().skip(1) {
        xml.group("trans-title-group", &[("xml:lang", xml_lang(&title.lang))], |xml| {
            xml.line("trans-title", &[], &title.text);
        });
    }
    xml.close("title-group");
}

fn write_author(xml: &mut Fragment, author: &Person) {
    if one_line(&author.sort_name()).is_empty() {
        return;
    }
    xml.open("contrib", &[("contrib-type", "author")]);
    let orcid = author.orcid.as_ref().map(Orcid::url).unwrap_or_default();
    xml.leaf("contrib-id", &[("contrib-id-type", "orcid")], &orcid);
    if is_group(author) {
        xml.line("collab", &[], &author.family);
    } else {
        xml.group("name", &[], |xml| {
            xml.line("surname", &[], &author.family);
            xml.line("given-names", &[], &author.given);
        });
    }
    for place in &author.affiliations {
        xml.group("aff", &[], |xml| {
            xml.group("institution-wrap", &[], |xml| {
                let ror = place.ror.as_ref().map(Ror::url).unwrap_or_default();
                xml.leaf("institution-id", &[("institution-id-type", "ror")], &ror);
                xml.line("institution", &[], &place.name);
            });
        });
    }
    xml.close("contrib");
}

fn write_publication(xml: &mut Fragment, record: &Record<'_>) {
    let dates = &record.metadata.dates;
    let online = dates.online.or(if dates.issue.is_none() { record.issued() } else { None });
    write_date(xml, "pub-date", &[("date-type", "pub"), ("publication-format", "electronic")], online);
    write_date(xml, "pub-date", &[("date-type", "collection")], dates.issue);
    if let Some(journal) = &record.metadata.journal {
        xml.line("volume", &[], journal.volume.as_deref().unwrap_or_default());
        xml.line("issue", &[], journal.issue.as_deref().unwrap_or_default());
        match record.page_range() {
            (Some(first), Some(last)) if !one_line(first).is_empty() => {
                xml.line("fpage", &[], first);
                xml.line("lpage", &[], last);
            }
            (Some(only), _) => xml.line("elocation-id", &[], only),
            (None, _) => {}
        }
    }
    xml.group("history", &[], |xml| write_date(xml, "date", &[("date-type", "accepted")], dates.accepted));
}

/// A date as precise as it is known, in ISO form and in parts.
fn write_date(xml: &mut Fragment, name: &str, attributes: &[(&str, &str)], date: Option<PartialDate>) {
    let iso = date.map(|date| date.to_string()).unwrap_or_default();
    let mut parts = iso.splitn(3, '-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let all: Vec<_> = attributes.iter().copied().chain([("iso-8601-date", iso.as_str())]).collect();
    xml.group(name, &all, |xml| {
        for (part, text) in [("day", day), ("month", month), ("year", year)] {
            xml.leaf(part, &[], text.unwrap_or_default());
        }
    });
}

/// The licence, and from when on the text is free to read (ANSI/NISO RP-22-2021).
fn write_permissions(xml: &mut Fragment, record: &Record<'_>) {
    xml.group("permissions", &[], |xml| {
        if record.is_open {
            xml.empty("ali:free_to_read", &[]);
        } else if let Some(end) = record.embargo_end() {
            xml.empty("ali:free_to_read", &[("start_date", &end.to_string())]);
        }
        if let Some(licence) = &record.metadata.licence {
            let uri = licence.uri().unwrap_or_default();
            xml.open("license", &[("xlink:href", &uri), ("xml:lang", "en")]);
            xml.leaf("ali:license_ref", &[], &uri);
            xml.leaf("license-p", &[], &licence.label(Lang::EN));
            xml.close("license");
        }
    });
}

fn write_links(xml: &mut Fragment, record: &Record<'_>) {
    xml.empty("self-uri", &[("content-type", "text/html"), ("xlink:href", &record.url)]);
    if let Some(file) = record.open_file() {
        xml.empty("self-uri", &[("content-type", record.media_type.as_str()), ("xlink:href", file)]);
    }
}

/// The abstract in the article's language first; the others are translations.
fn write_abstracts(xml: &mut Fragment, record: &Record<'_>) {
    let main = record.main_abstract();
    let is_main = |text: &&Localised| Some(text.text.as_str()) == main;
    let abstracts = &record.metadata.abstracts;
    let first = abstracts.iter().find(is_main);
    let others = abstracts.iter().filter(|text| !first.is_some_and(|first| std::ptr::eq(first, *text)));
    for (name, text) in
        first.map(|text| ("abstract", text)).into_iter().chain(others.map(|text| ("trans-abstract", text)))
    {
        xml.group(name, &[("xml:lang", xml_lang(&text.lang))], |xml| {
            lines(&text.text).lines().for_each(|line| xml.line("p", &[], line));
        });
    }
}

/// One group for each run of keywords in a language.
fn write_keywords(xml: &mut Fragment, keywords: &[Localised]) {
    for words in keywords.chunk_by(|one, next| one.lang == next.lang) {
        let lang = words.first().map_or("", |word| xml_lang(&word.lang));
        xml.group("kwd-group", &[("kwd-group-type", "author"), ("xml:lang", lang)], |xml| {
            for word in words {
                xml.line("kwd", &[], &word.text);
            }
        });
    }
}

fn write_award(xml: &mut Fragment, award: &AwardLink) {
    xml.open("award-group", &[]);
    xml.open("funding-source", &[]);
    xml.open("institution-wrap", &[]);
    xml.leaf("institution-id", &[("institution-id-type", "ror")], funder::ror_url(award.fund));
    xml.leaf("institution-id", &[("institution-id-type", "FundRef")], &funder::crossref_url(award.fund));
    xml.leaf("institution", &[("xml:lang", "fr")], funder::name(award.fund, Lang::FR));
    xml.close("institution-wrap");
    xml.close("funding-source");
    if let Some(number) = &award.number {
        xml.leaf("award-id", &[("xlink:href", &number.doi_url())], number.as_str());
    }
    xml.close("award-group");
}
