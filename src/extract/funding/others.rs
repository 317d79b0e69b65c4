//! Funders other than the FRQ, so that their numbers stay theirs.

use std::sync::LazyLock;

use crate::extract::pattern::Regex;

/// Acronyms and names of funders that FRQ-funded articles thank (`funders.csv`, role `cofunder`, and foreign agencies).
const ACRONYMS: &str = "NSERC|CRSNG|SSHRC|CRSH|CIHR|IRSC|CFI|FCI|NRC|CNRC|NIH|NSF|ANR|FNRS|FWO|FNR|FNS|SNSF|DFG|DAAD|ERC|\
EPSRC|NERC|BBSRC|ESRC|UKRI|MITACS|Mitacs|IVADO|IRSST|INSPQ|MEIE|MEI|MESI|MSSS|MRNF|MFFP|MTQ|MAPAQ|INSERM|CNRS|JSPS|NSFC|ARC|\
NHMRC|CONACYT|CAPES|CNPq|DARPA|ONR|AFOSR|DOE|NASA|ESA|CSA|ASC|CRC|CRIAQ|CQDM|PRIMA|Prompt|Ouranos|Wellcome|Hydro-Qu[ée]bec|\
Hydro|Calcul|Compute|Horizon|H2020|BAnQ|CALQ|FTQ";

/// Words that funders' names are built of.
const NOUNS: &str = "Conseils?|Councils?|Fondations?|Foundations?|Fonds|Funds?|Agences?|Agency|Minist[èe]res?|Ministry|\
Minister|Instituts?|Institutes?|Soci[ée]t[ée]s?|Society|Trust|Chaires?|Chairs?|G[ée]nome|Brain\\s+Canada|Commission|Academy|\
Acad[ée]mie|Secr[ée]tariat|R[ée]gion|Alliance|Ville|Investissement|Health\\s+Canada|Sant[ée]\\s+Canada";

static OTHERS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(&format!(r"\b(?:{ACRONYMS}|(?i:minist[èe]re)|{NOUNS})\b")).ok());

/// Where a text names other funders, in bytes and in order; `ours` are the ranges of FRQ names, in order.
pub(super) fn find(text: &str, ours: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut own = ours.iter().peekable();
    let mut found = Vec::new();
    for hit in OTHERS.iter().flat_map(|pattern| pattern.find_iter(text)) {
        while own.next_if(|(_, end)| *end <= hit.start()).is_some() {}
        let inside = own.peek().is_some_and(|(start, end)| *start < hit.end() && hit.start() < *end);
        if !inside {
            found.push((hit.start(), hit.end()));
        }
    }
    found
}
