//! What is bounded in a span of time, whichever process of a site is asked.

use std::net::IpAddr;
use std::time::Duration;

use parvis::domain::alert::{Frequency, NewAlert};
use parvis::domain::query::SearchQuery;
use parvis::domain::user::Role;
use parvis::domain::{Lang, Sha256};
use parvis::service::{Client, Error};
use parvis::store::{Bound, Store, Tried};

use crate::support::TestSite;
use crate::support::database::{Database, server};

const SPAN: Duration = Duration::from_mins(15);
const PASSWORD: &str = "un bon mot de passe";

fn at(second: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(second).unwrap()
}

fn bound(name: &str, most: i64) -> Bound {
    Bound { name: Sha256::of(name.as_bytes()), most }
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_count_tries_together_however_many_come_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::new(&folder.path().join("parvis.sqlite")).await;
    let processes = [database.open().await, database.open().await];
    let tries = (0..40).map(|number: usize| {
        let store = processes[number % 2].clone();
        tokio::spawn(async move { store.count_try(&[bound("a", 10)], SPAN, at(100)).await.unwrap() })
    });
    let mut within = 0;
    for tried in tries.collect::<Vec<_>>() {
        within += usize::from(matches!(tried.await.unwrap(), Tried::Within(_)));
    }
    assert_eq!(within, 10);
    let [one, other] = &processes;
    let once_more = |store: &Store, second| {
        let store = store.clone();
        async move { store.count_try(&[bound("b", 60), bound("a", 10)], SPAN, at(second)).await.unwrap() }
    };
    assert_eq!(once_more(other, 200).await, Tried::Full(1), "the second bound is reached");
    assert_eq!(once_more(one, 99 + 900).await, Tried::Full(1));
    let Tried::Within(counted) = once_more(one, 100 + 900).await else { panic!("the span is over") };
    assert_eq!(counted.len(), 2);
    other.take_back_try(&counted).await.unwrap();
    for _ in 0..10 {
        assert!(matches!(once_more(other, 1_001).await, Tried::Within(_)));
    }
    assert_eq!(once_more(one, 1_002).await, Tried::Full(1));
    one.forget_tries(&bound("a", 0).name).await.unwrap();
    assert!(matches!(once_more(other, 1_003).await, Tried::Within(_)));
    // Ten of the other name, and the one that was just let through under both.
    assert_eq!(one.forget_old_tries(at(1_003 + 86_399)).await.unwrap(), 10);
    assert_eq!(one.forget_old_tries(at(1_003 + 86_400)).await.unwrap(), 2);
}

fn from(address: &str) -> Client {
    Client { address: Some(address.parse::<IpAddr>().unwrap()), agent: String::new() }
}

#[tokio::test]
async fn wrong_passwords_close_an_account_for_a_while_and_a_network_later() {
    let site = TestSite::new().await;
    site.repository.put_user("a@example.org", "Camille", Role::Depositor, PASSWORD).await.unwrap();
    let sign_in = |email: &'static str, password: &'static str, address: &'static str| {
        let repository = site.repository.clone();
        async move { repository.sign_in(email, password, &from(address)).await }
    };
    let is_throttled = |done: Result<_, Error>| matches!(done, Err(Error::Throttled));
    for _ in 0..12 {
        assert!(sign_in("a@example.org", PASSWORD, "203.0.113.9").await.is_ok(), "what is right counts for nothing");
    }
    for _ in 0..10 {
        assert!(matches!(sign_in("a@example.org", "faux", "203.0.113.9").await, Err(Error::WrongPassword)));
    }
    assert!(is_throttled(sign_in("a@example.org", PASSWORD, "198.51.100.1").await), "from anywhere");
    for _ in 0..10 {
        for unknown in ["b@example.org", "c@example.org", "d@example.org", "e@example.org", "f@example.org"] {
            assert!(matches!(sign_in(unknown, "faux", "203.0.113.9").await, Err(Error::WrongPassword)));
        }
    }
    assert!(is_throttled(sign_in("z@example.org", "faux", "203.0.113.9").await), "the network is closed");
    assert!(matches!(sign_in("z@example.org", "faux", "198.51.100.1").await, Err(Error::WrongPassword)));
    site.clock.advance_seconds(15 * 60);
    assert!(sign_in("a@example.org", PASSWORD, "203.0.113.9").await.is_ok(), "it opens again");
}

#[tokio::test]
async fn one_network_cannot_use_up_the_messages_that_are_there_for_all() {
    let site = TestSite::with_mail("smtp://127.0.0.1:9").await;
    let ask = |number: usize, address: &'static str| {
        let alert = NewAlert {
            email: format!("{number}@example.org"),
            address: "/recherche?q=neige".to_owned(),
            search: SearchQuery::default(),
            name: "neige".to_owned(),
            language: Lang::FR,
            frequency: Frequency::Daily,
        };
        let repository = site.repository.clone();
        async move { repository.ask_for_alert(alert, &from(address)).await }
    };
    let waiting = || async { site.repository.store().mail_counts().await.unwrap().pending };
    for number in 0..30 {
        ask(number, "203.0.113.1").await.unwrap();
    }
    assert!(matches!(ask(30, "203.0.113.1").await, Err(Error::Throttled)));
    assert_eq!(waiting().await, 30);
    for _ in 0..4 {
        ask(31, "203.0.113.2").await.unwrap();
    }
    let before = waiting().await;
    ask(31, "203.0.113.2").await.unwrap();
    ask(31, "203.0.113.2").await.unwrap();
    assert_eq!(waiting().await, before, "the sixth for one address is followed by nothing, and nobody is told");
    site.clock.advance_seconds(3_600);
    ask(32, "203.0.113.1").await.unwrap();
}

#[tokio::test]
async fn members_that_answer_visitors_are_counted_while_they_live() {
    let Some(server) = server() else {
        println!("skipped: PARVIS_TEST_POSTGRES names no server");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let store = Database::on(&server, folder.path().join("sources")).await.open().await;
    let (mut one, mut two) = (store.join(1).await.unwrap().unwrap(), store.join(2).await.unwrap().unwrap());
    assert_eq!(one.count_serving().await.unwrap(), 0, "they work, and answer nobody");
    one.serve().await.unwrap();
    two.serve().await.unwrap();
    two.serve().await.unwrap();
    assert_eq!((one.count_serving().await.unwrap(), two.count_serving().await.unwrap()), (2, 2));
    drop(two);
    for _ in 0..200 {
        if one.count_serving().await.unwrap() == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("who is gone is still counted");
}
