// The viewer of PDFs: opened at a page with the words marked, parts of large files alone, a way to the text and back.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { bigPdf, textOfPage } from '../support/big-pdf.js';
import { SIDE_BY_SIDE, TEST_MS, WIDTHS, arriveAt, assertAccessible, assertNoSidewaysScroll, folded, open, textOf, withPage } from '../support/browser.js';
import { LOCALES, articleOf, sample } from '../support/site.js';

const article = articleOf(sample('01'));
const path = `/articles/${article.id}/pdf`;
const file = `**/articles/${article.id}/fichier.pdf`;
const word = sample('01').words.find(({ page }) => page === 3).word;

const shown = (page, number) => page.locator(`.pdf-page[data-page="${number}"][data-shown]`).waitFor();
const marked = (page) => page.evaluate(() => [...(CSS.highlights.get('found-in-pdf') ?? [])].map((range) => range.toString()));
const ink = (page, number) =>
  page.locator(`.pdf-page[data-page="${number}"] canvas`).evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.reduce((dark, value, at) => dark + (at % 4 === 0 && value < 128 ? 1 : 0), 0);
  });

describe('the viewer', { concurrency: SIDE_BY_SIDE }, () => {
  for (const locale of LOCALES) {
    test(`opens at the page with the words marked, ${locale.name}`, { timeout: TEST_MS }, () =>
      withPage({}, async (page) => {
        await open(page, `${locale.prefix}${path}?q=${encodeURIComponent(folded(word))}#page=3`);
        await shown(page, 3);
        assert.ok((await ink(page, 3)) > 1_000, 'the page is drawn');
        await page.waitForFunction(() => CSS.highlights.get('found-in-pdf')?.size > 0);
        assert.ok((await marked(page)).map(folded).includes(folded(word)), (await marked(page)).join());
        assert.equal(await page.locator('[data-pdf=number]').inputValue(), '3');
        const top = await page.locator('.pdf-page[data-page="3"]').evaluate((each) => each.getBoundingClientRect().top);
        assert.ok(top > 0 && top < 200, `page 3 is at the top: ${top}`);
        const layer = await textOf(page.locator('.pdf-page[data-page="3"] .textLayer'));
        assert.ok(folded(layer).includes(folded(word)), 'the text can be selected and read out');
      }),
    );
  }

  test('goes from page to page and to sizes by keys and buttons', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, path);
      await shown(page, 1);
      assert.equal(await page.locator('[data-pdf=previous]').isDisabled(), true);
      await page.locator('[data-pdf=next]').focus();
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.querySelector('[data-pdf=number]').value === '2' && location.hash === '#page=2');
      await page.locator('[data-pdf=number]').fill('3');
      await page.keyboard.press('Enter');
      await shown(page, 3);
      await page.locator('[data-pdf=number]').fill('999');
      await page.keyboard.press('Enter');
      await page.waitForFunction((last) => document.querySelector('[data-pdf=number]').value === String(last), article.file.pages);
      const width = () => page.locator('.pdf-page').first().evaluate((each) => each.clientWidth);
      const before = await width();
      await page.locator('[data-pdf=out]').click();
      assert.ok((await width()) < before);
      assert.equal(await textOf(page.locator('[data-pdf=zoom]')), '80 %');
      await page.locator('[data-pdf=zoom]').click();
      assert.equal(await width(), before);
    }),
  );

  test('and the text lead to each other’s page', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, `/articles/${article.id}/lire?q=glace`);
      await page.locator('#p2 .page-mark a').click();
      await arriveAt(page, (url) => url.pathname === path && url.hash === '#page=2' && url.searchParams.get('q') === 'glace');
      await shown(page, 2);
      await page.locator('[data-pdf=text]').click();
      await arriveAt(page, (url) => url.pathname.endsWith('/lire') && url.hash === '#p2' && url.searchParams.get('q') === 'glace');
    }),
  );

  test('stands beside the text on a wide screen, and shows the page that is read', { timeout: TEST_MS }, () =>
    withPage({ width: 1400 }, async (page) => {
      await open(page, `/articles/${article.id}/lire?q=glace`);
      const split = page.locator('[data-split]');
      await split.focus();
      await page.keyboard.press('Enter');
      await shown(page, 1);
      await page.waitForFunction(() => CSS.highlights.get('found-in-pdf')?.size > 0);
      const [text, pdf] = [await page.locator('.paper').boundingBox(), await page.locator('.pdf-page').first().boundingBox()];
      assert.ok(text.x + text.width <= pdf.x && pdf.x + pdf.width <= 1400, JSON.stringify([text, pdf]));
      await assertAccessible(page);
      await assertNoSidewaysScroll(page);
      await page.locator('#p3').evaluate((each) => each.scrollIntoView());
      await shown(page, 3);
      const top = await page.locator('.pdf-page[data-page="3"]').evaluate((each) => each.getBoundingClientRect().top);
      assert.ok(Math.abs(top) < 60, `page 3 is at the top: ${top}`);
      const second = () => page.waitForFunction(() => Math.abs(document.querySelector('.pdf-page[data-page="2"]').getBoundingClientRect().top) < 60);
      await page.locator('#p2').evaluate((each) => each.scrollIntoView());
      await second();
      await page.locator('[data-side]').evaluate((each) => each.scrollTo(0, 0));
      await page.locator('#p2 .page-mark a').click();
      await second();
      assert.match(page.url(), /\/lire/, 'the text stays');
      await split.click();
      assert.equal(await page.locator('.pdf-page').first().isVisible(), false);
      await page.setViewportSize({ width: 1000, height: 800 });
      await split.waitFor({ state: 'hidden' });
    }),
  );

  test('is a plain link without script', { timeout: TEST_MS }, () =>
    withPage({ javaScript: false }, async (page) => {
      await open(page, path);
      const link = page.locator('[data-pdf=plain] a');
      assert.equal(await link.isVisible(), true);
      assert.match(await link.getAttribute('href'), /fichier\.pdf$/);
      assert.equal(await page.locator('.viewer-bar').isVisible(), false);
    }),
  );

  for (const scheme of ['light', 'dark']) {
    for (const width of WIDTHS) {
      test(`is accessible, ${scheme}, ${width} pixels wide`, { timeout: TEST_MS }, () =>
        withPage({ width, scheme }, async (page) => {
          await open(page, `${LOCALES[scheme === 'dark' ? 1 : 0].prefix}${path}?q=glace`);
          await shown(page, 1);
          await assertAccessible(page);
          await assertNoSidewaysScroll(page);
        }),
      );
    }
  }
});

/** Answers for the file with other bytes, in the parts that are asked for, and counts them. */
async function serveInstead(page, bytes, { ranges = true, failAfter = Infinity } = {}) {
  const sent = { bytes: 0, whole: 0, parts: 0 };
  await page.route(file, (route) => {
    const range = route.request().headers().range?.match(/^bytes=(\d+)-(\d+)$/);
    if (!range || !ranges) {
      sent.whole += 1;
      sent.bytes += bytes.length;
      return route.fulfill({ status: 200, contentType: 'application/pdf', body: bytes });
    }
    sent.parts += 1;
    if (sent.parts > failAfter) return route.abort();
    const [first, last] = [Number(range[1]), Math.min(Number(range[2]), bytes.length - 1)];
    sent.bytes += last - first + 1;
    return route.fulfill({
      status: 206,
      headers: { 'content-type': 'application/pdf', 'content-range': `bytes ${first}-${last}/${bytes.length}`, 'accept-ranges': 'bytes', etag: '"big"' },
      body: bytes.subarray(first, last + 1),
    });
  });
  return sent;
}

describe('a large file', { concurrency: SIDE_BY_SIDE }, () => {
  const BIG = bigPdf(200, 100_000);

  test('shows its first page, and any other, long before it is all there', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      assert.ok(BIG.length > 20_000_000, `${BIG.length} bytes`);
      const sent = await serveInstead(page, BIG);
      await open(page, path);
      await shown(page, 1);
      assert.equal(await textOf(page.locator('.pdf-page[data-page="1"] .textLayer')), textOfPage(1));
      assert.equal(sent.whole, 0, 'never asked for as a whole');
      assert.ok(sent.bytes < BIG.length / 15, `${sent.bytes} of ${BIG.length} bytes for page 1`);
      await page.locator('[data-pdf=number]').fill('150');
      await page.keyboard.press('Enter');
      await shown(page, 150);
      assert.equal(await textOf(page.locator('.pdf-page[data-page="150"] .textLayer')), textOfPage(150));
      assert.ok(sent.bytes < BIG.length / 12, `${sent.bytes} of ${BIG.length} bytes for pages 1 and 150`);
      assert.ok((await page.locator('.pdf-page canvas').count()) < 8, 'pages out of sight give their memory back');
    }),
  );

  test('is shown from a server that knows no parts too', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      const sent = await serveInstead(page, bigPdf(3, 10_000), { ranges: false });
      await open(page, path);
      await shown(page, 1);
      assert.equal(sent.whole, 1);
    }),
  );

  test('says so when the rest cannot be had, and leaves the link', { timeout: TEST_MS }, async () => {
    // The browser itself writes a failed request to the console, so this page is not a quiet one.
    await assert.rejects(
      withPage({ secondTry: false }, async (page) => {
        await serveInstead(page, BIG, { failAfter: 1 });
        await open(page, path);
        await page.locator('[data-pdf=plain] a').waitFor();
        assert.match(await textOf(page.locator('[data-pdf=status]')), /ne s’affiche pas/);
      }),
      /the page is quiet/,
    );
  });

  test('that is none is told in words', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await serveInstead(page, Buffer.from('<html>not a PDF</html>'));
      await open(page, path);
      await page.locator('[data-pdf=plain] a').waitFor();
      assert.match(await textOf(page.locator('[data-pdf=status]')), /ne s’affiche pas/);
      assert.equal(await page.locator('.viewer-bar').isVisible(), false);
    }),
  );

  test('of the site itself is fetched in parts', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      const asked = [];
      page.on('request', (request) => request.url().endsWith('fichier.pdf') && asked.push(request.headers().range ?? 'whole'));
      await open(page, path);
      await shown(page, 1);
      assert.ok(asked.length > 0 && asked.every((range) => range.startsWith('bytes=')), asked.join());
    }),
  );
});
