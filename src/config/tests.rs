//! What settings may be, and how a wrong one is told.

use super::*;

#[test]
fn h10_defaults_make_a_working_site_over_plain_http() {
    let config = Config::from_values(|setting| setting.default.to_owned()).unwrap();
    assert_eq!(config.base_url, "http://127.0.0.1:8080");
    assert_eq!(config.max_upload_bytes, 200_000_000);
}

#[test]
fn partners_are_addresses_in_a_row_and_the_licence_may_be_none() {
    let config = Config::from_values(|setting| match setting.key {
        "oai_friends" => "https://a.example/oai, http://b.example/oai".to_owned(),
        "metadata_licence" => "none".to_owned(),
        _ => setting.default.to_owned(),
    });
    let config = config.unwrap();
    assert_eq!(config.oai_friends, ["https://a.example/oai", "http://b.example/oai"]);
    assert_eq!(config.metadata_licence, None);
}

#[test]
fn the_environment_goes_before_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("parvis.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:1\"\nworkers = 3\n").unwrap();
    let config = Config::read(Some(&file), |name| (name == "PARVIS_LISTEN").then(|| "127.0.0.1:2".to_owned())).unwrap();
    assert_eq!((config.listen.port(), config.workers), (2, 3));
}

#[test]
fn a_wrong_value_names_its_setting() {
    for (key, value) in [
        ("listen", "here"),
        ("workers", "0"),
        ("log_format", "xml"),
        ("harvest_private", "x"),
        ("base_url", "ftp://x"),
        ("admin_email", "x"),
        ("oai_requests", "0"),
        ("smtp_url", "http://x"),
        ("oai_friends", "https://a.example/oai b.example/oai"),
        ("metadata_licence", "CC0"),
    ] {
        let error = Config::from_values(
            |setting| {
                if setting.key == key { value.to_owned() } else { setting.default.to_owned() }
            },
        )
        .unwrap_err();
        assert!(error.to_string().contains(key), "{error}");
    }
}

#[test]
fn an_unknown_key_in_the_file_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("parvis.toml");
    std::fs::write(&file, "lisen = \"127.0.0.1:1\"\n").unwrap();
    assert!(Config::read(Some(&file), |_| None).unwrap_err().to_string().contains("lisen"));
}

#[test]
fn addresses_with_passwords_are_in_no_output() {
    let secrets = [
        ("database_url", "postgres://nom:très-secret@hote/parvis?password=très-secret"),
        ("smtp_url", "smtps://nom:très-secret@hote"),
        ("openalex_key", "très-secret"),
    ];
    let with = |values: &[(&str, &str)]| {
        let values = values.to_vec();
        Config::from_values(move |setting| {
            let given = values.iter().find(|(key, _)| *key == setting.key);
            given.map_or(setting.default, |(_, value)| value).to_owned()
        })
    };
    let config = with(&secrets).unwrap();
    assert!(!format!("{config:?}{config:#?}").contains("très"), "{config:?}");
    assert_eq!(config.database_url.unwrap().reveal(), secrets[0].1);
    for wrong in [("database_url", "mysql://nom:très-secret@hote/parvis"), ("smtp_url", "imap://nom:très-secret@hote")]
    {
        let error = with(&[wrong]).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("très"), "{error:?}");
    }
}

#[test]
fn a_line_of_the_file_that_cannot_be_read_is_numbered_and_not_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("parvis.toml");
    std::fs::write(&file, "workers = 3\ndatabase_url = \"postgres://nom:secret@hote/parvis\nlog = \"info\"\n").unwrap();
    let error = Config::read(Some(&file), |_| None).unwrap_err();
    assert!(error.to_string().contains("line 2"), "{error}");
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
}
