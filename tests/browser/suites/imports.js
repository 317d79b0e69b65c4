// Lists that curators import: what would happen row by row, the run, and what came of it.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TEST_MS, arriveAt, textOf, withPage } from '../support/browser.js';
import { Person, WAYS, newDoi } from '../support/flow.js';
import { BASE_URL } from '../support/site.js';

/** A list with two rows to take in, one that repeats another, and one with a wrong DOI at its line. */
function list(way) {
  const [one, two] = [newDoi(), newDoi()];
  const rows = [
    'title_fr,authors,doi,type,online',
    `"Le verglas des toits, ${way.name}","Roy, Léa",${one},journal_article,2024-05-14`,
    `"Le grésil des champs, ${way.name}","Côté, Jo",${two},journal_article,2023-02-01`,
    `"Le verglas des toits, ${way.name}","Roy, Léa",${one},journal_article,2024-05-14`,
    '"Une ligne fautive","Roy, Léa",pas-un-doi,journal_article,2024',
  ];
  return { name: 'liste.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\n'), 'utf8') };
}

describe('imports', () => {
  for (const way of WAYS) {
    test(`a list is told row by row, then taken in, ${way.name}`, { timeout: TEST_MS }, () =>
      withPage({ width: 320, scheme: way.scheme, javaScript: way.javaScript }, async (page) => {
        const person = new Person(page, way);
        await person.become('curation@example.org');
        await person.open('/administration/importations');
        await person.look();
        await page.locator('#fichier').setInputFiles({ name: 'vide.csv', mimeType: 'text/csv', buffer: Buffer.alloc(0) });
        await person.press('form.sheet button[type=submit]');
        await page.locator('#fichier-erreur').waitFor();
        await person.look();
        await page.locator('#fichier').setInputFiles(list(way));
        // Their descriptions wait for a curator, so that nothing of this is public.
        await person.press('input[name=decision]');
        await person.go('form.sheet button[type=submit]', /\/importations\/\d+$/u);
        const address = new URL(page.url()).pathname;
        assert.equal(await page.locator('tbody tr').count(), 4);
        const fault = page.locator('tbody tr').last();
        assert.match(await textOf(fault), /liste\.csv.*5.*pas-un-doi/u, 'the fault is told at its line');
        await person.look();
        await person.go('a[href*="voir=fault"]', /voir=fault/u);
        assert.equal(await page.locator('tbody tr').count(), 1);
        await person.go('button[value=importer]', (url) => url.pathname === address);
        await page.locator('progress').waitFor();
        await page.waitForFunction(() => !document.querySelector('meta[http-equiv=refresh]'), null, { polling: 300 });
        assert.equal(await page.locator('progress').getAttribute('value'), '4');
        await person.look();
        const cookies = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
        const csv = await fetch(`${BASE_URL}${address}/resultat.csv`, { headers: { cookie: cookies } });
        assert.equal(csv.status, 200);
        assert.equal((await csv.text()).trim().split('\n').length, 5);
        await person.open('/administration/importations');
        assert.ok((await page.locator('#historique + ul a').first().getAttribute('href')).endsWith(address));
      }),
    );
  }

  test('another curator sees whose import it is and cannot start it', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      const person = new Person(page, WAYS[0]);
      await person.become('administration@example.org');
      await person.open('/administration/importations');
      await page.locator('#fichier').setInputFiles(list({ name: 'other' }));
      await person.go('form.sheet button[type=submit]', /\/importations\/\d+$/u);
      const address = new URL(page.url()).pathname;
      await person.become('curation@example.org');
      await person.open(address);
      assert.ok((await textOf(page.locator('main'))).includes('Claude Administration'));
      assert.equal(await page.locator('button[value=importer]').count(), 0);
      await person.become('administration@example.org');
      await person.open(address);
      await person.press('button[value=supprimer]');
      await arriveAt(page, /fait=supprimer/u);
    }),
  );
});
