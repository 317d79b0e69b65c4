//! Validation of arguments (OAI-PMH 2.0 §3.6, §4). All faults of a request are collected, not only the first.

use super::{ListArgs, Request, Verb};
use crate::datestamp::{DateArgument, Granularity};
use crate::error::{ErrorCode, ProtocolError, quoted};
use crate::syntax::{SetSpec, is_identifier, is_metadata_prefix};

pub(super) fn parse_request(
    arguments: &[(String, String)],
    granularity: Granularity,
) -> Result<Request, Vec<ProtocolError>> {
    let verb = parse_verb(arguments).map_err(|error| vec![error])?;
    let mut reader = ArgumentReader { verb, arguments, granularity, errors: Vec::new() };
    reader.check_names();
    let request = reader.request();
    match request {
        Some(request) if reader.errors.is_empty() => Ok(request),
        _ => Err(reader.errors),
    }
}

fn parse_verb(arguments: &[(String, String)]) -> Result<Verb, ProtocolError> {
    let mut values = arguments.iter().filter(|(name, _)| name == "verb").map(|(_, value)| value);
    let bad = |message: String| Err(ProtocolError::new(ErrorCode::BadVerb, message));
    match (values.next(), values.next()) {
        (None, _) => bad("the argument verb is missing; name one of the six verbs".to_owned()),
        (Some(_), Some(_)) => bad("the argument verb is repeated; give it once".to_owned()),
        (Some(value), None) => match Verb::find(value) {
            Some(verb) => Ok(verb),
            None => bad(format!("{} is not a verb of the protocol; verbs are case-sensitive", quoted(value))),
        },
    }
}

/// Takes arguments one by one and collects what is wrong with them.
struct ArgumentReader<'a> {
    verb: Verb,
    arguments: &'a [(String, String)],
    granularity: Granularity,
    errors: Vec<ProtocolError>,
}

impl<'a> ArgumentReader<'a> {
    /// Arguments that the verb does not define, and repetitions; each name is reported once.
    fn check_names(&mut self) {
        for (index, (name, _)) in self.arguments.iter().enumerate() {
            let earlier = self.arguments.iter().take(index).any(|(other, _)| other == name);
            if name == "verb" || earlier {
                continue;
            }
            if !self.verb.arguments().contains(&name.as_str()) {
                self.bad(format!("the verb {} has no argument {}", self.verb, quoted(name)));
            }
            if self.arguments.iter().filter(|(other, _)| other == name).count() > 1 {
                self.bad(format!("the argument {} is repeated; give it once", quoted(name)));
            }
        }
    }

    /// The request, or `None` when something required is absent or malformed.
    fn request(&mut self) -> Option<Request> {
        match self.verb {
            Verb::Identify => Some(Request::Identify),
            Verb::ListMetadataFormats => {
                let identifier = self.identifier(false);
                Some(Request::ListMetadataFormats { identifier })
            }
            Verb::ListSets => Some(Request::ListSets { token: self.token() }),
            Verb::GetRecord => {
                let (identifier, prefix) = (self.identifier(true), self.prefix(true));
                Some(Request::GetRecord { identifier: identifier?, prefix: prefix? })
            }
            Verb::ListIdentifiers => self.list().map(Request::ListIdentifiers),
            Verb::ListRecords => self.list().map(Request::ListRecords),
        }
    }

    fn list(&mut self) -> Option<ListArgs> {
        let token = self.token();
        let prefix = self.prefix(token.is_none() && self.find("resumptionToken").is_none());
        let (from, until) = (self.date("from"), self.date("until"));
        let set = self.set();
        self.check_order(from, until);
        match token {
            Some(token) => Some(ListArgs::Next { token }),
            None => Some(ListArgs::First { prefix: prefix?, from, until, set }),
        }
    }

    /// The token, which tolerates no argument beside it.
    fn token(&mut self) -> Option<String> {
        let token = self.value("resumptionToken", false)?;
        let defined = self.verb.arguments();
        let others =
            self.arguments.iter().any(|(name, _)| name != "resumptionToken" && defined.contains(&name.as_str()));
        if others {
            self.bad("resumptionToken is exclusive; give no other argument beside the verb".to_owned());
        }
        Some(token.to_owned())
    }

    fn identifier(&mut self, required: bool) -> Option<String> {
        let value = self.value("identifier", required)?;
        if is_identifier(value) {
            return Some(value.to_owned());
        }
        self.bad(format!("the identifier {} is not a URI", quoted(value)));
        None
    }

    fn prefix(&mut self, required: bool) -> Option<String> {
        let value = self.value("metadataPrefix", required)?;
        if is_metadata_prefix(value) {
            return Some(value.to_owned());
        }
        self.bad(format!("the metadataPrefix {} has characters that no prefix has", quoted(value)));
        None
    }

    fn set(&mut self) -> Option<SetSpec> {
        let value = self.value("set", false)?;
        let set = SetSpec::parse(value);
        if set.is_none() {
            self.bad(format!(
                "the set {} is not a setSpec; a setSpec is made of segments joined by colons",
                quoted(value)
            ));
        }
        set
    }

    fn date(&mut self, name: &str) -> Option<DateArgument> {
        let value = self.value(name, false)?;
        let date = DateArgument::parse(value);
        let expected = self.granularity.as_str();
        match date {
            None => self.bad(format!(
                "the date {name}={} is not a UTC date of the form YYYY-MM-DD or {expected}",
                quoted(value)
            )),
            Some(date) if self.too_fine(date) => {
                self.bad(format!(
                    "the date {name}={} is finer than the granularity {expected} of this repository",
                    quoted(value)
                ));
            }
            Some(_) => {}
        }
        date
    }

    fn too_fine(&self, date: DateArgument) -> bool {
        self.granularity == Granularity::Day && date.granularity == Granularity::Second
    }

    fn check_order(&mut self, from: Option<DateArgument>, until: Option<DateArgument>) {
        let (Some(from), Some(until)) = (from, until) else { return };
        if from.granularity != until.granularity {
            self.bad("from and until must have the same granularity".to_owned());
        } else if from.first > until.first {
            self.bad("from is later than until".to_owned());
        }
    }

    /// The first value of an argument; empty values and missing required ones are faults.
    fn value(&mut self, name: &str, required: bool) -> Option<&'a str> {
        let value = self.find(name);
        match value {
            Some("") => self.bad(format!("the argument {name} is empty")),
            None if required => self.bad(format!("the verb {} requires the argument {name}", self.verb)),
            _ => {}
        }
        value.filter(|value| !value.is_empty())
    }

    fn find(&self, name: &str) -> Option<&'a str> {
        let mut pairs = self.arguments.iter();
        pairs.find(|(other, _)| other == name).map(|(_, value)| value.as_str())
    }

    fn bad(&mut self, message: String) {
        self.errors.push(ProtocolError::bad_argument(message));
    }
}
