// Four times enlarged, with loose text spacing, and in forced colours: nothing is lost.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { SIDE_BY_SIDE, TEST_MS, assertAccessible, assertNoSidewaysScroll, open, withPage } from '../support/browser.js';
import { LOCALES, PAGES } from '../support/site.js';

/** Spacing that readers may set themselves (WCAG 2.2, 1.4.12). */
const LOOSE = '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }';

/** Short texts whose end is cut off by their own box. */
function cutOff() {
  const boxes = document.querySelectorAll('main a, main button, main h1, main h2, main h3, main label, nav a, .badge, .chip');
  const cut = [...boxes].filter((box) => {
    const style = getComputedStyle(box);
    const clips = style.overflowX === 'hidden' || style.overflowX === 'clip';
    return clips && !box.matches('.visually-hidden') && box.scrollWidth > box.clientWidth + 1;
  });
  return cut.map((box) => box.textContent.trim().slice(0, 60));
}

describe('nothing is lost', { concurrency: SIDE_BY_SIDE }, () => {
  for (const { name, path, status } of PAGES) {
    for (const { name: language, prefix } of LOCALES) {
      // A desk window of 1280 by 1024, enlarged to 400 % (WCAG 2.2, 1.4.10).
      test(`${name} at 400 %, ${language}`, { timeout: TEST_MS }, () =>
        withPage({ width: 320, height: 256 }, async (page) => {
          await open(page, prefix + path, status);
          await assertNoSidewaysScroll(page);
          assert.deepEqual(await page.evaluate(cutOff), [], 'nothing is cut off');
          assert.equal(await page.locator('h1').isVisible(), true);
          assert.equal(await page.locator('a.language').isVisible(), true, 'the menu is there');
        }),
      );

      test(`${name} with loose spacing, ${language}`, { timeout: TEST_MS }, () =>
        withPage({ width: 360 }, async (page) => {
          await open(page, prefix + path, status);
          await page.evaluate((rules) => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync(rules);
            document.adoptedStyleSheets = [sheet];
          }, LOOSE);
          await assertNoSidewaysScroll(page);
          assert.deepEqual(await page.evaluate(cutOff), [], 'nothing is cut off');
        }),
      );
    }
  }

  for (const name of ['home', 'search', 'article']) {
    test(`${name} in forced colours`, { timeout: TEST_MS }, () =>
      withPage({ forcedColors: 'active' }, async (page) => {
        await open(page, PAGES.find((each) => each.name === name).path);
        // axe reads the colours of the style sheet, not the ones that the system forces on top.
        await assertAccessible(page, ['color-contrast']);
        const inks = await page.locator('main h1, main p, main a').evaluateAll((all) => all.map((each) => getComputedStyle(each).color));
        assert.ok(new Set(inks).size <= 4, `the colours are the system's: ${[...new Set(inks)]}`);
      }),
    );
  }

  test('the chosen colours hold from page to page', { timeout: TEST_MS }, () =>
    withPage({ scheme: 'light' }, async (page) => {
      const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      await open(page, '/');
      const light = await background();
      await page.locator('#theme').selectOption('dark');
      const dark = await background();
      assert.notEqual(dark, light);
      await open(page, '/a-propos');
      assert.equal(await background(), dark, 'on the next page');
      await assertAccessible(page);
    }),
  );
});
