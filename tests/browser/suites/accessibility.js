// Every kind of page, in both languages and colour schemes, on a phone, a tablet and a desk.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { SIDE_BY_SIDE, TEST_MS, WIDTHS, assertAccessible, assertNoSidewaysScroll, open, withPage } from '../support/browser.js';
import { LOCALES, PAGES } from '../support/site.js';

async function assertSoundHead(page, locale) {
  const found = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    mains: document.querySelectorAll('main').length,
    title: document.title.trim(),
    ids: [...document.querySelectorAll('[id]')].map((each) => each.id),
  }));
  assert.equal(found.lang, locale.tag, 'the language of the page');
  assert.equal(found.headings, 1, 'one h1');
  assert.equal(found.mains, 1, 'one main');
  assert.ok(found.title.length > 3, 'a title');
  const twice = found.ids.filter((id, at) => found.ids.indexOf(id) !== at);
  assert.deepEqual(twice, [], 'no id twice');
}

describe('every page is accessible', { concurrency: SIDE_BY_SIDE }, () => {
  for (const { name, path, status } of PAGES) {
    for (const locale of LOCALES) {
      for (const scheme of ['light', 'dark']) {
        for (const width of WIDTHS) {
          test(`${name}, ${locale.name}, ${scheme}, ${width} pixels wide`, { timeout: TEST_MS }, () =>
            withPage({ width, scheme }, async (page) => {
              await open(page, locale.prefix + path, status);
              await assertSoundHead(page, locale);
              await assertNoSidewaysScroll(page);
              await assertAccessible(page);
            }),
          );
        }
      }
    }
  }
});

describe('every page has a title of its own', () => {
  for (const locale of LOCALES) {
    test(`in ${locale.name}`, { timeout: TEST_MS }, () =>
      withPage({}, async (page) => {
        const names = ['home', 'all-articles', 'article', 'compliance', 'about', 'accessibility', 'privacy', 'sign-in', 'alert-new', 'alert-asked', 'not-found'];
        const titles = [];
        for (const { path, status } of PAGES.filter((each) => names.includes(each.name))) {
          await open(page, locale.prefix + path, status);
          titles.push(await page.title());
        }
        assert.equal(new Set(titles).size, names.length, titles.join(' | '));
      }),
    );
  }
});
