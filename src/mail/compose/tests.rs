//! What letters say.

use super::*;
use crate::domain::letter::AccountMatter;
use crate::domain::verdict::NextAction;

const HOSTILE: &str = "<script>alert(1)</script>\r\nBcc: x@example.org & \"q\"";

fn sender() -> Sender {
    Sender { name: "Parvis".into(), base_url: "https://parvis.example".into() }
}

#[test]
fn every_matter_of_an_account_has_its_words() {
    for matter in AccountMatter::ALL {
        let code = Some("01234567".to_owned());
        let url = "https://p/compte?jeton=abc".into();
        let letter = Letter::Account(AccountLetter { matter, url, code });
        for lang in [Lang::FR, Lang::EN] {
            let composed = compose(&letter, lang, &sender()).unwrap();
            assert!(!composed.text.contains("mail-") && composed.text.contains("https://p/compte?jeton=abc"));
            assert!(composed.text.contains("01234567") && composed.html.contains("01234567"));
        }
    }
}

fn letters() -> Vec<Letter> {
    let text = || HOSTILE.to_owned();
    let article = || Announced { title: text(), lang: Lang::EN, byline: text(), url: "https://p/articles/7".into() };
    let stop_url = "https://p/alertes/arreter?jeton=abc".to_owned();
    vec![
        Letter::ConfirmAlert(ConfirmAlert { confirm_url: "https://p/c?jeton=abc&x=<script>".into() }),
        Letter::AlertNews(AlertNews {
            search: text(),
            search_url: "https://p/recherche?q=a".into(),
            total: 3,
            articles: vec![article(), article()],
            stop_url,
        }),
        Letter::DepositNews(DepositNews {
            deposits: vec![Happening {
                deposit: article(),
                actions: ["submit", "comment", "returned", "rejected", "refuse", "publish", "correct", "withdraw"]
                    .map(str::to_owned)
                    .to_vec(),
            }],
            url: "https://p/depots?<script>".into(),
            stop_url: "https://p/compte".into(),
        }),
        Letter::CopyAsked(CopyAsked {
            article: article(),
            email: "r@example.org".into(),
            message: text(),
            url: "https://p/copies/repondre?jeton=a".into(),
        }),
        Letter::CopyAnswer(CopyAnswer { article: article(), is_granted: true, url: "https://p/copies/lire".into() }),
        Letter::CopyAnswer(CopyAnswer { article: article(), is_granted: false, url: "https://p/".into() }),
        Letter::ReportReady(ReportReady {
            title: text(),
            day: "2026-11-30".into(),
            url: "https://p/rapports/rapport.pdf?par=year".into(),
            page_url: "https://p/rapports?par=year".into(),
            stop_url: "https://p/rapports/abonnements/arreter?jeton=abc".into(),
        }),
        Letter::DraftsEnd(DraftsEnd {
            drafts: vec![article()],
            end: "2026-12-05".into(),
            url: "https://p/deposer".into(),
        }),
        Letter::Reminder(Reminder {
            total: 2,
            articles: vec![Reminded { article: article(), action: NextAction::AddLicence }],
            url: "https://p/octrois".into(),
            stop_url: "https://p/rappels/arreter?jeton=abc".into(),
        }),
        Letter::ReviewDigest(ReviewDigest {
            total: 3,
            deposits: vec![article()],
            url: "https://p/revision".into(),
            stop_url: "https://p/compte".into(),
        }),
    ]
}

#[test]
fn every_message_is_sound_in_both_languages_whatever_it_quotes() {
    for letter in letters() {
        for lang in [Lang::FR, Lang::EN, Lang::UND] {
            let composed = compose(&letter, lang, &sender()).unwrap();
            assert!(!composed.subject.contains(['\r', '\n']) && !composed.subject.is_empty());
            assert!(!composed.html.contains("<script") && composed.html.contains("&#60;script"), "{}", composed.html);
            assert!(composed.text.contains("https://p/") && composed.text.contains("\n-- \nParvis\n"));
            assert!(!composed.text.contains("mail-") && !composed.html.contains("mail-"), "{}", composed.text);
            assert!(composed.html.contains(&format!("lang=\"{}", composed.lang)));
        }
    }
}

#[test]
fn news_count_what_they_do_not_list_and_can_be_ended() {
    let composed = compose(&letters()[1], Lang::EN, &sender()).unwrap();
    assert!(composed.subject.starts_with("3 new articles – "), "{}", composed.subject);
    assert!(composed.text.contains("and 1 more"), "{}", composed.text);
    assert_eq!(composed.unsubscribe.as_deref(), Some("https://p/alertes/arreter?jeton=abc"));
    assert_eq!(composed.text.matches("https://p/articles/7").count(), 2);
}
