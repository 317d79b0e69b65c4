//! The administrator's pages of sources, form by form.

use parvis::domain::user::Role;

use crate::support::TestSite;
use crate::support::server::{Depot, Reply, Server};
use crate::support::visitor::{Visitor, fields, set};

const PASSWORD: &str = "un bon mot de passe";

async fn signed_in(site: &TestSite, role: Role) -> Visitor<'_> {
    let email = format!("{}@example.org", role.code());
    site.repository.put_user(&email, "Camille", role, PASSWORD).await.unwrap();
    let mut visitor = Visitor::new(site);
    assert_eq!(visitor.sign_in(&email, PASSWORD).await.status, 303);
    visitor
}

#[tokio::test]
async fn sources_are_for_administrators_alone() {
    let site = TestSite::new().await;
    assert_eq!(site.get("/administration/sources").await.status, 303, "visitors are asked to sign in");
    let mut curator = signed_in(&site, Role::Curator).await;
    for path in ["/administration/sources", "/administration/sources/essai"] {
        let page = curator.get(path).await;
        assert_eq!(page.status, 403);
        assert!(page.text().contains("administration du site"));
    }
    let mut administrator = signed_in(&site, Role::Administrator).await;
    let page = administrator.get("/en/administration/sources").await;
    assert!(page.status.is_success() && page.text().contains("Add a source"));
    assert_eq!(administrator.get("/administration/sources/absente").await.status, 404);
    site.finish().await;
}

#[tokio::test]
async fn a_source_is_added_run_paused_and_removed_without_javascript() {
    let site = TestSite::new().await;
    let mut depot = Depot::new(crate::sources::plain(0..3));
    depot.instead = vec![None, Some(Reply::html(403, "Pare-feu"))];
    depot.items[1].xml = Some("<broken".to_owned());
    let server = Server::start(depot).await;
    let mut administrator = signed_in(&site, Role::Administrator).await;
    let mut form = fields(&administrator.get("/administration/sources").await.text());
    set(&mut form, "adresse", &server.base_url());
    set(&mut form, "nom", "Mauvais nom");
    let wrong = administrator.post("/administration/sources", &form).await;
    assert_eq!(wrong.status, 422);
    assert!(wrong.text().contains("Mauvais nom") && wrong.text().contains("aria-invalid=\"true\""));
    set(&mut form, "nom", "essai");
    let added = administrator.post("/administration/sources", &form).await;
    assert_eq!((added.status.as_u16(), added.header("location")), (303, "/administration/sources?fait=ajoutee"));
    assert_eq!(site.repository.run_due_sources().await.unwrap(), 1);
    let table = administrator.get("/administration/sources").await.text();
    assert!(table.contains("Dépôt d’essai") && table.contains("2 gardées seules"), "{table}");

    let here = "/administration/sources/essai";
    let page = administrator.get(here).await.text();
    assert!(page.contains("oai:depot.example.org:1"), "the broken record is named: {page}");
    let token = fields(&page).into_iter().find(|(name, _)| name == "jeton").unwrap();
    let act = |action: &str| vec![token.clone(), ("action".to_owned(), action.to_owned())];
    assert_eq!(administrator.post(here, &act("suspendre")).await.status, 303);
    assert!(administrator.get(here).await.text().contains("Suspendue"));
    assert_eq!(administrator.post(here, &act("lancer")).await.status, 303);
    assert_eq!(site.repository.run_due_sources().await.unwrap(), 1);
    let failed = administrator.get(here).await.text();
    assert!(failed.contains("Échouée") && failed.contains("Pare-feu"), "{failed}");
    let forged = vec![("jeton".to_owned(), "x".to_owned()), ("action".to_owned(), "retirer".to_owned())];
    assert_eq!(administrator.post(here, &forged).await.status, 403);
    assert_eq!(administrator.post(here, &act("retirer")).await.status, 303);
    assert_eq!(administrator.get(here).await.status, 404);
    site.finish().await;
}

#[tokio::test]
async fn the_settings_of_a_source_are_changed_on_its_page_with_the_answers_of_the_command() {
    let site = TestSite::new().await;
    let server = Server::start(Depot::new(crate::sources::plain(0..1))).await;
    let mut administrator = signed_in(&site, Role::Administrator).await;
    let mut form = fields(&administrator.get("/administration/sources").await.text());
    set(&mut form, "adresse", &server.base_url());
    set(&mut form, "nom", "essai");
    administrator.post("/administration/sources", &form).await;
    let here = "/administration/sources/essai";
    let shown = fields(&administrator.get(here).await.text());
    let with = |changes: &[(&str, &str)]| {
        let mut form = shown.clone();
        form.push(("action".to_owned(), "regler".to_owned()));
        for (name, value) in changes {
            set(&mut form, name, value);
        }
        form
    };
    let before = site.repository.source_named("essai").await.unwrap();
    for (changes, answer) in [
        (&[][..], "Rien ne change"),
        (&[("heures", "souvent")], "« souvent » n’est pas un nombre entier"),
        (&[("hote", "voisin")], "Choisissez une des valeurs"),
        (&[("heures", "12"), ("jeton", "faux")], "name=\"heures\" type=\"text\" value=\"12\""),
    ] {
        let refused = administrator.post(here, &with(changes)).await;
        let text = refused.text().replace(['\u{a0}', '\u{202f}'], " ").replace("&#39;", "’").replace('\'', "’");
        assert_eq!(refused.status, 422);
        assert!(text.contains(answer) && text.contains("aria-invalid=\"true\""), "{answer}: {text}");
    }
    assert_eq!(site.repository.source_named("essai").await.unwrap(), before);

    let changed = with(&[("heures", "12"), ("hote", "editeur"), ("decision", "publication"), ("fichiers", "oui")]);
    let saved = administrator.post(here, &changed).await;
    assert_eq!((saved.status.as_u16(), saved.header("location")), (303, "/administration/sources/essai?fait=regler"));
    let after = site.repository.source_named("essai").await.unwrap();
    assert_eq!((after.settings.every_seconds, after.settings.fetch_files), (12 * 3_600, true));
    assert_eq!((after.settings.types, after.settings.mirror), (before.settings.types, before.settings.mirror));
    assert!(after.next_run > Some(site.clock.now()), "the next run follows the new interval");
    let mut curator = signed_in(&site, Role::Curator).await;
    assert_eq!(curator.post(here, &changed).await.status, 403);
    site.finish().await;
}
