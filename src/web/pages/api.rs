//! `/api`: the REST API for people. What it lists is the `OpenAPI` description itself, in the words of the locales; a small
//! script lets people try each request, without it the page is a reference with lines for `curl`.

use std::sync::LazyLock;

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use crate::web::api::openapi;
use crate::web::error::Fault;
use crate::web::page::{Cache, Frame};

/// Groups of requests, as the description tags them.
pub(crate) const TAGS: [&str; 5] = ["articles", "awards", "drafts", "deposits", "account"];

/// Kinds of problems, as their addresses name them, and the key of what is to be done.
const PROBLEMS: [(&str, &str); 10] = [
    ("invalid", "api-invalid"),
    ("syntax", "problem-400-detail"),
    ("media-type", "problem-415-detail"),
    ("file", "deposit-error-type"),
    ("duplicate", "api-duplicate"),
    ("changed", "problem-412-detail"),
    ("state", "problem-409-detail"),
    ("idempotency-key", "api-key-form"),
    ("idempotency-underway", "api-key-underway"),
    ("idempotency-other", "api-key-other"),
];

/// Where a container of SWORD may stand.
const STATES: [&str; 9] = [
    "awaiting-file",
    "in-progress",
    "submitted",
    "in_review",
    "returned",
    "rejected",
    "accepted",
    "published",
    "withdrawn",
];

/// A description to begin with; the tests send it.
pub(crate) const SAYING: &str = r#"{
  "metadata": {
    "title": {"fr": "La neige", "en": "Snow"},
    "authors": [{"family": "Roy", "given": "Anne", "orcid": "0000-0002-1825-0097"}],
    "language": "fr",
    "type": "journal_article",
    "version": "AM",
    "licence": "cc-by-4.0",
    "access": "open",
    "awards": [{"funder": "frqnt", "number": "312345"}]
  }
}"#;

/// What somebody says who hands in.
pub(crate) const SUBMISSION: &str = r#"{"rights_confirmed": true}"#;

/// A request that can be made.
#[derive(Debug)]
pub(crate) struct Operation {
    id: String,
    tag: String,
    method: String,
    path: String,
    /// What the token needs; `Some("")` any token.
    scope: Option<String>,
    parameters: Vec<Parameter>,
    /// Media types of its body.
    bodies: Vec<String>,
    /// Example of a JSON body.
    example: &'static str,
    /// Status of success.
    status: String,
}

/// A value that a request takes beside its body.
#[derive(Debug)]
pub(crate) struct Parameter {
    name: String,
    /// Where it stands: `path`, `query` or `header`.
    place: String,
    required: bool,
}

impl Operation {
    fn of(path: &str, method: &str, value: &Value) -> Option<Self> {
        let id = value.get("operationId")?.as_str()?.to_owned();
        let parameters = value.get("parameters").and_then(Value::as_array);
        let bodies = value.pointer("/requestBody/content").and_then(Value::as_object);
        let bodies: Vec<String> = bodies.into_iter().flat_map(|content| content.keys().cloned()).collect();
        let takes_json = bodies.iter().any(|media_type| media_type == "application/json");
        let scopes = value.pointer("/security/0/token");
        Some(Self {
            tag: value.pointer("/tags/0")?.as_str()?.to_owned(),
            method: method.to_ascii_uppercase(),
            path: path.to_owned(),
            scope: scopes.map(|scopes| scopes.pointer("/0").and_then(Value::as_str).unwrap_or_default().to_owned()),
            parameters: parameters.into_iter().flatten().filter_map(Parameter::of).collect(),
            example: match id.as_str() {
                "submitDraft" => SUBMISSION,
                _ if takes_json => SAYING,
                _ => "",
            },
            status: value.get("responses")?.as_object()?.keys().next().cloned().unwrap_or_default(),
            bodies,
            id,
        })
    }

    /// The key of its sentence.
    fn key(&self) -> String {
        format!("api-op-{}", self.id)
    }

    /// A line for a terminal.
    fn curl(&self, frame: &Frame) -> String {
        let address = frame.site.absolute(&self.path);
        let mut line = "curl".to_owned();
        if self.method != "GET" {
            line.push_str(" -X ");
            line.push_str(&self.method);
        }
        if self.scope.is_some() {
            line.push_str(" -H \"Authorization: Bearer $TOKEN\"");
        }
        if self.id == "putDraftFile" {
            line.push_str(" -H 'Content-Type: application/pdf' --data-binary @article.pdf");
        } else if self.bodies.iter().any(|media_type| media_type == "multipart/form-data") {
            line.push_str(" -F 'metadata=@article.json;type=application/json' -F file=@article.pdf");
        } else if !self.example.is_empty() {
            line.push_str(" -H 'Content-Type: application/json' -d @article.json");
        }
        format!("{line} '{address}'")
    }
}

impl Parameter {
    fn of(value: &Value) -> Option<Self> {
        Some(Self {
            name: value.get("name")?.as_str()?.to_owned(),
            place: value.get("in")?.as_str()?.to_owned(),
            required: value.get("required").and_then(Value::as_bool).unwrap_or(false),
        })
    }

    /// The key of its sentence.
    fn key(&self) -> String {
        format!("api-param-{}", self.name.to_ascii_lowercase())
    }
}

static OPERATIONS: LazyLock<Vec<Operation>> = LazyLock::new(|| {
    let description = serde_json::to_value(openapi::described()).unwrap_or_default();
    let paths = description.get("paths").and_then(Value::as_object);
    let each = paths.into_iter().flatten().flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flatten();
        methods.filter_map(move |(method, value)| Operation::of(path, method, value))
    });
    each.collect()
});

#[derive(Debug, Template)]
#[template(path = "api.html")]
struct ApiPage<'a> {
    frame: &'a Frame,
    tags: [&'static str; 5],
    operations: &'static [Operation],
    problems: [(&'static str, &'static str); 10],
    states: [&'static str; 9],
    limit: String,
}

impl ApiPage<'_> {
    fn state(&self, code: &str) -> String {
        self.frame.t(&format!("sword-state-{}", code.replace('_', "-")))
    }

    fn of_tag(&self, tag: &str) -> impl Iterator<Item = &'static Operation> {
        self.operations.iter().filter(move |operation| operation.tag == tag)
    }
}

/// `GET /api`
pub(crate) async fn show(
    axum::extract::State(site): axum::extract::State<crate::web::Site>,
    frame: Frame,
) -> Result<Response, Fault> {
    let limit = frame.locale.size(site.repository.max_upload_bytes());
    frame.send(
        &ApiPage { frame: &frame, tags: TAGS, operations: &OPERATIONS, problems: PROBLEMS, states: STATES, limit },
        Cache::Public(300),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::i18n::Locale;

    #[test]
    fn every_request_and_each_of_its_values_has_its_sentence() {
        assert!(OPERATIONS.len() >= 20, "{}", OPERATIONS.len());
        for operation in OPERATIONS.iter() {
            assert!(TAGS.contains(&operation.tag.as_str()), "{operation:?}");
            for locale in Locale::ALL {
                assert!(locale.has(&operation.key()), "{}", operation.key());
                for parameter in &operation.parameters {
                    assert!(locale.has(&parameter.key()), "{}", parameter.key());
                }
            }
        }
    }

    #[test]
    fn every_kind_of_problem_that_programs_are_told_stands_on_the_page() {
        let told =
            regex::Regex::new(r#"code: "([^"]+)"|with_status\([^"]*"([^"]+)"|told\([^"]*"(idem[^"]+)""#).unwrap();
        let sources =
            [include_str!("../api/intake.rs"), include_str!("../api/body.rs"), include_str!("../api/once.rs")];
        let found: Vec<_> = sources.iter().flat_map(|source| told.captures_iter(source)).collect();
        assert!(found.len() >= 8, "{}", found.len());
        for code in found.iter().filter_map(|code| code.iter().skip(1).flatten().next()) {
            assert!(PROBLEMS.iter().any(|(known, _)| *known == code.as_str()), "{}", code.as_str());
        }
    }

    #[test]
    fn every_scope_that_is_asked_for_exists() {
        for scope in OPERATIONS.iter().filter_map(|operation| operation.scope.as_deref()) {
            assert!(scope.is_empty() || crate::domain::user::Scope::from_code(scope).is_some(), "{scope}");
        }
    }
}
