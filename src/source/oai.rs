//! OAI-PMH repositories, over the client of the `harvest` crate.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use harvest::client::{Checkpoint, Harvest, HarvestPage, Plan, Repair};
use harvest::{About, Datestamp, Record};
use jiff::Timestamp;

use super::net::host_of;
use super::{Batch, Error, Found, Net, Result, Source, Walk, Wanted, check_address};
use crate::domain::source::{ForeignRecord, Place, RecordFault};
use crate::metadata::{best_reader, find_reader};

/// The protocol's harvesting side.
pub(super) struct Oai;

impl Source for Oai {
    fn kind(&self) -> &'static str {
        "oai"
    }

    fn probe<'a>(&'a self, net: &'a Net, wanted: &'a Wanted) -> BoxFuture<'a, Result<Found>> {
        async move {
            check_address(net, &wanted.base_url)?;
            let client = net.client()?;
            let identity = client.identify(&wanted.base_url).await?;
            let formats = client.list_formats(&wanted.base_url, None).await?;
            let names = formats.iter().map(|format| (format.prefix().to_owned(), format.namespace().to_owned()));
            let (prefix, namespace, format) = choose(&names.collect::<Vec<_>>(), wanted.prefix.as_deref())?;
            let listed = formats.iter().find(|format| format.prefix() == prefix);
            let schema = listed.map(|format| format.schema().to_owned()).unwrap_or_default();
            let title = if identity.name.is_empty() { host_of(&wanted.base_url)? } else { identity.name };
            let place = Place {
                kind: self.kind().to_owned(),
                base_url: wanted.base_url.trim().to_owned(),
                prefix,
                namespace,
                schema,
                format,
                set: wanted.set.clone(),
            };
            Ok(Found { place, title })
        }
        .boxed()
    }

    fn walk(&self, net: &Net, place: &Place, mark: Option<&str>) -> Result<Box<dyn Walk>> {
        let mut plan = Plan::new(&place.base_url, &place.prefix);
        plan.set.clone_from(&place.set);
        plan.namespace = plan.namespace.or_else(|| Some(place.namespace.clone()).filter(|name| !name.is_empty()));
        let checkpoint: Option<Checkpoint> = mark.map(serde_json::from_str).transpose().map_err(Error::Mark)?;
        Ok(Box::new(OaiWalk { harvest: net.client()?.harvest(plan, checkpoint)? }))
    }
}

/// The prefix, its namespace and our reader for it. A format that is insisted on need not be listed: repositories offer
/// formats that they do not list.
fn choose(offered: &[(String, String)], wanted: Option<&str>) -> Result<(String, String, String)> {
    let Some(prefix) = wanted else {
        let names = || offered.iter().map(|(prefix, _)| prefix.as_str()).collect::<Vec<_>>().join(", ");
        let (at, reader) = best_reader(offered).ok_or_else(|| Error::NoFormat(names()))?;
        let (prefix, namespace) = offered.get(at).cloned().unwrap_or_default();
        return Ok((prefix, namespace, reader.name().to_owned()));
    };
    let listed = offered.iter().find(|(other, _)| other == prefix).map(|(_, namespace)| namespace.clone());
    let namespace = listed.unwrap_or_default();
    let reader = find_reader(prefix, &namespace).ok_or_else(|| Error::UnreadableFormat(prefix.to_owned()))?;
    let known = || reader.namespaces().first().map(|name| (*name).to_owned()).unwrap_or_default();
    let namespace = if namespace.is_empty() { known() } else { namespace };
    Ok((prefix.to_owned(), namespace, reader.name().to_owned()))
}

struct OaiWalk {
    harvest: Harvest,
}

impl Walk for OaiWalk {
    fn next(&mut self) -> BoxFuture<'_, Result<Option<Batch>>> {
        async move { Ok(self.harvest.next_page().await?.map(batch)) }.boxed()
    }

    fn mark(&self) -> Result<String> {
        serde_json::to_string(self.harvest.checkpoint()).map_err(Error::Mark)
    }

    fn since(&self) -> Option<Timestamp> {
        self.harvest.checkpoint().from.map(timestamp)
    }
}

fn timestamp(datestamp: Datestamp) -> Timestamp {
    Timestamp::from_second(datestamp.unix_seconds()).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn batch(page: HarvestPage) -> Batch {
    let faults = page.faults.iter().map(|fault| {
        let reason = match std::error::Error::source(&fault.reason) {
            Some(cause) => format!("{}: {cause}", fault.reason),
            None => fault.reason.to_string(),
        };
        RecordFault { identifier: fault.identifier.clone(), reason }
    });
    Batch {
        faults: faults.collect(),
        records: page.records.into_iter().map(foreign).collect(),
        repairs: page.repairs.iter().map(|repair| code(*repair).to_owned()).collect(),
        total: page.complete_list_size,
    }
}

fn foreign(record: Record) -> ForeignRecord {
    let abouts = record.about.iter().filter_map(|about| match about {
        About::Other(fragment) => Some(fragment.as_str().to_owned()),
        About::Rights(_) | About::Provenance(_) => None,
    });
    ForeignRecord {
        datestamp: timestamp(record.header.datestamp),
        deleted: record.header.deleted,
        sets: record.header.sets.iter().map(|set| set.as_str().to_owned()).collect(),
        about: abouts.collect(),
        metadata: record.metadata.map(|metadata| metadata.as_str().to_owned()),
        identifier: record.header.identifier,
    }
}

/// Codes of repairs, for the log of a run.
fn code(repair: Repair) -> &'static str {
    match repair {
        Repair::Encoding => "encoding",
        Repair::Characters => "characters",
        Repair::References => "references",
        Repair::ProtocolNamespace => "protocol-namespace",
        Repair::MetadataNamespace => "metadata-namespace",
        Repair::Datestamp => "datestamp",
        Repair::SetSpec => "set-spec",
        Repair::About => "about",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offered(prefixes: &[&str]) -> Vec<(String, String)> {
        prefixes.iter().map(|prefix| ((*prefix).to_owned(), String::new())).collect()
    }

    #[test]
    fn the_richest_format_is_taken_and_a_wanted_one_need_not_be_listed() {
        let all = offered(&["oai_dc", "rdf", "mods", "oai_openaire"]);
        assert_eq!(choose(&all, None).unwrap().0, "oai_openaire");
        assert_eq!(choose(&all, Some("oai_dc")).unwrap().2, "oai_dc");
        let hidden = choose(&all, Some("qdc")).unwrap();
        assert_eq!((hidden.2.as_str(), hidden.1.as_str()), ("qdc", "http://dspace.org/qualifieddc/"));
    }

    #[test]
    fn a_format_that_cannot_be_read_is_refused_by_name() {
        assert!(choose(&offered(&["rdf", "mets"]), None).unwrap_err().to_string().ends_with("rdf, mets"));
        assert!(choose(&offered(&["oai_dc"]), Some("marc")).unwrap_err().to_string().contains("\"marc\""));
    }
}
