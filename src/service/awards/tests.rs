//! Tests of reading registers.

use super::*;
use crate::domain::{AwardKind, Fund};

const HEADER: &str = "number,funder,holder,institution_ror,programme,kind,competition_launched,launch_estimated,\
    active_from,active_to,programme_policy\n";

#[test]
fn a_register_is_read_and_a_bad_row_says_where_it_is() {
    let rows = format!(
        "{HEADER}900101,frqnt,\"Roy, Léa\",https://ror.org/0161xgx34,Projet,grant,2022-08-15,false,2023-04-01,2026-03-31,\n\
         abc,frqnt,X,,Projet,grant,,false,,,\n900102,frqs,Y,,Bourse,bursary,,true,,,2022\n"
    );
    let all: Vec<_> = read_register(rows.as_bytes()).collect();
    assert_eq!(all.len(), 3);
    assert_eq!(all[0].as_ref().unwrap().institution.as_ref().unwrap().as_str(), "0161xgx34");
    assert!(all[1].as_ref().unwrap_err().to_string().contains("line 3"));
    assert_eq!(all[2].as_ref().unwrap().programme_policy, Some(2022));
}

/// A file of one year as Données Québec has them; headings, marks and encodings drift.
fn year(headings: &str, delimiter: &str, rows: &[[&str; 7]]) -> String {
    let rows = rows.iter().map(|row| row.map(|cell| format!("\"{cell}\"")).join(delimiter));
    std::iter::once(headings.replace(',', delimiter)).chain(rows).collect::<Vec<_>>().join("\r\n")
}

#[test]
fn yearly_files_are_read_whatever_their_headings_and_rows_of_one_award_are_one() {
    let rows = [
        ["FRQNT", "2021-2022", "2021", "Roy, Léa", "312345", "Université Laval", "Projet de recherche en équipe"],
        ["FRQNT", "2022-2023", "2021", "Roy, Léa", "312345", "Université Laval", "Projet de recherche en équipe"],
        ["FRQS", "2021-2022", "2021-2022", "Non disponible", "277777", "", "Chercheurs-boursiers"],
        ["FRQSC", "2021-2022", "2021", "Côté, Luc", "S.O.", "", "Fonctionnement"],
        ["CRSNG", "2021-2022", "2021", "Côté, Luc", "312346", "", "Fonctionnement"],
    ];
    let headings = [
        "Fonds,Annee_financiere,Debut_Financement,Titulaire,Dossier,etablissement,Programme",
        "Fonds_gestion,Année_financière,Debut_financemnet,Titulaire,No_dossier,Établissement,Programme",
    ];
    for (headings, delimiter, latin) in [(headings[0], ",", false), (headings[1], ";", false), (headings[1], ",", true)]
    {
        let text = format!("{}{}", if latin { "" } else { "\u{feff}" }, year(headings, delimiter, &rows));
        let bytes =
            if latin { text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect() } else { text.into_bytes() };
        let (good, bad): (Vec<_>, Vec<_>) = read_register(bytes.as_slice()).partition(Result::is_ok);
        let good: Vec<Award> = good.into_iter().map(Result::unwrap).collect();
        assert_eq!(good.len(), 2, "{headings}");
        assert_eq!((good[0].fund, good[0].holder.as_str()), (Fund::Frqnt, "Roy, Léa"));
        assert!(good[0].institution.is_some());
        assert_eq!(good[0].active_from.unwrap().to_string(), "2021-04-01");
        assert_eq!(good[0].active_to.unwrap().to_string(), "2023-03-31");
        assert_eq!((good[1].kind, good[1].holder.as_str()), (AwardKind::SalaryAward, ""));
        let told: Vec<String> = bad.into_iter().map(|error| error.unwrap_err().to_string()).collect();
        assert!(told[0].contains("line 5") && told[0].contains("S.O."), "{told:?}");
        assert!(told[1].contains("line 6") && told[1].contains("CRSNG"), "{told:?}");
    }
}
