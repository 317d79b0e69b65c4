//! E-mail addresses and ORCID iDs in the lines under the title, given to the authors they belong to.

use std::sync::LazyLock;

use crate::extract::pattern::Regex;

use crate::domain::{Orcid, Person};
use crate::extract::candidates::identifiers::orcid_of;
use crate::extract::layout::Line;
use crate::extract::pdf::Link;

static EMAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?:\{([^{}@]+)\}|([0-9A-Za-z_.+-]+))\s?@\s?([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+)").ok()
});
static ORCID: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u:\b)[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9Xx](?-u:\b)").ok());

pub(super) fn give_emails(people: &mut [Person], text: &str) {
    let Some(pattern) = Some(&EMAIL).filter(|_| text.contains('@')).and_then(|pattern| pattern.as_ref()) else {
        return;
    };
    let mut addresses: Vec<(String, String)> = Vec::new();
    for found in pattern.captures_iter(text) {
        let host = found.get(3).map_or("", |host| host.as_str());
        let locals = found.get(1).or(found.get(2)).map_or("", |locals| locals.as_str());
        for local in locals.split([',', ';']).map(str::trim).filter(|local| !local.is_empty() && !local.contains(' ')) {
            let address = (local.to_owned(), format!("{local}@{host}"));
            if !addresses.contains(&address) {
                addresses.push(address);
            }
        }
    }
    let in_order = addresses.len() == people.len();
    for (place, person) in people.iter_mut().enumerate() {
        let family = ascii(&person.family);
        let by_name = addresses.iter().find(|(local, _)| {
            let local = ascii(local);
            family.len() >= 3 && (local.contains(&family) || local.len() >= 4 && family.starts_with(&local))
        });
        let by_place = if in_order { addresses.get(place) } else { None };
        person.email = by_name.or(by_place).map(|(_, address)| address.to_lowercase());
    }
}

/// Gives the iD behind each icon or name to the author whose name stands last before the icon on its line.
pub(super) fn give_linked(people: &mut [Person], lines: &[&Line], areas: &[(u32, Link)], page: u32) {
    for (_, area) in areas.iter().filter(|(on, _)| *on == page) {
        let Some(id) = orcid_of(&area.address) else { continue };
        if people.iter().any(|person| person.orcid.as_ref() == Some(&id)) {
            continue;
        }
        let before = lines.iter().filter_map(|line| text_before(line, area));
        let named = before.filter_map(|text| {
            let hits =
                people.iter().enumerate().filter_map(|(index, person)| Some((find_family(&text, person)?, index)));
            hits.max_by_key(|(at, _)| *at).map(|(_, index)| index)
        });
        if let Some(person) = named.into_iter().next().and_then(|index| people.get_mut(index)) {
            person.orcid.get_or_insert(id);
        }
    }
}

/// Where a family name stands last in a text, whatever its case.
fn find_family(text: &str, person: &Person) -> Option<usize> {
    text.to_lowercase().rfind(&person.family.to_lowercase())
}

/// The text of a line up to a link that lies on it.
fn text_before(line: &Line, area: &Link) -> Option<String> {
    let middle = f64::midpoint(area.y0, area.y1);
    if (line.y - 0.3 * line.size - middle).abs() > 0.8 * line.size {
        return None;
    }
    let mut text = String::new();
    for span in line.spans.iter().filter(|span| span.x0 < area.x1) {
        let chars = span.text.chars().count();
        let share = ((area.x1 - span.x0) / (span.x1 - span.x0).max(0.1)).min(1.0);
        let kept = span.text.char_indices().zip(1_u32..).take_while(|(_, place)| {
            f64::from(*place) <= share * f64::from(u32::try_from(chars).unwrap_or(u32::MAX)) + 0.5
        });
        text.extend(kept.map(|((_, char), _)| char));
        text.push(' ');
    }
    Some(text)
}

fn ascii(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfd().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}

/// Gives each iD to the author whose name stands last before it, else in order when there are as many as authors.
pub(super) fn give_orcids(people: &mut [Person], text: &str) {
    let Some(pattern) = Some(&ORCID).filter(|_| text.contains("000")).and_then(|pattern| pattern.as_ref()) else {
        return;
    };
    let ids: Vec<(usize, Orcid)> =
        pattern.find_iter(text).filter_map(|hit| Some((hit.start(), Orcid::parse(hit.as_str()).ok()?))).collect();
    let in_order = ids.len() == people.len();
    for (place, (start, id)) in ids.into_iter().enumerate() {
        if people.iter().any(|person| person.orcid.as_ref() == Some(&id)) {
            continue;
        }
        let before = text.get(..start).unwrap_or_default();
        let named =
            people.iter().enumerate().filter_map(|(index, person)| Some((before.rfind(&person.family)?, index)));
        let named = named.max_by_key(|(at, _)| *at).map(|(_, index)| index);
        let index = named.or(in_order.then_some(place));
        if let Some(person) = index.and_then(|index| people.get_mut(index)) {
            person.orcid.get_or_insert(id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::candidates::names::parse;

    #[test]
    fn addresses_and_ids_go_to_the_author_they_name() {
        let mut people = vec![parse("Maëlle Thériault"), parse("Étienne Boisclair")];
        let text = "{e.boisclair, theriault}@example.org ORCID : Boisclair, 0000-0002-1825-0097";
        give_emails(&mut people, text);
        give_orcids(&mut people, text);
        let emails: Vec<_> = people.iter().map(|person| person.email.as_deref()).collect();
        assert_eq!(emails, [Some("theriault@example.org"), Some("e.boisclair@example.org")]);
        assert!(people.iter().map(|person| person.orcid.is_some()).eq([false, true]));
    }
}
