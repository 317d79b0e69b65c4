//! Whether a sentence that names the FRQ says that the FRQ paid for this work.
//!
//! Sentences also name it as an object of study, an employer, the author of a policy, or to say that it gave nothing.

use std::sync::LazyLock;

use regex::{Regex, RegexBuilder};

/// What a sentence says of the funder that it names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// That it paid for this work or these authors.
    Funds,
    /// Words of funding that may mean others.
    MayFund,
    /// That it paid for a machine that many works use.
    Facility,
    /// Nothing of funding.
    Silent,
    /// That it is spoken about.
    Topic,
    /// That it did not pay for this work.
    Denies,
}

/// Words of funding; in lost spaces they begin anywhere.
const CUES: &str = "financ|fund|support|subvention|bours|octroi|octroy|grant|award|scholar|studentship|fellow|remerc|\
thank|acknowl|appui|appuy|soutien|souten|soutient|sponsor|commandit|contribut|reconnai|grateful|gratitude|indebted|aide |\
subsid|paid|paye|payer|stipend|salary|salaire|salarial|benefi|merci|redevable|titulaire|dans le cadre d|enabled|dossier";

/// The work at hand, or its authors, as what is paid for.
const THIS: &str = r"(?:cette|ces?|cet|la presente|le present|nos?|notre|l (?:etude|enquete|equipe|auteure?|autrice)|this|these|the|our|present|\
les (?:auteur|autrice|travaux|calculs|essais|resultats|donnees|analyses)\w*|la (?:premiere?|recherche)|le (?:premier|projet))";
/// Passive and other forms that make a funder the giver.
const PAID: &str = r"(?:(?:is|are|was|were|been|being|be|a ete|ont ete|est|sont|etait|etaient|fut|furent) (?:\w+ ){0,4}?\
(?:supported|funded|financed|sponsored|subsidi[sz]ed|paid|enabled|made possible|covered|finance\w*|soutenue?s?|appuye\w*|subventionne\w*|commandite\w*|rendue?s? possibles?|paye\w*|realise\w*))";
const WORK: &str = r"(?:travail|travaux|recherches?|etudes?|projets?|programme|work|research|study|project|data collection|funding|funds|financial support|support|grant support|source\w*|financement|soutien|appui|subventions?|octrois?|bourses?|stage|grants?|scholarships?|sponsors?|financial|fellowships?)";

struct Patterns {
    cue: Option<Regex>,
    glued_cue: Option<Regex>,
    funds: Option<Regex>,
    topic: Option<Regex>,
    reference: Option<Regex>,
    denies: Option<Regex>,
    facility: Option<Regex>,
    role_before: Option<Regex>,
    role_after: Option<Regex>,
    no_funding: Option<Regex>,
    leads: Option<Regex>,
    follows: Option<Regex>,
}

static PATTERNS: LazyLock<Patterns> = LazyLock::new(|| {
    let funds = [
        format!(r"{THIS} (?:\w+ ){{0,9}}?{PAID}"),
        format!(r"{PAID} (?:\w+ ){{0,3}}(?:by|from|par|grace)"),
        format!(r"^ (?:\d+ )?(?:(?:this|these|ces?|cette|the) )?(?:\w+ )?{WORK} (?:\w+ ){{0,3}}?(?:supported|funded|financed|received|financee?s?|soutenue?s?|appuyee?s?|subventionnee?s?|realisee?s?|obtenue?s?|by|from|of|du|de|came|provided)"),
        r"^ (?:\d+ )?(?:\w+ ){0,2}(?:supported|funded|financed|subsidi[sz]ed|sponsored|financee?s?|soutenue?s?) (?:\w+ ){0,2}(?:by|par|through|under)".to_owned(),
        r"\b(?:remerci\w*|merci|thanks?|grateful\w*|indebted|gratitude|reconnaissante?s?|reconnait|reconnaissent|souligner|we acknowledge|acknowledges?|acknowledged|are acknowledged|sponsors)\b".to_owned(),
        r"^ (?:\w+ ){0,3}(?:financement|funding|sources? (?:of|de) (?:support|funding|financement)|grant support|soutien financier|appui financier)\b".to_owned(),
        r"\b(?:a|ont|has|have) (?:\w+ ){0,3}?(?:rendu (?:\w+ ){0,4}possibles?|contribue|finance|soutenu|appuye|supported|funded|paid|contributed)\b".to_owned(),
        r"\b(?:holds?|held|receives?|received|recipient|recu|recoit|recoivent|titulaire d|beneficie\w*|detient|boursi\w+|obtenu|awarded|obtained|supported by|thanks to funding|grace a|tenure)\b".to_owned(),
    ];
    let topic = r"\b(?:analy[sz]ed|analysent|(?:avons|ont|etude|article|memoire) (?:analyse|compare|recense)|examine[ds]?|compared|interview\w*|entretiens|datasets?|lists? all|bibliometric\w*|success rates?|taux de succes|competitions|(?:aux|les|des) concours|\
polic(?:y|ies)|politiques?|libre acces|open access policy|rapports? annuels?|annual reports?|plan s|mots cles|keywords?|retrieved|recupere|doit|doivent|must|requires?|required|oblige\w*|ask for|joined|regroupee?s|\
merge\w*|reorgani[sz]ed|cree en|founded in|created in|fondee? en|prix|prize|releve etoile|medal|medaille|evaluat(?:eur|rice)s|reviewers (?:score|rate|rank)|enquete aupres|agencies like|organismes? (?:comme|tels?)|for instance|par exemple|for example|budget|exclud(?:ed|es|e)|trainees|adresse|correspondence|sondage|selon|according to|such as|ancetre|voir aussi|see also|questionnaire|answered|\
researchers (?:supported|funded)|chercheu\w+ (?:financ|souten)\w+|(?:articles|papers|publications|projets|projects|journals|revues|equipes|teams) (?:\w+ )?(?:financ|souten|funded|supported|acknowledging)\w*|titulaires d\w* (?:\w+ )?(?:subventions|bourses|octrois)|grant ?holders)\b";
    let denies = r"\b(?:outside (?:of )?(?:the|this) (?:\w+ )?(?:submitted|present|current|study|work)|unrelated to|sans lien avec|sans rapport avec|hors du present|en dehors d)\b";
    let role = r"(?:board|conseil d administration|employed|employee?s?|comites?|committees?|director|directeur|directrice|president\w*|preside|jury|panel|membres?|members?|reviewer|chair of|consultant\w*)";
    Patterns {
        cue: compile(&format!(r" (?:{CUES})")),
        glued_cue: compile(&format!(r"[a-z]{{12,}}(?:{CUES})|(?:{CUES})[a-z]{{14,}}")),
        funds: compile(&funds.join("|")),
        topic: compile(topic),
        reference: compile(r"^ (?:\w+ ){1,12}(?:19|20)\d\d \w"),
        denies: compile(denies),
        facility: compile(r"\b(?:supercomputers?|superordinateurs?|supercalculateurs?)\b"),
        role_before: compile(&format!(
            r"\b{role} (?:\w+ ){{0,5}}(?:of|du|de|des|for|at|par|by|aux?) (?:the |la |le |l )?$"
        )),
        role_after: compile(
            r"^ (?:s )?(?:ethics|review|evaluation|selection|peer review) (?:committee|panel|board)|^ (?:prize|medal|policy|policies)",
        ),
        no_funding: compile(
            r"\b(?:no|aucune?|any) (?:\w+ ){0,3}?(?:fund\w*|financement|support|soutien|subvention|grants?|aide)\b",
        ),
        leads: compile(&format!(r" (?:{CUES})\w*(?: \w+){{0,9}} $|[a-z]{{12,}}(?:{CUES})[a-z]*(?: \w+){{0,9}} $")),
        follows: compile(&format!(r"^(?: \w+){{0,6}} (?:{CUES})|^ [a-z]{{0,12}}(?:{CUES})")),
    }
});

/// Compiles a pattern over plain words, which are ASCII.
fn compile(pattern: &str) -> Option<Regex> {
    RegexBuilder::new(&pattern.replace("\\\n", "")).unicode(false).build().ok()
}

fn holds(pattern: Option<&Regex>, text: &str) -> bool {
    pattern.is_some_and(|pattern| pattern.is_match(text))
}

/// What a sentence says, from its words without the names of FRQ funds.
pub(super) fn judge(words: &str) -> Verdict {
    let patterns = &*PATTERNS;
    if holds(patterns.denies.as_ref(), words) {
        Verdict::Denies
    } else if holds(patterns.topic.as_ref(), words) {
        Verdict::Topic
    } else if holds(patterns.facility.as_ref(), words) {
        Verdict::Facility
    } else if holds(patterns.funds.as_ref(), words) {
        Verdict::Funds
    } else if holds(patterns.cue.as_ref(), words) || holds(patterns.glued_cue.as_ref(), words) {
        Verdict::MayFund
    } else {
        Verdict::Silent
    }
}

/// What the words on either side say of one mention, when that differs from what its sentence says.
pub(super) fn judge_near(before: &str, after: &str) -> Option<Verdict> {
    let patterns = &*PATTERNS;
    if holds(patterns.no_funding.as_ref(), before) || holds(patterns.role_before.as_ref(), before) {
        Some(Verdict::Denies)
    } else {
        holds(patterns.role_after.as_ref(), after).then_some(Verdict::Topic)
    }
}

/// Whether words of funding lead up to a mention.
pub(super) fn leads_to(before: &str) -> bool {
    holds(PATTERNS.leads.as_ref(), before)
}

/// Whether words of funding follow a mention closely.
pub(super) fn follow(after: &str) -> bool {
    holds(PATTERNS.follows.as_ref(), after)
}

/// Whether a sentence looks like an entry of a bibliography.
pub(super) fn is_reference(words: &str) -> bool {
    holds(PATTERNS.reference.as_ref(), words)
}
