//! A description written into the fields of its form.

use super::people;
use crate::domain::{AwardLink, Lang, Localised, Metadata, PartialDate};
use crate::web::form::Fields;

/// A description as it would be typed.
pub(crate) fn typed(metadata: &Metadata) -> Fields {
    let mut fields = Fields::default();
    push_texts(&mut fields, ["titre_fr", "titre_en", "titre_autre"], &metadata.titles, metadata.language);
    push_texts(&mut fields, ["resume_fr", "resume_en", "resume_autre"], &metadata.abstracts, metadata.language);
    for (name, lang) in [("mots_fr", Lang::FR), ("mots_en", Lang::EN)] {
        let words = metadata.keywords.iter().filter(|word| slot(word.lang, metadata.language) == lang);
        fields.push(name, words.map(|word| word.text.as_str()).collect::<Vec<_>>().join("; "));
    }
    fields.push("auteurs", metadata.authors.iter().map(people::line).collect::<Vec<_>>().join("\n"));
    fields.push("octrois", metadata.awards.iter().map(award_line).collect::<Vec<_>>().join("\n"));
    for (name, value) in single_values(metadata) {
        fields.push(name, value.unwrap_or_default());
    }
    fields
}

/// Values of one line each; the day of deposit is ours, nobody types it.
fn single_values(metadata: &Metadata) -> [(&'static str, Option<String>); 15] {
    let journal = metadata.journal.as_ref();
    let date = |date: Option<PartialDate>| date.map(|date| date.to_string());
    [
        ("langue", metadata.language.filter(|lang| *lang != Lang::UND).map(|lang| lang.to_string())),
        ("type", metadata.resource_type.map(|kind| kind.code().to_owned())),
        ("version", metadata.version.map(|version| version.code().to_owned())),
        ("licence", metadata.licence.as_ref().map(|licence| licence.code().to_owned())),
        ("acces", metadata.access.map(|access| access.code().to_owned())),
        ("embargo", date(metadata.embargo_until)),
        ("doi", metadata.doi.as_ref().map(ToString::to_string)),
        ("revue", journal.map(|journal| journal.title.clone())),
        ("issn", journal.and_then(|journal| journal.issn.as_ref()).map(ToString::to_string)),
        ("volume", journal.and_then(|journal| journal.volume.clone())),
        ("numero", journal.and_then(|journal| journal.issue.clone())),
        ("pages", journal.and_then(|journal| journal.pages.clone())),
        ("en_ligne", date(metadata.dates.online)),
        ("parution", date(metadata.dates.issue)),
        ("acceptation", date(metadata.dates.accepted)),
    ]
}

fn push_texts(fields: &mut Fields, names: [&str; 3], texts: &[Localised], language: Option<Lang>) {
    let [french, english, other] = names;
    let first = |wanted: fn(Lang) -> bool| {
        let text = texts.iter().find(|text| wanted(slot(text.lang, language)));
        text.map(|text| text.text.clone()).unwrap_or_default()
    };
    fields.push(french, first(|lang| lang == Lang::FR));
    fields.push(english, first(|lang| lang == Lang::EN));
    fields.push(other, first(is_other));
}

/// Whether a text of this language stands in the third field.
pub(super) fn is_other(lang: Lang) -> bool {
    lang != Lang::FR && lang != Lang::EN
}

/// The language that a text counts as: one whose language nobody knows is taken to be in the article's.
pub(super) fn slot(lang: Lang, article: Option<Lang>) -> Lang {
    if lang == Lang::UND { article.unwrap_or(Lang::UND) } else { lang }
}

fn award_line(link: &AwardLink) -> String {
    match &link.number {
        Some(number) => format!("{} {number}", link.fund),
        None => link.fund.to_string(),
    }
}
