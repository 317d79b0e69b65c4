// Signing in through a provider that others wrote, from the button to the account.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { TEST_MS, arriveAt, assertAccessible, assertNoSidewaysScroll, open, textOf, withPage } from '../support/browser.js';
import { ISSUER, startProvider } from '../support/provider.js';
import { signIn } from '../support/sign-in.js';
import { LOCALES, PASSWORD } from '../support/site.js';

const FRIENDS = ISSUER ? [new URL(ISSUER).host] : [];

describe('providers', { skip: ISSUER ? false : 'the demo has no provider' }, () => {
  let stop;
  before(async () => {
    stop = await startProvider();
  });
  after(() => stop());

  for (const { name, prefix } of LOCALES) {
    for (const javaScript of [true, false]) {
      const way = `${name}, ${javaScript ? 'with' : 'without'} script`;
      test(`a button leads through the provider into an account and out again, ${way}`, { timeout: TEST_MS }, () =>
        withPage({ javaScript, friends: FRIENDS }, async (page) => {
          const who = `lea-${name}-${javaScript}`;
          await open(page, `${prefix}/connexion?retour=${encodeURIComponent(`${prefix}/compte`)}`);
          await page.locator('.offer-list button').click();
          await page.locator('input[name=who]').fill(who);
          await page.locator('button').click();
          await arriveAt(page, (url) => url.pathname === `${prefix}/compte`);
          assert.match(await textOf(page.locator('.account-page .lead')), new RegExp(`^${who}@essai\\.example\\.org`, 'u'));
          assert.equal(await page.locator('[name=action][value=delier]').count(), 1);
          const cookies = await page.context().cookies();
          assert.ok(!cookies.some((cookie) => cookie.name.endsWith('parvis-fournisseur')), 'nothing of the way is left');
          await page.locator('.account button').click();
          await page.locator('.menu a[href$="/connexion"]').waitFor();
        }),
      );
    }
  }

  test('a provider is linked to an account that is there, opens it, and is unlinked', { timeout: TEST_MS }, () =>
    withPage({ friends: FRIENDS }, async (page) => {
      await signIn(page, '', 'depot@example.org');
      await open(page, '/compte');
      await page.locator('#lier-essai').fill(PASSWORD);
      await page.locator('form[action$="/connexion/fournisseurs/essai"] button').click();
      await page.locator('input[name=who]').fill('depot');
      await page.locator('button').click();
      await arriveAt(page, (url) => url.pathname === '/compte');
      await page.locator('[name=action][value=delier]').waitFor({ state: 'attached' });
      await page.locator('.account button').click();
      await page.locator('.menu a[href$="/connexion"]').waitFor();
      await open(page, '/connexion');
      await page.locator('.offer-list button').click();
      await page.locator('.account').waitFor();
      await open(page, '/compte');
      await page.locator('#delier-1').fill(PASSWORD);
      await page.locator('form:has([value=delier]) button').click();
      await arriveAt(page, (url) => url.search === '?fait=delier');
      assert.equal(await page.locator('[name=action][value=delier]').count(), 0);
    }),
  );

  for (const { name, prefix } of LOCALES) {
    for (const scheme of ['light', 'dark']) {
      test(`an account with a provider is accessible and narrow, ${name}, ${scheme}`, { timeout: TEST_MS }, () =>
        withPage({ width: 320, scheme, friends: FRIENDS }, async (page) => {
          await open(page, `${prefix}/connexion?refus=late&fournisseur=essai`);
          await assertNoSidewaysScroll(page);
          await assertAccessible(page);
          await page.locator('.offer-list button').click();
          await page.locator('input[name=who]').fill(`zoe-${name}-${scheme}`);
          await page.locator('button').click();
          await page.locator('.account').waitFor();
          await open(page, `${prefix}/compte?refus=last-way&fournisseur=essai`);
          await assertNoSidewaysScroll(page);
          await assertAccessible(page);
        }),
      );
    }
  }
});
