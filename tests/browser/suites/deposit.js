// The deposit: from the file to the desk of the curators, with few clicks, with and without JavaScript.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { articleWithDoi } from '../support/article-pdf.js';
import { TEST_MS, arriveAt, assertAccessible, assertNoSidewaysScroll, open, textOf, withPage } from '../support/browser.js';
import { WAYS } from '../support/flow.js';
import { LOCALES, PASSWORD } from '../support/site.js';

const TITLE = 'Le givre sur les fils du tramway en hiver';
let articles = 0;

/** A file that nobody has deposited yet. */
function newFile() {
  articles += 1;
  const doi = `10.5555/essai.${process.pid}.${Date.now()}.${articles}`;
  return { doi, file: { name: 'givre.pdf', mimeType: 'application/pdf', buffer: articleWithDoi(doi) } };
}

async function signIn(page) {
  await open(page, '/connexion');
  await page.locator('#courriel').fill('depot@example.org');
  await page.locator('#mot-de-passe').fill(PASSWORD);
  await page.locator('main form.form button[type=submit]').click();
  await page.waitForLoadState('load');
}

/** Chooses a file and waits for its form. */
async function begin(page, file, prefix = '', javaScript = true) {
  await open(page, `${prefix}/deposer`);
  await page.locator('#fichier').setInputFiles(file);
  if (!javaScript) {
    await page.locator('form[data-upload] button[type=submit]').click();
  }
  await arriveAt(page, /\/deposer\/\d+$/);
  await page.locator('form[data-draft]').waitFor();
}

describe('deposit', () => {
  for (const { name, prefix } of LOCALES) {
    test(`an article with a DOI goes in with four clicks and no typed character, ${name}`, { timeout: TEST_MS }, () =>
      withPage({}, async (page) => {
        const { doi, file } = newFile();
        await signIn(page);
        await open(page, `${prefix}/deposer`);
        let clicks = 1; // The button that opens the system's list of files.
        await page.locator('#fichier').setInputFiles(file);
        await arriveAt(page, /\/deposer\/\d+$/);
        await page.locator('form[data-draft]').waitFor();
        assert.equal(await page.locator('#doi').inputValue(), doi);
        assert.equal(await page.locator('#titre_fr').inputValue(), TITLE);
        await page.locator('#droits').click();
        clicks += 1;
        await page.locator('button[value=deposer]').click();
        clicks += 1;
        await arriveAt(page, /\/depots\/\d+$/);
        assert.ok(clicks <= 4, `${clicks} clicks`);
        assert.ok((await textOf(page.locator('h1'))).includes(TITLE));
      }),
    );

    for (const javaScript of [true, false]) {
      test(`the form is sound ${javaScript ? 'with' : 'without'} JavaScript, ${name}`, { timeout: TEST_MS }, () =>
        withPage({ width: 360, javaScript, scheme: javaScript ? 'dark' : 'light' }, async (page) => {
          const { file } = newFile();
          await signIn(page);
          await begin(page, file, prefix, javaScript);
          await assertNoSidewaysScroll(page);
          if (javaScript) {
            await assertAccessible(page);
          }
          await page.locator('#revue').fill('Une autre revue');
          if (!javaScript) {
            await page.locator('.decision button[value=enregistrer]').click();
            await page.waitForLoadState('load');
          } else {
            await page.locator('[data-save-state]', { hasText: /\d/u }).waitFor();
            await page.reload();
          }
          assert.equal(await page.locator('#revue').inputValue(), 'Une autre revue');
          await page.locator('#doi').fill('rien');
          await page.locator('#droits').check();
          await page.locator('button[value=deposer]').click();
          await page.locator('#resume-erreurs').waitFor();
          assert.equal(await page.locator('#doi').inputValue(), 'rien', 'what was typed stays');
          assert.equal(await page.locator('#doi').getAttribute('aria-invalid'), 'true');
          assert.equal(await page.locator('#droits').isChecked(), true);
        }),
      );
    }
  }

  test('a network that is lost loses nothing', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      const { file } = newFile();
      await signIn(page);
      await begin(page, file);
      const address = page.url();
      await page.route(address, (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()));
      page.removeAllListeners('console');
      await page.locator('#revue').fill('Écrite hors ligne');
      await page.locator('[data-save-state]', { hasText: 'Pas de connexion' }).waitFor();
      await open(page, '/');
      await page.unroute(address);
      await open(page, new URL(address).pathname);
      assert.equal(await page.locator('#revue').inputValue(), 'Écrite hors ligne', 'kept in the browser');
      await page.waitForFunction((place) => !localStorage.getItem(place), `parvis-draft-${address.split('/').pop()}`);
      await page.reload();
      assert.equal(await page.locator('#revue').inputValue(), 'Écrite hors ligne');
    }),
  );

  test('an upload that broke off goes on by itself', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      const { doi, file } = newFile();
      await signIn(page);
      await open(page, '/deposer');
      page.removeAllListeners('console');
      let broken = 0;
      await page.route('**/deposer/televersements/*', (route) => {
        if (route.request().method() !== 'PATCH' || broken > 0) {
          return route.fallback();
        }
        broken += 1;
        return route.abort();
      });
      await page.locator('#fichier').setInputFiles(file);
      await page.locator('[data-state]', { hasText: 'Connexion perdue' }).waitFor();
      await page.locator('form[data-draft]').waitFor();
      assert.equal(await page.locator('#doi').inputValue(), doi);
      assert.equal(broken, 1);
    }),
  );

  for (const { name, prefix, scheme, javaScript } of [WAYS[0], WAYS[3]]) {
    test(`an award is found by its number and added, ${name}`, { timeout: TEST_MS }, () =>
      withPage({ scheme, javaScript }, async (page) => {
        const { file } = newFile();
        await signIn(page);
        await begin(page, file, prefix, javaScript);
        await page.locator('#octroi').fill('900101');
        if (!javaScript) {
          await page.locator('button[value=chercher]').click();
        }
        await page.locator('[data-found] button').first().click();
        if (javaScript) {
          await page.locator('[data-save-state]', { hasText: /\d/u }).waitFor();
          await page.reload();
        }
        await page.locator('.award-line .badge.good').first().waitFor();
        assert.equal(await page.locator('#octrois').inputValue(), 'frqnt 900101');
      }),
    );
  }

  test('everything is done with the keyboard', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      const { file } = newFile();
      await signIn(page);
      await begin(page, file);
      await page.locator('#droits').focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await arriveAt(page, /\/depots\/\d+$/);
    }),
  );

  test('a file that is none is told at its field', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await signIn(page);
      await open(page, '/deposer');
      page.removeAllListeners('console');
      await page.locator('#fichier').setInputFiles({ name: 'image.pdf', mimeType: 'application/pdf', buffer: Buffer.from('GIF89a') });
      await page.locator('#fichier-erreur').waitFor();
      assert.equal(await page.locator('#fichier').getAttribute('aria-invalid'), 'true');
    }),
  );
});
