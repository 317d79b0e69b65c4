//! The awards of the FRQ that a description names: declared in its fields, or told in words.

use crate::domain::award::LinkOrigin;
use crate::domain::extraction::{Block, BlockKind, Page};
use crate::domain::{AwardLink, Fund};
use crate::extract::funding_of;
use crate::metadata::Foreign;

/// Below this, a mention is no link (as in `service::merge`).
const ENOUGH: f32 = 0.5;

/// Adds the awards that are only told in words to those that are declared.
pub(super) fn complete(foreign: &mut Foreign) {
    let said: Vec<AwardLink> = mentions(foreign);
    let awards = &mut foreign.metadata.awards;
    for link in said {
        let known = awards.iter_mut().find(|known| match (&known.number, &link.number) {
            (Some(one), Some(other)) => one == other,
            // A declared fund whose number is only told in words, the same fund again, or the FRQ without its sector.
            (_, number) => known.fund == link.fund || (link.fund == Fund::Frq && number.is_none()),
        });
        match known {
            Some(known) => {
                known.number = known.number.take().or(link.number);
                if known.fund == Fund::Frq {
                    known.fund = link.fund;
                }
            }
            None => awards.push(link),
        }
    }
}

/// Adds the awards that a source declares to those of an article: what was only read becomes declared, and a fund gets its
/// number. Where people looked after the article (`may_add` is false), what it names stays what it names.
pub(super) fn declare(awards: &mut Vec<AwardLink>, declared: &[AwardLink], may_add: bool) {
    for link in declared.iter().filter(|link| link.origin == LinkOrigin::Declared) {
        let same = |known: &&mut AwardLink| match (&known.number, &link.number) {
            (Some(one), Some(other)) => one == other,
            (None, Some(_)) => may_add && (known.fund == link.fund || known.fund == Fund::Frq),
            (Some(_) | None, None) => known.fund == link.fund || link.fund == Fund::Frq,
        };
        match awards.iter_mut().find(same) {
            Some(known) => {
                if known.origin == LinkOrigin::Acknowledgement && (link.number.is_some() || known.number.is_none()) {
                    known.origin = LinkOrigin::Declared;
                }
                known.number = known.number.take().or_else(|| link.number.clone());
                if known.fund == Fund::Frq {
                    known.fund = link.fund;
                }
            }
            None if may_add => awards.push(link.clone()),
            None => {}
        }
    }
}

fn mentions(foreign: &Foreign) -> Vec<AwardLink> {
    let block = |kind, text: &str| Block::new(kind, text);
    let mut blocks: Vec<Block> =
        foreign.metadata.abstracts.iter().map(|text| block(BlockKind::Abstract, &text.text)).collect();
    blocks.push(block(BlockKind::Heading(1), "Financement"));
    blocks.extend(foreign.thanks.iter().map(|text| block(BlockKind::Paragraph, text)));
    let page = Page { number: 1, label: None, width: 612.0, height: 792.0, blocks };
    let found = funding_of(&[page]).into_iter().filter(|found| found.confidence >= ENOUGH);
    let link = |found: crate::domain::extraction::FundingMention| AwardLink {
        fund: found.fund,
        number: found.number,
        origin: LinkOrigin::Acknowledgement,
    };
    found.map(|found| link(found.value)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{AwardNumber, Lang, Localised};

    fn awards(thanks: &str, declared: Vec<AwardLink>) -> Vec<(Fund, Option<String>)> {
        let mut foreign = Foreign { thanks: vec![thanks.to_owned()], ..Foreign::default() };
        foreign.metadata.awards = declared;
        foreign.metadata.abstracts = vec![Localised::new(Lang::FR, "Nous étudions la neige.")];
        complete(&mut foreign);
        let number = |link: &AwardLink| link.number.as_ref().map(|number| number.as_str().to_owned());
        foreign.metadata.awards.iter().map(|link| (link.fund, number(link))).collect()
    }

    #[test]
    fn a_sponsor_named_in_words_is_a_link_and_others_are_none() {
        let frqs = "Fonds de recherche du Québec – Santé (FRQS), bourse 277777";
        assert_eq!(awards(frqs, Vec::new()), [(Fund::Frqs, Some("277777".to_owned()))]);
        assert!(awards("Natural Sciences and Engineering Research Council of Canada, 277777", Vec::new()).is_empty());
        assert!(awards("", Vec::new()).is_empty());
    }

    #[test]
    fn what_a_publisher_declares_completes_what_was_read_and_leaves_people_s_choice() {
        let link = |fund, number: Option<&str>, origin| AwardLink {
            fund,
            number: number.and_then(|text| AwardNumber::parse(text).ok()),
            origin,
        };
        let read = link(Fund::Frqs, Some("277777"), LinkOrigin::Acknowledgement);
        let said = link(Fund::Frqs, Some("277777"), LinkOrigin::Declared);
        let other = link(Fund::Frqnt, Some("312345"), LinkOrigin::Declared);
        let mut awards = vec![read.clone()];
        declare(&mut awards, &[said.clone(), other.clone(), link(Fund::Frqs, None, LinkOrigin::Declared)], true);
        assert_eq!(awards, [said.clone(), other.clone()]);
        let mut kept = vec![read];
        declare(&mut kept, &[other, said.clone()], false);
        assert_eq!(kept, [said]);
    }

    #[test]
    fn words_complete_what_is_declared_and_double_nothing() {
        let declared = vec![AwardLink { fund: Fund::Frqs, number: None, origin: LinkOrigin::Declared }];
        let frqs = "Ce travail a reçu l’appui du Fonds de recherche du Québec – Santé (FRQS), bourse 277777.";
        assert_eq!(awards(frqs, declared), [(Fund::Frqs, Some("277777".to_owned()))]);
        let declared = vec![AwardLink {
            fund: Fund::Frq,
            number: AwardNumber::parse("277777").ok(),
            origin: LinkOrigin::Declared,
        }];
        assert_eq!(awards(frqs, declared), [(Fund::Frqs, Some("277777".to_owned()))]);
    }
}
