// Signing in and out with the demo's accounts.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TEST_MS, assertAccessible, assertNoSidewaysScroll, open, textOf, withPage } from '../support/browser.js';
import { BASE_URL, LOCALES, PASSWORD } from '../support/site.js';

async function signIn(page, email, password) {
  await page.locator('#courriel').fill(email);
  await page.locator('#mot-de-passe').fill(password);
  await page.locator('main form.form button[type=submit]').click();
}

describe('accounts', () => {
  for (const email of ['depot@example.org', 'curation@example.org']) {
    for (const javaScript of [true, false]) {
      for (const { name, prefix } of LOCALES) {
        test(`${email} signs in and out, ${name}, ${javaScript ? 'with' : 'without'} script`, { timeout: TEST_MS }, () =>
          withPage({ javaScript }, async (page) => {
            await open(page, `${prefix}/connexion`);
            await signIn(page, email, PASSWORD);
            await page.locator('.account').waitFor();
            assert.ok((await textOf(page.locator('.account span'))).length > 2, 'the name is shown');
            const cookies = await page.context().cookies();
            const session = cookies.find((cookie) => cookie.name.endsWith('parvis'));
            assert.ok(session?.httpOnly && session.sameSite === 'Lax', 'the session is out of reach of scripts');
            await page.locator('.account button').click();
            await page.locator('.menu a[href$="/connexion"]').waitFor();
            assert.equal(await page.locator('.account').count(), 0);
          }),
        );
      }
    }
  }

  for (const { name, prefix } of LOCALES) {
    test(`a wrong password is told apart from nothing else, ${name}`, { timeout: TEST_MS }, () =>
      withPage({}, async (page) => {
        const errors = [];
        for (const email of ['depot@example.org', 'personne@example.org']) {
          await open(page, `${prefix}/connexion`);
          await signIn(page, email, 'not the password');
          const alert = page.locator('[role=alert]');
          await alert.waitFor();
          errors.push(await textOf(alert));
          assert.equal(await page.locator('#courriel').inputValue(), email, 'the address stays');
          assert.equal(await page.locator('#mot-de-passe').inputValue(), '', 'the password does not');
          assert.equal(await page.locator('.account').count(), 0);
          await assertAccessible(page);
        }
        assert.equal(errors[0], errors[1], 'nobody learns which addresses have accounts');
      }),
    );
  }

  for (const { name, prefix } of LOCALES) {
    for (const scheme of ['light', 'dark']) {
      test(`the sources are accessible to administrators, ${name}, ${scheme}`, { timeout: TEST_MS }, () =>
        withPage({ width: 360, scheme }, async (page) => {
          await open(page, `${prefix}/connexion`);
          await signIn(page, 'administration@example.org', PASSWORD);
          await page.locator('.account').waitFor();
          await open(page, `${prefix}/administration/sources`);
          await assertNoSidewaysScroll(page);
          await assertAccessible(page);
        }),
      );
    }
  }

  for (const { name, prefix } of LOCALES) {
    for (const scheme of ['light', 'dark']) {
      test(`the alerts of an account are accessible, ${name}, ${scheme}`, { timeout: TEST_MS }, () =>
        withPage({ width: 360, scheme }, async (page) => {
          await open(page, `${prefix}/connexion`);
          await signIn(page, 'depot@example.org', PASSWORD);
          await page.locator('.account').waitFor();
          await open(page, `${prefix}/alertes/nouvelle?q=${name}-${scheme}`);
          await page.locator('main form.form button[type=submit]').click();
          await page.locator('.alerts').waitFor();
          await assertNoSidewaysScroll(page);
          await assertAccessible(page);
        }),
      );
    }
  }

  test('a form of another site is refused', { timeout: TEST_MS }, async () => {
    const body = new URLSearchParams({ courriel: 'depot@example.org', mot_de_passe: PASSWORD, jeton: 'x', retour: '/' });
    const response = await fetch(`${BASE_URL}/connexion`, { method: 'POST', body, redirect: 'manual' });
    assert.ok(response.status >= 400, `status ${response.status}`);
    assert.ok(!/parvis=[^;]/u.test(response.headers.get('set-cookie') ?? ''), 'no session');
  });
});
