//! The pages of depositors and curators, in both languages: sound, labelled, and safe with hostile texts.

use askama::Template;
use jiff::Timestamp;
use regex::Regex;

use super::super::deposit_description::DescriptionPage;
use super::super::my_deposits::{DepositProgressPage, MyDepositsPage};
use super::super::review::desk::{Beside, ReviewPage};
use super::super::review::queue::ReviewQueuePage;
use super::super::samples::{HOSTILE, article, extraction, frame};
use super::super::withdraw::WithdrawPage;
use super::entrance::{DepositPage, Refused};
use crate::domain::deposit::{Deposit, ReviewMode};
use crate::domain::extraction::{ExtractionFailure, Reading};
use crate::domain::ids::UserId;
use crate::domain::review::{Assignee, Comment, QueueQuery};
use crate::domain::{ArticleId, ArticleState, DepositId, Metadata};
use crate::service::{Event, QueueLine, ReviewItem};
use crate::web::form::{FieldErrors, Fields};
use crate::web::i18n::Locale;

fn item(state: ArticleState) -> ReviewItem {
    let event = |action: &str, user: Option<&str>| Event {
        at: Timestamp::UNIX_EPOCH,
        user: user.map(str::to_owned),
        action: action.to_owned(),
        reason: Some(HOSTILE.to_owned()),
    };
    let article = article();
    ReviewItem {
        deposit: Deposit {
            id: DepositId(3),
            article: article.id,
            metadata: Metadata::default(),
            file: article.version.file.clone(),
            review: ReviewMode::Person,
            depositor: Some(UserId(1)),
            created_at: Timestamp::UNIX_EPOCH,
            failure: None,
            duplicate_of: None,
            version_of: None,
        },
        article: Some(article),
        state,
        reading: Some(Reading { metadata: None, extraction: extraction(), sealed: false }),
        history: vec![event("submit", Some(HOSTILE)), event("begin_review", None), event("returned", Some("C"))],
        withdrawal: None,
        draft: None,
    }
}

fn comments() -> Vec<Comment> {
    let comment = |by, field: Option<&str>| Comment {
        by: UserId(by),
        name: HOSTILE.to_owned(),
        at: Timestamp::UNIX_EPOCH,
        field: field.map(str::to_owned),
        body: HOSTILE.to_owned(),
    };
    vec![comment(2, Some("doi")), comment(1, None)]
}

fn beside() -> Beside {
    let curator = |id| Assignee { id: UserId(id), name: HOSTILE.to_owned() };
    Beside {
        awards: Vec::new(),
        comments: comments(),
        curators: vec![curator(2), curator(3)],
        assignee: Some(curator(3)),
    }
}

/// One heading of the first rank, nothing hostile unescaped, a label for each field, no reference to an absent id.
fn check(html: &str) {
    assert_eq!(html.matches("<h1").count(), 1);
    assert!(!html.contains("<script>alert"), "{html}");
    for field in Regex::new(r#"<(?:input|select|textarea) id="([^"]+)""#).unwrap().captures_iter(html) {
        assert!(html.contains(&format!("<label for=\"{}\"", &field[1])), "{} has no label", &field[1]);
    }
    for ids in Regex::new(r#"aria-(?:describedby|labelledby)="([^"]+)""#).unwrap().captures_iter(html) {
        for id in ids[1].split(' ') {
            assert!(html.contains(&format!("id=\"{id}\"")), "nothing is called {id}");
        }
    }
}

#[test]
fn the_deposit_page_is_sound_whatever_went_wrong() {
    let refusals = [
        None,
        Some(Refused::Stale),
        Some(Refused::Empty),
        Some(Refused::NoFile),
        Some(Refused::TooLarge),
        Some(Refused::Public(ArticleId(7))),
    ];
    for locale in Locale::ALL {
        for refused in &refusals {
            let frame = frame(locale, "/deposer");
            let html = DepositPage::new(&frame, 200_000_000, refused.as_ref()).render().unwrap();
            check(&html);
            assert_eq!(html.contains("role=\"alert\""), refused.is_some());
            assert_eq!(html.contains("/articles/7"), matches!(refused, Some(Refused::Public(_))));
        }
    }
}

#[test]
fn a_deposit_is_told_in_words_in_every_state() {
    for locale in Locale::ALL {
        let frame = frame(locale, "/depots/3");
        for state in ArticleState::ALL {
            let html = DepositProgressPage::new(&frame, &item(state), false).render().unwrap();
            check(&html);
            assert!(!html.contains("standing-"), "a message is missing for {state:?}");
            let moving = state == ArticleState::Submitted;
            assert_eq!(html.contains("http-equiv=\"refresh\""), moving, "{state:?}");
        }
        check(&MyDepositsPage::new(&frame, &[item(ArticleState::InReview)]).render().unwrap());
        check(&MyDepositsPage::new(&frame, &[]).render().unwrap());
        let assignee = Some(Assignee { id: UserId(3), name: "<b>".to_owned() });
        let line = QueueLine { item: item(ArticleState::InReview), assignee, comments: 2 };
        let query = QueueQuery { words: "<b>".to_owned(), ..QueueQuery::default() };
        check(&ReviewQueuePage::new(&frame, &query, &[line], "publie").render().unwrap());
        check(&ReviewQueuePage::new(&frame, &QueueQuery::default(), &[], "<nothing>").render().unwrap());
    }
}

#[test]
fn a_file_that_cannot_be_read_says_what_to_do_and_waits_for_nothing() {
    let failed = ReviewItem {
        deposit: Deposit { failure: Some(ExtractionFailure::Encrypted), ..item(ArticleState::Rejected).deposit },
        reading: None,
        ..item(ArticleState::Rejected)
    };
    let html = DepositProgressPage::new(&frame(Locale::French, "/depots/3"), &failed, false).render().unwrap();
    assert!(html.contains("mot de passe") && !html.contains("http-equiv=\"refresh\""));
}

#[test]
fn the_comment_of_a_curator_shows_only_while_it_holds() {
    let shown =
        |state| DepositProgressPage::new(&frame(Locale::French, "/depots/3"), &item(state), false).render().unwrap();
    assert!(shown(ArticleState::Returned).contains("class=\"comment\""));
    assert!(!shown(ArticleState::Published).contains("class=\"comment\""));
}

#[test]
fn a_file_may_be_handed_in_again_after_a_decision_against_it_and_never_while_it_is_stuck() {
    let frame = frame(Locale::French, "/depots/3");
    let offers = |item: &ReviewItem, stuck| {
        DepositProgressPage::new(&frame, item, stuck).render().unwrap().contains("class=\"button\" href=\"/deposer\"")
    };
    assert!(offers(&item(ArticleState::Returned), false) && offers(&item(ArticleState::Rejected), false));
    assert!(!offers(&item(ArticleState::Submitted), true) && !offers(&item(ArticleState::Withdrawn), false));
}

#[test]
fn a_depositor_answers_and_corrects_while_nothing_is_decided() {
    for locale in Locale::ALL {
        let frame = frame(locale, "/depots/3");
        let page = |state, own| {
            let item = item(state);
            let html =
                DepositProgressPage::new(&frame, &item, false).talking(&item, &comments(), own).render().unwrap();
            check(&html);
            html.contains("/depots/3/description\">")
        };
        assert!(page(ArticleState::Returned, true) && page(ArticleState::InReview, true));
        assert!(!page(ArticleState::Returned, false) && !page(ArticleState::Published, true));
        for may_publish in [true, false] {
            let (fields, errors) = (Fields::default(), FieldErrors::one("doi", "form-doi-taken"));
            let notes = vec![("#doi".to_owned(), "DOI".to_owned(), HOSTILE.to_owned())];
            let page =
                DescriptionPage::new(&frame, &item(ArticleState::Returned), &fields, &errors, notes, may_publish);
            let html = page.render().unwrap();
            check(&html);
            assert_eq!(html.contains("value=\"publier\""), may_publish);
        }
    }
}

#[test]
fn a_file_that_was_here_already_is_told_as_such() {
    let frame = frame(Locale::French, "/depots/3");
    let told = |state| {
        let item = item(state);
        DepositProgressPage::new(&frame, &item, false).known(&item).render().unwrap()
    };
    assert!(told(ArticleState::Rejected).contains("ce dépôt a été refusé"));
    assert!(told(ArticleState::InReview).contains("voici où en est ce dépôt"));
}

#[test]
fn the_desk_offers_what_the_state_allows() {
    let frame = frame(Locale::French, "/revision/3");
    let desk = |state| {
        let page = ReviewPage::new(&frame, &item(state), &Fields::default(), &FieldErrors::default(), false, beside());
        let html = page.render().unwrap();
        check(&html);
        let buttons = ["publier", "renvoyer", "refuser", "corriger"];
        let offered = buttons.into_iter().filter(|value| html.contains(&format!("value=\"{value}\"")));
        (offered.collect::<Vec<_>>(), html.contains("<textarea id=\"titre_fr\""))
    };
    assert_eq!(desk(ArticleState::InReview), (vec!["publier", "renvoyer", "refuser"], true));
    assert_eq!(desk(ArticleState::Published), (vec!["corriger"], true));
    for closed in [ArticleState::Rejected, ArticleState::Returned, ArticleState::Withdrawn] {
        assert_eq!(desk(closed), (Vec::new(), false), "{closed:?}");
    }
}

#[test]
fn the_withdrawal_keeps_what_was_typed() {
    for locale in Locale::ALL {
        let fields = Fields::of(vec![("raison".to_owned(), HOSTILE.to_owned())]);
        let errors = FieldErrors::one("raison", "form-stale");
        let html = WithdrawPage::new(&frame(locale, "/articles/7/retrait"), &article(), None, &fields, &errors)
            .render()
            .unwrap();
        check(&html);
        assert!(html.contains("alert(1)"));
    }
}
