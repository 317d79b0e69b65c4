// Reading aloud, with a stand-in for the voices: what is said, in which order, in which language, by which keys.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { SIDE_BY_SIDE, TEST_MS, open, withPage } from '../support/browser.js';
import { withVoices, VOICES } from '../support/voices.js';
import { articleOf, sample } from '../support/site.js';

const french = `/articles/${articleOf(sample('01')).id}/lire`;
const english = `/articles/${articleOf(sample('22')).id}/lire`;

const button = (page) => page.locator('button[data-panel=aloud]');
const play = (page) => page.locator('[data-aloud=play]');
const said = (page) => page.evaluate(() => window.said);
const finish = (page) => page.evaluate(() => window.finish());
const lit = (page) => page.evaluate(() => [...(CSS.highlights.get('spoken') ?? [])].map((range) => range.toString()).join(' '));
const squeezed = (text) => text.replace(/\s+/gu, ' ').trim();

async function withVoicesOn(address, body, voices = VOICES) {
  await withPage({}, async (page) => {
    await page.addInitScript(withVoices, voices);
    await open(page, address);
    await body(page);
  });
}

/** Reads to the end of the article, and gives all that was said. */
async function readToTheEnd(page) {
  await button(page).click();
  await play(page).click();
  await page.evaluate(() => {
    for (let last = -1; last !== window.said.length; ) {
      last = window.said.length;
      window.finish();
    }
  });
  return said(page);
}

/** The modules that the page loaded, to be tried with texts of our own. */
async function moduleAt(page, name) {
  return page.evaluateHandle((part) => {
    const { name: address } = performance.getEntriesByType('resource').find((each) => new RegExp(`/${part}\\.[0-9a-f]+\\.mjs$`).test(each.name));
    return import(address);
  }, name);
}

describe('reading aloud', { concurrency: SIDE_BY_SIDE }, () => {
  test('says the whole text in order, each part in its language', { timeout: TEST_MS }, () =>
    withVoicesOn(french, async (page) => {
      const all = await readToTheEnd(page);
      assert.ok(all.length > 40, `${all.length} sentences`);
      const texts = all.map(({ text }) => text);
      const at = (start) => texts.findIndex((text) => text.startsWith(start));
      assert.ok(at('Résumé') >= 0 && at('Résumé') < at('1 Introduction') && at('1 Introduction') < at('5 Conclusion'), texts.join(' | '));
      const spoken = all.find(({ text }) => text.startsWith('Thawing permafrost'));
      assert.deepEqual([spoken.lang, spoken.voice], ['en-CA', 'Moira'], 'the English abstract has an English voice');
      assert.equal(all[at('1 Introduction')].voice, 'Amélie', 'the French text a voice of here');
      assert.ok(texts.some((text) => text.includes('les conduites se rompent, les dalles se fissurent.')), 'a sentence goes on over the end of a page');
      assert.deepEqual(texts.filter((text) => /\[\d+\]|https?:|^Page \d/u.test(text)), [], 'no citations, addresses, page numbers');
      assert.ok(!texts.some((text) => text.includes('Pieux ventilés')), 'tables are skipped');
      assert.equal(await play(page).getAttribute('data-state'), '', 'it stops at the end');
    }),
  );

  test('says tables and references when wanted', { timeout: TEST_MS }, () =>
    withVoicesOn(french, async (page) => {
      await button(page).click();
      await page.locator('[data-aloud=skip]').uncheck();
      await page.keyboard.press('Escape');
      const texts = (await readToTheEnd(page)).map(({ text }) => text);
      const at = (part) => texts.findIndex((text) => text.includes(part));
      assert.ok(at('Pieux ventilés') >= 0 && at('[1]') >= 0, texts.slice(-12).join(' | '));
    }),
  );

  test('says an English article with an English voice', { timeout: TEST_MS }, () =>
    withVoicesOn(english, async (page) => {
      const all = await readToTheEnd(page);
      const introduction = all.slice(all.findIndex(({ text }) => /Introduction/u.test(text)) + 1);
      assert.ok(introduction.length > 10 && introduction[0].voice === 'Moira', JSON.stringify(introduction[0]));
    }),
  );

  test('lights the sentence and goes by keys alone', { timeout: TEST_MS }, () =>
    withVoicesOn(french, async (page) => {
      await button(page).focus();
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => document.activeElement.dataset.aloud === 'play');
      await page.keyboard.press('Enter');
      await page.waitForFunction(() => window.said.length === 1);
      await finish(page);
      await finish(page);
      const [, second, third] = await said(page);
      assert.equal(squeezed(await lit(page)).slice(0, 20), third.text.slice(0, 20));
      await page.keyboard.press('ArrowLeft');
      assert.equal((await said(page)).at(-1).text, second.text, 'the sentence before');
      await page.keyboard.press('ArrowRight');
      assert.equal((await said(page)).at(-1).text, third.text, 'the next one');
      assert.equal(await play(page).getAttribute('aria-label'), 'Mettre en pause');
      await page.keyboard.press('Space');
      const stopped = (await said(page)).length;
      await finish(page);
      assert.equal((await said(page)).length, stopped, 'paused');
      await page.keyboard.press('Space');
      assert.equal((await said(page)).at(-1).text, third.text, 'the paused sentence from its beginning');
      const inSight = await page.evaluate(() => {
        const box = [...CSS.highlights.get('spoken')][0].getBoundingClientRect();
        return box.top >= document.getElementById('panneau-ecouter').getBoundingClientRect().bottom && box.bottom <= innerHeight;
      });
      assert.ok(inSight, 'what is said is in sight');
    }),
  );

  test('begins where one reads, and keeps speed and voice', { timeout: TEST_MS }, () =>
    withVoicesOn(`${french}#p3`, async (page) => {
      await button(page).click();
      await page.locator('[data-aloud=rate]').selectOption('1.5');
      await page.locator('[data-aloud=voice]').selectOption('Thomas');
      await play(page).click();
      const [first] = await said(page);
      assert.deepEqual([first.rate, first.voice], [1.5, 'Thomas']);
      assert.ok(squeezed(await page.locator('#p2, #p3').allInnerTexts().then((all) => all.join(' '))).includes(first.text.slice(0, 25)), first.text);
      await open(page, french);
      await button(page).click();
      assert.equal(await page.locator('[data-aloud=rate]').inputValue(), '1.5');
      assert.equal(await page.locator('[data-aloud=voice]').inputValue(), 'Thomas');
    }),
  );

  test('stops where the voice fails, and goes on from there', { timeout: TEST_MS }, () =>
    withVoicesOn(french, async (page) => {
      await page.evaluate(() => {
        const { speak } = speechSynthesis;
        let failures = 1;
        speechSynthesis.speak = (utterance) => {
          speak(utterance);
          if (failures-- > 0) setTimeout(() => utterance.onerror({ error: 'synthesis-failed' }));
        };
      });
      await button(page).click();
      await play(page).click();
      await page.waitForFunction(() => document.querySelector('[data-aloud=play]').dataset.state === '');
      await play(page).click();
      const [first, again] = await said(page);
      assert.equal(again.text, first.text);
    }),
  );

  test('is not offered where there is no voice', { timeout: TEST_MS }, () =>
    withVoicesOn(french, async (page) => {
      assert.equal(await button(page).isVisible(), false);
      assert.equal(await page.locator('button[data-panel=find]').isVisible(), true, 'the rest is there');
    }, []),
  );
});

/** Texts with bars where sentences end. */
const SENTENCES = [
  'M. Tremblay et Mme Côté (p. ex. le Dr A. Roy) sont venus. | Ils ont mesuré 12 mm. | Puis 3 m. | L’eau monte !',
  'See Fig. 3 and Smith et al. (2020). | J.-P. Doe, i.e. the U.S. author, agreed. | In 2020. | Yes, e.g. water.',
  '« Est-ce vrai ? » demanda-t-il. | « Oui. » | Ensuite, rien.',
  '1. Une liste commence ainsi. | Fin [3, 4]. | La suite mesure 3.5 m de long, cf. art. 5 et éq. 2.',
  'C’est de l’ADN. | Les roches, etc. | Le reste, etc. suivait… | Et après ?',
  'Voir n. b. ci-dessous, vol. 3, no. 4, pp. 12–15. | Env. 30 % des cas ; les autres, non.',
];

describe('sentences and voices', () => {
  test('end where they end in French and in English', { timeout: TEST_MS }, () =>
    withVoicesOn(french, async (page) => {
      await button(page).click();
      await play(page).click();
      const sentences = await moduleAt(page, 'sentences');
      for (const wanted of SENTENCES) {
        const text = wanted.replaceAll(' | ', ' ');
        const found = await sentences.evaluate((module, given) => module.sentencesOf(given).map(([from, to]) => given.slice(from, to)), text);
        assert.equal(found.join(' | '), wanted);
      }
      const long = `${'Un mot, puis un autre, '.repeat(60)}fin.`;
      const parts = await sentences.evaluate((module, given) => module.sentencesOf(given).map(([from, to]) => given.slice(from, to)), long);
      assert.equal(parts.join(''), long, 'nothing is lost');
      assert.ok(parts.length > 3 && parts.every((part) => part.length <= 320), `${parts.map((part) => part.length)}`);
    }),
  );

  test('a voice of the region goes first, another language is never taken', { timeout: TEST_MS }, () =>
    withVoicesOn(french, async (page) => {
      await button(page).click();
      await play(page).click();
      const voices = await moduleAt(page, 'voices');
      const chosen = (given, lang, wanted) =>
        voices.evaluate((module, [list, tag, name]) => module.voiceFor(list.map(([uri, of]) => ({ voiceURI: uri, lang: of })), tag, name)?.voiceURI ?? null, [given, lang, wanted]);
      assert.equal(await chosen(VOICES, 'fr'), 'Amélie');
      assert.equal(await chosen(VOICES, 'fr', 'Thomas'), 'Thomas');
      assert.equal(await chosen(VOICES, 'en-US'), 'Samantha');
      assert.equal(await chosen([['Android', 'fr_FR']], 'fr-CA'), 'Android');
      assert.equal(await chosen(VOICES, 'de'), null);
    }),
  );
});
