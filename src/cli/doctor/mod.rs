//! `parvis doctor`: looks at the machine, the settings and the site, and says what is wrong and what to do. Servers that the
//! site shares with others are looked at in `servers`.

mod servers;

use std::io::Write;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use clap::Args;

use crate::app;
use crate::config::Config;
use crate::domain::Clock;
use crate::extract::sandbox::Sandbox;
use crate::service::{LITTLE_SPACE, free_bytes};

/// Memory that a site of some size and two readings at once need, in bytes.
const LITTLE_MEMORY: u64 = 1_000_000_000;
/// Open files that a busy site needs: connections, the index, the database.
const FEW_FILES: u64 = 4_096;
/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// A PDF of one page that says `Parvis`; the cross-reference table is rebuilt by the reader.
const SMALL_PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n\
    2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
    3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj\n\
    4 0 obj<</Length 44>>stream\nBT /F 18 Tf 20 100 Td (Parvis lit ceci) Tj ET\nendstream endobj\n\
    5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";

/// `parvis doctor`.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// Only ask whether a served site answers
    #[arg(long)]
    quick: bool,
}

/// What a look found.
enum Found {
    Well(String),
    /// It works, and something should be done.
    Care(String),
    /// It does not work.
    Ill(String),
}

use Found::{Care, Ill, Well};

impl Doctor {
    pub(super) async fn run(&self, config: &Config) -> anyhow::Result<ExitCode> {
        if self.quick {
            return Ok(report(&[("site", answers(config.listen))]));
        }
        let looks = [
            ("public address", public_address(config)),
            ("contact", contact(config)),
            ("listening", listening(config.listen)),
            ("data folder", data_folder(&config.data)),
            ("disk", disk(&config.data)),
            ("memory", memory()),
            ("open files", open_files()),
            ("clock", clock()),
            ("settings", settings(config)),
            ("database", servers::database(config).await),
            ("files", servers::files(config).await),
            ("search", servers::search(config).await),
            ("sealing key", sealing_key(config).await),
            ("reading files", reading(config).await),
            ("mail", mail(config)),
        ];
        Ok(report(&looks))
    }
}

fn report(looks: &[(&str, Found)]) -> ExitCode {
    let mut ill = false;
    for (what, found) in looks {
        let (sign, text) = match found {
            Well(text) => ("ok", text),
            Care(text) => ("!!", text),
            Ill(text) => ("XX", text),
        };
        ill |= matches!(found, Ill(_));
        println!("{sign}  {what:<15} {text}");
    }
    if ill { ExitCode::from(2) } else { ExitCode::SUCCESS }
}

/// Asks a served site whether it is well.
fn answers(listen: SocketAddr) -> Found {
    let mut address = listen;
    if address.ip().is_unspecified() {
        address.set_ip(std::net::Ipv4Addr::LOCALHOST.into());
    }
    let ask = || -> std::io::Result<String> {
        use std::io::Read;
        let mut stream = TcpStream::connect_timeout(&address, PATIENCE)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.take(64).read_to_string(&mut answer)?;
        Ok(answer)
    };
    match ask() {
        Ok(answer) if answer.starts_with("HTTP/1.1 200") => Well(format!("answers at {address}")),
        Ok(answer) => Ill(format!("answers at {address} with {}", answer.lines().next().unwrap_or("nothing"))),
        Err(error) => Ill(format!("does not answer at {address}: {error}")),
    }
}

fn public_address(config: &Config) -> Found {
    let address = &config.base_url;
    if address.starts_with("https://") {
        return Well(address.clone());
    }
    let local = ["http://127.", "http://localhost", "http://[::1]"].iter().any(|start| address.starts_with(start));
    let what = if local { "only this machine can visit it" } else { "passwords and sessions travel unprotected" };
    Care(format!("{address}: {what}; put a server with TLS before the site and set PARVIS_BASE_URL to its address"))
}

fn contact(config: &Config) -> Found {
    match config.admin_email.as_str() {
        email if email.ends_with("@example.org") => {
            Care(format!("{email} reaches nobody: set PARVIS_ADMIN_EMAIL, which visitors and harvesters are shown"))
        }
        email => Well(email.to_owned()),
    }
}

fn listening(listen: SocketAddr) -> Found {
    match TcpListener::bind(listen) {
        Ok(_) => Well(format!("{listen} is free")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => match answers(listen) {
            Well(text) => Well(format!("a site {text}")),
            _ => Ill(format!("another program listens at {listen}: end it, or set PARVIS_LISTEN")),
        },
        Err(error) => Ill(format!("cannot listen at {listen}: {error}; set PARVIS_LISTEN")),
    }
}

/// Writes, syncs and removes a file, as each deposit does.
fn data_folder(data: &Path) -> Found {
    let wrong = |error: std::io::Error| {
        let user = "make it belong to the account that runs Parvis, or set PARVIS_DATA";
        Ill(format!("{} cannot be written: {error}; {user}", data.display()))
    };
    if let Err(error) = std::fs::create_dir_all(data) {
        return wrong(error);
    }
    let begun = std::time::Instant::now();
    let written = tempfile::NamedTempFile::new_in(data).and_then(|mut file| {
        file.write_all(b"parvis")?;
        file.as_file().sync_all()
    });
    match written {
        Ok(()) => Well(format!("{} (a file is safe in {} ms)", data.display(), begun.elapsed().as_millis())),
        Err(error) => wrong(error),
    }
}

fn disk(data: &Path) -> Found {
    match free_bytes(data) {
        Ok(free) => {
            let text = format!("{} GB free", free / 1_000_000_000);
            if free < LITTLE_SPACE { Care(format!("{text}: make room before the next deposits")) } else { Well(text) }
        }
        Err(error) => Care(format!("free space is not told: {error}")),
    }
}

fn memory() -> Found {
    let Ok(text) = std::fs::read_to_string("/proc/meminfo") else {
        return Care("not told by this system".to_owned());
    };
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"));
    let kilobytes = line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or_default();
    let free = kilobytes.saturating_mul(1_024);
    let text = format!("{} MB available", free / 1_000_000);
    if free < LITTLE_MEMORY {
        Care(format!("{text}: lower PARVIS_WORKERS or give the machine more"))
    } else {
        Well(text)
    }
}

fn open_files() -> Found {
    match rlimit::getrlimit(rlimit::Resource::NOFILE) {
        Ok((soft, _)) if soft < FEW_FILES => Care(format!(
            "{soft} at once: raise the limit (LimitNOFILE=65536 in the unit, `ulimit -n 65536` in a shell)"
        )),
        Ok((soft, _)) => Well(format!("{soft} at once")),
        Err(error) => Care(format!("the limit is not told: {error}")),
    }
}

/// Sessions, tokens and embargoes hang on it.
fn clock() -> Found {
    let oldest = jiff::civil::date(2026, 1, 1);
    let today = Clock::system().today();
    if today < oldest {
        return Ill(format!("it says {today}: set the clock (timedatectl set-ntp true)"));
    }
    Well(format!("{today} in Québec"))
}

/// The key that seals secrets of second factors.
async fn sealing_key(config: &Config) -> Found {
    let file = &config.secret_key_file;
    match app::read_key(file) {
        Ok(Some(_)) => Well(format!("{}: keep a copy apart from the backups, which do not hold it", file.display())),
        Err(error) => Ill(format!("{error:#}; put it back from where it is kept, or set PARVIS_SECRET_KEY_FILE")),
        Ok(None) => match sealed(config).await {
            Ok(true) => Ill(format!(
                "{} is missing: second factors cannot be checked, only recovery codes work; put it back, or set \
                 PARVIS_SECRET_KEY_FILE",
                file.display()
            )),
            Ok(false) => Well("none yet: `parvis serve` makes it".to_owned()),
            Err(error) => Care(format!("the database does not tell whether one is needed: {error:#}")),
        },
    }
}

async fn sealed(config: &Config) -> anyhow::Result<bool> {
    let is_empty = app::database_state(config).await?.is_some_and(|state| !state.has_site);
    if is_empty || !app::is_there(config) {
        return Ok(false);
    }
    let store = crate::app::store(config).await?;
    Ok(crate::service::holds_sealed_secrets(&store).await?)
}

/// Reads a small file in a child, under the limits that are set.
async fn reading(config: &Config) -> Found {
    let Ok(program) = std::env::current_exe() else { return Ill("the program cannot start itself".to_owned()) };
    let (memory_bytes, seconds) = (config.extract_memory_bytes, config.extract_seconds);
    let sandbox = Sandbox { program, memory_bytes, wall: Duration::from_secs(seconds), output_bytes: 10_000_000 };
    match sandbox.read(bytes::Bytes::from_static(SMALL_PDF)).await {
        Ok(read) if String::from_utf8_lossy(&read).contains("Parvis lit ceci") => {
            Well(format!("works within {} MB and {seconds} s", memory_bytes / 1_000_000))
        }
        Ok(_) => Ill("a small file was not read right".to_owned()),
        Err(error) => Ill(format!("{error}: raise PARVIS_EXTRACT_MEMORY_MB or PARVIS_EXTRACT_SECONDS")),
    }
}

/// The files that settings name, and what they make together.
fn settings(config: &Config) -> Found {
    match app::try_settings(config) {
        Ok(()) => Well("every file that they name can be used".to_owned()),
        Err(error) => Ill(format!("{error:#}")),
    }
}

fn mail(config: &Config) -> Found {
    let Some(server) = &config.smtp_url else {
        return Care("no server (PARVIS_SMTP_URL): no alerts, no messages to depositors".to_owned());
    };
    // Never the whole address: it may hold a password.
    let place = server.place();
    let (scheme, rest) = place.split_once("://").unwrap_or_default();
    let host = rest.split('/').next().unwrap_or_default();
    let port = if scheme == "smtps" { 465 } else { 25 };
    let whole = if host.contains(':') { host.to_owned() } else { format!("{host}:{port}") };
    let found = std::net::ToSocketAddrs::to_socket_addrs(&whole).map(|mut all| all.next());
    match found {
        Ok(Some(address)) => match TcpStream::connect_timeout(&address, PATIENCE) {
            Ok(_) => Well(format!("{whole} answers")),
            Err(error) => Ill(format!("{whole} does not answer: {error}")),
        },
        Ok(None) => Ill(format!("{whole} has no address")),
        Err(error) => Ill(format!("{whole} is not found: {error}")),
    }
}
