// The article page: references, licence, related articles, uses and links to share, with and without scripts.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TEST_MS, assertAccessible, assertNoSidewaysScroll, open, withPage } from '../support/browser.js';
import { LOCALES, articleOf, sample } from '../support/site.js';

const ARTICLE = articleOf(sample('01'));
const STYLES = ['apa', 'mla', 'chicago', 'vancouver', 'iso690'];
/** A browser that counts as a reader; Chromium without a window says that it is none. */
const READER = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

async function openAll(page) {
  for (const summary of await page.locator('.article-main summary').all()) {
    await summary.click();
  }
}

describe('the article page', () => {
  for (const locale of LOCALES) {
    for (const scheme of ['light', 'dark']) {
      for (const width of [320, 1280]) {
        test(`is accessible with everything open, ${locale.name}, ${scheme}, ${width} pixels wide`, { timeout: TEST_MS }, () =>
          withPage({ width, scheme, userAgent: READER }, async (page) => {
            await open(page, `${locale.prefix}/articles/${ARTICLE.id}`);
            await page.reload();
            await openAll(page);
            await assertNoSidewaysScroll(page);
            await assertAccessible(page);
          }),
        );
      }
    }
  }

  test('copies each reference and says so in a live region', { timeout: TEST_MS }, () =>
    withPage({ permissions: ['clipboard-read', 'clipboard-write'] }, async (page) => {
      await open(page, `/articles/${ARTICLE.id}`);
      await openAll(page);
      for (const style of STYLES) {
        const shown = await page.locator(`#reference-${style}`).textContent();
        const button = page.locator(`button[data-copy=reference-${style}]`);
        await button.click();
        await page.locator('[data-copied]', { hasText: await button.getAttribute('data-done') }).waitFor({ state: 'attached' });
        assert.equal(await page.evaluate(() => navigator.clipboard.readText()), shown.trim());
      }
    }),
  );

  test('gives every reference without scripts, and no button that does nothing', { timeout: TEST_MS }, () =>
    withPage({ javaScript: false }, async (page) => {
      await open(page, `/articles/${ARTICLE.id}`);
      await openAll(page);
      for (const style of STYLES) {
        assert.ok(await page.locator(`#reference-${style}`).isVisible(), style);
      }
      assert.equal(await page.locator('button[data-copy]:visible').count(), 0);
    }),
  );

  test('shares by plain links that say nothing of the visitor', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, `/articles/${ARTICLE.id}`);
      const links = await page.locator('.share a').evaluateAll((all) => all.map((link) => ({ href: link.href, rel: link.rel })));
      assert.equal(links.length, 4);
      for (const { href, rel } of links) {
        assert.ok(href.startsWith('mailto:') || (href.startsWith('https://') && rel.includes('noreferrer')), href);
        assert.ok(decodeURIComponent(href).includes(`/articles/${ARTICLE.id}`), href);
      }
    }),
  );

  test('shows formulas, tables and boxes of a JATS file as they are', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, `/articles/${articleOf(sample('20')).id}/lire`);
      assert.ok((await page.locator('.paper math').count()) >= 1, 'MathML');
      assert.ok((await page.locator('.paper th[scope=col]').count()) >= 4, 'heads of tables');
      await page.locator('.paper a[href^="#j-r"]').first().click();
      assert.match(page.url(), /#j-r\d/u);
      await assertAccessible(page);
    }),
  );
});
