// The page of an account and the ways to it, with and without script, on a phone and at a desk.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { describe, test } from 'node:test';

import { TEST_MS, assertAccessible, assertNoSidewaysScroll, open, textOf, withPage } from '../support/browser.js';
import { WAYS } from '../support/flow.js';
import { signIn } from '../support/sign-in.js';
import { LOCALES, PASSWORD } from '../support/site.js';

/** The code of RFC 6238 for a secret in base 32, so many steps from now. */
function code(secret, steps = 0) {
  const bits = [...secret].map((sign) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(sign).toString(2).padStart(5, '0'));
  const bytes = bits.join('').match(/.{8}/gu).map((byte) => Number.parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const hash = createHmac('sha1', Buffer.from(bytes)).update(counter).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

describe('account', () => {
  for (const { name, prefix } of LOCALES) {
    for (const scheme of ['light', 'dark']) {
      test(`every page of an account is accessible on a phone, ${name}, ${scheme}`, { timeout: TEST_MS }, () =>
        withPage({ width: 320, scheme, javaScript: true }, async (page) => {
          for (const path of ['/compte/nouveau', '/compte/oubli', '/compte/nouveau?fait=envoye']) {
            await open(page, `${prefix}${path}`);
            await assertNoSidewaysScroll(page);
            await assertAccessible(page);
          }
          await open(page, `${prefix}/compte/mot-de-passe?jeton=x`, 404);
          await assertAccessible(page);
          await signIn(page, prefix, 'administration@example.org');
          for (const path of ['/compte', '/compte/second-facteur', '/compte/effacer', '/administration/comptes', '/depots']) {
            await open(page, `${prefix}${path}`);
            await assertNoSidewaysScroll(page);
            await assertAccessible(page);
          }
        }),
      );
    }
  }

  for (const { name, prefix, scheme, javaScript } of WAYS) {
    test(`a profile is changed and a token made, ${name}`, { timeout: TEST_MS }, () =>
      withPage({ scheme, javaScript }, async (page) => {
        await signIn(page, prefix, 'financement@example.org');
        await open(page, `${prefix}/compte`);
        await page.locator('#orcid').fill('0000-0002-1825-0098');
        await page.locator('section:has(#profil) button[type=submit]').click();
        await page.locator('#profil-erreur').waitFor();
        assert.equal(await page.locator('#orcid').inputValue(), '0000-0002-1825-0098', 'what was typed stays');
        await page.locator('#orcid').fill('0000-0002-1825-0097');
        await page.locator('section:has(#profil) button[type=submit]').click();
        await page.locator('[role=status]').waitFor();
        await page.locator('section:has(#jetons) summary').click();
        await page.locator('#jeton-nom').fill('Zotero');
        await page.locator('section:has(#jetons) details button[type=submit]').click();
        const token = await textOf(page.locator('#jeton-nouveau'));
        assert.match(token, /^parvis_[0-9a-f]{64}$/u);
        await open(page, `${prefix}/compte`);
        assert.equal(await page.locator('#jeton-nouveau').count(), 0, 'it is shown once');
        await page.locator('section:has(#jetons) .lines button').first().click();
        await page.locator('[role=status]').waitFor();
      }),
    );
  }

  for (const { name, prefix, scheme, javaScript } of [WAYS[0], WAYS[3]]) {
    test(`a second factor is turned on, asked for and turned off, ${name}`, { timeout: TEST_MS }, () =>
      withPage({ scheme, javaScript }, async (page) => {
        await signIn(page, prefix, 'depot@example.org');
        await open(page, `${prefix}/compte/second-facteur`);
        await page.locator('.square-code').waitFor();
        const secret = await page.locator('input[name=secret]').inputValue();
        await page.locator('#code').fill(code(secret, -1));
        await page.locator('button[value=activer]').click();
        assert.equal(await page.locator('.codes li').count(), 10);
        if (javaScript) {
          await assertAccessible(page);
        }
        await page.locator('.account button').click();
        await open(page, `${prefix}/connexion`);
        await page.locator('#courriel').fill('depot@example.org');
        await page.locator('#mot-de-passe').fill(PASSWORD);
        await page.locator('main form.form button[type=submit]').click();
        await page.locator('#code').waitFor();
        if (javaScript) {
          await assertAccessible(page);
        }
        await page.locator('#code').fill(code(secret));
        await page.locator('main form.form button[type=submit]').click();
        await page.locator('.account').waitFor();
        await open(page, `${prefix}/compte/second-facteur`);
        await page.locator('#mot-de-passe').fill(PASSWORD);
        await page.locator('button[value=desactiver]').click();
        await page.locator('[role=status]').waitFor();
      }),
    );
  }
});
