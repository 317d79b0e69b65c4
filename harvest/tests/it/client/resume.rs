//! Going on: after a kill, a lost token, a truncated answer, a finished harvest.

use harvest::client::{Checkpoint, Harvest, HarvestError, ListOrder};

use super::server::{Answer, Asked, Server, error, harvester, identify, numbers, page, record, second, settings};
use super::{all, delivered, walk};
use crate::memory::stamp;

/// What a process writes down and the next one reads.
fn saved(harvest: &Harvest) -> Checkpoint {
    serde_json::from_str(&serde_json::to_string(harvest.checkpoint()).unwrap()).unwrap()
}

/// A server over 60 records, one a second, ten a page, in an order of its own; `refused` says which tokens it has forgotten.
fn repository(
    reversed: bool,
    mut refused: impl FnMut(u32) -> bool + Send + 'static,
) -> impl FnMut(&Asked) -> Answer + Send {
    move |asked| {
        if asked.get("verb") == Some("Identify") {
            return Answer::ok(identify("YYYY-MM-DDThh:mm:ssZ"));
        }
        let token = asked.get("resumptionToken").map(|token| token.split_once('-').unwrap());
        let lower = |from: &str| u32::try_from(stamp(from).unix_seconds() - stamp(&second(0)).unix_seconds()).unwrap();
        let first = token.map_or_else(|| asked.get("from").map_or(0, lower), |(first, _)| first.parse().unwrap());
        let offset: u32 = token.map_or(0, |(_, offset)| offset.parse().unwrap());
        if token.is_some() && refused(offset) {
            return error("badResumptionToken");
        }
        let mut all: Vec<u32> = (first..60).collect();
        if reversed {
            all.reverse();
        }
        let records: Vec<String> =
            all.iter().skip(offset as usize).take(10).map(|number| record(*number, &second(*number))).collect();
        let end = offset + 10 >= 60 - first;
        Answer::ok(page(&records, &if end { String::new() } else { format!("{first}-{}", offset + 10) }))
    }
}

#[tokio::test]
async fn a_killed_process_goes_on_with_its_token() {
    let server = Server::start(repository(false, |_| false)).await;
    let mut checkpoint = None;
    let mut found = Vec::new();
    while checkpoint.as_ref().is_none_or(|checkpoint: &Checkpoint| !checkpoint.finished) {
        let (client, _) = harvester(settings());
        let mut harvest = client.harvest(server.plan(), checkpoint).unwrap();
        let page = harvest.next_page().await.unwrap();
        found.extend(delivered(page.as_slice()));
        checkpoint = Some(saved(&harvest));
        // A request under way is dropped with the process.
        drop(tokio::time::timeout(std::time::Duration::ZERO, harvest.next_page()).await);
    }
    assert_eq!(found, (0..60).collect::<Vec<_>>());
    assert_eq!(checkpoint.unwrap().records, 60);
}

#[tokio::test]
async fn a_lost_token_restarts_an_ordered_list_at_the_last_datestamp() {
    let mut lost = false;
    let server =
        Server::start(repository(false, move |offset| offset == 30 && !std::mem::replace(&mut lost, true))).await;
    let (client, _) = harvester(settings());
    let (pages, harvest) = all(client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(delivered(&pages), (0..60).collect::<Vec<_>>());
    assert_eq!(harvest.checkpoint().restarts, 1);
    let second_list = server.lists().into_iter().filter(|asked| asked.get("metadataPrefix").is_some()).nth(1).unwrap();
    assert_eq!(second_list.get("from"), Some(second(29).as_str()));
}

#[tokio::test]
async fn a_token_lost_over_a_kill_doubles_nothing() {
    let forgetful = Server::start(repository(false, |offset| offset == 30)).await;
    let (client, _) = harvester(settings());
    let mut harvest = client.harvest(forgetful.plan(), None).unwrap();
    let mut found = Vec::new();
    for _ in 0..3 {
        found.extend(delivered(&[harvest.next_page().await.unwrap().unwrap()]));
    }
    let (pages, _) = all(harvester(settings()).0.harvest(forgetful.plan(), Some(saved(&harvest))).unwrap()).await;
    found.extend(delivered(&pages));
    assert_eq!(found, (0..60).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_lost_token_restarts_an_unordered_list_at_its_beginning() {
    let mut lost = false;
    let server =
        Server::start(repository(true, move |offset| offset == 30 && !std::mem::replace(&mut lost, true))).await;
    let (client, _) = harvester(settings());
    let (pages, _) = all(client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(delivered(&pages), (0..60).rev().collect::<Vec<_>>());
    assert_eq!(pages.iter().map(|page| page.repeated).sum::<u64>(), 30);
}

#[tokio::test]
async fn a_repository_that_refuses_all_its_tokens_is_given_up() {
    let server = Server::start(repository(true, |_| true)).await;
    let (client, _) = harvester(settings());
    let mut harvest = client.harvest(server.plan(), None).unwrap();
    let (pages, error) = walk(&mut harvest).await;
    assert!(matches!(error, Some(HarvestError::TokenRefused)), "{error:?}");
    assert_eq!(delivered(&pages).len(), 10);
}

#[tokio::test]
async fn a_truncated_answer_is_asked_for_again() {
    let whole = numbers(0..3, "");
    let server = Server::of(vec![whole.clone().cut(700), whole]).await;
    let (client, clock) = harvester(settings());
    let (pages, _) = all(client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(delivered(&pages), [0, 1, 2]);
    assert_eq!((clock.pauses.lock().unwrap().len(), pages[0].truncated), (1, false));
}

#[tokio::test]
async fn records_before_the_break_of_a_truncated_answer_are_kept() {
    // Every answer breaks after about five records; the rest is asked for by date.
    let mut whole = repository(false, |_| false);
    let server = Server::start(move |asked| {
        let answer = whole(asked);
        if asked.get("verb") == Some("Identify") { answer } else { answer.cut(2_500) }
    })
    .await;
    let (client, _) = harvester(settings());
    let mut harvest = client.harvest(server.plan(), None).unwrap();
    let (pages, error) = walk(&mut harvest).await;
    let found = delivered(&pages);
    assert_eq!(found, (0..60).collect::<Vec<_>>(), "{error:?}");
    assert!(error.is_none() && pages[0].truncated);
}

#[tokio::test]
async fn an_answer_that_always_breaks_at_the_same_place_is_reported_with_what_was_kept() {
    for answer in [numbers(0..3, "").cut(1_050), numbers(0..400, "").gzip().cut_in_half()] {
        let server = Server::of(vec![answer]).await;
        let (client, _) = harvester(settings());
        let mut harvest = client.harvest(server.plan(), None).unwrap();
        let (pages, error) = walk(&mut harvest).await;
        assert!(matches!(error, Some(HarvestError::Truncated(_))), "{error:?}");
        assert!(!harvest.checkpoint().finished && pages.iter().all(|page| page.truncated));
        assert!(!delivered(&pages).is_empty());
        assert_eq!(harvest.checkpoint().records, delivered(&pages).len() as u64);
    }
}

#[tokio::test]
async fn a_failure_leaves_the_checkpoint_where_it_was() {
    let server = Server::of(vec![numbers(0..2, "t"), Answer::new(404, ""), numbers(2..4, "")]).await;
    let (client, _) = harvester(settings());
    let mut harvest = client.harvest(server.plan(), None).unwrap();
    harvest.next_page().await.unwrap();
    let before = saved(&harvest);
    assert!(harvest.next_page().await.is_err());
    assert_eq!(&before, harvest.checkpoint());
    let (pages, _) = all(harvest).await;
    assert_eq!(delivered(&pages), [2, 3]);
}

#[tokio::test]
async fn the_next_harvest_asks_for_changes_with_one_granule_of_overlap() {
    for (granularity, from) in [("YYYY-MM-DD", "2026-05-03"), ("YYYY-MM-DDThh:mm:ssZ", "2026-05-04T11:59:57Z")] {
        // The first harvest meets the other granularity: servers change.
        let other = if granularity.len() == 10 { "YYYY-MM-DDThh:mm:ssZ" } else { "YYYY-MM-DD" };
        let mut identified = 0;
        let server = Server::start(move |asked| match asked.get("verb") {
            Some("Identify") => {
                identified += 1;
                Answer::ok(identify(if identified == 1 { other } else { granularity }))
            }
            _ if asked.get("from").is_none() => numbers(0..2, ""),
            _ => error("noRecordsMatch"),
        })
        .await;
        let (client, _) = harvester(settings());
        let (_, first) = all(client.harvest(server.plan(), None).unwrap()).await;
        let (pages, next) = all(client.harvest(server.plan(), Some(saved(&first))).unwrap()).await;
        assert!(pages.is_empty());
        assert_eq!(server.lists()[1].get("from"), Some(from));
        let third = all(client.harvest(server.plan(), Some(saved(&next))).unwrap()).await.1;
        assert_eq!(third.checkpoint().complete_to, Some(stamp("2026-05-04T11:59:58Z")));
    }
}

#[tokio::test]
async fn a_harvest_with_an_end_is_followed_from_that_end() {
    let server = Server::of(vec![numbers(0..2, "")]).await;
    let mut plan = server.plan();
    plan.until = Some(stamp("2024-06-01T00:00:00Z"));
    let (client, _) = harvester(settings());
    let (_, first) = all(client.harvest(plan.clone(), None).unwrap()).await;
    plan.until = Some(stamp("2024-05-01T00:00:00Z"));
    let (_, earlier) = all(client.harvest(plan, Some(saved(&first))).unwrap()).await;
    assert_eq!(server.lists().len(), 1);
    all(client.harvest(server.plan(), Some(saved(&earlier))).unwrap()).await;
    assert_eq!(server.lists()[1].get("from"), Some("2024-05-31T23:59:59Z"));
}

#[tokio::test]
async fn a_checkpoint_of_another_source_is_refused() {
    let server = Server::of(vec![numbers(0..2, "")]).await;
    let (client, _) = harvester(settings());
    let (_, harvest) = all(client.harvest(server.plan(), None).unwrap()).await;
    let mut plan = server.plan();
    plan.set = Some("other".to_owned());
    assert!(matches!(client.harvest(plan, Some(saved(&harvest))), Err(HarvestError::OtherPlan(_))));
}

#[tokio::test]
async fn a_repository_that_does_not_describe_itself_is_asked_by_days() {
    let server = Server::start(|asked| match asked.get("verb") {
        Some("Identify") => error("badVerb"),
        _ => numbers(0..2, ""),
    })
    .await;
    let mut plan = server.plan();
    plan.from = Some(stamp("2024-01-01T00:00:01Z"));
    let (client, _) = harvester(settings());
    let (pages, _) = all(client.harvest(plan, None).unwrap()).await;
    assert_eq!(server.lists()[0].get("from"), Some("2024-01-01"));
    assert_eq!(delivered(&pages), [0, 1]);
}

#[tokio::test]
async fn a_server_whose_clock_is_ahead_or_silent_hides_no_changes() {
    let sent = "<responseDate>2026-05-04T11:59:58Z</responseDate>";
    for (other, expected) in [
        ("<responseDate>2099-01-01T00:00:00Z</responseDate>", "2026-05-04T12:00:00Z"),
        ("<responseDate>Monday</responseDate>", "2026-05-04T12:00:00Z"),
        ("", "2026-05-04T12:00:00Z"),
        ("<responseDate>2026-05-03T11:59:58.5Z</responseDate>", "2026-05-03T11:59:58Z"),
    ] {
        let body = page(&[record(1, &second(1))], "").replace(sent, other);
        let server = Server::of(vec![Answer::ok(body)]).await;
        let (client, _) = harvester(settings());
        let (_, harvest) = all(client.harvest(server.plan(), None).unwrap()).await;
        assert_eq!(harvest.checkpoint().complete_to, Some(stamp(expected)), "{other}");
    }
}

#[tokio::test]
async fn a_harvest_can_move_between_threads() {
    let server = Server::of(vec![numbers(0..2, "")]).await;
    let (client, _) = harvester(settings());
    let mut harvest = client.harvest(server.plan(), None).unwrap();
    let task = tokio::spawn(async move { harvest.next_page().await.unwrap().unwrap().records.len() });
    assert_eq!(task.await.unwrap(), 2);
}

#[tokio::test]
async fn the_order_of_a_list_is_remembered_over_a_kill() {
    let server = Server::of(vec![numbers(5..7, "t"), numbers(0..2, "")]).await;
    let (client, _) = harvester(settings());
    let mut first = client.harvest(server.plan(), None).unwrap();
    first.next_page().await.unwrap();
    assert_eq!(first.checkpoint().order, ListOrder::Ascending);
    let (_, second) = all(client.harvest(server.plan(), Some(saved(&first))).unwrap()).await;
    assert_eq!(second.checkpoint().order, ListOrder::Other);
}

#[tokio::test]
async fn a_token_called_a_bad_argument_is_a_lost_token() {
    let server = Server::of(vec![numbers(0..2, "t"), error("badArgument"), numbers(1..4, "")]).await;
    let (client, _) = harvester(settings());
    let (pages, harvest) = all(client.harvest(server.plan(), None).unwrap()).await;
    assert_eq!(delivered(&pages), [0, 1, 2, 3]);
    assert_eq!(harvest.checkpoint().restarts, 1);
}
