// What several flows share: changing who is signed in, pressing by mouse or by keyboard, a file to deposit.

import { articleWithDoi } from './article-pdf.js';
import { arriveAt, assertAccessible, assertNoSidewaysScroll, open } from './browser.js';
import { signIn } from './sign-in.js';

/** The ways that a flow is gone: both languages and colour schemes, with script and the keys alone, and without script. */
export const WAYS = [
  { name: 'fr, light', prefix: '', scheme: 'light', javaScript: true, keys: true },
  { name: 'en, dark', prefix: '/en', scheme: 'dark', javaScript: true, keys: true },
  { name: 'fr, dark, without script', prefix: '', scheme: 'dark', javaScript: false, keys: false },
  { name: 'en, light, without script', prefix: '/en', scheme: 'light', javaScript: false, keys: false },
];

let files = 0;

/** A DOI that no other test has. */
export function newDoi() {
  files += 1;
  return `10.5555/parcours.${process.pid}.${Date.now()}.${files}`;
}

/** A file that prints a DOI; `note` makes other bytes of the same article. */
export function fileWithDoi(doi, note = '') {
  const buffer = Buffer.concat([articleWithDoi(doi), Buffer.from(note === '' ? '' : `% ${note}\n`, 'latin1')]);
  return { name: 'givre.pdf', mimeType: 'application/pdf', buffer };
}

/** Somebody who goes a way. */
export class Person {
  constructor(page, way) {
    this.page = page;
    this.way = way;
  }

  /** Opens a path in the language of the way. */
  open(path, status = 200) {
    return open(this.page, this.way.prefix + path, status);
  }

  /** Signs in as somebody, out before. */
  async become(email) {
    await this.leave();
    await signIn(this.page, this.way.prefix, email);
  }

  /** Signs out. */
  async leave() {
    await this.open('/a-propos');
    const out = this.page.locator('.account button');
    if (await out.count()) {
      await out.click();
      await this.page.locator('.menu a[href$="/connexion"]').waitFor();
    }
  }

  /** Presses a link, a button or a box. */
  async press(selector) {
    const target = this.page.locator(selector).first();
    if (!this.way.keys) {
      await target.click();
      return;
    }
    await target.focus();
    const isBox = (await target.getAttribute('type')) === 'checkbox';
    await this.page.keyboard.press(isBox ? 'Space' : 'Enter');
  }

  /** Presses what leads to another page. */
  async go(selector, pattern) {
    await this.press(selector);
    await arriveAt(this.page, pattern);
  }

  /** Fails where the page is not for everybody: on a phone, and for axe, which is a script itself. */
  async look() {
    await assertNoSidewaysScroll(this.page);
    if (this.way.javaScript) {
      await assertAccessible(this.page);
    }
  }

  /** Chooses a file on the deposit page and waits for its form. */
  async choose(file) {
    await this.open('/deposer');
    await this.page.locator('#fichier').setInputFiles(file);
    if (!this.way.javaScript) {
      await this.press('form[data-upload] button[type=submit]');
    }
    await arriveAt(this.page, /\/deposer\/\d+$/u);
    await this.page.locator('form[data-draft]').waitFor();
  }

  /** Hands the form in; gives the number of the deposit. */
  async handIn() {
    await this.press('#droits');
    await this.go('button[value=deposer]', /\/depots\/\d+$/u);
    return Number(this.page.url().split('/').pop());
  }
}
