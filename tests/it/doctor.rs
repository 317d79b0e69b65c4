//! `parvis doctor` and what is shipped to run the site.

use std::path::Path;

use crate::ingest::{parvis, run, stdout};

#[test]
fn a_sound_machine_is_found_well() {
    let data = tempfile::tempdir().unwrap();
    let settings = [("PARVIS_BASE_URL", "https://parvis.example.net"), ("PARVIS_ADMIN_EMAIL", "depot@example.net")];
    let output = parvis(data.path(), &["doctor"]).envs(settings).env("PARVIS_LISTEN", "127.0.0.1:0").output().unwrap();
    let text = stdout(&output);
    assert!(output.status.success(), "{text}");
    for line in ["ok  public address", "ok  contact", "ok  data folder", "ok  reading files", "ok  database"] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(text.contains("!!  mail            no server"), "{text}");
}

#[test]
fn what_is_wrong_is_named_with_what_to_do() {
    let data = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let listen = taken.local_addr().unwrap().to_string();
    std::fs::write(data.path().join("parvis.sqlite"), b"not a database, and long enough to be looked at".repeat(40))
        .unwrap();
    let command = &mut parvis(data.path(), &["doctor"]);
    let smtp = "smtp://nom:secret@127.0.0.1:9";
    let output = command.env("PARVIS_LISTEN", &listen).env("PARVIS_SMTP_URL", smtp).output().unwrap();
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    for line in ["!!  public address", "!!  contact", "XX  listening", "XX  database", "XX  mail"] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert!(!text.contains("secret"), "no password is shown: {text}");
}

#[test]
fn a_key_that_is_missing_is_named() {
    let data = tempfile::tempdir().unwrap();
    assert!(run(data.path(), &["user", "list"]).status.success());
    let look = || {
        let output = parvis(data.path(), &["doctor"]).env("PARVIS_LISTEN", "127.0.0.1:0").output().unwrap();
        stdout(&output).lines().find(|line| line.contains("sealing key")).unwrap().to_owned()
    };
    assert!(look().starts_with("ok"), "{}", look());
    let key = data.path().join("secret.key");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&key).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600, "nobody else reads it");
    std::fs::write(&key, "not a key").unwrap();
    assert!(look().starts_with("XX") && look().contains("holds no key"), "{}", look());
    std::fs::remove_file(&key).unwrap();
    assert!(look().contains("none yet"), "{}", look());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = parvis::store::Store::open(&data.path().join("parvis.sqlite")).await.unwrap();
        let mut tx = store.begin().await.unwrap();
        let role = parvis::domain::user::Role::Depositor;
        let created_at = jiff::Timestamp::UNIX_EPOCH;
        let user = parvis::store::NewUser { email: "a@b.example", name: "A", role, password_hash: "x", created_at };
        let user = tx.put_user(&user).await.unwrap();
        let factor = parvis::store::Factor { secret: "v1:AAAA".to_owned(), last_step: None };
        tx.set_factor(user, Some(&factor), &[]).await.unwrap();
        tx.commit().await.unwrap();
        store.close().await;
    });
    assert!(look().starts_with("XX") && look().contains("is missing"), "{}", look());
    run(data.path(), &["user", "list"]);
    assert!(!key.exists(), "another key would open nothing");
}

#[test]
fn a_quick_look_asks_the_served_site_alone() {
    let data = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let output = parvis(data.path(), &["doctor", "--quick"]).env("PARVIS_LISTEN", free).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stdout(&output).contains("does not answer"), "{}", stdout(&output));
}

#[test]
fn what_is_shipped_names_settings_and_commands_that_exist() {
    let data = tempfile::tempdir().unwrap();
    let help = stdout(&run(data.path(), &["--help"]));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut seen = 0;
    for file in [
        "Dockerfile",
        "packaging/README.md",
        "packaging/parvis.toml",
        "packaging/systemd/parvis.service",
        "packaging/systemd/parvis-backup.service",
        "packaging/nginx.conf",
        "packaging/Caddyfile",
    ] {
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        for name in
            text.split(|c: char| !(c.is_ascii_uppercase() || c == '_')).filter(|name| name.starts_with("PARVIS_"))
        {
            assert!(help.contains(name), "{file} names {name}");
            seen += 1;
        }
    }
    assert!(seen >= 5, "{seen}");
    let settings = std::fs::read_to_string(root.join("packaging/parvis.toml")).unwrap();
    let config = data.path().join("parvis.toml");
    std::fs::write(&config, settings).unwrap();
    let read = run(data.path(), &["--config", config.to_str().unwrap(), "reindex"]);
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    for command in ["serve", "backup", "restore", "doctor", "user"] {
        assert!(help.contains(&format!("  {command} ")), "{command}");
    }
}
