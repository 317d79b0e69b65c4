// The way in, as people take it.

import { open } from './browser.js';
import { PASSWORD } from './site.js';

/** Signs in with one of the demo's accounts, in the language of a path prefix. */
export async function signIn(page, prefix, email) {
  await open(page, `${prefix}/connexion`);
  await page.locator('#courriel').fill(email);
  await page.locator('#mot-de-passe').fill(PASSWORD);
  await page.locator('main form.form button[type=submit]').click();
  await page.locator('.account').waitFor();
}
