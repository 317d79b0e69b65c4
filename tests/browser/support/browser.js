// One Chromium for all tests, a fresh context for each, and a watch on what pages do behind the visitor's back.

import assert from 'node:assert/strict';
import { after } from 'node:test';

import axe from 'axe-core';
import { chromium } from 'playwright-core';

import { BASE_URL } from './site.js';

/** Debian's browser; no other one is ever downloaded. */
export const EXECUTABLE = process.env.PARVIS_TEST_CHROMIUM ?? '/usr/bin/chromium';
/** Tests may run as root in a container, where Chromium has no sandbox and /dev/shm is small. */
export const CHROMIUM_FLAGS = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--font-render-hinting=none'];
/** Longest wait for anything on a page, in milliseconds; a slow machine still gets there. */
const PATIENCE_MS = 20_000;
/** The widths of a phone, a tablet and a desk, in CSS pixels. */
export const WIDTHS = [360, 768, 1280];
/** Tests that run side by side. */
export const SIDE_BY_SIDE = 3;
/** Longest that one test may take, in milliseconds. */
export const TEST_MS = 90_000;

let launched;

function browser() {
  launched ??= chromium.launch({
    executablePath: EXECUTABLE,
    args: CHROMIUM_FLAGS,
  });
  return launched;
}

after(async () => {
  if (launched) {
    await (await launched).close();
  }
});

/**
 * Runs `body` with a page of its own, then fails if the page talked to another host than its `friends`, wrote an error to the console
 * or broke its own content security policy.
 *
 * On a busy machine Chromium may drop a key or give up a load, so a body that failed gets one more page. Each second
 * try is printed, and `tests/run` prints how many there were: more than a few are a fault to look for.
 */
export async function withPage({ secondTry = true, ...options }, body) {
  try {
    return await onePage(options, body);
  } catch (error) {
    if (!secondTry) {
      throw error;
    }
    console.log(`SECOND TRY after: ${String(error?.stack ?? error).split('\n').slice(0, 4).join(' | ')}`);
    return onePage(options, body);
  }
}

async function onePage(options, body) {
  const { width = 1280, height = 900, scheme = 'light', javaScript = true, friends = [], ...rest } = options;
  const context = await (await browser()).newContext({
    baseURL: BASE_URL,
    viewport: { width, height },
    colorScheme: scheme,
    javaScriptEnabled: javaScript,
    reducedMotion: 'reduce',
    locale: 'fr-CA',
    ...rest,
  });
  context.setDefaultTimeout(PATIENCE_MS);
  try {
    const page = await context.newPage();
    const complaints = watch(page, friends);
    const result = await body(page);
    assert.deepEqual(complaints, [], 'the page is quiet');
    return result;
  } finally {
    await context.close();
  }
}

function watch(page, friends) {
  const complaints = [];
  const host = new URL(BASE_URL).host;
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (![host, ...friends].includes(url.host) && !['about:', 'data:', 'blob:'].includes(url.protocol)) {
      complaints.push(`request to another host: ${request.url()}`);
    }
  });
  page.on('pageerror', (error) => complaints.push(`script error: ${error.message}`));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    dialog.dismiss().catch(() => {});
  });
  page.on('console', (message) => {
    // Chromium reports the status of an error page itself; that status is what the test asked for.
    const statusOfPage = message.location().url === page.url() && /status of 4\d\d/.test(message.text());
    if (message.type() === 'error' && !statusOfPage) {
      complaints.push(`console: ${message.text()} (${message.location().url})`);
    }
  });
  return complaints;
}

/** Opens a path, checks its status, and waits until its fonts are there. */
export async function open(page, path, status = 200) {
  const response = await page.goto(path, { waitUntil: 'load' });
  assert.equal(response.status(), status, `status of ${path}`);
  await page.evaluate(() => document.fonts.ready.then(() => true));
  return response;
}

/** Fails with a readable list if axe finds anything against WCAG 2.2 AA or its best practices, save the rules `without`. */
export async function assertAccessible(page, without = []) {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (disabled) => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const rules = { 'target-size': { enabled: true } };
    for (const rule of disabled) {
      rules[rule] = { enabled: false };
    }
    const found = await window.axe.run(document, { runOnly: tags, rules, resultTypes: ['violations'] });
    return found.violations.flatMap((violation) =>
      violation.nodes.slice(0, 4).map((node) => `${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`),
    );
  }, without);
  assert.deepEqual(violations, [], 'axe finds nothing');
}

/** Fails if the page is wider than its window; names the widest culprits. */
export async function assertNoSidewaysScroll(page) {
  const culprits = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) {
      return [];
    }
    const wide = [...document.body.querySelectorAll('*')].filter((each) => each.getBoundingClientRect().right > room + 1);
    return wide.slice(0, 5).map((each) => `${each.tagName.toLowerCase()}.${each.getAttribute('class') ?? ''}`);
  });
  assert.deepEqual(culprits, [], 'the page does not scroll sideways');
}

/** Waits until the page is at an address that fits. */
export async function arriveAt(page, pattern) {
  await page.waitForURL(pattern, { waitUntil: 'load' });
}

/** The text of a place on the page, white space made plain. */
export async function textOf(locator) {
  return plain(await locator.innerText());
}

/** A text with every run of white space, no-break ones too, as one space. */
export function plain(text) {
  return text.replace(/\s+/gu, ' ').trim();
}

/** A text without accents and capitals, as a visitor in a hurry types it. */
export function folded(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
