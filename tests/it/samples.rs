//! The sample articles, held against what `samples/manifest.toml` says each must give.

use std::collections::HashMap;

use parvis::domain::query::SearchQuery;
use parvis::domain::{ArticleId, Metadata, Sha256};
use parvis::service::{Shown, read_register};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

use crate::support::{TestSite, created, samples};

#[derive(Deserialize)]
struct Manifest {
    article: Vec<Sample>,
}

#[derive(Deserialize)]
struct Sample {
    file: String,
    source: Option<String>,
    sha256: String,
    licence: String,
    expect: Expectation,
}

#[derive(Deserialize)]
struct Expectation {
    title: String,
    authors: Vec<String>,
    language: String,
    doi: Option<String>,
    pages: Option<i64>,
    #[serde(default)]
    page_words: Vec<PageWord>,
    #[serde(default)]
    verdicts: Vec<ExpectedVerdict>,
}

#[derive(Deserialize)]
struct PageWord {
    page: u32,
    word: String,
}

#[derive(Deserialize)]
struct ExpectedVerdict {
    award: String,
    verdict: String,
}

fn manifest() -> Vec<Sample> {
    let text = std::fs::read_to_string(samples().join("manifest.toml")).unwrap();
    toml::from_str::<Manifest>(&text).unwrap().article
}

async fn site_with_samples() -> (TestSite, HashMap<String, ArticleId>) {
    let site = TestSite::new().await;
    let register = std::fs::File::open(samples().join("awards.csv")).unwrap();
    let awards: Vec<_> = read_register(register).map(Result::unwrap).collect();
    site.repository.put_awards(&awards).await.unwrap();
    let mut articles = HashMap::new();
    for sample in manifest() {
        let path = samples().join(&sample.file);
        let sidecar = std::fs::read(path.with_extension("json")).unwrap();
        let metadata: Metadata = parvis::metadata::read_json(&sidecar).unwrap();
        let (_, article) = created(site.submit(metadata, &std::fs::read(&path).unwrap()).await.unwrap());
        articles.insert(sample.file, article);
    }
    site.work().await;
    (site, articles)
}

#[test]
fn every_sample_is_ours_unchanged_and_has_its_source() {
    let all = manifest();
    assert_eq!(all.len(), 40);
    for sample in all {
        let path = samples().join(&sample.file);
        assert_eq!(Sha256::of(&std::fs::read(&path).unwrap()).as_str(), sample.sha256, "{}", sample.file);
        assert_eq!(sample.licence, "CC-BY-4.0");
        if let Some(source) = &sample.source {
            assert!(samples().join(source).is_file(), "{source}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sample_gives_what_the_manifest_says() {
    let (site, articles) = site_with_samples().await;
    let mut wrong = Vec::new();
    for sample in manifest() {
        let id = articles[&sample.file];
        let Ok(Shown::Article(article)) = site.repository.show(id).await else {
            wrong.push(format!("{}: not public", sample.file));
            continue;
        };
        let (metadata, expect) = (&article.version.metadata, &sample.expect);
        let mut check = |what: &str, found: String, expected: &str| {
            if same(&found) != same(expected) {
                wrong.push(format!("{}: {what} is {found:?}, not {expected:?}", sample.file));
            }
        };
        check("the title", metadata.main_title().map(|title| title.text.clone()).unwrap_or_default(), &expect.title);
        let authors: Vec<String> = metadata.authors.iter().map(parvis::domain::Person::sort_name).collect();
        check("the list of authors", authors.join("; "), &expect.authors.join("; "));
        check("the language", metadata.language.map(|lang| lang.to_string()).unwrap_or_default(), &expect.language);
        if let Some(doi) = &expect.doi {
            check("the DOI", metadata.doi.as_ref().map(ToString::to_string).unwrap_or_default(), doi);
        }
        if let Some(pages) = expect.pages {
            check(
                "the number of pages",
                article.version.file.pages.unwrap_or_default().to_string(),
                &pages.to_string(),
            );
        }
        let verdicts = site.repository.verdicts(&article).await.unwrap();
        for expected in &expect.verdicts {
            let of_award = |verdict: &&parvis::domain::verdict::Verdict| {
                verdict.award.number.as_ref().is_some_and(|number| number.as_str() == expected.award)
            };
            let found = verdicts.iter().find(of_award).map(|verdict| verdict.outcome.code()).unwrap_or_default();
            check(&format!("the verdict on {}", expected.award), found.to_owned(), &expected.verdict);
        }
        check("the number of verdicts", verdicts.len().to_string(), &expect.verdicts.len().to_string());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    site.finish().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_sample_is_found_by_a_word_of_its_page_with_and_without_accents() {
    let (site, articles) = site_with_samples().await;
    let mut wrong = Vec::new();
    let mut words = 0;
    for sample in manifest() {
        let id = articles[&sample.file];
        let Ok(Shown::Article(article)) = site.repository.show(id).await else {
            panic!("{} is not public", sample.file)
        };
        if !article.is_open_on(site.clock.today()) {
            continue;
        }
        for PageWord { page, word } in &sample.expect.page_words {
            words += 1;
            for text in [word.clone(), without_accents(word)] {
                let query = SearchQuery { text: text.clone(), limit: 5, ..SearchQuery::default() };
                let found = site.repository.search(query).await.unwrap().result;
                let on = found.hits.iter().find(|hit| hit.article == id).and_then(|hit| hit.passage.as_ref());
                if on.map(|passage| passage.page) != Some(*page) {
                    wrong.push(format!("{}: {text:?} gives {:?}, not page {page}", sample.file, on.map(|p| p.page)));
                }
            }
        }
    }
    assert!(words >= 30, "only {words} words were looked for");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    site.finish().await;
}

/// Texts compared by people's eyes: apostrophes, hyphens, spaces and case do not matter.
fn same(text: &str) -> String {
    let plain = text.nfc().map(|c| match c {
        '’' | 'ʼ' => '\'',
        '–' | '—' | '‐' | '‑' => '-',
        c if c.is_whitespace() => ' ',
        c => c,
    });
    plain.collect::<String>().split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").to_lowercase()
}

fn without_accents(word: &str) -> String {
    word.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).collect()
}
