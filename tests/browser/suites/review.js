// A deposit between its depositor and a curator, in a browser.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TEST_MS, assertAccessible, assertNoSidewaysScroll, open, textOf, withPage } from '../support/browser.js';
import { LOCALES } from '../support/site.js';
import { signIn } from './account.js';

describe('review', () => {
  for (const { name, prefix } of LOCALES) {
    for (const scheme of ['light', 'dark']) {
      test(`the queue is filtered and accessible, ${name}, ${scheme}`, { timeout: TEST_MS }, () =>
        withPage({ width: 320, scheme }, async (page) => {
          await signIn(page, prefix, 'curation@example.org');
          await open(page, `${prefix}/revision`);
          await assertNoSidewaysScroll(page);
          await assertAccessible(page);
          await page.locator('#etat').selectOption('renvoyes');
          await page.locator('#q').fill('zyxw');
          await page.locator('.filters button').click();
          await page.waitForURL(/etat=renvoyes/u);
          assert.equal(await page.locator('#etat').inputValue(), 'renvoyes', 'the choice stays');
          assert.ok((await textOf(page.locator('main .lead'))).length > 5, 'an empty list says so');
        }),
      );
    }
  }
});
