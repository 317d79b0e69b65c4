// Pages of people who signed in that no other suite looks at, and articles that may be theirs.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TEST_MS, assertAccessible, assertNoSidewaysScroll, open, textOf, withPage } from '../support/browser.js';
import { Person, WAYS } from '../support/flow.js';
import { signIn } from '../support/sign-in.js';
import { LOCALES, articleOf, sample } from '../support/site.js';

const article = `/articles/${articleOf(sample('10')).id}`;
const DESKS = ['/deposer', `${article}/exception`, `${article}/retrait`, '/conformite/changements', '/administration/etat', '/alertes'];

/** Authors of samples whose iDs stand in their descriptions, one for each way. */
const ORCIDS = await Promise.all(['01', '02', '04', '05'].map((number) => orcidOf(sample(number))));

async function orcidOf(one) {
  const { readFile } = await import('node:fs/promises');
  const sidecar = new URL(`../../../samples/${one.file.replace(/\.\w+$/u, '.json')}`, import.meta.url);
  const found = (await readFile(sidecar, 'utf8')).match(/\d{4}-\d{4}-\d{4}-\d{3}[\dX]/u);
  assert.ok(found, `${one.file} names an iD`);
  return found[0];
}

describe('desks', () => {
  for (const { name, prefix } of LOCALES) {
    for (const scheme of ['light', 'dark']) {
      test(`every desk is accessible on a phone, ${name}, ${scheme}`, { timeout: TEST_MS }, () =>
        withPage({ width: 320, scheme }, async (page) => {
          await signIn(page, prefix, 'administration@example.org');
          for (const path of DESKS) {
            await open(page, prefix + path);
            await assertNoSidewaysScroll(page);
            await assertAccessible(page);
          }
        }),
      );
    }
  }

  for (const [at, way] of WAYS.entries()) {
    test(`an article from elsewhere is claimed, ${way.name}`, { timeout: TEST_MS }, () =>
      withPage({ width: 320, scheme: way.scheme, javaScript: way.javaScript }, async (page) => {
        const person = new Person(page, way);
        await person.become('administration@example.org');
        await person.open('/compte');
        await page.locator('#orcid').fill(ORCIDS[at]);
        await person.press('section:has(#profil) button[type=submit]');
        await page.locator('[role=status]').first().waitFor();
        await person.open('/depots');
        await person.look();
        const offers = page.locator('section:has(#peut-etre) li');
        const title = await textOf(offers.first().locator('a').first());
        await person.press('section:has(#peut-etre) button[value=oui]');
        await page.locator('section:has(#ailleurs) li', { hasText: title }).waitFor();
        await person.look();
      }),
    );
  }
});
