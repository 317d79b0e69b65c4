//! Tests of reading a typed description.

use super::super::typed;
use super::*;
use crate::domain::Affiliation;

const TODAY: Date = jiff::civil::date(2026, 11, 21);

fn form(pairs: &[(&str, &str)]) -> Fields {
    let minimal = [("titre_fr", "Titre"), ("auteurs", "Roy, Anne")];
    let missing = minimal.iter().filter(|(name, _)| !pairs.iter().any(|(other, _)| other == name));
    Fields::of(pairs.iter().chain(missing).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

fn read(pairs: &[(&str, &str)]) -> Result<Metadata, FieldErrors> {
    parse(&form(pairs), &Metadata::default(), TODAY)
}

fn wrong(pairs: &[(&str, &str)]) -> Vec<&'static str> {
    read(pairs).err().map(|errors| errors.fields()).unwrap_or_default()
}

fn sample() -> Metadata {
    serde_json::from_str(
        r#"{"title":[["fr","Glace"],["en","Ice"]],"abstract":{"fr":"Résumé & suite."},"keywords":{"en":["cold, wet"],"fr":["gel"]},
        "authors":[{"given":"Anne","family":"Roy","orcid":"0000-0002-1825-0097","email":"a@b.example",
        "affiliations":[{"name":"Université Laval"}]},{"family":"Consortium du gel"}],"language":"fr",
        "type":"journal_article","version":"VoR","licence":"cc-by-4.0","access":"embargoed","embargo_until":"2027-01-01",
        "doi":"10.5555/abc","journal":{"title":"Revue","issn":"0317-8471","volume":"3","publisher":"Presses"},
        "dates":{"online":"2024-02","deposited":"2026-11-20"},"field":"RDF105",
        "awards":[{"funder":"frqnt","number":"312345","origin":"acknowledgement"},{"funder":"frqs"}]}"#,
    )
    .unwrap()
}

#[test]
fn a_description_shown_and_sent_back_unchanged_is_the_same() {
    let metadata = sample();
    assert_eq!(parse(&typed(&metadata), &metadata, TODAY).unwrap(), metadata);
}

#[test]
fn what_the_form_does_not_show_stays() {
    let metadata = sample();
    let mut fields = form(&[("auteurs", "Roy-Gagnon, Anne | Université Laval\nConsortium du gel"), ("revue", "Autre")]);
    fields.push("langue", "fr".to_owned());
    let read = parse(&fields, &metadata, TODAY).unwrap();
    let place = Affiliation { name: "Université Laval".to_owned(), ror: None };
    assert_eq!(read.authors.first().map(|person| person.affiliations.clone()), Some(vec![place]));
    assert_eq!(read.authors.first().and_then(|person| person.email.clone()), Some("a@b.example".to_owned()));
    assert_eq!(read.journal.and_then(|journal| journal.publisher), Some("Presses".to_owned()));
    assert_eq!(read.dates.deposited, metadata.dates.deposited);
    assert_eq!(read.field, metadata.field);
}

#[test]
fn a_title_in_an_unknown_language_stands_under_the_language_of_the_article() {
    let metadata =
        Metadata { titles: vec![Localised::new(Lang::UND, "Ice")], language: Some(Lang::EN), ..Metadata::default() };
    assert_eq!(typed(&metadata).raw("titre_en"), "Ice");
    assert_eq!(typed(&metadata).raw("titre_autre"), "");
}

#[test]
fn a_title_in_a_third_language_keeps_its_own() {
    let read = read(&[("titre_fr", "Glace"), ("titre_autre", "Hielo"), ("langue", "es")]).unwrap();
    let spanish = Lang::parse("es").unwrap();
    assert_eq!(read.titles, vec![Localised::new(spanish, "Hielo"), Localised::new(Lang::FR, "Glace")]);
}

#[test]
fn authors_are_read_line_by_line_with_their_orcid() {
    let lines = "Roy, Anne [0000-0002-1825-0097]\n\n  Consortium du gel \nTremblay , Luc [https://orcid.org/0000-0002-1694-233X]";
    let authors = read(&[("auteurs", lines)]).unwrap().authors;
    assert_eq!(
        authors.iter().map(Person::sort_name).collect::<Vec<_>>(),
        ["Roy, Anne", "Consortium du gel", "Tremblay, Luc"]
    );
    assert_eq!(authors.iter().filter(|person| person.orcid.is_some()).count(), 2);
}

#[test]
fn a_wrong_orcid_is_told_with_its_line() {
    let errors = read(&[("auteurs", "Roy, Anne [0000-0002-1825-0098]")]).unwrap_err();
    assert_eq!(errors.fields(), ["auteurs"]);
    assert!(errors.of("auteurs", crate::web::i18n::Locale::French).unwrap().contains("0098"));
    for hostile in [", Anne", "[0000]", "Roy, Anne [", "Roy [<script>]"] {
        assert_eq!(wrong(&[("auteurs", hostile)]), ["auteurs"], "{hostile}");
    }
}

#[test]
fn identifiers_and_choices_that_are_none_are_refused_at_their_field() {
    for (field, value) in [
        ("doi", "11.5555/x"),
        ("doi", "javascript:alert(1)"),
        ("issn", "1234-5678"),
        ("licence", "my own"),
        ("version", "final"),
        ("type", "<b>"),
        ("acces", "OPEN"),
        ("langue", "français"),
        ("octrois", "nserc 123456"),
        ("octrois", "312345"),
        ("octrois", "frqnt 12"),
    ] {
        let journal = if field == "issn" { "Revue" } else { "" };
        assert_eq!(wrong(&[(field, value), ("revue", journal)]), [field], "{field} = {value}");
    }
}

#[test]
fn dates_must_be_possible() {
    for (field, value) in [
        ("en_ligne", "2024-13"),
        ("en_ligne", "2023-02-29"),
        ("en_ligne", "hier"),
        ("en_ligne", "0024"),
        ("en_ligne", "2026-11-22"),
        ("acceptation", "2027"),
        ("parution", "2030-01"),
    ] {
        assert_eq!(wrong(&[(field, value)]), [field], "{field} = {value}");
    }
    let dates = read(&[("en_ligne", " 2026-11-21 "), ("parution", "2027-03")]).unwrap().dates;
    assert!(dates.online.is_some() && dates.issue.is_some());
}

#[test]
fn an_embargo_needs_its_day_and_the_day_an_embargo() {
    assert_eq!(wrong(&[("acces", "embargoed")]), ["embargo"]);
    assert_eq!(wrong(&[("acces", "open"), ("embargo", "2027-01-01")]), ["acces"]);
    assert_eq!(wrong(&[("acces", "embargoed"), ("embargo", "demain")]), ["embargo"]);
    assert!(read(&[("acces", "embargoed"), ("embargo", "2027-01-01")]).is_ok());
}

#[test]
fn a_public_description_needs_its_choices_and_takes_unknown_when_somebody_chose_it() {
    let choices = [("type", "journal_article"), ("version", "NA"), ("licence", "unknown"), ("acces", "open")];
    let public = |pairs: &[(&str, &str)]| parse_complete(&form(pairs), &Metadata::default(), TODAY);
    let read = public(&choices).unwrap();
    assert_eq!((read.licence, read.access), (Some(Licence::unknown()), Some(AccessRight::Open)));
    for (at, (field, _)) in choices.iter().enumerate() {
        let mut pairs = choices.to_vec();
        pairs[at].1 = " ";
        assert_eq!(public(&pairs).unwrap_err().fields(), [*field]);
        pairs[at].1 = "rien";
        assert_eq!(public(&pairs).unwrap_err().fields(), [*field], "a wrong value is told once");
    }
    assert!(parse(&form(&[]), &Metadata::default(), TODAY).is_ok(), "a check asks for none of them");
}

#[test]
fn a_title_and_an_author_are_asked_for() {
    assert_eq!(wrong(&[("titre_fr", " \u{200b} "), ("auteurs", "\n")]), ["auteurs", "titre_fr"]);
    assert_eq!(wrong(&[("issn", "0317-8471")]), ["revue"]);
}

#[test]
fn hostile_texts_stay_texts_and_lose_what_nobody_sees() {
    let read = read(&[("titre_fr", "<script>alert('é')</script>\u{202e}\u{0}"), ("mots_fr", "a; ;b\nc")]).unwrap();
    assert_eq!(read.titles, vec![Localised::new(Lang::FR, "<script>alert('é')</script>")]);
    assert_eq!(read.keywords.len(), 3);
}

#[test]
fn sizes_are_bounded_and_large_bylines_fit() {
    assert_eq!(wrong(&[("titre_fr", &"é".repeat(LONGEST_TITLE + 1))]), ["titre_fr"]);
    assert!(read(&[("resume_en", &"a ".repeat(20_000))]).is_ok());
    assert_eq!(read(&[("auteurs", &"Roy, Anne\n".repeat(3_000))]).unwrap().authors.len(), 3_000);
    assert_eq!(wrong(&[("auteurs", &"Roy, Anne\n".repeat(MOST_LINES + 1))]), ["auteurs"]);
}

#[test]
fn an_award_typed_twice_is_one_and_keeps_its_origin() {
    let read = parse(&form(&[("octrois", "FRQ-NT: 312345\nfrqnt 312345\nfrqs")]), &sample(), TODAY).unwrap();
    assert_eq!(read.awards, sample().awards);
}
