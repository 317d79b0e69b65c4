//! A mail server on the loopback that keeps what it takes.

use std::sync::{Arc, Mutex};

use regex::Regex;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// A message as it came.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) to: String,
    pub(crate) data: String,
}

impl Received {
    /// A header, its folded lines joined.
    pub(crate) fn header(&self, name: &str) -> String {
        let head = self.data.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ").replace("\r\n\t", " ");
        let found = head.lines().find_map(|line| line.strip_prefix(&format!("{name}: ")));
        found.unwrap_or_default().to_owned()
    }

    /// The part of a media type, decoded.
    pub(crate) fn part(&self, media_type: &str) -> String {
        let at = self.data.find(&format!("Content-Type: {media_type}")).unwrap();
        let (head, body) = self.data.get(at..).unwrap().split_once("\r\n\r\n").unwrap();
        let body = body.split("\r\n--").next().unwrap();
        let text = if head.contains("quoted-printable") {
            quoted_printable(body)
        } else if head.contains("base64") {
            let letters: String = body.split_whitespace().collect();
            String::from_utf8(data_encoding::BASE64.decode(letters.as_bytes()).unwrap()).unwrap()
        } else {
            body.to_owned()
        };
        text.replace("\r\n", "\n")
    }

    /// The path and pairs of the first link of ours to a path.
    pub(crate) fn link(&self, path: &str) -> String {
        let pattern = format!(r"{}((?:/en)?{path}\?[^\s<>]+)", regex::escape(super::BASE_URL));
        let text = self.part("text/plain");
        let found = Regex::new(&pattern).unwrap().captures(&text);
        found.unwrap_or_else(|| panic!("no link to {path} in {text}")).get(1).unwrap().as_str().to_owned()
    }
}

fn quoted_printable(body: &str) -> String {
    let joined = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = joined.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        match tail.split_at_checked(2) {
            Some((digits, after)) if *first == b'=' => {
                bytes.extend(data_encoding::HEXUPPER.decode(digits).unwrap());
                rest = after;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// The server.
#[derive(Debug, Clone, Default)]
pub(crate) struct MailServer {
    received: Arc<Mutex<Vec<Received>>>,
    /// What the next recipients are answered with instead of being taken.
    refusals: Arc<Mutex<Vec<&'static str>>>,
}

impl MailServer {
    /// Starts a server; gives it and its address.
    pub(crate) async fn start() -> (Self, String) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("smtp://{}", listener.local_addr().unwrap());
        let server = Self::default();
        let accepting = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(accepting.clone().talk(stream));
            }
        });
        (server, address)
    }

    /// Everything taken since the last call.
    pub(crate) fn take(&self) -> Vec<Received> {
        std::mem::take(&mut self.received.lock().unwrap())
    }

    /// Refuses a recipient to come.
    pub(crate) fn refuse(&self, reply: &'static str) {
        self.refusals.lock().unwrap().push(reply);
    }

    async fn talk(self, stream: TcpStream) {
        let (read, mut write) = stream.into_split();
        let mut lines = BufReader::new(read).lines();
        let mut to = String::new();
        write.write_all(b"220 test ready\r\n").await.unwrap();
        while let Ok(Some(line)) = lines.next_line().await {
            let command = line.to_ascii_uppercase();
            let reply = if command.starts_with("EHLO") {
                "250-test\r\n250 8BITMIME".to_owned()
            } else if command.starts_with("RCPT TO:") {
                let refusal = self.refusals.lock().unwrap().pop();
                line.split(['<', '>']).nth(1).unwrap_or_default().clone_into(&mut to);
                refusal.unwrap_or("250 ok").to_owned()
            } else if command == "DATA" {
                write.write_all(b"354 go on\r\n").await.unwrap();
                let mut data = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    data.push_str(line.strip_prefix('.').unwrap_or(&line));
                    data.push_str("\r\n");
                }
                self.received.lock().unwrap().push(Received { to: to.clone(), data });
                "250 taken".to_owned()
            } else if command == "QUIT" {
                let _gone = write.write_all(b"221 bye\r\n").await;
                return;
            } else {
                "250 ok".to_owned()
            };
            if write.write_all(format!("{reply}\r\n").as_bytes()).await.is_err() {
                return;
            }
        }
    }
}
