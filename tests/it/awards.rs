//! The award register: found by any of its words, and held against what a draft names.

use std::fmt::Write;

use parvis::domain::user::Role;
use parvis::service::read_register;

use crate::support::visitor::{Visitor, fields, set};
use crate::support::{TestSite, pdf};

const PASSWORD: &str = "un bon mot de passe";
/// Years of the generated register, and its awards.
const YEARS: u32 = 6;
const AWARDS: u32 = 300;

/// A register of the shape that Données Québec's has: a row an award and year, headings that drift, sums in four
/// writings, sentinels.
fn register(year: u32) -> String {
    let old = year.is_multiple_of(2);
    let mut csv = String::from(if old {
        "Fonds,Cofinancement,Annee_financiere,Debut_Financement,Titulaire,Dossier,etablissement,Categorie_de_financement,Programme,Montant_total\n"
    } else {
        "Fonds_gestion,Cofinancement,Annee_financiere,Debut_financemnet,Titulaire,No_dossier,etablissement,Categorie_financement,Programme,Montant_Total\n"
    });
    for award in 0..AWARDS {
        let (number, start) = (310_000 + award * 7, 2018 + award % 3);
        let holder =
            if award % 50 == 49 { "Non disponible".to_owned() } else { format!("\"Tremblay-{award}, Élise\"") };
        let place = if award % 4 == 0 { "" } else { "Université Laval" };
        let pick = |list: &[&'static str], at: u32| *list.get(usize::try_from(at).unwrap()).unwrap();
        let fund = pick(&["FRQNT", "FRQS", "FRQSC"], award % 3);
        let sum = pick(&["480000", "480 000", "\"540,000 $\"", "56141.75"], award % 4);
        let number = if award % 100 == 99 { "S.O.".to_owned() } else { number.to_string() };
        let year = 2018 + year;
        writeln!(
            csv,
            "{fund},,{year}-{},{start},{holder},{number},{place},Subventions,Projet de recherche en équipe,{sum}",
            year + 1
        )
        .unwrap();
    }
    csv
}

async fn site() -> TestSite {
    let site = TestSite::new().await;
    site.repository.put_user("d@example.org", "Camille", Role::Depositor, PASSWORD).await.unwrap();
    for year in 0..YEARS {
        let awards: Vec<_> = read_register(register(year).as_bytes()).filter_map(Result::ok).collect();
        assert_eq!(awards.len(), 297, "the good rows go in");
        site.repository.put_awards(&awards).await.unwrap();
    }
    site
}

#[tokio::test]
async fn awards_are_found_by_number_holder_place_and_doi() {
    let site = site().await;
    for (question, number) in [
        ("310007", "310007"),
        ("10.69777/310007", "310007"),
        ("tremblay-2 elise", "310014"),
        ("ELISE Tremblay-10 laval", "310070"),
    ] {
        let path = format!("/api/v1/awards?q={}", question.replace(' ', "%20"));
        let found = site.get(&path).await.json();
        let numbers: Vec<_> = found["awards"].as_array().unwrap().iter().map(|award| award["number"].clone()).collect();
        assert!(numbers.contains(&number.into()), "{question}: {found}");
        assert!(numbers.len() <= 8);
    }
    for question in ["", "%25%25", "zzzz", "%27%20OR%201"] {
        let found = site.get(&format!("/api/v1/awards?q={question}")).await;
        assert_eq!((found.status.as_u16(), found.json()["awards"].as_array().unwrap().len()), (200, 0), "{question}");
    }
    site.finish().await;
}

#[tokio::test]
async fn an_award_is_checked_and_an_unknown_one_is_no_dead_end() {
    let site = site().await;
    let mut visitor = Visitor::new(&site);
    visitor.sign_in("d@example.org", PASSWORD).await;
    let page = visitor.get("/deposer").await.text();
    let token: Vec<_> = fields(&page).into_iter().filter(|(name, _)| name == "jeton").take(1).collect();
    let sent = visitor.upload("/deposer", &token, "a.pdf", &pdf(&["Le chant des mésanges\nLéa Roy"])).await;
    let address = sent.header("location").to_owned();
    site.work().await;
    let mut form: Vec<_> =
        fields(&visitor.get(&address).await.text()).into_iter().filter(|(name, _)| name != "droits").collect();
    set(&mut form, "octrois", "frqs 310007\nfrqs 310015");
    form.push(("decision".to_owned(), "enregistrer".to_owned()));
    assert_eq!(visitor.post(&address, &form).await.status, 303);
    let page = visitor.get(&address).await.text();
    assert!(page.contains("Tremblay-1, Élise") && page.contains("au registre"));
    assert!(
        page.contains("inconnu du registre") && page.contains("value=\"octrois=frqs 310007\nfrqsc 310014\""),
        "near ones are offered"
    );
    let found = visitor.get(&format!("{address}?octroi=tremblay-10")).await.text();
    assert!(found.contains("310070"), "without a script, too");
    site.finish().await;
}
