//! Running text in French and English out of everyday words of research.

use std::sync::LazyLock;

use parvis::domain::Lang;

use super::Random;

const FRENCH: &str = "de la les des et le en une dans sur par pour avec étude analyse modèle données résultats effet \
    lac neige pergélisol forêt boréale tourbière santé mémoire élèves école société culture langue quartier réseau \
    méthode échantillon mesure température croissance évolution québécois francophone municipalité territoire nordique \
    autochtone enquête entretien récit œuvre théâtre archives siècle politique gouvernance économie emploi revenu \
    patient hôpital traitement cellule protéine gène récepteur cerveau sommeil douleur anxiété dépression vieillissement \
    apprentissage algorithme simulation équation géométrie particule lumière matériau polymère énergie éolienne batterie \
    sol eau rivière sédiment poisson caribou insecte espèce habitat biodiversité changement climatique adaptation risque \
    différence corrélation significative hypothèse variable régression âge sexe l’enfant d’après qu’on près";

const ENGLISH: &str = "the of and in to a for with on by from study analysis model data results effect lake snow \
    permafrost forest boreal peatland health memory pupils school society culture language neighbourhood network method \
    sample measure temperature growth evolution municipal territory northern indigenous survey interview narrative work \
    theatre archives century policy governance economy employment income patient hospital treatment cell protein gene \
    receptor brain sleep pain anxiety depression ageing learning algorithm simulation equation geometry particle light \
    material polymer energy wind battery soil water river sediment fish caribou insect species habitat biodiversity \
    change climate adaptation risk difference correlation significant hypothesis variable regression age p < 0.05 & \
    children among within between higher lower";

/// So many words in French or English, in sentences.
pub(crate) fn prose(random: &mut Random, lang: Lang, words: u64) -> String {
    let vocabulary = everyday(lang);
    let mut text = String::with_capacity(usize::try_from(words).unwrap_or_default().saturating_mul(8));
    let mut left_in_sentence = 0;
    for _ in 0..words {
        let word = random.often_first(vocabulary).copied().unwrap_or_default();
        if left_in_sentence == 0 {
            text.push_str(if text.is_empty() { "" } else { ". " });
            push_capitalised(&mut text, word);
            left_in_sentence = random.within(6, 24);
        } else {
            text.push(' ');
            text.push_str(word);
        }
        left_in_sentence -= 1;
    }
    text
}

/// A single word that means something.
pub(super) fn keyword(random: &mut Random, lang: Lang) -> &'static str {
    let telling: Vec<&str> = everyday(lang).iter().copied().filter(|word| word.chars().count() > 5).collect();
    random.one_of(&telling).copied().unwrap_or("science")
}

/// Everyday words, the commonest first.
pub(crate) fn everyday(lang: Lang) -> &'static [&'static str] {
    static FRENCH_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| FRENCH.split_whitespace().collect());
    static ENGLISH_WORDS: LazyLock<Vec<&str>> = LazyLock::new(|| ENGLISH.split_whitespace().collect());
    if lang == Lang::FR { &FRENCH_WORDS } else { &ENGLISH_WORDS }
}

/// Appends a word that begins a sentence.
pub(crate) fn push_capitalised(text: &mut String, word: &str) {
    let mut letters = word.chars();
    text.extend(letters.next().into_iter().flat_map(char::to_uppercase));
    text.push_str(letters.as_str());
}
