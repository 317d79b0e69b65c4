// Lighthouse over the pages that people come to first: a phone on a slow connection, as its own settings simulate it.
//
// Accessibility, best practices, SEO and the bytes of a page are held; how fast it is depends on the machine and is only
// written to the report.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';

import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

import { CHROMIUM_FLAGS, EXECUTABLE, TEST_MS } from '../support/browser.js';
import { BASE_URL, PAGES } from '../support/site.js';

/** Least score, of 100, in the categories that do not depend on the machine. */
const LEAST = 98;
/** Most bytes that a page may take, compressed, with its fonts, styles and scripts. */
const MOST_BYTES = 100_000;
const VISITED = ['home', 'search', 'article', 'reading', 'reading-jats', 'compliance', 'data'];
/** Results, and texts with the words of a search marked, are kept from search engines on purpose: they have no end. */
const HIDDEN = ['search', 'reading'];
const REPORT = new URL('../report/', import.meta.url);

let chrome;
const rows = [];

before(async () => {
  chrome = await launch({ chromePath: EXECUTABLE, chromeFlags: ['--headless=new', ...CHROMIUM_FLAGS] });
});

after(async () => {
  chrome?.kill();
  const lines = ['| page | performance | accessibility | best practices | SEO | kB |', '|---|---|---|---|---|---|', ...rows];
  console.log(lines.join('\n'));
  await mkdir(REPORT, { recursive: true });
  await writeFile(new URL('lighthouse.md', REPORT), `${lines.join('\n')}\n`);
});

/**
 * Lighthouse's report on a page. A category has no score when one of its audits could not be carried out, as happens when
 * the browser is busy; then the page is visited again.
 */
async function visit(path, skipAudits) {
  const config = { extends: 'lighthouse:default', settings: { skipAudits } };
  let report;
  for (let tries = 0; tries < 3; tries += 1) {
    report = (await lighthouse(BASE_URL + path, { port: chrome.port, logLevel: 'error' }, config)).lhr;
    if (Object.values(report.categories).every((category) => category.score !== null)) {
      return report;
    }
    console.log(`SECOND TRY after: Lighthouse could not carry out ${unscored(report).join(', ')} on ${path}`);
  }
  return report;
}

/** The audits of a report that ended with an error. */
function unscored(report) {
  return Object.values(report.audits).filter((audit) => audit.scoreDisplayMode === 'error').map((audit) => audit.id);
}

describe('Lighthouse finds little to do better', { concurrency: 1 }, () => {
  for (const { name, path } of PAGES.filter((page) => VISITED.includes(page.name))) {
    test(name, { timeout: 3 * TEST_MS }, async () => {
      const skipAudits = HIDDEN.includes(name) ? ['is-crawlable'] : null;
      const lhr = await visit(path, skipAudits);
      const score = (category) => Math.round(lhr.categories[category].score * 100);
      const bytes = lhr.audits['total-byte-weight'].numericValue;
      const held = ['accessibility', 'best-practices', 'seo'].map(score);
      rows.push(`| ${[name, score('performance'), ...held, (bytes / 1000).toFixed(0)].join(' | ')} |`);
      const poor = Object.values(lhr.audits).filter((audit) => audit.score !== null && audit.score < 0.9);
      assert.ok(Math.min(...held) >= LEAST, `scores ${held}: ${poor.map((audit) => audit.id).join(', ')}`);
      assert.ok(bytes <= MOST_BYTES, `${bytes} bytes are sent`);
    });
  }
});
