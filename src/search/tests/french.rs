//! Pairs of a query and a word in the text: a regression list, and words that the code was not written for.

use super::*;

/// Inflection and derivation.
const INFLECTION: &str = "réseau/réseaux canal/canaux cheval/chevaux travail/travaux hôpital/hôpitaux journal/journaux \
    social/sociaux régional/régionaux national/nationales végétal/végétaux minéral/minéraux animal/animaux étude/études \
    élève/élèves forêt/forêts maladie/maladies gène/gènes protéine/protéines neurone/neurones modèle/modèles \
    modéliser/modélisation évaluer/évaluation financer/financement chercheur/chercheuse chercheur/chercheurs \
    enseignant/enseignante étudiant/étudiantes actif/active cognitif/cognitives affectif/affective nombreux/nombreuse \
    sérieux/sérieuses climatique/climatiques génétique/génétiquement pratique/pratiques mesurer/mesuré mesurer/mesures \
    observer/observée développer/développement développement/développé vieillir/vieillissement \
    apprendre/apprentissage naturel/naturelle culturel/culturels industriel/industrielle rural/ruraux ancien/anciennes \
    européen/européenne québécois/québécoise autochtone/autochtones nouveau/nouveaux nouveau/nouvelle eau/eaux \
    cerveau/cerveaux oeil/yeux rédacteur/rédactrice indicateur/indicateurs analyse/analyser hypothèse/hypothèses \
    synthèse/synthétiser";

const ELISION: &str = "étude/l'étude école/l’école hôpital/l'hôpital eau/d'eau énergie/d’énergie \
    apprentissage/l'apprentissage environnement/l'environnement analyse/d'analyse évolution/l’évolution \
    autonomie/qu'autonomie armée/l'armée obésité/d’obésité";

const LIGATURE: &str = "coeur/cœur oeuvre/œuvre soeur/sœur noeud/nœud foetus/fœtus oesophage/œsophage";

/// Words of the sciences, chosen before they were tried: 81 of 114 were found at first. The rule for plurals that
/// Snowball leaves (`lois`, `lasers`) came from this list; no other rule did.
const SCIENCES: &str = "cellule/cellulaires neurone/neuronal enzyme/enzymatique bactérie/bactériennes virus/viral \
    tumeur/tumeurs os/osseux foie/hépatique membrane/membranaires récepteur/récepteurs mutation/mutations \
    génome/génomique espèce/espèces prédateur/prédatrice écosystème/écosystèmes lac/lacs rivière/rivières \
    sédiment/sédimentaire sol/sols érosion/érosif glacier/glaciaire neige/neigeux marin/marines fluvial/fluviaux \
    littoral/littoraux tropical/tropicaux boréal/boréales arbre/arbres feuille/feuilles racine/racinaire \
    photon/photonique laser/lasers onde/ondes quantique/quantiques électron/électronique aimant/aimantation \
    fluide/fluides pression/pressions chaleur/chaleurs métal/métaux cristal/cristaux polymère/polymères \
    catalyseur/catalyseurs solvant/solvants acide/acides molécule/moléculaire ion/ionique réaction/réactions \
    oxyder/oxydation algorithme/algorithmes réseau/réseaux calculer/calculé calcul/calculs optimal/optimaux \
    optimiser/optimisation simuler/simulation vecteur/vectoriel matrice/matriciel équation/équations \
    théorème/théorèmes preuve/preuves statistique/statistiquement probabilité/probabilités variable/variables \
    échantillon/échantillonnage mesure/mesurer essai/essais patient/patiente infirmier/infirmière soin/soins \
    santé/sanitaire vaccin/vaccination dépister/dépistage clinique/cliniquement chirurgie/chirurgical \
    sportif/sportive enfant/enfants parent/parental école/scolaires élève/élèves apprenant/apprenante \
    enseigner/enseignement lecteur/lectrice langue/linguistique mot/mots récit/récits historien/historienne \
    archive/archives loi/lois juridique/juridiques politique/politiquement électeur/électrice vote/votes \
    citoyen/citoyenne immigrer/immigration ville/villes urbain/urbaine logement/logements revenu/revenus \
    économie/économique salaire/salarial emploi/emplois travailleur/travailleuse fiscal/fiscaux inégalité/inégalités \
    juge/juger migrant/migrantes rituel/rituels sacré/sacrée artiste/artistique musical/musicaux peintre/peinture \
    muséal/muséaux bref/brève";

/// Words of the sciences that no rule was ever written for: inflected forms and close relatives, chosen blind.
const UNSEEN: &str = "alcool/alcools alliage/alliages amphibien/amphibiens anticorps/anticorps antigène/antigènes artère/artères \
    astéroïde/astéroïdes atome/atomes axone/axones bassin/bassins bilingue/bilingues biopsie/biopsies bouleau/bouleaux \
    capteur/capteurs carbonate/carbonates caribou/caribous cerf/cerfs champignon/champignons chromosome/chromosomes \
    citation/citations collision/collisions colloïde/colloïdes commotion/commotions composite/composites \
    conifère/conifères consommateur/consommatrice corail/coraux corpus/corpus côte/côtes courbure/courbures \
    crustacé/crustacés culturel/culturelles débit/débits décisionnel/décisionnelle densité/densités dentaire/dentaires \
    dérivé/dérivée diabétique/diabétiques digue/digues discours/discours donnée/données écologue/écologues \
    effluent/effluents embryon/embryons émission/émissions enquêter/enquête épinette/épinettes éthique/éthiques \
    évaluateur/évaluatrices faille/failles faune/faunes fémur/fémurs fibre/fibres flore/flores fonction/fonctions \
    fossile/fossiles galaxie/galaxies génital/génitaux géomètre/géomètres graphe/graphes greffe/greffes hormonal/hormonaux \
    hydrique/hydriques îlot/îlots immunitaire/immunitaires imprévu/imprévue intégral/intégrale isotope/isotopes \
    jeune/jeunes larve/larves lésion/lésions lexical/lexicaux libre/libres lipide/lipides locuteur/locutrices \
    logiciel/logiciels lymphocyte/lymphocytes magma/magmas mammifère/mammifères médecin/médecins métropole/métropoles \
    milieu/milieux minier/minière mortel/mortelle municipal/municipaux muscle/muscles neutron/neutrons nitrate/nitrates \
    noyau/noyaux nutritif/nutritive oiseau/oiseaux ouvrier/ouvrière paroi/parois pixel/pixels plasma/plasmas \
    poisson/poissons pollen/pollens population/populations précieux/précieuse procédural/procéduraux proie/proies \
    régulateur/régulatrice roche/roches saumon/saumons schéma/schémas secours/secours signal/signaux spécifier/spécifié \
    spectral/spectraux stellaire/stellaires suspect/suspecte syllabe/syllabes synapse/synapses tissu/tissus \
    toxique/toxiques tuyau/tuyaux ultime/ultimes utilisateur/utilisatrice vaisseau/vaisseaux verbal/verbaux \
    versant/versants vitesse/vitesses zone/zones";

fn pairs(list: &str) -> Vec<(&str, &str)> {
    list.split_whitespace().filter_map(|pair| pair.split_once('/')).collect()
}

/// The pairs whose query does not find a text with the other word, both put among other words.
fn missed<'a>(pairs: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let entries: Vec<Entry> = (1..)
        .zip(pairs)
        .map(|(id, (_, word))| article(id, "", &[&format!("On parle ici surtout {word} dans un texte bref.")]))
        .collect();
    let index = index_of(&entries);
    let finds = |id: i64, query: &str| found_by(&index, &SearchQuery { limit: 100, ..asked(query) }).contains(&id);
    (1..).zip(pairs).filter(|(id, (query, _))| !finds(*id, query)).map(|(_, pair)| *pair).collect()
}

#[test]
fn inflected_forms_are_found() {
    let pairs = pairs(INFLECTION);
    assert_eq!(pairs.len(), 60);
    let missed = missed(&pairs);
    println!("inflection: {} of {}", pairs.len() - missed.len(), pairs.len());
    assert!(missed.is_empty(), "{missed:?}");
}

#[test]
fn accents_may_be_left_out() {
    let folded: Vec<(String, &str)> = pairs(INFLECTION)
        .into_iter()
        .filter(|(_, word)| !word.is_ascii())
        .map(|(_, word)| (analysis::fold::fold(word), word))
        .collect();
    assert!(folded.len() >= 25);
    let pairs: Vec<(&str, &str)> = folded.iter().map(|(query, word)| (query.as_str(), *word)).collect();
    let missed = missed(&pairs);
    println!("no accents: {} of {}", pairs.len() - missed.len(), pairs.len());
    assert_eq!(missed, []);
}

#[test]
fn elided_articles_and_ligatures_do_not_hide_words() {
    for (name, list, size) in [("elision", ELISION, 12), ("ligatures", LIGATURE, 6)] {
        let pairs = pairs(list);
        let missed = missed(&pairs);
        println!("{name}: {} of {}", pairs.len() - missed.len(), pairs.len());
        assert_eq!((pairs.len(), missed), (size, Vec::new()));
    }
    let turned: Vec<(&str, &str)> = pairs(LIGATURE).into_iter().map(|(query, word)| (word, query)).collect();
    assert_eq!(missed(&turned), []);
}

#[test]
fn words_of_the_sciences_are_found_as_often_as_before() {
    let pairs = pairs(SCIENCES);
    let missed = missed(&pairs);
    println!("{} of {} pairs found; missed: {missed:?}", pairs.len() - missed.len(), pairs.len());
    assert!(pairs.len() >= 100 && pairs.len() - missed.len() >= SCIENCES_FLOOR, "{missed:?}");
}

/// What was reached.
const SCIENCES_FLOOR: usize = 86;

#[test]
fn words_that_no_rule_was_written_for_are_found() {
    let pairs = pairs(UNSEEN);
    let missed = missed(&pairs);
    println!("unseen: {} of {} pairs found; missed: {missed:?}", pairs.len() - missed.len(), pairs.len());
    assert!(pairs.len() >= 100 && missed.len() * 20 <= pairs.len(), "{missed:?}");
}
