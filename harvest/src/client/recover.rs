//! Finding the way on after a broken entry of a list.

/// Offset of the next entry, of the token or of the end of the list, whichever comes first after `from`.
///
/// Metadata may hold elements named `record` too, so a record is known by the header that begins it.
pub(super) fn next_start(text: &str, from: usize, entry: &str) -> Option<usize> {
    let mut at = from;
    loop {
        at += text.get(at..)?.find('<')?;
        let tag = text.get(at + 1..)?;
        let begins = match entry {
            "record" => is_tag(tag, "record") && after_tag(tag).is_some_and(|inner| is_tag(inner, "header")),
            other => is_tag(tag, other),
        };
        let end_of_list = tag.strip_prefix('/').is_some_and(|tag| CONTAINERS.iter().any(|name| is_tag(tag, name)));
        if begins || end_of_list || is_tag(tag, "resumptionToken") {
            return Some(at);
        }
        at += 1;
    }
}

/// The identifier in a broken entry, if so much of it can be read.
pub(super) fn identifier(entry: &str) -> Option<String> {
    let start = entry.find("identifier>")? + "identifier>".len();
    let value = entry.get(start..)?.split('<').next()?.trim();
    (!value.is_empty()).then(|| value.to_owned())
}

const CONTAINERS: [&str; 4] = ["ListRecords", "ListIdentifiers", "ListSets", "ListMetadataFormats"];

/// Whether a tag, from behind its `<`, has this name, with or without a prefix.
fn is_tag(tag: &str, name: &str) -> bool {
    let end = tag.find(|character: char| character.is_whitespace() || "/><".contains(character)).unwrap_or(tag.len());
    let full = tag.get(..end).unwrap_or_default();
    full.rsplit_once(':').map_or(full, |(_, local)| local) == name
}

/// What stands behind the next `<` after a tag, if only white space lies between.
fn after_tag(tag: &str) -> Option<&str> {
    tag.split_once('>')?.1.trim_start().strip_prefix('<')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_within_metadata_is_not_taken_for_the_next_entry() {
        let text = "<record><header/><metadata><record><leader/></record><oai:record>\n <oai:header>";
        assert_eq!(next_start(text, 1, "record"), text.find("<oai:record>"));
    }

    #[test]
    fn the_token_and_the_end_of_the_list_are_found_too() {
        let text = "x</header><resumptionToken>t</resumptionToken></ListRecords>";
        assert_eq!(next_start(text, 0, "header"), text.find("<resumptionToken"));
        assert_eq!(next_start(text, 20, "header"), text.find("</ListRecords"));
        assert_eq!(next_start("<a><b>", 0, "header"), None);
    }

    #[test]
    fn the_identifier_of_a_broken_entry_is_told() {
        assert_eq!(identifier("<header><oai:identifier> oai:x:1 </oai:i").as_deref(), Some("oai:x:1"));
        assert_eq!(identifier("<header><identifier></identifier>"), None);
    }
}
