// The demo under test: where it is, what its samples hold, and the pages that every visitor may see.

import assert from 'node:assert/strict';

import { SAMPLES } from './manifest.js';

/** Address of the demo, without trailing slash. */
export const BASE_URL = (process.env.PARVIS_TEST_URL ?? 'http://127.0.0.1:8080').replace(/\/$/, '');
/** Password of the demo's accounts, as the demo prints it. */
export const PASSWORD = process.env.PARVIS_TEST_PASSWORD ?? 'parvis-demo';
/** The languages of the interface with their path prefix and their `lang`. */
export const LOCALES = [
  { name: 'fr', prefix: '', tag: 'fr-CA' },
  { name: 'en', prefix: '/en', tag: 'en-CA' },
];

/** Every public article, as the API lists it. */
export const ARTICLES = await allArticles();

async function allArticles() {
  const articles = [];
  let address = `${BASE_URL}/api/v1/articles?limite=100`;
  while (address) {
    const response = await fetch(address);
    assert.equal(response.status, 200, `status of ${address}`);
    const page = await response.json();
    articles.push(...page.hits);
    assert.ok(articles.length <= page.total, `the API lists more articles than the ${page.total} that it counts`);
    address = page.next;
  }
  return articles;
}

/** The public article made of a sample. */
export function articleOf(sample) {
  const found = ARTICLES.find((article) => article.file.sha256 === sample.sha256);
  assert.ok(found, `the demo holds ${sample.file}`);
  return found;
}

/** The sample whose file name begins with a number. */
export function sample(number) {
  const found = SAMPLES.find((each) => each.file.startsWith(`articles/${number}-`));
  assert.ok(found, `samples/manifest.toml lists sample ${number}`);
  return found;
}

const compliant = articleOf(sample('01'));
const jats = articleOf(sample('19'));
const english = articleOf(sample('22'));
const thesis = articleOf(sample('13'));

/** Every kind of page, by its path in French. */
export const PAGES = [
  { name: 'home', path: '/' },
  { name: 'state', path: '/etat' },
  { name: 'all-articles', path: '/recherche' },
  { name: 'search', path: `/recherche?q=${encodeURIComponent(sample('01').words[0].word)}` },
  { name: 'search-filtered', path: '/recherche?q=Qu%C3%A9bec&langue=fr&de=2015&a=2026&tri=recents' },
  { name: 'search-nothing', path: '/recherche?q=zyxwvutsrq' },
  { name: 'search-mended', path: '/recherche?q=perglisol' },
  { name: 'search-bridged', path: '/recherche?q=perg%C3%A9lisol' },
  { name: 'search-explained', path: '/recherche?q=(neige%20OR%20sol%20-%22sol%20nu%22%20sujet:eau%20annee:2020..' },
  { name: 'article', path: `/articles/${compliant.id}` },
  { name: 'article-english', path: `/articles/${english.id}` },
  { name: 'article-jats', path: `/articles/${jats.id}` },
  { name: 'article-thesis', path: `/articles/${thesis.id}` },
  { name: 'reading', path: `/articles/${compliant.id}/lire?q=${encodeURIComponent(sample('01').words[0].word)}` },
  { name: 'reading-english', path: `/articles/${english.id}/lire` },
  { name: 'reading-jats', path: `/articles/${jats.id}/lire` },
  { name: 'alert-new', path: '/alertes/nouvelle?q=neige&langue=fr' },
  { name: 'alert-asked', path: '/alertes/demande' },
  { name: 'alert-stopped', path: '/alertes/arreter?jeton=x' },
  { name: 'alert-gone', path: '/alertes/confirmer?jeton=x', status: 404 },
  { name: 'viewer', path: `/articles/${compliant.id}/pdf?q=${encodeURIComponent(sample('01').words[0].word)}` },
  { name: 'compliance', path: '/conformite' },
  { name: 'indicator', path: '/conformite/indicateurs/compliance_rate' },
  { name: 'indicator-shares', path: '/conformite/indicateurs/route_share' },
  { name: 'standings', path: '/conformite/liste' },
  { name: 'journals', path: '/revues' },
  { name: 'journals-ways', path: '/revues?revue=0378-5955&octroi=312345' },
  { name: 'journals-wrong', path: '/revues?revue=1234-5678', status: 422 },
  { name: 'report', path: '/rapports' },
  { name: 'report-sector', path: '/rapports?par=sector&valeur=frqnt' },
  { name: 'report-wrong', path: '/rapports?par=year&valeur=x', status: 422 },
  { name: 'report-stopped', path: '/rapports/abonnements/arreter?jeton=x' },
  { name: 'consultations', path: '/consultations' },
  { name: 'commitments', path: '/engagements' },
  { name: 'commitment', path: '/engagements/suivi-public' },
  { name: 'data', path: '/donnees' },
  { name: 'api', path: '/api' },
  { name: 'about', path: '/a-propos' },
  { name: 'accessibility', path: '/accessibilite' },
  { name: 'privacy', path: '/confidentialite' },
  { name: 'sign-in', path: '/connexion' },
  { name: 'not-found', path: '/nulle-part', status: 404 },
];
