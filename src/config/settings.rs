//! Every setting with its names, its default and its help.

/// One setting: its names, its default and what it does. The help text and the reader both come from [`SETTINGS`].
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Name in the environment.
    pub variable: &'static str,
    /// Names that others gave it, where its own is not in the environment.
    pub also: &'static [&'static str],
    /// Name in `parvis.toml`.
    pub key: &'static str,
    /// Value when nobody says.
    pub default: &'static str,
    /// What it does.
    pub help: &'static str,
}

/// Every setting, in the order of the help text.
pub const SETTINGS: &[Setting] = &[
    setting("PARVIS_LISTEN", "listen", "127.0.0.1:8080", "address and port to listen on"),
    setting("PARVIS_DATA", "data", "donnees", "folder of the database, the files and the index"),
    setting(
        "DATABASE_URL",
        "database_url",
        "",
        "PostgreSQL database, such as postgres://user:password@host/parvis?sslmode=verify-full; a SQLite file in the data folder when empty",
    ),
    setting(
        "PARVIS_FILES",
        "files",
        "",
        "where the files are: another folder, or s3://bucket/prefix; the folder files in the data folder when empty",
    ),
    setting(
        "PARVIS_FILES_REPLICA",
        "files_replica",
        "",
        "where each file is kept a second time, from which damaged ones are put back: a folder on another disk, or s3://bucket/prefix?endpoint=https://host&region=name&keys=FILE; nowhere when empty",
    ),
    setting(
        "PARVIS_FILES_REDIRECT",
        "files_redirect",
        "no",
        "whether readers of public files are sent to the bucket for them, with an address that is good for some minutes: no, yes, or the address of the service as browsers reach it",
    ),
    setting(
        "PARVIS_S3_ENDPOINT",
        "s3_endpoint",
        "",
        "address of the S3 service, such as https://s3.example.org; Amazon's of the region when empty",
    )
    .or(&["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"]),
    setting("PARVIS_S3_REGION", "s3_region", "us-east-1", "region of the bucket; what most services of one's own take")
        .or(&["AWS_REGION", "AWS_DEFAULT_REGION"]),
    setting("PARVIS_S3_KEY_ID", "s3_key_id", "", "identifier of the key to the bucket").or(&["AWS_ACCESS_KEY_ID"]),
    setting("PARVIS_S3_SECRET", "s3_secret", "", "that key; never shown").or(&["AWS_SECRET_ACCESS_KEY"]),
    setting(
        "PARVIS_S3_SESSION_TOKEN",
        "s3_session_token",
        "",
        "token of a session that the key belongs to; never shown",
    )
    .or(&["AWS_SESSION_TOKEN"]),
    setting(
        "PARVIS_S3_PATH_STYLE",
        "s3_path_style",
        "yes",
        "whether the bucket stands in the path of addresses, not in the name of the host: yes or no",
    ),
    setting(
        "PARVIS_S3_CHECKSUM",
        "s3_checksum",
        "none",
        "checksum that goes with what is written, beside the signature, which covers it in any case: none (Ceph 16 takes no other), sha256 or crc64nvme",
    ),
    setting(
        "PARVIS_S3_PLAIN_HTTP",
        "s3_plain_http",
        "no",
        "whether a service elsewhere than on this machine may be asked without TLS: yes or no",
    ),
    setting(
        "PARVIS_SEARCH",
        "search",
        "",
        "OpenSearch server and the prefix of its indexes, such as https://host:9200/parvis, several hosts separated by spaces; an index in the data folder when empty",
    ),
    setting("PARVIS_SEARCH_USER", "search_user", "", "account at the search server"),
    setting("PARVIS_SEARCH_PASSWORD", "search_password", "", "password of that account; never shown"),
    setting(
        "PARVIS_SEARCH_TOKEN",
        "search_token",
        "",
        "token for the search server instead of an account; never shown",
    ),
    setting("PARVIS_SEARCH_SHARDS", "search_shards", "1", "parts that a new search index is cut into, 1 to 128"),
    setting("PARVIS_SEARCH_REPLICAS", "search_replicas", "1", "copies of each part beside the first, 0 to 16"),
    setting(
        "PARVIS_SEARCH_PLAIN",
        "search_plain",
        "no",
        "whether the search server may be asked without TLS from another machine: yes or no",
    ),
    setting(
        "PARVIS_BASE_URL",
        "base_url",
        "",
        "public address of the site; http:// and the listening address when empty",
    ),
    setting("PARVIS_SITE_NAME", "site_name", "Parvis", "name of the site"),
    setting(
        "PARVIS_ADMIN_EMAIL",
        "admin_email",
        "parvis@example.org",
        "address that harvesters and people can write to",
    ),
    setting(
        "PARVIS_SMTP_URL",
        "smtp_url",
        "",
        "mail server, such as smtps://user:password@host or smtp://host:587?tls=required; the site sends no mail when empty",
    ),
    setting(
        "PARVIS_MAIL_FROM",
        "mail_from",
        "",
        "sender of mails, such as Parvis <depot@example.org>; the address of PARVIS_ADMIN_EMAIL when empty",
    ),
    setting("PARVIS_WORKERS", "workers", "2", "files read at the same time"),
    setting("PARVIS_MAX_UPLOAD_MB", "max_upload_mb", "200", "largest file taken in, in megabytes"),
    setting("PARVIS_OAI_PAGE_SIZE", "oai_page_size", "500", "records on a page for harvesters, 1 to 1000"),
    setting(
        "PARVIS_API_RATE",
        "api_rate",
        "3000",
        "requests to the REST API that one network may make in a minute; 0 for any number",
    ),
    setting(
        "PARVIS_OAI_REQUESTS",
        "oai_requests",
        "32",
        "requests of harvesters that are answered at the same time, 1 to 1000; others come again later",
    ),
    setting(
        "PARVIS_OAI_FRIENDS",
        "oai_friends",
        "",
        "base URLs of partner repositories that harvesters are told of, separated by spaces",
    ),
    setting(
        "PARVIS_METADATA_LICENCE",
        "metadata_licence",
        "https://creativecommons.org/publicdomain/zero/1.0/",
        "address of the licence of the descriptions (not of the works); none says nothing",
    ),
    setting(
        "PARVIS_EXTRACT_MEMORY_MB",
        "extract_memory_mb",
        "512",
        "memory that reading one file may take, in megabytes",
    ),
    setting("PARVIS_EXTRACT_SECONDS", "extract_seconds", "30", "time that reading one file may take, in seconds"),
    setting(
        "PARVIS_HARVEST_DELAY_MS",
        "harvest_delay_ms",
        "1000",
        "pause between two requests to one source, in milliseconds",
    ),
    setting(
        "PARVIS_HARVEST_PRIVATE",
        "harvest_private",
        "no",
        "whether sources may be on this machine or in private networks: yes or no",
    ),
    setting(
        "PARVIS_HARVEST_FILES",
        "harvest_files",
        "",
        "folder that sources in files (file:///…) must lie in; when empty, only the command line may name files",
    ),
    setting(
        "PARVIS_POLICY_RULES",
        "policy_rules",
        "",
        "file of the rules that articles are judged by, of the form of policy_rules.json; those of the program when empty",
    ),
    setting(
        "PARVIS_TARGETS",
        "targets",
        "",
        "file of yearly targets of indicators as CSV: indicator,year,percent,set_on,note; none when empty",
    ),
    setting(
        "PARVIS_LOOKUP_CROSSREF",
        "lookup_crossref",
        "",
        "address of Crossref's REST API, such as https://api.crossref.org; nothing is asked there when empty",
    ),
    setting(
        "PARVIS_LOOKUP_DATACITE",
        "lookup_datacite",
        "",
        "address of DataCite's REST API, such as https://api.datacite.org; nothing is asked there when empty",
    ),
    setting(
        "PARVIS_LOOKUP_OPENALEX",
        "lookup_openalex",
        "",
        "address of OpenAlex, such as https://api.openalex.org; nothing is asked there when empty",
    ),
    setting(
        "PARVIS_METRICS_LISTEN",
        "metrics_listen",
        "",
        "address and port for Prometheus, such as 127.0.0.1:9464, apart from the site's; no metrics when empty",
    ),
    setting(
        "PARVIS_OPENALEX_KEY",
        "openalex_key",
        "",
        "key of the site at OpenAlex, which it asks for of sources of that kind; never shown",
    ),
    setting(
        "PARVIS_VERIFY_COPIES",
        "verify_copies",
        "no",
        "whether copies of articles elsewhere are looked at, which asks other people's servers: yes or no",
    ),
    setting("PARVIS_VERIFY_DAYS", "verify_days", "30", "days after which a copy elsewhere is looked at again"),
    setting("PARVIS_VERIFY_A_DAY", "verify_a_day", "500", "copies elsewhere that are looked at within a day, at most"),
    setting(
        "PARVIS_VERIFY_DELAY_MS",
        "verify_delay_ms",
        "10000",
        "pause between two requests for copies to one host, in milliseconds",
    ),
    setting(
        "PARVIS_EVIDENCE_HOURS",
        "evidence_hours",
        "24",
        "hours after which `serve` looks again at the links of the imported commitments; 0: never",
    ),
    setting("PARVIS_FIXITY_DAYS", "fixity_days", "90", "days within which each file is read against its digest"),
    setting(
        "PARVIS_FIXITY_MB_A_MINUTE",
        "fixity_mb_a_minute",
        "600",
        "how much of the files is read for that in a minute, in megabytes",
    ),
    setting(
        "PARVIS_BACKUP_DAYS",
        "backup_days",
        "2",
        "days after which the state page calls the last backup too old; 0 where backups are made by other means",
    ),
    setting(
        "PARVIS_LOOKUP_ORCID",
        "lookup_orcid",
        "",
        "address of ORCID's public API, such as https://pub.orcid.org; nothing is asked there when empty",
    ),
    setting(
        "PARVIS_OIDC_PROVIDERS",
        "oidc_providers",
        "",
        "file of the providers that people may sign in with, such as ORCID or an institution (README.md); none when empty",
    ),
    setting(
        "PARVIS_OIDC_PRIVATE",
        "oidc_private",
        "no",
        "whether such providers may be on this machine, in private networks or without TLS: yes or no",
    ),
    setting(
        "PARVIS_SECRET_KEY_FILE",
        "secret_key_file",
        "",
        "file of the key that seals secrets of second factors; secret.key in the data folder when empty, made when absent",
    ),
    setting(
        "PARVIS_DOI_MODE",
        "doi_mode",
        "off",
        "whether DOIs are registered at DataCite for articles to which no publisher gave one: off, test (api.test.datacite.org; nothing is shown to readers) or live",
    ),
    setting(
        "PARVIS_DOI_REPOSITORY",
        "doi_repository",
        "",
        "name of the repository's account at DataCite, such as INST.DEPOT",
    ),
    setting("PARVIS_DOI_PASSWORD", "doi_password", "", "password of that account"),
    setting("PARVIS_DOI_PREFIX", "doi_prefix", "", "prefix of the DOIs, such as 10.12345"),
    setting(
        "PARVIS_DOI_LABEL",
        "doi_label",
        "parvis.",
        "what stands between the prefix and the number of an article; another one for each site that shares a prefix",
    ),
    setting(
        "PARVIS_DOI_API",
        "doi_api",
        "",
        "address of the registry's REST API; the one of the mode at DataCite when empty",
    ),
    setting("PARVIS_DRAFT_DAYS", "draft_days", "180", "days that a draft which nobody touches is kept"),
    setting(
        "PARVIS_REMINDER_DAYS",
        "reminder_days",
        "30",
        "days within which one person gets at most one reminder about articles",
    ),
    setting(
        "PARVIS_REMINDER_SCHEDULE",
        "reminder_schedule",
        "no",
        "whether holders of awards are reminded by themselves, at most once in that time: yes or no",
    ),
    setting(
        "PARVIS_NOTIFY_TRUSTED",
        "notify_trusted",
        "",
        "network addresses of machines, separated by spaces, whose announcements of reviews, endorsements and copies are shown without a curator",
    ),
    setting(
        "OTEL_EXPORTER_OTLP_ENDPOINT",
        "telemetry_endpoint",
        "",
        "OpenTelemetry collector that takes traces over OTLP/HTTP, such as http://127.0.0.1:4318; no traces when empty",
    ),
    setting(
        "OTEL_EXPORTER_OTLP_HEADERS",
        "telemetry_headers",
        "",
        "headers for the collector, such as authorization=Bearer%20token, separated by commas; never shown",
    ),
    setting("OTEL_SERVICE_NAME", "telemetry_service", "parvis", "name of this service at the collector"),
    setting(
        "OTEL_TRACES_SAMPLER_ARG",
        "telemetry_ratio",
        "1",
        "share of the traces beginning here that are kept, 0 to 1; requests with a traceparent follow its mark",
    ),
    setting("PARVIS_LOG", "log", "info", "what is logged: error, warn, info, debug, or a filter by module"),
    setting("PARVIS_LOG_FORMAT", "log_format", "text", "text or json"),
];

const fn setting(variable: &'static str, key: &'static str, default: &'static str, help: &'static str) -> Setting {
    Setting { variable, also: &[], key, default, help }
}

impl Setting {
    const fn or(self, also: &'static [&'static str]) -> Self {
        Self { also, ..self }
    }
}
