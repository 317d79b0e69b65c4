//! One connection to the measured program that is kept, as browsers and harvesters keep theirs.

use bytes::Bytes;
use http_body_util::{BodyExt, Empty};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{ACCEPT_ENCODING, HOST, HeaderName};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use crate::server::Server;

/// A connection.
pub(crate) struct Connection {
    sender: SendRequest<Empty<Bytes>>,
    host: String,
}

impl Connection {
    pub(crate) async fn open(server: &Server) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(&server.address).await?;
        stream.set_nodelay(true)?;
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(connection);
        Ok(Self { sender, host: server.address.clone() })
    }

    /// An answer in a coding, whole; it must be one of success.
    pub(crate) async fn get(&mut self, path: &str, coding: &str) -> anyhow::Result<Response<Bytes>> {
        let response = self.ask(path, &[(ACCEPT_ENCODING, coding)]).await?;
        anyhow::ensure!(response.status() == 200, "{path}: the server answered {}", response.status());
        Ok(response)
    }

    /// An answer whatever it is, whole.
    pub(crate) async fn ask(&mut self, path: &str, headers: &[(HeaderName, &str)]) -> anyhow::Result<Response<Bytes>> {
        let request = Request::get(path).header(HOST, &self.host);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, *value));
        self.sender.ready().await?;
        let (head, body) = self.sender.send_request(request.body(Empty::new())?).await?.into_parts();
        Ok(Response::from_parts(head, body.collect().await?.to_bytes()))
    }
}
