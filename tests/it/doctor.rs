//! `parvis doctor` and what is shipped to run the site.

use std::path::Path;

use sqlx::Connection;

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

/// The line of a look.
fn line(output: &std::process::Output, look: &str) -> String {
    let text = stdout(output);
    text.lines().find(|line| line.get(4..).is_some_and(|rest| rest.starts_with(look))).unwrap_or(&text).to_owned()
}

#[tokio::test]
async fn a_postgresql_server_is_looked_at_before_a_site_begins_in_it() {
    let data = tempfile::tempdir().unwrap();
    let look = |url: &str| {
        let output = parvis(data.path(), &["doctor"]).env("DATABASE_URL", url).output().unwrap();
        assert!(!stdout(&output).contains("tres-secret"), "{}", stdout(&output));
        line(&output, "database ")
    };
    let nobody = look("postgres://parvis:tres-secret@127.0.0.1:9/parvis");
    assert!(nobody.starts_with("XX") && nobody.contains("look whether the server runs"), "{nobody}");
    assert!(nobody.contains("postgres://127.0.0.1:9/parvis"), "{nobody}");
    let odd = look("postgres://parvis:tres-secret@127.0.0.1:9/parvis?sslmode=sometimes");
    assert!(odd.starts_with("XX") && odd.contains("sslmode=verify-full"), "{odd}");
    let Some(server) = crate::support::database::server() else {
        println!("skipped: PARVIS_TEST_POSTGRES names no server");
        return;
    };
    let missing = look(&format!("{server}/nulle_part"));
    assert!(missing.starts_with("XX") && missing.contains("createdb"), "{missing}");
    let name = format!("parvis_doctor_{}", std::process::id());
    let whole = |statement: String| {
        let address = format!("{server}/postgres");
        async move {
            let mut connection = sqlx::PgConnection::connect(&address).await.unwrap();
            sqlx::raw_sql(sqlx::AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        }
    };
    whole(format!("CREATE DATABASE {name}")).await;
    let url = format!("{server}/{name}");
    let empty = look(&url);
    assert!(empty.starts_with("ok") && empty.contains("empty"), "{empty}");
    let mut connection = sqlx::PgConnection::connect(&url).await.unwrap();
    let tables: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(tables, 0, "looking makes nothing");
    // An account that may connect and nothing else, five times at most.
    whole(format!("CREATE ROLE {name} LOGIN PASSWORD 'tres-secret' CONNECTION LIMIT 5")).await;
    let place = server.split_once('@').unwrap().1.to_owned();
    let poor = format!("postgres://{name}:tres-secret@{place}/{name}");
    let closed = look(&poor);
    assert!(closed.starts_with("XX") && closed.contains("GRANT USAGE, CREATE"), "{closed}");
    sqlx::raw_sql(sqlx::AssertSqlSafe(format!("GRANT CREATE ON SCHEMA public TO {name}")))
        .execute(&mut connection)
        .await
        .unwrap();
    let few = look(&poor);
    assert!(few.starts_with("!!") && few.contains("5 are allowed"), "{few}");
    whole(format!("ALTER ROLE {name} SET default_transaction_read_only = on")).await;
    let standby = look(&poor);
    assert!(standby.starts_with("XX") && standby.contains("takes writes"), "{standby}");
    let made = parvis(data.path(), &["user", "list"]).env("DATABASE_URL", &url).output().unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let there = look(&url);
    assert!(there.starts_with("ok") && there.contains("0 articles, 0 jobs waiting"), "{there}");
    let shut = look(&poor.replacen(&name, "parvis", 1));
    assert!(shut.starts_with("ok"), "the owner may: {shut}");
    whole(format!("ALTER ROLE {name} RESET default_transaction_read_only")).await;
    let locked = look(&poor);
    assert!(locked.starts_with("XX") && locked.contains("GRANT SELECT, INSERT, UPDATE, DELETE"), "{locked}");
    let latin = format!("{name}_latin");
    whole(format!("CREATE DATABASE {latin} ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")).await;
    let letters = look(&format!("{server}/{latin}"));
    assert!(letters.starts_with("XX") && letters.contains("LATIN1, not UTF8"), "{letters}");
}

#[test]
fn a_search_server_is_looked_at_before_an_index_is_made_there() {
    let data = tempfile::tempdir().unwrap();
    let look = |address: &str, replicas: &str| {
        let mut command = parvis(data.path(), &["doctor"]);
        let output = command.env("PARVIS_SEARCH", address).env("PARVIS_SEARCH_REPLICAS", replicas).output().unwrap();
        line(&output, "search ")
    };
    let nobody = look("http://127.0.0.1:9/parvis", "0");
    assert!(nobody.starts_with("XX") && nobody.contains("correct PARVIS_SEARCH"), "{nobody}");
    let Some(server) = std::env::var("PARVIS_TEST_OPENSEARCH").ok().filter(|host| !host.is_empty()) else {
        println!("skipped: PARVIS_TEST_OPENSEARCH names no server");
        return;
    };
    let address = format!("{server}/docteur-{}", std::process::id());
    let none = look(&address, "1");
    assert!(none.starts_with("ok") && none.contains("no index yet"), "{none}");
    assert_eq!(look(&address, "1"), none, "looking makes no index");
    let made = |arguments: &[&str], replicas: &str| {
        let mut command = parvis(data.path(), arguments);
        let output = command.env("PARVIS_SEARCH", &address).env("PARVIS_SEARCH_REPLICAS", replicas).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let files = tempfile::tempdir().unwrap();
    std::fs::write(files.path().join("a.pdf"), crate::support::pdf(&["La neige"])).unwrap();
    made(&["ingest", files.path().to_str().unwrap()], "1");
    let yellow = look(&address, "1");
    assert!(yellow.starts_with("!!") && yellow.contains("PARVIS_SEARCH_REPLICAS=0"), "{yellow}");
    made(&["reindex"], "0");
    let well = look(&address, "0");
    assert!(well.starts_with("ok") && well.contains("1 articles"), "{well}");
}

#[test]
fn files_that_settings_name_are_read() {
    let data = tempfile::tempdir().unwrap();
    let look =
        |file: &str| line(&parvis(data.path(), &["doctor"]).env("PARVIS_TARGETS", file).output().unwrap(), "settings ");
    assert!(look("").starts_with("ok"));
    let wrong = look("/nowhere/targets.csv");
    assert!(wrong.starts_with("XX") && wrong.contains("/nowhere/targets.csv"), "{wrong}");
}

#[test]
fn the_unit_lets_reading_children_limit_and_shut_themselves_in() {
    let unit = Path::new(env!("CARGO_MANIFEST_DIR")).join("packaging/systemd/parvis.service");
    let unit = std::fs::read_to_string(unit).unwrap();
    let allowed: Vec<_> = unit
        .lines()
        .filter_map(|line| line.strip_prefix("SystemCallFilter="))
        .filter(|calls| !calls.starts_with('~'))
        .flat_map(str::split_whitespace)
        .collect();
    // None of these is left of @system-service (without @resources); without them each file is refused as a fault of ours.
    for call in
        ["setrlimit", "prlimit64", "seccomp", "landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"]
    {
        assert!(allowed.contains(&call), "{call}: {allowed:?}");
    }
}
