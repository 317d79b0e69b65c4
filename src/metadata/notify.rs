//! Announcements of other services in JSON-LD (`ActivityStreams` 2.0, patterns of COAR Notify 1.0). Read as JSON with the
//! compact names that the patterns prescribe: no context is ever fetched.

use serde_json::Value;

use super::text::one_line;
use crate::domain::announcement::{AnnouncementKind, NewAnnouncement};

/// Longest address and longest name, in characters.
const LONGEST_IRI: usize = 1_000;
const LONGEST_NAME: usize = 200;
/// The name that every payload's context must hold (COAR Notify 1.0, "Notification payload").
const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";

/// Why a payload is no announcement that can be kept. The text says what is wrong and what to send.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotifyError {
    /// Not JSON, or no object.
    #[error("the body is not a JSON object")]
    NotJson,
    /// The context does not name `ActivityStreams`.
    #[error("@context must name https://www.w3.org/ns/activitystreams")]
    Context,
    /// Something that every notification has is missing or no address.
    #[error("{0} is missing or is not an absolute address of at most 1000 characters")]
    Property(&'static str),
    /// A pattern that is not taken in here.
    #[error(
        "only announcements are taken in: type must hold Announce and one of coar-notify:ReviewAction, \
         coar-notify:EndorsementAction, coar-notify:RelationshipAction"
    )]
    Pattern,
}

/// Reads a payload.
///
/// # Errors
/// When it is no announcement of one of the patterns, or lacks what they ask for.
pub fn read_announcement(body: &[u8]) -> Result<NewAnnouncement, NotifyError> {
    let payload: Value = serde_json::from_slice(body).map_err(|_| NotifyError::NotJson)?;
    if !payload.is_object() {
        return Err(NotifyError::NotJson);
    }
    if !list(&payload, "@context").iter().any(|name| name.as_str() == Some(ACTIVITY_STREAMS)) {
        return Err(NotifyError::Context);
    }
    let kind = kind(&payload).ok_or(NotifyError::Pattern)?;
    let iri = identifier(&payload).filter(|iri| is_iri(iri)).ok_or(NotifyError::Property("id"))?;
    let origin = part(&payload, "origin").and_then(identifier).filter(|iri| is_iri(iri));
    let target = part(&payload, "target").ok_or(NotifyError::Property("target"))?;
    let object = part(&payload, "object").ok_or(NotifyError::Property("object"))?;
    let context = part(&payload, "context");
    let about: Vec<String> =
        context.into_iter().flat_map(|context| addresses(context, &["id", "@id", "cite-as"])).collect();
    let (about, object_iri, relation) = if kind == AnnouncementKind::Relationship {
        related(about, object)?
    } else {
        (about, web_address(object), String::new())
    };
    Ok(NewAnnouncement {
        iri,
        kind,
        origin: origin.ok_or(NotifyError::Property("origin.id"))?,
        actor: part(&payload, "actor").map(name).unwrap_or_default(),
        about: if about.is_empty() { return Err(NotifyError::Property("context.id")) } else { about },
        object: object_iri.ok_or(NotifyError::Property("object.id"))?,
        relation,
        targets: addresses(target, &["id", "@id", "inbox"]),
    })
}

fn kind(payload: &Value) -> Option<AnnouncementKind> {
    let types: Vec<&str> = list(payload, "type").into_iter().filter_map(Value::as_str).collect();
    let has = |wanted: &str| types.iter().any(|name| name.rsplit([':', '#', '/']).next() == Some(wanted));
    if !has("Announce") {
        return None;
    }
    [
        ("ReviewAction", AnnouncementKind::Review),
        ("EndorsementAction", AnnouncementKind::Endorsement),
        ("RelationshipAction", AnnouncementKind::Relationship),
    ]
    .into_iter()
    .find_map(|(name, kind)| has(name).then_some(kind))
}

type Related = (Vec<String>, Option<String>, String);

/// The two ends of a relationship: either may be the article; the other one is what is announced.
fn related(mut about: Vec<String>, object: &Value) -> Result<Related, NotifyError> {
    let end = |name| member(object, name).and_then(identifier).filter(|iri| is_iri(iri));
    let subject = end("subject").ok_or(NotifyError::Property("object.as:subject"))?;
    let other = end("object").ok_or(NotifyError::Property("object.as:object"))?;
    let relation = end("relationship").ok_or(NotifyError::Property("object.as:relationship"))?;
    let thing = if about.contains(&subject) || (!about.contains(&other) && !about.is_empty()) {
        other.clone()
    } else {
        subject.clone()
    };
    about.extend([subject, other].into_iter().filter(|end| *end != thing));
    Ok((about, Some(thing).filter(|iri| is_web(iri)), relation))
}

/// A member by its compact name, with or without the prefix of a vocabulary.
fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    let named = |key: &&String| key.rsplit(':').next() == Some(name);
    let object = value.as_object()?;
    object.get(name).or_else(|| object.iter().find(|(key, _)| named(key)).map(|(_, value)| value))
}

/// A member, the first where there are several.
fn part<'a>(payload: &'a Value, name: &str) -> Option<&'a Value> {
    match member(payload, name)? {
        Value::Array(all) => all.first(),
        one => Some(one),
    }
}

/// A member as a list, whether it is one or not.
fn list<'a>(payload: &'a Value, name: &str) -> Vec<&'a Value> {
    match payload.get(name).or_else(|| payload.get(format!("@{name}"))) {
        Some(Value::Array(all)) => all.iter().collect(),
        Some(one) => vec![one],
        None => Vec::new(),
    }
}

fn identifier(value: &Value) -> Option<String> {
    let id = value.as_str().or_else(|| value.get("id").or_else(|| value.get("@id")).and_then(Value::as_str));
    id.map(str::to_owned)
}

fn addresses(value: &Value, known: &[&str]) -> Vec<String> {
    let own = value.as_str().map(str::to_owned);
    let named = known.iter().filter_map(|name| member(value, name).and_then(identifier));
    own.into_iter().chain(named).filter(|iri| is_iri(iri)).collect()
}

/// Where a review can be read: its identifier, else the address to cite it by.
fn web_address(object: &Value) -> Option<String> {
    let cited = || addresses(object, &["cite-as", "url"]).into_iter().find(|iri| is_web(iri));
    identifier(object).filter(|iri| is_iri(iri) && is_web(iri)).or_else(cited)
}

fn name(value: &Value) -> String {
    let text = value.get("name").and_then(Value::as_str).map(one_line).unwrap_or_default();
    text.chars().take(LONGEST_NAME).collect()
}

/// Whether a text is an absolute IRI in form: a scheme and something behind it, nothing that is no part of one
/// (RFC 3987 §2.2).
fn is_iri(text: &str) -> bool {
    let odd = |c: char| {
        c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
    };
    let scheme = text.split_once(':').filter(|(_, rest)| !rest.is_empty()).map(|(scheme, _)| scheme);
    let sound = |scheme: &str| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    };
    text.chars().count() <= LONGEST_IRI && !text.contains(odd) && scheme.is_some_and(sound)
}

fn is_web(iri: &str) -> bool {
    let lower = iri.get(..8).unwrap_or(iri).to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn review() -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://coar-notify.net"],
            "id": "urn:uuid:94ecae35-dcfd-4182-8550-22c7164fe23f",
            "type": ["Announce", "coar-notify:ReviewAction"],
            "actor": { "id": "https://revue.example.org", "type": "Service", "name": "Revue  du\nNord" },
            "origin": { "id": "https://revue.example.org/system", "inbox": "https://revue.example.org/inbox", "type": "Service" },
            "target": { "id": "https://p.example", "inbox": "https://p.example/notifications/inbox", "type": "Service" },
            "context": { "id": "https://p.example/articles/7", "ietf:cite-as": "https://doi.org/10.5555/a" },
            "object": { "id": "https://revue.example.org/avis/1", "type": ["Page", "sorg:Review"] }
        })
    }

    fn read(payload: &Value) -> Result<NewAnnouncement, NotifyError> {
        read_announcement(payload.to_string().as_bytes())
    }

    #[test]
    fn a_review_is_read_with_its_article_and_its_address() {
        let read = read(&review()).unwrap();
        assert_eq!((read.kind, read.actor.as_str()), (AnnouncementKind::Review, "Revue du Nord"));
        assert_eq!(read.about, ["https://p.example/articles/7", "https://doi.org/10.5555/a"]);
        assert_eq!(read.object, "https://revue.example.org/avis/1");
        assert_eq!(read.targets, ["https://p.example", "https://p.example/notifications/inbox"]);
    }

    #[test]
    fn either_end_of_a_relationship_may_be_the_article() {
        for (subject, object) in [
            ("https://miroir.example/1", "https://p.example/articles/7"),
            ("https://p.example/articles/7", "https://miroir.example/1"),
        ] {
            let mut payload = review();
            payload["type"] = json!(["Announce", "coar-notify:RelationshipAction"]);
            payload["object"] = json!({ "id": "urn:uuid:1", "type": "Relationship", "as:subject": subject,
                "as:relationship": "http://purl.org/vocab/frbr/core#reproduction", "as:object": object });
            let read = read(&payload).unwrap();
            assert_eq!((read.kind, read.object.as_str()), (AnnouncementKind::Relationship, "https://miroir.example/1"));
            assert!(read.about.contains(&"https://p.example/articles/7".to_owned()));
        }
    }

    #[test]
    fn what_lacks_a_part_or_is_hostile_is_told() {
        for (pointer, value, wrong) in [
            ("/@context", json!("https://coar-notify.net"), NotifyError::Context),
            ("/type", json!(["Offer", "coar-notify:ReviewAction"]), NotifyError::Pattern),
            ("/type", json!("Announce"), NotifyError::Pattern),
            ("/id", json!("pas une adresse"), NotifyError::Property("id")),
            ("/id", json!(7), NotifyError::Property("id")),
            ("/origin", json!({}), NotifyError::Property("origin.id")),
            ("/context", json!({ "id": "<script>" }), NotifyError::Property("context.id")),
            ("/object", json!({ "id": "javascript:alert(1)" }), NotifyError::Property("object.id")),
            (
                "/object",
                json!({ "id": format!("https://x.example/{}", "a".repeat(2_000)) }),
                NotifyError::Property("object.id"),
            ),
        ] {
            let mut payload = review();
            *payload.pointer_mut(pointer).unwrap() = value;
            assert_eq!(read(&payload), Err(wrong), "{pointer}");
        }
        for body in [&b""[..], b"[]", b"7", b"{", b"\xff\xfe"] {
            assert_eq!(read_announcement(body), Err(NotifyError::NotJson));
        }
        assert_eq!(read_announcement("[".repeat(100_000).as_bytes()), Err(NotifyError::NotJson));
    }
}
