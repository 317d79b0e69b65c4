// Work lists, awards of a holder and ways into journals, with axe, on a phone, without script.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TEST_MS, assertAccessible, assertNoSidewaysScroll, open, textOf, withPage } from '../support/browser.js';
import { signIn } from '../support/sign-in.js';
import { LOCALES } from '../support/site.js';

/** Pages behind sign-in, by who sees them. */
const PAGES = [
  ['financement@example.org', '/conformite/suivi'],
  ['financement@example.org', '/conformite/suivi/rappels'],
  ['depot@example.org', '/octrois'],
  ['curation@example.org', '/administration/titulaires'],
  ['administration@example.org', '/administration/comptes'],
];

describe('work lists', () => {
  for (const { name, prefix } of LOCALES) {
    for (const scheme of ['light', 'dark']) {
      test(`every page is accessible on a phone, ${name}, ${scheme}`, { timeout: TEST_MS }, () =>
        withPage({ width: 320, scheme }, async (page) => {
          let known;
          for (const [email, path] of PAGES) {
            if (email !== known) {
              await page.context().clearCookies();
              await signIn(page, prefix, email);
              known = email;
            }
            await open(page, prefix + path);
            await assertNoSidewaysScroll(page);
            await assertAccessible(page);
          }
        }),
      );
    }
  }

  test('the first article leads to what mends it, with the keyboard alone', { timeout: TEST_MS }, () =>
    withPage({ javaScript: false }, async (page) => {
      await signIn(page, '', 'financement@example.org');
      await open(page, '/conformite/suivi?action=tout');
      const first = page.locator('.case input[type=checkbox]').first();
      await first.focus();
      await page.keyboard.press('Space');
      await page.locator('button[value=suivi]').focus();
      await page.keyboard.press('Enter');
      await page.locator('.notice.good').waitFor();
      await open(page, '/conformite/suivi?etat=suivis&action=tout');
      assert.equal(await page.locator('.case').count(), 1, 'one case is followed up');
      await page.locator('.case input[type=checkbox]').check();
      await page.locator('button[value=rouvrir]').click();
      await page.locator('.notice.good').waitFor();
      await open(page, '/conformite/suivi');
      const fix = page.locator('.case-action a').first();
      await fix.focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/corriger$/u);
      assert.equal(await page.locator('h1').count(), 1);
    }),
  );
});

describe('ways into a journal', () => {
  for (const { name, prefix } of LOCALES) {
    for (const scheme of ['light', 'dark']) {
      test(`are answered without script, ${name}, ${scheme}`, { timeout: TEST_MS }, () =>
        withPage({ width: 320, scheme }, async (page) => {
          await open(page, `${prefix}/revues`);
          await page.locator('#revue').fill('0378-5955');
          await page.keyboard.press('Enter');
          await page.waitForURL(/revue=0378-5955/u);
          await assertNoSidewaysScroll(page);
          await assertAccessible(page);
          assert.equal(await page.locator('.ways > li').count(), 3, 'three ways');
          await page.locator('.ways summary').first().click();
          assert.ok((await textOf(page.locator('.ways .reasons').first())).includes('DOAJ'));
          assert.ok((await textOf(page.locator('#lettre-en'))).includes('CC BY'));
        }),
      );
    }
  }
});
