// The comforts of the reading page: contents that follow, settings that last, finding, the place of last time.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { SIDE_BY_SIDE, TEST_MS, WIDTHS, assertAccessible, assertNoSidewaysScroll, folded, open, textOf, withPage } from '../support/browser.js';
import { withVoices, VOICES } from '../support/voices.js';
import { BASE_URL, LOCALES, articleOf, sample } from '../support/site.js';

const article = articleOf(sample('01'));
const path = `/articles/${article.id}/lire`;
/** Most bytes that the page may bring over the line, compressed, fonts and pictures in sight included. */
const MOST_BYTES = 100_000;

const panelButton = (page, name) => page.locator(`button[data-panel=${name}]`);
const choose = (page, name, value) => page.locator(`input[name=${name}][value="${value}"]`).check({ force: true });
const look = (page) =>
  page.locator('.paper p').last().evaluate((each) => {
    const { fontSize, fontFamily, lineHeight } = getComputedStyle(each.closest('.paper'));
    return { fontSize: parseFloat(fontSize), fontFamily, lineHeight: parseFloat(lineHeight) };
  });
const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
/** The texts that are lit under a name. */
const lit = (page, name) => page.evaluate((key) => [...(CSS.highlights.get(key) ?? [])].map((range) => range.toString()), name);

describe('reading settings', { concurrency: SIDE_BY_SIDE }, () => {
  test('change the text, and are there at the first frame of the next visit', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await page.addInitScript(() => requestAnimationFrame(() => (window.firstFrame = { ...document.documentElement.dataset })));
      await open(page, path);
      const before = { ...(await look(page)), ground: await ground(page) };
      await panelButton(page, 'settings').click();
      for (const [name, value] of [['size', 'larger'], ['leading', 'loose'], ['face', 'legible'], ['measure', 'narrow'], ['theme', 'sepia']]) {
        await choose(page, name, value);
      }
      const chosen = { ...(await look(page)), ground: await ground(page) };
      assert.ok(chosen.fontSize > before.fontSize && chosen.lineHeight > before.lineHeight, JSON.stringify(chosen));
      assert.match(chosen.fontFamily, /Atkinson/);
      assert.notEqual(chosen.ground, before.ground);
      await open(page, path);
      assert.deepEqual({ ...(await look(page)), ground: await ground(page) }, chosen, 'after a new visit');
      assert.deepEqual(await page.evaluate(() => window.firstFrame), { size: 'larger', leading: 'loose', face: 'legible', measure: 'narrow', theme: 'sepia' });
      await panelButton(page, 'settings').click();
      assert.equal(await page.locator('input[name=size][value=larger]').isChecked(), true, 'the panel shows them');
      await page.locator('[data-settings] [type=reset]').click();
      await page.waitForFunction(() => Object.keys(document.documentElement.dataset).length === 0);
      assert.deepEqual({ ...(await look(page)), ground: await ground(page) }, before, 'as in the beginning');
    }),
  );

  test('work for this page where the browser keeps nothing', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await page.addInitScript(() => {
        Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('blocked', 'SecurityError'); } });
      });
      await open(page, path);
      const before = await look(page);
      await panelButton(page, 'settings').click();
      await choose(page, 'size', 'largest');
      assert.ok((await look(page)).fontSize > before.fontSize);
    }),
  );

  test('are chosen by keys alone, and Escape leads back', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, path);
      await panelButton(page, 'settings').focus();
      await page.keyboard.press('Enter');
      assert.equal(await panelButton(page, 'settings').getAttribute('aria-expanded'), 'true');
      await page.locator('input[name=size]:checked').focus();
      await page.keyboard.press('ArrowRight');
      assert.equal(await page.evaluate(() => document.documentElement.dataset.size), 'large');
      await page.keyboard.press('Escape');
      assert.equal(await page.locator('#panneau-reglages').isVisible(), false);
      assert.equal(await page.evaluate(() => document.activeElement.dataset.panel), 'settings');
    }),
  );

  test('and all the bar are absent without script, where the page is whole', { timeout: TEST_MS }, () =>
    withPage({ javaScript: false }, async (page) => {
      await open(page, `${path}?q=glace`);
      assert.equal(await page.locator('[data-reader-bar]').isVisible(), false);
      assert.equal(await page.locator('[data-resume]').isVisible(), false);
      assert.equal(await page.locator('form.find button').isVisible(), true, 'the form asks the server');
      assert.ok((await page.locator('.paper mark').count()) > 0, 'the server marks the words');
      assert.match(await page.locator('.page-mark a').nth(1).getAttribute('href'), /fichier\.pdf#page=2$/);
    }),
  );
});

describe('the table of contents', { concurrency: SIDE_BY_SIDE }, () => {
  for (const width of [360, 1280]) {
    test(`shows where one is, ${width} pixels wide`, { timeout: TEST_MS }, () =>
      withPage({ width }, async (page) => {
        await open(page, path);
        const links = page.locator('.toc .level-2 a, .toc .level-3 a');
        const count = await links.count();
        for (const at of [2, Math.floor(count / 2), 1]) {
          if (width < 992) await panelButton(page, 'toc').click();
          await links.nth(at).click();
          const href = await links.nth(at).getAttribute('href');
          await page.waitForFunction((wanted) => document.querySelector('.toc a[aria-current=location]')?.getAttribute('href') === wanted, href);
          const top = await page.locator(href).evaluate((heading) => heading.getBoundingClientRect().top);
          const bar = await page.locator('[data-reader-bar]').evaluate((each) => each.getBoundingClientRect().bottom);
          assert.ok(top >= bar - 1, `the heading stands below the bar: ${top}, ${bar}`);
        }
        assert.equal(await page.locator('.toc a[aria-current=location]').count(), 1);
        assert.equal(await page.locator('.toc a[aria-current=page]').count(), 1);
        if (width < 992) assert.equal(await page.locator('.toc').evaluate((each) => getComputedStyle(each).position), 'static', 'the sheet is closed');
      }),
    );
  }

  test('opens from the bar on a phone, and Escape closes it', { timeout: TEST_MS }, () =>
    withPage({ width: 360 }, async (page) => {
      await open(page, path);
      await page.evaluate(() => scrollTo(0, 1500));
      await panelButton(page, 'toc').focus();
      await page.keyboard.press('Enter');
      assert.ok(await page.evaluate(() => document.activeElement.closest('.toc') !== null), 'the focus is in it');
      const box = await page.locator('.toc').boundingBox();
      assert.ok(box.y >= 0 && box.y + box.height <= 900, JSON.stringify(box));
      await page.keyboard.press('Escape');
      assert.equal(await page.evaluate(() => document.activeElement.dataset.panel), 'toc');
    }),
  );
});

describe('finding in the text', { concurrency: SIDE_BY_SIDE }, () => {
  test('marks every hit without accents, and keys walk through them', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, path);
      await panelButton(page, 'find').click();
      await page.locator('#q').waitFor();
      await page.locator('#q').fill('PERGELISOL');
      await page.waitForFunction(() => [...(CSS.highlights.get('found') ?? [])].some((hit) => hit.toString().length === 10));
      const hits = await lit(page, 'found');
      const inText = folded(await page.locator('.paper').innerText()).split('pergelisol').length - 1;
      assert.equal(hits.length, inText, 'as many as there are');
      assert.ok(hits.every((hit) => folded(hit) === 'pergelisol'), hits.join());
      const count = page.locator('[data-find=count]');
      assert.match(await textOf(count), new RegExp(`^1 sur ${hits.length}$`));
      await page.keyboard.press('Enter');
      assert.match(await textOf(count), /^2 sur /);
      await page.keyboard.press('Shift+Enter');
      await page.keyboard.press('Shift+Enter');
      assert.match(await textOf(count), new RegExp(`^${hits.length} sur `), 'round to the last');
      const seen = await page.evaluate(() => {
        const box = [...CSS.highlights.get('found-here')][0].getBoundingClientRect();
        const panel = document.getElementById('panneau-chercher').getBoundingClientRect();
        return box.top >= panel.bottom && box.bottom <= innerHeight;
      });
      assert.ok(seen, 'the hit is in sight, not under the panel');
      await page.keyboard.press('Escape');
      assert.equal((await lit(page, 'found')).length, 0);
      assert.equal(await page.evaluate(() => document.activeElement.dataset.panel), 'find');
    }),
  );

  test('finds over links and kinds of apostrophes, and opens what hides a hit', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, path);
      const words = await page.evaluate(() => {
        const paragraph = [...document.querySelectorAll('.paper p')].find((each) => /\[\d+\]/.test(each.textContent) && each.querySelector('a'));
        return paragraph.textContent.match(/\S+ \[\d+\]/)[0];
      });
      await panelButton(page, 'find').click();
      for (const wanted of [words, "l'affaissement"]) {
        await page.locator('#q').fill(wanted);
        await page.waitForFunction((key) => [...(CSS.highlights.get('found') ?? [])].some((hit) => hit.toString().normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('’', "'") === key), folded(wanted));
      }
      const hidden = await page.evaluate(() => {
        const details = [...document.querySelectorAll('.paper details:not([open])')].find((each) => each.querySelector('p')?.textContent.trim().length > 2);
        details.id = 'hidden-text';
        return details.querySelector('p').textContent.trim().slice(0, 40).trim();
      });
      await page.locator('#q').fill(hidden);
      await page.waitForFunction(() => [...(CSS.highlights.get('found') ?? [])].some((hit) => hit.startContainer.parentElement.closest('#hidden-text')));
      const hits = await page.evaluate(() => CSS.highlights.get('found').size);
      for (let steps = 0; steps < 2 * hits && (await page.locator('#hidden-text').getAttribute('open')) === null; steps += 1) {
        await page.keyboard.press('Enter');
        await page.waitForTimeout(100);
      }
      assert.notEqual(await page.locator('#hidden-text').getAttribute('open'), null);
    }),
  );

  test('finds what was typed while its script was still on the way', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      let arrive;
      const typed = new Promise((resolve) => (arrive = resolve));
      await page.route(/find[^/]*\.mjs/, async (route) => {
        await typed;
        await route.continue();
      });
      await open(page, path);
      await panelButton(page, 'find').click();
      await page.locator('#q').fill("l'affaissement");
      arrive();
      await page.waitForFunction(() => CSS.highlights.get('found')?.size > 0);
    }),
  );

  test('walks through the words that the server marked, from the page of the address', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, `${path}?q=glace#p2`);
      const marks = await page.locator('.paper mark').count();
      const before = await page.locator('#p1 mark').count();
      const count = page.locator('[data-find=count]');
      await page.waitForFunction(() => document.querySelector('[data-find=count]').textContent !== '');
      assert.equal(await textOf(count), `${before + 1} sur ${marks}`);
      assert.equal((await lit(page, 'found-here')).map(folded).join(), 'glace');
      await page.locator('[data-find=next]').click();
      assert.equal(await textOf(count), `${before + 2} sur ${marks}`);
    }),
  );

  test('asks the server for all forms of a word', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, path);
      await panelButton(page, 'find').click();
      await page.locator('#q').waitFor();
      await page.locator('#q').fill('bâtiment');
      await page.locator('form.find button').click();
      await page.waitForURL(/\?q=b%C3%A2timent/);
      const forms = await page.locator('.paper mark').allInnerTexts();
      assert.ok(forms.some((form) => folded(form) === 'batiments'), forms.join());
    }),
  );

  test('says when there is nothing', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, `/en${path}`);
      await panelButton(page, 'find').click();
      await page.locator('#q').waitFor();
      await page.locator('#q').fill('zyxwvu');
      await page.waitForFunction(() => document.querySelector('[data-find=count]').textContent === 'No results');
      assert.equal(await page.locator('[data-find=next]').isDisabled(), true);
    }),
  );
});

describe('the place in the text', { concurrency: SIDE_BY_SIDE }, () => {
  test('is shown, kept, and offered at the next visit', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, path);
      assert.equal(await page.locator('[data-resume]').isVisible(), false, 'nothing to go on from at first');
      assert.equal(await textOf(page.locator('[data-place]')), `Page 1 sur ${article.file.pages}`);
      await page.locator('.toc .page-links a').nth(1).click();
      await page.waitForFunction(() => document.querySelector('[data-place]').textContent.startsWith('Page 2'));
      await open(page, '/a-propos');
      await open(page, path);
      const link = page.locator('[data-resume] a');
      assert.equal(await textOf(link), 'Reprendre à la page 2');
      await link.click();
      await page.waitForFunction(() => document.querySelector('[data-place]').textContent.startsWith('Page 2'));
      assert.equal(await link.isVisible(), false);
      const { reading } = await page.evaluate(() => ({ reading: localStorage.getItem('reading-places') }));
      assert.deepEqual(JSON.parse(reading), [{ article: String(article.id), page: 2 }]);
      await open(page, '/a-propos');
      await open(page, `${path}#p3`);
      assert.equal(await link.isVisible(), false, 'an address with a place of its own goes first');
    }),
  );

  test('survives something else in its entry', { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await page.addInitScript(() => {
        for (const [name, value] of [['reading-places', '{"a":[1'], ['reading', '[7]'], ['reading-aloud', '"x"']]) localStorage.setItem(name, value);
      });
      await open(page, path);
      assert.equal(await textOf(page.locator('[data-place]')), `Page 1 sur ${article.file.pages}`);
    }),
  );
});

describe('the reading page in every colour', { concurrency: SIDE_BY_SIDE }, () => {
  for (const theme of ['light', 'dark', 'sepia']) {
    for (const width of WIDTHS) {
      test(`is accessible with its panels open, ${theme}, ${width} pixels wide`, { timeout: TEST_MS }, () =>
        withPage({ width }, async (page) => {
          await page.addInitScript((chosen) => localStorage.setItem('theme', chosen), theme);
          await page.addInitScript(withVoices, VOICES);
          const { prefix } = LOCALES[theme === 'dark' ? 1 : 0];
          await open(page, `${prefix}${path}?q=glace`);
          for (const name of ['find', 'aloud', 'settings']) {
            if ((await panelButton(page, name).getAttribute('aria-expanded')) === 'false') await panelButton(page, name).click();
            await assertAccessible(page);
            await assertNoSidewaysScroll(page);
          }
          if (width < 992) {
            await panelButton(page, 'toc').click();
            await assertAccessible(page);
          }
        }),
      );
    }
  }

  test('does not scroll sideways with the largest letters on a small phone', { timeout: TEST_MS }, () =>
    withPage({ width: 320 }, async (page) => {
      await page.addInitScript(() => localStorage.setItem('reading', '{"size":"largest","leading":"loose","face":"legible","measure":"wide"}'));
      await open(page, path);
      await assertNoSidewaysScroll(page);
      await panelButton(page, 'settings').click();
      await assertNoSidewaysScroll(page);
    }),
  );
});

describe('the weight of the reading page', () => {
  test(`stays under ${MOST_BYTES} bytes`, { timeout: TEST_MS }, () =>
    withPage({}, async (page) => {
      await open(page, path);
      const loaded = await page.evaluate(() => performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation')).map(({ name, encodedBodySize }) => [name, encodedBodySize]));
      const total = loaded.reduce((sum, [, size]) => sum + size, 0);
      assert.ok(total > 10_000 && total <= MOST_BYTES, `${total} bytes: ${loaded.map(([name, size]) => `${name.replace(BASE_URL, '')} ${size}`).join(', ')}`);
      assert.ok(!loaded.some(([name]) => name.includes('atkinson') || name.includes('pdfjs')), 'nothing that nobody asked for');
    }),
  );
});
