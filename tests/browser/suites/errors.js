// Addresses that lead nowhere.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { SIDE_BY_SIDE, TEST_MS, open, textOf, withPage } from '../support/browser.js';
import { BASE_URL, LOCALES } from '../support/site.js';

const NOWHERE = ['/nulle-part', '/articles/999999999', '/articles/abc', '/articles/-1', '/articles/999999999/lire', '/assets/none.css'];

describe('a page that does not exist', { concurrency: SIDE_BY_SIDE }, () => {
  for (const locale of LOCALES) {
    for (const javaScript of [true, false]) {
      test(`says so in ${locale.name} and leads on, ${javaScript ? 'with' : 'without'} script`, { timeout: TEST_MS }, () =>
        withPage({ javaScript }, async (page) => {
          await open(page, `${locale.prefix}/nulle-part`, 404);
          assert.equal(await page.locator('html').getAttribute('lang'), locale.tag);
          assert.ok((await textOf(page.locator('h1'))).length > 5);
          await page.locator(`main a[href="${locale.prefix}/recherche"]`).click();
          await page.waitForURL(new RegExp(`${locale.prefix}/recherche$`));
          await page.locator('ol.cards > li').first().waitFor();
        }),
      );
    }
  }

  for (const path of NOWHERE) {
    test(`${path} answers 404`, { timeout: TEST_MS }, async () => {
      for (const { prefix } of LOCALES) {
        const response = await fetch(`${BASE_URL}${prefix}${path}`);
        assert.equal(response.status, 404, prefix + path);
        assert.ok(response.headers.get('content-security-policy'), 'with a content security policy');
      }
    });
  }

  test('the API answers with a problem, not a page', { timeout: TEST_MS }, async () => {
    const response = await fetch(`${BASE_URL}/api/v1/articles/999999999`);
    assert.equal(response.status, 404);
    assert.match(response.headers.get('content-type'), /^application\/problem\+json/);
    assert.equal((await response.json()).status, 404);
  });
});
