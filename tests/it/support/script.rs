//! Services on the loopback that answer as a test says, and remember what they were asked.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Response};

/// A request: its method, its path with its query, decoded, and its headers.
#[derive(Debug, Clone)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: HeaderMap,
}

impl Call {
    /// The value of an argument.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let (_, query) = self.target.split_once('?')?;
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    pub(crate) fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

/// An answer: status, headers, body.
pub(crate) type Said = (u16, Vec<(&'static str, String)>, Vec<u8>);

/// An answer in JSON.
pub(crate) fn json(body: impl Into<String>) -> Said {
    (200, vec![("content-type", "application/json".to_owned())], body.into().into_bytes())
}

/// An answer without a body.
pub(crate) fn status(status: u16) -> Said {
    (status, Vec::new(), Vec::new())
}

/// A service.
pub(crate) struct Service {
    pub(crate) root: String,
    calls: Arc<Mutex<Vec<Call>>>,
}

impl Service {
    pub(crate) async fn start(answer: impl Fn(&Call) -> Said + Clone + Send + Sync + 'static) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let root = format!("http://{}", listener.local_addr().unwrap());
        let calls: Arc<Mutex<Vec<Call>>> = Arc::default();
        let noted = Arc::clone(&calls);
        let router = Router::new().fallback(move |request: Request| {
            let target = request.uri().path_and_query().map(ToString::to_string).unwrap_or_default();
            let target = percent_encoding::percent_decode_str(&target).decode_utf8_lossy().into_owned();
            let method = request.method().to_string();
            let call = Call { method, target, headers: request.headers().clone() };
            let (status, headers, body) = answer(&call);
            noted.lock().unwrap().push(call);
            let response = headers
                .iter()
                .fold(Response::builder().status(status), |response, (name, value)| response.header(*name, value));
            async move { response.body(Body::from(body)).unwrap() }
        });
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { root, calls }
    }

    /// What it was asked.
    pub(crate) fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }
}
