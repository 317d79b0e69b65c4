//! What is kept, for whom, and for how long.

use std::sync::atomic::{AtomicU64, AtomicUsize};

use axum::response::Html;

use super::*;

/// What is kept here lasts longer than any test.
fn kept() -> Kept {
    Kept(Mutex::new(Memory::lasting(Duration::from_hours(1))))
}

/// A page that counts how often it is made.
#[derive(Default)]
struct Page {
    made: AtomicUsize,
    state: AtomicU64,
}

impl Page {
    fn state(&self) -> (u64, u64) {
        (self.state.load(Ordering::SeqCst), 0)
    }

    fn made(&self) -> usize {
        self.made.load(Ordering::SeqCst)
    }

    fn page(&self, cache: &'static str) -> Response {
        let number = self.made.fetch_add(1, Ordering::SeqCst);
        ([(header::CACHE_CONTROL, cache)], Html(format!("page {number}"))).into_response()
    }

    async fn get(&self, kept: &Kept, key: &str, cache: &'static str) -> (String, bool) {
        let (response, again) = kept.answer(key, 0, || self.state(), || async { self.page(cache) }).await;
        (text(response).await, again)
    }
}

async fn text(response: Response) -> String {
    String::from_utf8(to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec()).unwrap()
}

const PUBLIC: &str = "public, max-age=60";

#[tokio::test]
async fn the_same_bytes_are_given_again_until_something_is_written() {
    let (kept, page) = (kept(), Page::default());
    assert_eq!(page.get(&kept, "a", PUBLIC).await, ("page 0".to_owned(), false));
    assert_eq!(page.get(&kept, "a", PUBLIC).await, ("page 0".to_owned(), true));
    assert_eq!(page.get(&kept, "b", PUBLIC).await, ("page 1".to_owned(), false), "another address");
    page.state.store(1, Ordering::SeqCst);
    assert_eq!(page.get(&kept, "a", PUBLIC).await, ("page 2".to_owned(), false));
    assert_eq!(page.get(&kept, "a", PUBLIC).await, ("page 2".to_owned(), true));
}

#[tokio::test]
async fn what_is_for_one_person_is_never_kept() {
    let (kept, page) = (kept(), Page::default());
    for cache in ["no-store", "private, no-cache"] {
        assert!(!page.get(&kept, "a", cache).await.1);
        assert!(!page.get(&kept, "a", cache).await.1, "{cache}");
    }
    let with_cookie = || async {
        let mut response = page.page(PUBLIC);
        response.headers_mut().insert(header::SET_COOKIE, "a=b".parse().unwrap());
        response
    };
    for _ in 0..2 {
        assert!(!kept.answer("a", 0, || page.state(), with_cookie).await.1);
    }
    let fault = || async { (StatusCode::TOO_MANY_REQUESTS, page.page(PUBLIC)).into_response() };
    for _ in 0..2 {
        assert!(!kept.answer("a", 0, || page.state(), fault).await.1);
    }
    assert_eq!(page.made(), 8);
    assert!(kept.memory().answers.is_empty() && kept.memory().making.is_empty());
}

#[tokio::test]
async fn hundreds_who_ask_at_once_have_it_made_once() {
    let (kept, page) = (Arc::new(kept()), Arc::new(Page::default()));
    let everybody_asks = Arc::new(tokio::sync::Barrier::new(2));
    let asked = Arc::new(AtomicUsize::new(0));
    let all: Vec<_> = (0..400)
        .map(|_| {
            let (kept, page, gate, asked) = (kept.clone(), page.clone(), everybody_asks.clone(), asked.clone());
            tokio::spawn(async move {
                asked.fetch_add(1, Ordering::SeqCst);
                let make = || async {
                    gate.wait().await;
                    page.page(PUBLIC)
                };
                let (response, again) = kept.answer("a", 0, || page.state(), make).await;
                (text(response).await, again)
            })
        })
        .collect();
    while asked.load(Ordering::SeqCst) < 400 {
        tokio::task::yield_now().await;
    }
    everybody_asks.wait().await;
    let mut again = 0;
    for one in all {
        let (text, is_again) = one.await.unwrap();
        assert_eq!(text, "page 0");
        again += usize::from(is_again);
    }
    assert_eq!((page.made(), again), (1, 399));
    assert!(kept.memory().making.is_empty(), "nothing is kept of who waited");
}

#[tokio::test]
async fn who_asks_after_a_publication_never_gets_what_was_begun_before_it() {
    let (kept, page) = (Arc::new(kept()), Arc::new(Page::default()));
    let (begun, go_on) = (Arc::new(tokio::sync::Notify::new()), Arc::new(tokio::sync::Notify::new()));
    let first = {
        let (kept, page, begun, go_on) = (kept.clone(), page.clone(), begun.clone(), go_on.clone());
        tokio::spawn(async move {
            let make = || async {
                let old = page.page(PUBLIC);
                begun.notify_one();
                go_on.notified().await;
                old
            };
            text(kept.answer("a", 0, || page.state(), make).await.0).await
        })
    };
    begun.notified().await;
    page.state.store(1, Ordering::SeqCst);
    let second = {
        let (kept, page) = (kept.clone(), page.clone());
        tokio::spawn(async move { page.get(&kept, "a", PUBLIC).await })
    };
    tokio::task::yield_now().await;
    go_on.notify_one();
    assert_eq!(first.await.unwrap(), "page 0");
    assert_eq!(second.await.unwrap(), ("page 1".to_owned(), false));
}

#[tokio::test]
async fn who_waits_for_somebody_that_goes_away_makes_it_instead() {
    let (kept, page) = (Arc::new(kept()), Arc::new(Page::default()));
    let begun = Arc::new(tokio::sync::Notify::new());
    let gone = {
        let (kept, page, begun) = (kept.clone(), page.clone(), begun.clone());
        tokio::spawn(async move {
            let make = || async {
                begun.notify_one();
                std::future::pending::<Response>().await
            };
            kept.answer("a", 0, || page.state(), make).await
        })
    };
    begun.notified().await;
    let waiting = {
        let (kept, page) = (kept.clone(), page.clone());
        tokio::spawn(async move { page.get(&kept, "a", PUBLIC).await })
    };
    tokio::task::yield_now().await;
    gone.abort();
    assert_eq!(waiting.await.unwrap(), ("page 0".to_owned(), false));
    assert!(kept.memory().making.is_empty());
}

#[test]
fn what_is_kept_is_bounded() {
    let mut memory = Memory::lasting(Duration::from_hours(1));
    for number in 0..2_000 {
        let body = Bytes::from(vec![b'a'; 100_000]);
        let answer = Answer { headers: HeaderMap::new(), body, used: None, at: Instant::now(), epoch: 1 };
        memory.keep(&number.to_string(), answer);
        assert!(memory.bytes <= MOST_BYTES, "{number}");
    }
    assert!(memory.answers.contains_key("1999") && !memory.answers.contains_key("0"));
    let real: usize = memory.answers.iter().map(|(key, answer)| weight(key, answer)).sum();
    assert_eq!(memory.bytes, real);
    assert_eq!(memory.order.len(), memory.answers.len());
}

#[tokio::test]
async fn an_answer_is_kept_for_a_moment_only() {
    let (kept, page) = (Kept(Mutex::new(Memory::lasting(Duration::ZERO))), Page::default());
    for _ in 0..3 {
        assert!(!page.get(&kept, "a", PUBLIC).await.1);
    }
    assert!(kept.memory().answers.is_empty() && kept.memory().bytes == 0, "what is over makes room");
}
