//! The front matter: `journal-meta` and `article-meta`.

use super::contributors;
use super::tree::Element;
use crate::domain::award::LinkOrigin;
use crate::domain::{
    AwardLink, AwardNumber, Dates, Doi, Fund, Issn, Journal, Lang, Licence, Localised, Metadata, PartialDate,
    ResourceType, VersionType,
};
use crate::metadata::funder;

/// What the front matter says. Parts that are missing or do not parse are left out.
pub(super) fn read(article: &Element, language: Option<Lang>) -> Metadata {
    let empty = Element::default();
    let front = article.child("front").unwrap_or(&empty);
    let meta = front.child("article-meta").unwrap_or(&empty);
    let main = language.unwrap_or(Lang::UND);
    Metadata {
        titles: titles(meta, main),
        authors: contributors::read(meta),
        abstracts: abstracts(meta, main),
        keywords: keywords(meta, main),
        language,
        resource_type: article.attribute("article-type").and_then(resource_type),
        version: meta.find_all("article-version").into_iter().find_map(version),
        licence: meta.child("permissions").and_then(licence),
        doi: meta.children("article-id").filter(|id| id.has("pub-id-type", &["doi"])).find_map(doi),
        journal: journal(front.child("journal-meta").unwrap_or(&empty), meta),
        dates: dates(meta),
        awards: awards(meta),
        ..Metadata::default()
    }
}

fn doi(id: &Element) -> Option<Doi> {
    Doi::parse(&id.text()?).ok()
}

/// `article-version` of JATS 1.3 with the NISO JAV terms.
fn version(element: &Element) -> Option<VersionType> {
    let typed = element.attribute("article-version-type").and_then(VersionType::from_code);
    typed.or_else(|| VersionType::from_code(&element.text()?))
}

/// The values of `article-type` that the Tag Library suggests; others say too little.
fn resource_type(value: &str) -> Option<ResourceType> {
    match value {
        "research-article" | "brief-report" | "case-report" | "rapid-communication" | "article-commentary" => {
            Some(ResourceType::JournalArticle)
        }
        "review-article" | "systematic-review" => Some(ResourceType::ReviewArticle),
        "data-paper" => Some(ResourceType::DataPaper),
        "letter" | "reply" => Some(ResourceType::Letter),
        "editorial" | "introduction" => Some(ResourceType::Editorial),
        "book-review" | "product-review" => Some(ResourceType::BookReview),
        "correction" | "retraction" | "addendum" | "expression-of-concern" => Some(ResourceType::Corrigendum),
        "preprint" => Some(ResourceType::Preprint),
        "dissertation" => Some(ResourceType::DoctoralThesis),
        "abstract" | "meeting-report" => Some(ResourceType::ConferenceObject),
        _ => None,
    }
}

/// The language that an element states, else the one around it.
pub(super) fn lang_of(element: &Element, around: Lang) -> Lang {
    element.attribute("lang").and_then(|tag| Lang::parse(tag).ok()).unwrap_or(around)
}

fn titles(meta: &Element, main: Lang) -> Vec<Localised> {
    let Some(group) = meta.child("title-group") else { return Vec::new() };
    let first = group.child("article-title").and_then(|title| {
        let lang = lang_of(title, main);
        with_subtitle(title, group.child("subtitle"), lang).map(|text| Localised::new(lang, &text))
    });
    let others = group.children("trans-title-group").filter_map(|trans| {
        let title = trans.child("trans-title")?;
        let lang = lang_of(title, lang_of(trans, Lang::UND));
        with_subtitle(title, trans.child("trans-subtitle"), lang).map(|text| Localised::new(lang, &text))
    });
    // JATS 1.0 files carry `trans-title` without its group.
    let bare = group
        .children("trans-title")
        .filter_map(|title| Some(Localised::new(lang_of(title, Lang::UND), &title.text()?)));
    first.into_iter().chain(others).chain(bare).collect()
}

/// `Title: subtitle`, in French with a space before the colon.
fn with_subtitle(title: &Element, subtitle: Option<&Element>, lang: Lang) -> Option<String> {
    let text = title.text()?;
    let Some(subtitle) = subtitle.and_then(Element::text) else { return Some(text) };
    let colon = if text.ends_with([':', '?', '!', '.']) {
        " "
    } else if lang == Lang::FR {
        " : "
    } else {
        ": "
    };
    Some(format!("{text}{colon}{subtitle}"))
}

/// Abstracts proper: graphical ones, highlights and teasers are something else.
pub(super) fn abstract_elements(meta: &Element) -> impl Iterator<Item = &Element> {
    meta.elements().filter(|element| {
        matches!(element.name.as_str(), "abstract" | "trans-abstract")
            && element
                .attribute("abstract-type")
                .is_none_or(|kind| matches!(kind, "" | "summary" | "section" | "abstract"))
    })
}

fn abstracts(meta: &Element, main: Lang) -> Vec<Localised> {
    let read = |element: &Element| {
        let around = if element.name == "abstract" { main } else { Lang::UND };
        let text = paragraphs(element).join("\n");
        (!text.is_empty()).then(|| Localised::new(lang_of(element, around), &text))
    };
    abstract_elements(meta).filter_map(read).collect()
}

/// Paragraphs of an abstract; the title of a section stands before its first paragraph.
pub(super) fn paragraphs(element: &Element) -> Vec<String> {
    let mut all = Vec::new();
    for part in element.elements() {
        match part.name.as_str() {
            "title" | "label" => {}
            "sec" => {
                let mut inner = paragraphs(part);
                if let (Some(title), Some(first)) = (part.child("title").and_then(Element::text), inner.first_mut()) {
                    *first = format!("{} {first}", with_full_stop(&title));
                }
                all.append(&mut inner);
            }
            _ => all.extend(part.text()),
        }
    }
    all
}

fn with_full_stop(title: &str) -> String {
    if title.ends_with(['.', ':', '?', '!']) { title.to_owned() } else { format!("{title}.") }
}

fn keywords(meta: &Element, main: Lang) -> Vec<Localised> {
    let groups = meta.children("kwd-group").filter(|group| !group.has("kwd-group-type", &["abbreviations", "abbr"]));
    let words = |group: &Element| {
        let lang = lang_of(group, main);
        let all = group.elements().filter(|word| matches!(word.name.as_str(), "kwd" | "compound-kwd" | "nested-kwd"));
        all.filter_map(|word| Some(Localised::new(lang, &word.text()?))).collect::<Vec<_>>()
    };
    groups.flat_map(words).collect()
}

fn journal(journal_meta: &Element, meta: &Element) -> Option<Journal> {
    let title = journal_meta.find("journal-title").and_then(Element::text);
    let title = title.or_else(|| journal_meta.find("abbrev-journal-title").and_then(Element::text));
    let text = |name: &str| meta.child(name).and_then(Element::text);
    let pages = match (text("fpage"), text("lpage")) {
        (Some(first), Some(last)) if first != last => Some(format!("{first}-{last}")),
        (Some(first), _) => Some(first),
        (None, _) => text("elocation-id").or_else(|| text("page-range")),
    };
    let journal = Journal {
        title: title.unwrap_or_default(),
        issn: issn(journal_meta),
        volume: text("volume"),
        issue: text("issue"),
        pages,
        publisher: journal_meta.find("publisher-name").and_then(Element::text),
        model: None,
    };
    (!journal.title.is_empty() || journal.issn.is_some()).then_some(journal)
}

/// The linking ISSN, else the electronic one, else any that is sound.
fn issn(journal_meta: &Element) -> Option<Issn> {
    let mut all: Vec<&Element> =
        journal_meta.elements().filter(|e| matches!(e.name.as_str(), "issn" | "issn-l")).collect();
    all.sort_by_key(|element| match element.name.as_str() {
        "issn-l" => 0,
        _ if element.has("pub-type", &["epub"]) || element.has("publication-format", &["electronic", "online"]) => 1,
        _ => 2,
    });
    all.into_iter().find_map(|element| Issn::parse(&element.text()?).ok())
}

fn dates(meta: &Element) -> Dates {
    let mut dates = Dates { accepted: history(meta, "accepted"), ..Dates::default() };
    for element in meta.children("pub-date") {
        let Some(date) = date(element) else { continue };
        let kind = element.attribute("date-type").or_else(|| element.attribute("pub-type")).unwrap_or("pub");
        let print = element.has("publication-format", &["print", "ppub"]);
        match kind {
            "collection" | "ppub" | "issue-pub" | "issue" => dates.issue = dates.issue.or(Some(date)),
            "pub" if print => dates.issue = dates.issue.or(Some(date)),
            "pub" | "epub" | "epub-ppub" | "epreprint" | "online" => dates.online = dates.online.or(Some(date)),
            _ => {}
        }
    }
    dates
}

/// The day the journal received the manuscript.
pub(super) fn received(article: &Element) -> Option<PartialDate> {
    history(article.child("front")?.child("article-meta")?, "received")
}

fn history(meta: &Element, kind: &str) -> Option<PartialDate> {
    let parts = ["history", "pub-history"].into_iter().filter_map(|name| meta.child(name));
    let mut all = parts.flat_map(|history| history.find_all("date"));
    all.find(|element| element.has("date-type", &[kind])).and_then(date)
}

/// The ISO form, else year, month and day as far as they are numbers.
fn date(element: &Element) -> Option<PartialDate> {
    let iso = element.attribute("iso-8601-date").and_then(|text| PartialDate::parse(text.split('T').next()?).ok());
    let number = |name: &str| element.child(name).and_then(Element::text).and_then(|text| text.parse::<u16>().ok());
    let spelled = || {
        let text = match (number("year")?, number("month"), number("day")) {
            (year, Some(month), Some(day)) => format!("{year:04}-{month:02}-{day:02}"),
            (year, Some(month), None) => format!("{year:04}-{month:02}"),
            (year, None, _) => format!("{year:04}"),
        };
        PartialDate::parse(&text).ok()
    };
    iso.or_else(spelled)
}

/// The licence by its address: `ali:license_ref`, the link of `license`, or a link in its text. Terms for text mining
/// alone do not count.
fn licence(permissions: &Element) -> Option<Licence> {
    let mut addresses: Vec<String> = Vec::new();
    let own = permissions.children("license_ref");
    let licences: Vec<&Element> = permissions.children("license").collect();
    let inner = licences.iter().flat_map(|licence| licence.find_all("license_ref"));
    let references = own.chain(inner).filter(|r| !r.has("specific-use", &["tdm", "textmining"]));
    addresses.extend(references.filter_map(Element::text));
    for licence in &licences {
        addresses.extend(licence.attribute("href").map(str::to_owned));
        let links = ["ext-link", "uri"].into_iter().flat_map(|name| licence.find_all(name));
        addresses.extend(links.filter_map(|link| link.attribute("href").map(str::to_owned).or_else(|| link.text())));
    }
    addresses.iter().find_map(|address| Licence::parse(address).ok())
}

/// Awards of FRQ funds; those of other funders are not ours to follow.
fn awards(meta: &Element) -> Vec<AwardLink> {
    let mut links: Vec<AwardLink> = Vec::new();
    for group in meta.find_all("award-group") {
        let funds: Vec<Fund> = group.children("funding-source").filter_map(fund).collect();
        let numbers: Vec<AwardNumber> = group
            .children("award-id")
            .filter_map(Element::text)
            .flat_map(|text| text.split([',', ';']).map(str::to_owned).collect::<Vec<_>>())
            .filter_map(|text| AwardNumber::parse(&text).ok())
            .collect();
        for fund in funds {
            let link = |number| AwardLink { fund, number, origin: LinkOrigin::Declared };
            let found: Vec<AwardLink> = if numbers.is_empty() {
                vec![link(None)]
            } else {
                numbers.iter().cloned().map(Some).map(link).collect()
            };
            links.extend(found.into_iter().filter(|link| !links.contains(link)).collect::<Vec<_>>());
        }
    }
    links
}

/// The fund by its identifiers, else by its name.
fn fund(source: &Element) -> Option<Fund> {
    let ids = source.find_all("institution-id");
    let by_id = ids.iter().filter_map(|id| id.text()).find_map(|id| funder::find_by_id(&id));
    let by_link = || source.attribute("href").and_then(funder::find_by_id);
    let by_name = || funder::find_by_name(&source.inline_text());
    by_id.or_else(by_link).or_else(by_name)
}
