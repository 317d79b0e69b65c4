//! The crate's own provider, harvested by its client.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex};

use harvest::client::{Checkpoint, HarvestPage, Plan};
use harvest::{About, Config, Datestamp, Fragment, Provider, Record, TokenKey, parse_arguments, respond};

use super::all;
use super::server::{Answer, Server, harvester, settings};
use crate::memory::{Item, Memory, spec, stamp};

/// A repository that changes while it is harvested.
struct Live {
    memory: Memory,
    now: Datestamp,
}

impl Live {
    fn new(count: u64) -> Self {
        let mut memory = Memory::of_size(count).with_sets(&["a", "a:b"]);
        for item in &mut memory.items {
            item.title = format!("Étude n° {} : R&D <test> \u{1F600}", item.number);
            if item.number % 5 == 0 {
                item.deleted = vec!["oai_dc"];
            } else if item.number % 3 == 0 {
                item.sets = vec![spec("a:b")];
                item.about = vec![About::Other(Fragment::parse("<p:x xmlns:p='urn:p'>à part</p:x>").unwrap())];
            }
        }
        Self { memory, now: stamp("2026-01-01T00:00:00Z") }
    }

    /// Changes, deletes and adds a record.
    fn change(&mut self, step: usize) {
        let at = self.now.plus_seconds(1);
        let count = self.memory.items.len();
        self.memory.items[step % count].title = format!("Changed {step}");
        self.memory.items[step % count].datestamp = at;
        let deleted = &mut self.memory.items[count - 1 - step % count];
        (deleted.deleted, deleted.datestamp) = (vec!["oai_dc"], at);
        let number = 10_000 + step as u64;
        self.memory.items.push(Item { datestamp: at, ..Item::new(number, "2024-01-01") });
        self.now = at.plus_seconds(1);
    }

    async fn answer(&self, query: &str) -> Answer {
        let mut config = Config::new("https://depot.example.org/oai", TokenKey::new([42; 32]));
        config.page_size = NonZeroUsize::new(10).unwrap();
        let arguments = parse_arguments(Some(query.as_bytes()), None);
        Answer::ok(respond(&self.memory, &config, arguments, self.now).await.unwrap())
    }

    /// Everything as it stands, by identifier.
    async fn records(&self) -> BTreeMap<String, Record> {
        let selection =
            harvest::Selection { prefix: "oai_dc".to_owned(), from: None, until: Datestamp::MAX, set: None };
        let rows = self.memory.records(&selection, None, usize::MAX).await.unwrap();
        rows.into_iter().map(|row| (row.entry.header.identifier.clone(), row.entry)).collect()
    }
}

/// Serves a repository, changing it after each page of records if told to.
async fn serve(live: &Arc<Mutex<Live>>, changing: bool) -> Server {
    let live = Arc::clone(live);
    let mut step = 0;
    Server::start(move |asked| {
        let mut live = live.lock().unwrap();
        let target = asked.head.split(' ').nth(1).unwrap();
        let query = target.split_once('?').unwrap().1;
        let answer = futures(live.answer(query));
        if changing && asked.get("verb") == Some("ListRecords") && step < 12 {
            live.change(step);
            step += 1;
        }
        answer
    })
    .await
}

/// The provider in memory is never pending.
fn futures<F: Future>(future: F) -> F::Output {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match future.as_mut().poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("the provider waits"),
    }
}

fn store(copy: &mut BTreeMap<String, Record>, page: HarvestPage) {
    assert!(page.faults.is_empty() && page.repairs.is_empty(), "{page:?}");
    copy.extend(page.records.into_iter().map(|record| (record.header.identifier.clone(), record)));
}

#[tokio::test]
async fn a_mirror_equals_its_original() {
    let live = Arc::new(Mutex::new(Live::new(95)));
    let server = serve(&live, false).await;
    let (client, _) = harvester(settings());
    let plan = Plan::new(&server.base_url, "oai_dc");
    let (pages, _) = all(client.harvest(plan.clone(), None).unwrap()).await;
    assert!(pages.iter().take(9).all(|page| page.complete_list_size == Some(95)));
    let mut copy = BTreeMap::new();
    for page in pages {
        store(&mut copy, page);
    }
    let original = futures(live.lock().unwrap().records());
    assert_eq!(copy, original);
    for identifier in ["oai:depot.example.org:3", "oai:depot.example.org:5"] {
        assert_eq!(client.get_record(&plan, identifier).await.unwrap().as_ref(), original.get(identifier));
    }
    let sets = client.list_sets(&server.base_url).await.unwrap();
    assert_eq!(sets.iter().map(|set| set.spec.as_str()).collect::<Vec<_>>(), ["a", "a:b"]);
    assert_eq!(client.list_formats(&server.base_url, None).await.unwrap(), live.lock().unwrap().memory.formats);
    assert_eq!(client.identify(&server.base_url).await.unwrap().name, "Dépôt d'essai");
}

#[tokio::test]
async fn a_mirror_of_one_set_holds_that_set() {
    let live = Arc::new(Mutex::new(Live::new(40)));
    let server = serve(&live, false).await;
    let mut plan = Plan::new(&server.base_url, "oai_dc");
    plan.set = Some("a".to_owned());
    let (pages, _) = all(harvester(settings()).0.harvest(plan, None).unwrap()).await;
    let expected = (1..=40).filter(|number| number % 3 == 0 && number % 5 != 0);
    assert_eq!(super::delivered(&pages), expected.collect::<Vec<_>>());
}

#[tokio::test]
async fn a_mirror_follows_changes_although_its_process_is_killed_after_each_page() {
    let live = Arc::new(Mutex::new(Live::new(95)));
    let server = serve(&live, true).await;
    let plan = Plan::new(&server.base_url, "oai_dc");
    let mut copy = BTreeMap::new();
    let mut checkpoint: Option<Checkpoint> = None;
    for _ in 0..3 {
        loop {
            let (client, _) = harvester(settings());
            let mut harvest = client.harvest(plan.clone(), checkpoint.take()).unwrap();
            let page = harvest.next_page().await.unwrap();
            store(&mut copy, page.unwrap_or_default());
            let text = serde_json::to_string(harvest.checkpoint()).unwrap();
            let read: Checkpoint = serde_json::from_str(&text).unwrap();
            let finished = read.finished;
            checkpoint = Some(read);
            if finished {
                break;
            }
        }
    }
    assert_eq!(copy, futures(live.lock().unwrap().records()));
    assert!(copy.len() > 95);
}
