// Articles: the two languages of a page, the reading page on paper, the formats for reference managers.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { SIDE_BY_SIDE, TEST_MS, arriveAt, open, plain, textOf, withPage } from '../support/browser.js';
import { SAMPLES } from '../support/manifest.js';
import { ARTICLES, BASE_URL, LOCALES, PAGES, articleOf, sample } from '../support/site.js';

describe('a page in the other language and back', { concurrency: SIDE_BY_SIDE }, () => {
  for (const javaScript of [true, false]) {
    for (const { name, path, status } of PAGES) {
      test(`${name}, ${javaScript ? 'with' : 'without'} script`, { timeout: TEST_MS }, () =>
        withPage({ javaScript }, async (page) => {
          await open(page, path, status);
          const there = new URL(page.url());
          await page.locator('a.language').click();
          await arriveAt(page, (url) => url.pathname === `/en${there.pathname}`);
          assert.equal(await page.locator('html').getAttribute('lang'), 'en-CA');
          assert.equal(new URL(page.url()).search, there.search, 'the question stays');
          await page.locator('a.language').click();
          await arriveAt(page, (url) => url.pathname === there.pathname);
          assert.equal(await page.locator('html').getAttribute('lang'), 'fr-CA');
          assert.equal(new URL(page.url()).search, there.search, 'the question stays');
        }),
      );
    }
  }
});

describe('the reading page', { concurrency: SIDE_BY_SIDE }, () => {
  test('holds every page of the file, and its links lead there', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      const article = articleOf(sample('01'));
      await open(page, `/articles/${article.id}/lire`);
      assert.equal(await page.locator('section.page').count(), article.file.pages);
      const targets = await page.locator('.toc a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
      assert.ok(targets.length > article.file.pages, 'headings and pages');
      for (const target of targets) {
        assert.equal(await page.locator(`[id="${target.slice(1)}"]`).count(), 1, `${target} is there`);
      }
    }),
  );

  for (const scheme of ['light', 'dark']) {
    test(`goes on paper as text alone, dark on white, from a ${scheme} screen`, { timeout: TEST_MS }, () =>
      withPage({ scheme }, async (page) => {
        const article = articleOf(sample('01'));
        await open(page, `/articles/${article.id}/lire`);
        await page.emulateMedia({ media: 'print', colorScheme: scheme });
        for (const place of ['a.skip', 'nav.menu', 'nav.toc', 'form.find', 'footer.bottom nav']) {
          assert.equal(await page.locator(place).first().isVisible(), false, `${place} stays off the paper`);
        }
        assert.equal(await page.locator('#p3').isVisible(), true, 'page 3 is printed');
        const ink = await page.locator('#p1 p').last().evaluate((each) => getComputedStyle(each).color.match(/[\d.]+/g).slice(0, 3).map(Number));
        assert.ok(Math.max(...ink) < 120, `the ink is dark: ${ink}`);
        assert.ok((await page.pdf({ format: 'Letter' })).length > 10_000, 'there is something to print');
      }),
    );
  }

  test('is there for every open article', { timeout: TEST_MS }, async () => {
    for (const article of ARTICLES.filter((each) => each.access === 'open')) {
      for (const { prefix } of LOCALES) {
        const response = await fetch(`${BASE_URL}${prefix}/articles/${article.id}/lire`);
        assert.equal(response.status, 200, `${prefix}/articles/${article.id}/lire`);
        assert.match(await response.text(), /id="p1"/);
      }
    }
  });
});

describe('the article page', { concurrency: SIDE_BY_SIDE }, () => {
  test('is there for every sample, with its title', { timeout: TEST_MS }, async () => {
    for (const each of SAMPLES) {
      const article = articleOf(each);
      // Where the title is read from the file itself, its apostrophes are the printer's.
      const typed = (title) => plain(title).replaceAll('’', "'");
      const titles = article.titles.map((title) => typed(title.text));
      assert.ok(titles.includes(typed(each.title)), `${each.file}: ${titles}`);
      for (const { prefix } of LOCALES) {
        const response = await fetch(`${BASE_URL}${prefix}/articles/${article.id}`);
        assert.equal(response.status, 200, `${prefix}/articles/${article.id}`);
      }
    }
  });

  test('gives its citation in every format it offers', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, `/articles/${articleOf(sample('01')).id}`);
      const addresses = await page.locator('section[aria-labelledby=citer] a.button').evaluateAll((links) => links.map((link) => link.href));
      assert.ok(addresses.length >= 3, `${addresses.length} formats`);
      for (const address of addresses) {
        const response = await page.request.get(address);
        assert.equal(response.status(), 200, address);
        assert.match(await response.text(), /Thériault|Th\\'\{?e|Th&#233;riault/u, address);
      }
    }),
  );

  test('of an article under embargo says so and keeps its file closed', { timeout: TEST_MS }, async (context) => {
    const closed = ARTICLES.find((article) => article.access !== 'open');
    if (!closed) {
      context.skip('no sample is under embargo today');
      return;
    }
    await withPage({}, async (page) => {
      await open(page, `/articles/${closed.id}`);
      await page.locator('.notice').first().waitFor();
      assert.equal(await page.locator('.files a').count(), 0, 'no link to the file');
      for (const path of [`/articles/${closed.id}/fichier.pdf`, `/articles/${closed.id}/lire`]) {
        assert.equal((await page.request.get(path)).status(), 403, path);
      }
    });
  });
});
