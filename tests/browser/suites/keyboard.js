// With the keyboard alone: everything is reached, in sight, and one sees where one is.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { SIDE_BY_SIDE, TEST_MS, open, withPage } from '../support/browser.js';
import { LOCALES, PAGES } from '../support/site.js';

/** Tab stops walked before a page counts as a trap. */
const MOST_STOPS = 400;

const path = (name) => PAGES.find((page) => page.name === name).path;

/** How an element and its parent look, as far as a mark of focus may change it. */
const LOOK = `(each) => [each, each.parentElement].map((one) => {
  const style = getComputedStyle(one);
  return ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow', 'borderColor', 'borderWidth', 'backgroundColor',
          'textDecorationLine', 'textDecorationThickness'].map((key) => style[key]).join('|');
}).join(' / ')`;

/** Waits for the page's first pictures on the screen: until then Chromium drops what is typed. */
async function painted(page) {
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done)))));
}

/** Notes how everything that can take focus looks without it. */
async function noteLooks(page) {
  await page.evaluate(`(() => {
    const look = ${LOOK};
    const all = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary, [tabindex]');
    window.looksBefore = new Map([...all].map((each) => [each, look(each)]));
  })()`);
}

/** What has the focus: its name, whether it looks different, whether it is in the window and not covered. */
async function focused(page) {
  return page.evaluate(`(() => {
    const look = ${LOOK};
    const each = document.activeElement;
    if (!each || each === document.body) return null;
    const box = each.getBoundingClientRect();
    const name = each.tagName.toLowerCase() + ' ' + (each.getAttribute('href') ?? each.id ?? '') + ' ' + each.textContent.trim().slice(0, 30);
    const middle = document.elementFromPoint(Math.min(innerWidth - 1, Math.max(0, box.x + Math.min(box.width, 8) / 2)),
                                             Math.min(innerHeight - 1, Math.max(0, box.y + box.height / 2)));
    const first = !window.seen?.has(each);
    (window.seen ??= new Set()).add(each);
    return {
      name, first,
      changed: window.looksBefore.get(each) !== look(each),
      inWindow: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
      covered: middle !== null && !each.contains(middle) && !middle.contains(each) && !(each.labels && [...each.labels].some((label) => label.contains(middle))),
    };
  })()`);
}

/** Presses Tab until something has the focus: the first keys may come before the page takes any. */
async function enter(page) {
  for (let press = 0; press < 10; press += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(() => document.activeElement !== null && document.activeElement !== document.body)) {
      return;
    }
    await page.waitForTimeout(200);
  }
  assert.fail('no key brings the focus into the page');
}

async function walk(page) {
  await enter(page);
  const stops = [];
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (stop > 0) {
      await page.keyboard.press('Tab');
    }
    const found = await focused(page);
    if (found === null || !found.first) {
      return stops;
    }
    stops.push(found);
  }
  assert.fail(`more than ${MOST_STOPS} tab stops`);
}

describe('the keyboard alone is enough', { concurrency: SIDE_BY_SIDE }, () => {
  for (const name of ['home', 'search', 'article', 'reading', 'sign-in']) {
    for (const width of [360, 1280]) {
      test(`${name} shows the focus at every stop, ${width} pixels wide`, { timeout: TEST_MS }, () =>
        withPage({ width }, async (page) => {
          await open(page, path(name));
          await painted(page);
          await noteLooks(page);
          const stops = await walk(page);
          assert.ok(stops.length >= 10, `stops: ${stops.length}`);
          for (const flaw of ['changed', 'inWindow']) {
            assert.deepEqual(stops.filter((stop) => !stop[flaw]).map((stop) => stop.name), [], `stops that are not ${flaw}`);
          }
          assert.deepEqual(stops.filter((stop) => stop.covered).map((stop) => stop.name), [], 'stops that are covered');
        }),
      );
    }
  }

  for (const locale of LOCALES) {
    test(`the first stop skips to the content, ${locale.name}`, { timeout: TEST_MS }, () =>
      withPage({}, async (page) => {
        await open(page, `${locale.prefix}/`);
        await painted(page);
        await enter(page);
        const skip = page.locator('a.skip');
        const box = await skip.boundingBox();
        assert.ok(box.x >= 0 && box.y >= 0 && box.width > 20 && box.height > 20, `in sight: ${JSON.stringify(box)}`);
        await page.keyboard.press('Enter');
        assert.equal(await page.evaluate(() => document.activeElement.id), 'contenu');
        await page.keyboard.press('Tab');
        assert.ok(await page.evaluate(() => document.activeElement.closest('main') !== null), 'the next stop is in the content');
      }),
    );
  }

  test('a search is typed and sent without a mouse', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, '/');
      await page.locator('main #q').focus();
      await page.keyboard.type('neige');
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/recherche\?q=neige$/);
      await page.locator('ol.cards > li').first().waitFor();
    }),
  );
});
