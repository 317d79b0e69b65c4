// The queue and the desk of curators in a browser: filters, the file beside the form, messages.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TEST_MS, assertAccessible, assertNoSidewaysScroll, open, textOf, withPage } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { LOCALES, articleOf, sample } from '../support/site.js';

/** The desk of a sample that is a PDF, from its article as curators go there. */
async function openDesk(page, prefix) {
  await open(page, `${prefix}/articles/${articleOf(sample('01')).id}`);
  await page.locator('a[href*="/revision/"]').first().click();
  await page.locator('.thread').waitFor();
}

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

      test(`the desk is accessible on a phone, ${name}, ${scheme}`, { timeout: TEST_MS }, () =>
        withPage({ width: 320, scheme }, async (page) => {
          await signIn(page, prefix, 'curation@example.org');
          await openDesk(page, prefix);
          await assertNoSidewaysScroll(page);
          await assertAccessible(page);
        }),
      );
    }
  }

  test('the file is drawn beside the form, without the frame of the site', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await signIn(page, '', 'curation@example.org');
      await openDesk(page, '');
      const file = page.frameLocator('.file-beside iframe');
      await file.locator('.pdf-pages canvas').first().waitFor();
      assert.equal(await file.locator('.top').isVisible(), false);
      await assertAccessible(page);
    }),
  );

  for (const javaScript of [true, false]) {
    test(`a message at a field leads to it, ${javaScript ? 'with' : 'without'} script`, { timeout: TEST_MS }, () =>
      withPage({ javaScript }, async (page) => {
        await signIn(page, '/en', 'curation@example.org');
        await openDesk(page, '/en');
        const words = `Is this the right DOI? ${javaScript}`;
        await page.locator('#message').fill(words);
        await page.locator('#champ').selectOption('doi');
        await page.locator('.thread button').click();
        const said = page.locator('.thread li', { hasText: words }).last();
        await said.waitFor();
        await said.locator('a').click();
        await page.waitForURL(/#doi$/u);
        await page.locator('#responsable').selectOption({ label: 'Dominique Curation' });
        await page.locator('.assign button').click();
        await page.locator('.thread').waitFor();
        assert.equal(await textOf(page.locator('#responsable option:checked')), 'Dominique Curation');
      }),
    );
  }
});
