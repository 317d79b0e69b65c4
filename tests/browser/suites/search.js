// Searching: words with and without accents, facets, pages of results, strange questions; with and without script.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { SIDE_BY_SIDE, TEST_MS, arriveAt, folded, open, plain, textOf, withPage } from '../support/browser.js';
import { SAMPLES } from '../support/manifest.js';
import { ARTICLES, BASE_URL, LOCALES, articleOf } from '../support/site.js';

/** With and without script. */
const SCRIPTS = [true, false];
const scripted = (javaScript) => (javaScript ? 'with script' : 'without script');

/** Every word of the manifest that stands on page 3, with its sample. */
const ALL_WORDS = SAMPLES.flatMap((sample) =>
  sample.words.filter(({ page }) => page === 3).map(({ word }) => ({ sample, word })),
);
const isOpen = ({ sample }) => articleOf(sample).access === 'open';
const WORDS = ALL_WORDS.filter(isOpen);

/** Two of them to follow by hand: a French word with accents and an English one. */
const FOLLOWED = [
  WORDS.find(({ word }) => folded(word) !== word),
  WORDS.find(({ sample }) => sample.language === 'en'),
];

const number = (text) => Number(text.replace(/[^0-9]/gu, ''));
const total = async (page) => number(await textOf(page.locator('#total')));
const cards = (page) => page.locator('ol.cards > li');
const hrefs = (page) => cards(page).locator('h3 a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));

describe('a word of page 3 leads to its page', { concurrency: SIDE_BY_SIDE }, () => {
  test('the manifest gives words to look for', () => assert.ok(WORDS.length >= 30, `${WORDS.length} words`));

  for (const { sample, word } of WORDS) {
    test(`${word}, with and without accents`, { timeout: TEST_MS }, async () => {
      for (const typed of new Set([word, folded(word), word.toUpperCase()])) {
        const found = await (await fetch(`${BASE_URL}/api/v1/articles?q=${encodeURIComponent(typed)}`)).json();
        const [first] = found.hits;
        assert.equal(first?.id, articleOf(sample).id, `first hit for ${typed}`);
        assert.equal(first.passage?.page, 3, `page of the hit for ${typed}`);
        assert.ok(first.passage.matches.some((match) => folded(match).includes(folded(word).slice(0, 5))), `marked: ${first.passage.matches}`);
      }
    });
  }
});

describe('a closed file is not quoted', () => {
  for (const { sample, word } of ALL_WORDS.filter((each) => !isOpen(each))) {
    test(`${word} of ${sample.file}`, { timeout: TEST_MS }, async () => {
      const found = await (await fetch(`${BASE_URL}/api/v1/articles?q=${encodeURIComponent(word)}`)).json();
      assert.equal(found.hits.find((hit) => hit.id === articleOf(sample).id)?.passage, undefined);
    });
  }
});

describe('a visitor finds, reads and takes an article', { concurrency: SIDE_BY_SIDE }, () => {
  for (const javaScript of SCRIPTS) {
    for (const { sample, word } of FOLLOWED) {
      for (const typed of new Set([word, folded(word)])) {
        test(`by ${typed}, ${scripted(javaScript)}`, { timeout: TEST_MS }, () =>
          withPage({ javaScript }, (page) => findAndRead(page, sample, typed, word)),
        );
      }
    }
  }
});

async function findAndRead(page, sample, typed, word) {
  const article = articleOf(sample);
  await open(page, '/');
  await page.locator('main #q').fill(typed);
  await page.locator('main form.search button[type=submit]').click();
  await arriveAt(page, /\/recherche\?q=/);
  const card = cards(page).first();
  assert.equal(await textOf(card.locator('h3')), plain(sample.title));

  await card.locator('.passage a').click();
  await arriveAt(page, (url) => url.pathname === `/articles/${article.id}/lire` && url.hash === '#p3');
  const mark = page.locator('#p3 mark').first();
  await mark.waitFor();
  assert.ok(folded(await mark.innerText()).startsWith(folded(word).slice(0, 5)), 'the word is marked');
  // With script, the page moves on to the word itself.
  const [top, word3] = await Promise.all([page.locator('#p3'), mark].map((each) => each.evaluate((it) => it.getBoundingClientRect().top)));
  assert.ok([top, word3].some((at) => at > -5 && at < 900), `page 3 or the word is in sight, not at ${top} and ${word3}`);

  await page.locator('p.back a').click();
  await arriveAt(page, (url) => url.pathname === `/articles/${article.id}`);
  assert.equal(await textOf(page.locator('h1')), plain(sample.title));
  await assertFile(page, article);
  await assertVerdict(page);
}

async function assertFile(page, article) {
  const href = await page.locator('.files a[href$="fichier.pdf"]').getAttribute('href');
  const part = await page.request.get(href, { headers: { range: 'bytes=0-1023' } });
  assert.equal(part.status(), 206);
  assert.equal(part.headers()['content-range'], `bytes 0-1023/${article.file.size_bytes}`);
  assert.equal((await part.body()).subarray(0, 5).toString('latin1'), '%PDF-');
  const whole = await page.request.get(href);
  assert.equal(whole.status(), 200);
  assert.equal(whole.headers()['content-type'], 'application/pdf');
  const digest = await crypto.subtle.digest('SHA-256', await whole.body());
  assert.equal(Buffer.from(digest).toString('hex'), article.file.sha256, 'the file is the one of the samples');
}

async function assertVerdict(page) {
  const award = page.locator('section.award').first();
  assert.ok((await textOf(award.locator('.outcome'))).length > 5, 'a verdict in words');
  assert.ok((await award.locator('.reasons li').count()) >= 1, 'reasons for it');
  assert.ok((await textOf(award.locator('.reasons li').first())).length > 10, 'reasons in words');
}

describe('results are narrowed and paged', { concurrency: SIDE_BY_SIDE }, () => {
  for (const javaScript of SCRIPTS) {
    for (const locale of LOCALES) {
      test(`a facet is added and removed, ${locale.name}, ${scripted(javaScript)}`, { timeout: TEST_MS }, () =>
        withPage({ javaScript }, async (page) => {
          await open(page, `${locale.prefix}/recherche`);
          const all = await total(page);
          assert.equal(all, ARTICLES.length);
          const value = page.locator('.facets section:has(ul) ul a:visible').first();
          const count = number(await value.locator('.count').evaluate((each) => each.firstChild.textContent));
          assert.ok(count > 0 && count <= all, `count ${count}`);
          await value.click();
          await page.locator('.chips .chip').waitFor();
          assert.equal(await total(page), count, 'as many as the facet said');
          await page.locator('.chips .chip').click();
          await page.locator('.chips').waitFor({ state: 'detached' });
          assert.equal(await total(page), all);
        }),
      );
    }

    test(`the next page has the others, ${scripted(javaScript)}`, { timeout: TEST_MS }, () =>
      withPage({ javaScript }, async (page) => {
        await open(page, '/recherche');
        const seen = await hrefs(page);
        const first = seen.length;
        for (let pages = 1; await page.locator('a[rel=next]').count(); pages += 1) {
          assert.ok(pages < 50, 'the pages end');
          const before = page.url();
          await page.locator('a[rel=next]').click();
          await page.waitForURL((url) => url.href !== before);
          seen.push(...(await hrefs(page)));
        }
        assert.ok(seen.length > first, 'there was a second page');
        assert.equal(new Set(seen).size, ARTICLES.length, 'every article');
        assert.equal(seen.length, ARTICLES.length, 'none twice');
        await page.locator('a[rel=first]').click();
        await page.waitForURL(/\/recherche$/);
        assert.deepEqual(await hrefs(page), seen.slice(0, first));
      }),
    );
  }

  test('years narrow the results', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, '/recherche');
      const years = page.locator('form.years');
      await years.locator('[name=de]').fill('2024');
      await years.locator('[name=a]').fill('2024');
      await years.locator('button').click();
      await page.locator('.chips .chip').waitFor();
      const narrowed = await total(page);
      assert.ok(narrowed > 0 && narrowed < ARTICLES.length, `${narrowed} articles`);
    }),
  );

  test('the bar of a year leads to it', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, '/recherche');
      const bar = page.locator('.histogram a').last();
      const year = (await bar.locator('title').innerHTML()).slice(0, 4);
      await bar.click();
      await arriveAt(page, (url) => url.searchParams.get('annee') === year);
      assert.equal(await textOf(page.locator('.chips .chip')), `Retirer le filtre ${year}`);
      assert.ok((await total(page)) > 0);
    }),
  );

  for (const javaScript of SCRIPTS) {
    test(`the whole list is exported and followed, ${scripted(javaScript)}`, { timeout: TEST_MS }, () =>
      withPage({ javaScript }, async (page) => {
        await open(page, '/recherche?langue=fr');
        const all = await total(page);
        await page.locator('.tools summary').first().click();
        const href = await page.locator('.tools a[href*="/export/csl"]').getAttribute('href');
        const list = await page.request.get(href);
        assert.match(list.headers()['content-disposition'], /^attachment; filename="parvis-/u);
        assert.equal((await list.json()).length, all, 'all of it, not one page');
        const feed = await page.locator('head link[type="application/atom+xml"][href*="langue=fr"]').getAttribute('href');
        assert.equal((await page.request.get(feed)).status(), 200);
        await page.locator('.tools summary').last().click();
        await page.locator('.tools a[href^="/alertes/nouvelle"]').click();
        await page.locator('#courriel').fill('lectrice@example.org');
        await page.locator('main form.form button[type=submit]').click();
        await arriveAt(page, /\/alertes\/demande$/);
      }),
    );
  }

  test('an empty question lists everything', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, '/');
      await page.locator('main form.search button[type=submit]').click();
      await arriveAt(page, /\/recherche/);
      assert.equal(await total(page), ARTICLES.length);
    }),
  );

  for (const locale of LOCALES) {
    test(`a search without hits says what to try, ${locale.name}`, { timeout: TEST_MS }, () =>
      withPage({}, async (page) => {
        await open(page, `${locale.prefix}/recherche?q=zyxwvutsrq`);
        assert.equal(await cards(page).count(), 0);
        assert.ok((await page.locator('.empty li').count()) >= 2, 'advice');
      }),
    );
  }
});

const STRANGE = {
  quotes: '"',
  'an open phrase': '"pergélisol de',
  apostrophes: "l'eau d''hiver '",
  'a script element': '<script>alert(1)</script>',
  'an image with a handler': '"><img src=x onerror=alert(1)>',
  'ten thousand characters': 'neige '.repeat(1_700).slice(0, 10_000),
  'one endless word': 'é'.repeat(3_000),
  operators: 'AND OR NOT ( ) + - * ? ~ ^ : \\ / [a TO b] {x}',
  'a field that is none': 'password:* id:1 OR 1=1; DROP TABLE article; --',
  'deep brackets': '('.repeat(300),
  'control characters': 'a\u0001\u0008b\u200B\u202Ec\u0000d',
  'emoji and other scripts': '🐋 𝔊𝔩𝔞𝔠𝔢 ᐃᓄᒃᑎᑐᑦ 雪 ثلج',
  'half a surrogate': '%ED%A0%80',
};

describe('strange questions get a calm answer', { concurrency: SIDE_BY_SIDE }, () => {
  for (const [name, question] of Object.entries(STRANGE)) {
    test(name, { timeout: TEST_MS }, () =>
      withPage({}, async (page) => {
        await open(page, `/recherche?q=${encodeURIComponent(question)}`);
        const field = await page.locator('main #q').inputValue();
        const letters = (text) => text.replace(/[\s\p{C}\uFFFD]/gu, '');
        assert.ok(letters(question).startsWith(letters(field)), 'the field shows the question');
        assert.equal(await page.locator('main script:not([src^="/assets/"]), main img').count(), 0, 'nothing of it became part of the page');
        await page.locator('#total').waitFor();
      }),
    );
  }

  test('percent signs that mean nothing', { timeout: TEST_MS }, async () => {
    for (const query of ['q=%FF%FE', 'q=%', 'q=%zz&suite=zz', 'langue=%00', 'de=abc&a=-5', 'suite=ffffffffffffffff-1', '&&==&q']) {
      for (const path of ['/recherche', '/en/recherche', '/api/v1/articles']) {
        const { status } = await fetch(`${BASE_URL}${path}?${query}`);
        assert.ok(status === 200 || status === 400, `${path}?${query}: ${status}`);
      }
    }
  });
});
