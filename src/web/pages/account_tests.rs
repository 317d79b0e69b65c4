//! The pages of accounts, whatever stands in them.

use askama::Template;
use jiff::Timestamp;

use super::account::factor::FactorPage;
use super::account::join::{AskPage, PasswordPage, WayView, Wish};
use super::account::leave::{LeavePage, Proof};
use super::account::view::{AccountPage, Problem, Typed};
use super::people::PeoplePage;
use super::providers::Offer;
use super::samples::{HOSTILE, frame};
use super::sign_in::CodePage;
use super::tests::check;
use crate::domain::identity::LinkedIdentity;
use crate::domain::ids::{ApiTokenId, UserId};
use crate::domain::user::{Account, ApiToken, Role, Scope, Session, User};
use crate::domain::{Lang, Orcid, Sha256};
use crate::service::{AccountView, Enrolment, NewPassword, PeopleQuery, RecoveryCodes};
use crate::web::i18n::Locale;

fn view() -> AccountView {
    let at = Timestamp::UNIX_EPOCH;
    let token = |id| ApiToken {
        id: ApiTokenId(id),
        name: HOSTILE.to_owned(),
        scopes: Scope::ALL.to_vec(),
        created_at: at,
        expires_at: at,
        used_at: (id == 1).then_some(at),
    };
    let session = |secret: &str| Session {
        id: Sha256::of(secret.as_bytes()),
        agent: HOSTILE.to_owned(),
        created_at: at,
        expires_at: at,
    };
    AccountView {
        account: account(1),
        sessions: vec![session("this"), session("other")],
        identities: vec![LinkedIdentity {
            issuer: HOSTILE.to_owned(),
            subject: HOSTILE.to_owned(),
            provider: "gone".to_owned(),
            label: HOSTILE.to_owned(),
            linked_at: at,
            used_at: at,
        }],
        tokens: vec![token(1), token(2)],
        recovery_codes: 3,
    }
}

fn account(id: i64) -> Account {
    Account {
        user: User { id: UserId(id), email: "a@b.example".into(), name: HOSTILE.to_owned(), role: Role::Administrator },
        language: Lang::EN,
        orcid: Some(Orcid::parse("0000-0002-1825-0097").unwrap()),
        institution: Some(HOSTILE.to_owned()),
        is_orcid_proven: id == 1,
        has_password: id != 2,
        is_trusted: true,
        wants_news: true,
        has_second_factor: id == 1,
        disabled_at: (id == 2).then_some(Timestamp::UNIX_EPOCH),
        created_at: Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn the_page_of_an_account_is_sound_and_offers_to_end_every_session_but_this_one() {
    for locale in Locale::ALL {
        let frame = frame(locale, "/compte");
        for section in ["profil", "mot-de-passe", "fournisseurs", "jetons"] {
            let problem = Some(Problem { section, key: "form-stale" });
            let typed = Typed { problem, done: "profil".into(), token: Some("parvis_x".into()), ..Typed::default() };
            let html = AccountPage::new(&frame, &view(), "this", &typed).render().unwrap();
            check(&html, locale);
            assert_eq!(html.matches("name=\"session\"").count(), 1);
            assert_eq!(html.matches("role=\"alert\"").count(), 1);
        }
    }
}

#[test]
fn the_way_to_an_account_and_out_of_it_is_sound() {
    for locale in Locale::ALL {
        let frame = frame(locale, "/compte/nouveau");
        for wish in [Wish::Account, Wish::Password] {
            for mail in [true, false] {
                check(&AskPage::new(&frame, wish, mail).render().unwrap(), locale);
                check(&AskPage::new(&frame, wish, mail).sent().render().unwrap(), locale);
            }
        }
        for (link, error) in [(true, Some(HOSTILE.to_owned())), (false, None)] {
            for is_new in [true, false] {
                let new = || NewPassword { email: HOSTILE.into(), name: HOSTILE.into(), is_new, ways: Vec::new() };
                let way = || WayView {
                    key: HOSTILE.into(),
                    name: HOSTILE.into(),
                    label: HOSTILE.into(),
                    since: HOSTILE.into(),
                };
                let (link, ways, error) = (link.then(new), vec![way(), way()], error.clone());
                check(
                    &PasswordPage { frame: &frame, link, ways, token: HOSTILE.into(), error }.render().unwrap(),
                    locale,
                );
            }
        }
        let error = Some(HOSTILE.to_owned());
        let offer = || Offer { name: "orcid".into(), label: HOSTILE.into() };
        for proof in [Proof::Password, Proof::Shown, Proof::Providers(vec![offer(), offer()])] {
            let page = LeavePage { frame: &frame, email: HOSTILE.into(), proof, error: error.clone() };
            check(&page.render().unwrap(), locale);
        }
        check(&CodePage { frame: &frame, back: "/".into(), step: HOSTILE.into(), error }.render().unwrap(), locale);
        let enrolment = Enrolment { secret: "GEZDGNBV".into(), address: "otpauth://totp/x".into() };
        check(&FactorPage::offer(&frame, &enrolment, Some("factor-code-wrong")).render().unwrap(), locale);
        check(&FactorPage::on(&frame, Some("account-password-wrong")).render().unwrap(), locale);
        check(&FactorPage::codes(&frame, RecoveryCodes(vec!["0-1".into()])).render().unwrap(), locale);
    }
}

#[test]
fn people_are_listed_and_nobody_can_change_themselves() {
    for locale in Locale::ALL {
        let frame = frame(locale, "/administration/comptes");
        let query = PeopleQuery { words: HOSTILE.into(), role: Some(Role::Curator) };
        let people = [account(1), account(2)];
        let html = PeoplePage::new(&frame, &people[0].user, &query, &people, &[]).render().unwrap();
        check(&html, locale);
        assert_eq!(html.matches("name=\"compte\"").count(), 1);
        check(&PeoplePage::new(&frame, &people[0].user, &query, &[], &[]).render().unwrap(), locale);
    }
}
