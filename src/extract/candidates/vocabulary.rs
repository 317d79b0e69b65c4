//! Words that tell names of people from what else stands under a title.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Words of institutions, places and headings that no name holds.
pub(super) static NOT_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| NOT_NAME_WORDS.split(' ').collect());
/// Words that names of places are made of; a text of nothing else names a place.
pub(super) static PLACES: LazyLock<HashSet<&str>> = LazyLock::new(|| PLACE_WORDS.split(' ').collect());
/// Degrees and memberships behind names, without dots and spaces.
pub(super) static DEGREES: LazyLock<HashSet<&str>> = LazyLock::new(|| DEGREE_WORDS.split(' ').collect());

const NOT_NAME_WORDS: &str = "\
     abstract academic academy accepted administration agencia agency agreement and article association author \
     authors avenue bibliothèque boulevard box c.p campus canada cedex center centre centro clinic cnrs college \
     collège company computational computer computing conference consejo contents contract copyright corporation \
     correspondance correspondence council data deepmind departamento departement department dept dipartimento \
     directives discussion division document doi domaine dr e-mail ecole edited editor electrical email \
     engineering estudios fachbereich faculdade facultad faculty faculté federal foundation france google group \
     highlights hochschule hospital hôpital i.i.t ibm inc information inria institut institute institution \
     instituto international introduction investigación istituto journal jury keywords kingdom lab laboratoire \
     laboratori laboratory labs learning lehrstuhl letter library licence license limited llc ltd machine \
     magazine mathematics medicine methods microsoft ministry ministère montreal montréal museum muséum national \
     number nvidia observatoire observatory online orcid original paper physics po polytechnique proceedings \
     professional program programme project psychology published publisher québec received recherche rep report \
     republic research results review robotics rue résumé résumés school science sciences section service \
     services society software sommaire special states statistics street submitted summary symposium systems team \
     technologies technology thales theory title united unité universidad universidade universite university \
     università universität université updates version vol volume workshop your école";

const PLACE_WORDS: &str = "\
     africa alberta america angeles ann arabia arbor argentina atlanta austin australia austria barbara barcelona \
     beijing belgique belgium berkeley berlin bordeaux boston brazil bretagne britain british brunswick brussels \
     bruxelles calgary cambridge champaign chicago chicoutimi chile china colombia columbia czech dallas davis \
     delhi denmark denver diego dublin east edinburgh edmonton england finland fort francisco gatineau geneva \
     genève germany great greece grenoble guelph halifax hamilton haven hong houston hungary india iran ireland \
     irvine israel italy japan jersey jolla kingston kong korea lausanne lille lisbon liège london los louvain \
     lyon madrid manitoba mans maroc marseille mexico milan morocco munich nantes netherlands new newfoundland \
     north norway nova ontario orsay ottawa oxford paris philadelphia pittsburgh poland portugal rennes rico \
     rimouski rome russia saclay san santa saskatchewan scotia scotland seattle shanghai singapore south spain \
     strasbourg suisse sweden switzerland taiwan the tokyo toronto toulouse tunisie urbana vancouver vienna wales \
     waterloo west winnipeg york zealand zurich";

const DEGREE_WORDS: &str = "\
     ba bsc bscn dds dmd dphil drph dsc dvm edd facp fellow fellowieee frcp frcpc frsc ieee ing jd lifefellow llm \
     ma mba md mdphd med member memberieee mpa mph msc mscn msw ot peng pharmd phd psyd pt rn scd seniormember \
     seniormemberieee studentmember";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_kept_in_lower_case_and_once() {
        for list in [NOT_NAME_WORDS, PLACE_WORDS, DEGREE_WORDS] {
            let mut seen = HashSet::new();
            assert!(list.split(' ').all(|word| !word.is_empty() && word.to_lowercase() == word && seen.insert(word)));
        }
    }
}
