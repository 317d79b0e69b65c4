// Suggestions while typing: a combobox that keys alone can use, and that gets out of the way.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { SIDE_BY_SIDE, TEST_MS, arriveAt, assertAccessible, assertNoSidewaysScroll, open, withPage } from '../support/browser.js';
import { ARTICLES, LOCALES } from '../support/site.js';

/** A family name and its beginning, as somebody types it. */
const [author] = ARTICLES.find((article) => article.authors.length > 0).authors;
const beginning = author.family.slice(0, 5);

const field = (page) => page.locator('main #q');
const options = (page) => page.locator('#q-list [role=option]');

async function typed(page, text) {
  await field(page).focus();
  await field(page).pressSequentially(text);
  await options(page).first().waitFor();
}

describe('suggestions while typing', { concurrency: SIDE_BY_SIDE }, () => {
  for (const locale of LOCALES) {
    for (const scheme of ['light', 'dark']) {
      for (const width of [360, 1280]) {
        test(`the open list is accessible, ${locale.name}, ${scheme}, ${width} pixels wide`, { timeout: TEST_MS }, () =>
          withPage({ width, scheme }, async (page) => {
            await open(page, `${locale.prefix}/recherche`);
            await typed(page, beginning);
            await page.keyboard.press('ArrowDown');
            await assertAccessible(page);
            await assertNoSidewaysScroll(page);
          }),
        );
      }
    }
  }

  test('arrows choose, Enter searches', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, '/');
      assert.equal(await field(page).getAttribute('aria-expanded'), 'false');
      await typed(page, beginning);
      assert.equal(await field(page).getAttribute('aria-expanded'), 'true');
      await page.keyboard.press('ArrowDown');
      const active = await field(page).getAttribute('aria-activedescendant');
      assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true');
      await page.keyboard.press('Enter');
      await arriveAt(page, /\/recherche\?q=./);
      assert.ok((await page.locator('ol.cards > li').count()) >= 1, 'results for what was chosen');
    }),
  );

  test('Escape closes the list and leaves the words', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, '/');
      await typed(page, beginning);
      await page.keyboard.press('Escape');
      await page.locator('#q-list').waitFor({ state: 'hidden' });
      assert.equal(await field(page).inputValue(), beginning);
      assert.equal(await field(page).getAttribute('aria-activedescendant'), null);
    }),
  );

  test('Enter without a choice searches for the words as typed', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, '/');
      await typed(page, beginning);
      await page.keyboard.press('Enter');
      await arriveAt(page, (url) => url.searchParams.get('q') === beginning);
    }),
  );

  test('without script the field is a plain one', { timeout: TEST_MS }, () =>
    withPage({ javaScript: false }, async (page) => {
      await open(page, '/');
      assert.equal(await field(page).getAttribute('role'), null);
      assert.equal(await page.locator('#q-list').count(), 0);
    }),
  );
});
