// Announcements of other services: a curator decides what stands with an article.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TEST_MS, arriveAt, withPage } from '../support/browser.js';
import { Person, WAYS } from '../support/flow.js';
import { BASE_URL, articleOf, sample } from '../support/site.js';

let sent = 0;

/** Announces a review of an article, as a review service does; gives the address of the review. */
async function announce(article) {
  sent += 1;
  const review = `https://revue.example.org/avis/${process.pid}-${Date.now()}-${sent}`;
  const payload = {
    '@context': ['https://www.w3.org/ns/activitystreams', 'https://coar-notify.net'],
    id: `urn:parvis:essai:${review}`,
    type: ['Announce', 'coar-notify:ReviewAction'],
    actor: { id: 'https://revue.example.org', type: 'Service', name: 'Revue du Nord' },
    origin: { id: 'https://revue.example.org/system', type: 'Service' },
    target: { id: BASE_URL, inbox: `${BASE_URL}/notifications/inbox`, type: 'Service' },
    context: { id: `${BASE_URL}${article}` },
    object: { id: review, type: ['Page', 'sorg:Review'] },
  };
  const body = JSON.stringify(payload);
  const headers = { 'content-type': 'application/ld+json' };
  const response = await fetch(`${BASE_URL}/notifications/inbox`, { method: 'POST', headers, body });
  assert.equal(response.status, 202, await response.text());
  return review;
}

describe('announcements', () => {
  for (const way of WAYS) {
    test(`a review is shown and hidden again, ${way.name}`, { timeout: TEST_MS }, () =>
      withPage({ width: 320, scheme: way.scheme, javaScript: way.javaScript }, async (page) => {
        const article = `/articles/${articleOf(sample('02')).id}`;
        const review = await announce(article);
        const person = new Person(page, way);
        const shown = async () => {
          await person.open(article);
          return page.locator(`main a[href="${review}"]`).count();
        };
        await person.become('curation@example.org');
        assert.equal(await shown(), 0, 'nothing is shown before somebody decides');
        for (const [action, count] of [['montrer', 1], ['taire', 0]]) {
          await person.open('/administration/annonces');
          await person.look();
          await person.press(`li:has(a[href="${review}"]) button[value=${action}]`);
          await arriveAt(page, /fait=1/u);
          await page.locator('[role=status]').first().waitFor();
          assert.equal(await shown(), count, action);
        }
        await person.open('/administration/annonces');
        await person.look();
      }),
    );
  }
});
