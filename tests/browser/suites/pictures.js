// A picture of every page, for people to look at: report/{page}.{language}.{scheme}.{width}.png.

import assert from 'node:assert/strict';
import { mkdir, rm, stat } from 'node:fs/promises';
import { before, describe, test } from 'node:test';

import { SIDE_BY_SIDE, TEST_MS, open, withPage } from '../support/browser.js';
import { LOCALES, PAGES } from '../support/site.js';

const REPORT = new URL('../report/', import.meta.url).pathname;
/** A phone and a desk. */
const WINDOWS = [{ width: 390, height: 844 }, { width: 1280, height: 900 }];

describe('pictures', { concurrency: SIDE_BY_SIDE }, () => {
  before(async () => {
    await rm(REPORT, { recursive: true, force: true });
    await mkdir(REPORT, { recursive: true });
  });

  for (const { name: language, prefix } of LOCALES) {
    for (const scheme of ['light', 'dark']) {
      for (const window of WINDOWS) {
        test(`${language}, ${scheme}, ${window.width} pixels wide`, { timeout: 2 * TEST_MS }, () =>
          withPage({ ...window, scheme }, async (page) => {
            for (const { name, path, status } of PAGES) {
              await open(page, prefix + path, status);
              const file = `${REPORT}${name}.${language}.${scheme}.${window.width}.png`;
              await page.screenshot({ path: file, fullPage: true });
              assert.ok((await stat(file)).size > 5_000, `${file} shows something`);
            }
          }),
        );
      }
    }
  }
});
