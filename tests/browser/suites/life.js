// The life of a deposit, from the file to the tombstone: taken back, sent back with words at a field, corrected, published under
// an embargo, asked for by a reader, followed by another version, withdrawn at its depositor's request.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import { TEST_MS, arriveAt, textOf, withPage } from '../support/browser.js';
import { Person, WAYS, fileWithDoi, newDoi } from '../support/flow.js';

const DEPOSITOR = 'depot@example.org';
const CURATOR = 'curation@example.org';

/** Takes the deposit back and hands the draft in again. */
async function takeBack(person, id) {
  const { page } = person;
  await person.go('a[href$="/retrait"]', /\/retrait$/u);
  await person.look();
  await person.go('button[value=reprendre]', /\/deposer\/\d+$/u);
  await page.locator('form[data-draft]').waitFor();
  assert.equal(await person.handIn(), id, 'it is the same deposit');
  await person.look();
}

/** A curator sends it back with words at a field, and its depositor answers by correcting. */
async function talk(person, id) {
  const { page } = person;
  await person.become(CURATOR);
  await person.open(`/revision/${id}`);
  await page.locator('#message').fill('Quel est le titre de la revue ?');
  await page.locator('#champ').selectOption('revue');
  await person.press('.thread button[type=submit]');
  await page.locator('.thread li').first().waitFor();
  await page.locator('#commentaire').fill('Corrigez la revue.');
  await person.go('button[value=renvoyer]', /fait=renvoye/u);
  await person.become(DEPOSITOR);
  await person.open('/depots');
  await person.look();
  await person.open(`/depots/${id}`);
  assert.ok((await textOf(page.locator('.standing'))).includes('Corrigez la revue.'));
  await person.go('a[href$="/description"]', /\/description$/u);
  await person.look();
  await page.locator('#revue').fill('Revue du givre');
  await person.go('form.sheet button[type=submit]', /\/depots\/\d+$/u);
}

/** A curator publishes it, under an embargo where one is given. */
async function accept(person, id, embargo) {
  const { page } = person;
  await person.become(CURATOR);
  await person.open(`/revision/${id}`);
  if (embargo) {
    await page.locator('#acces').selectOption('embargoed');
    await page.locator('#embargo').fill(embargo);
  }
  await person.go('button[value=publier]', /fait=publie/u);
}

/** The same, for what becomes an article of its own; gives its address. */
async function publish(person, id, embargo) {
  await accept(person, id, embargo);
  await person.open(`/revision/${id}`);
  const href = await person.page.locator('header a[href*="/articles/"]').first().getAttribute('href');
  return href.slice(person.way.prefix.length);
}

/** A reader asks for a copy of what is under embargo. */
async function askForCopy(person, article) {
  const { page } = person;
  await person.leave();
  await person.open(article);
  await person.go('a[href$="/copie"]', /\/copie$/u);
  await person.look();
  await page.locator('#courriel').fill('lectrice@example.org');
  await page.locator('#message').fill('Pour un cours sur le givre.');
  await person.press('form.form button[type=submit]');
  await page.locator('[role=status]').waitFor();
  await person.look();
}

/** The same article in another file becomes a version of it. */
async function addVersion(person, doi, article) {
  const { page } = person;
  await person.become(DEPOSITOR);
  await person.choose(fileWithDoi(doi, 'version of record'));
  await person.look();
  await person.press(`.lookalike:has(a[href$="${article}"]) button[value^="version:"]`);
  await page.locator('button[value="aucune:0"]').waitFor();
  const id = await person.handIn();
  await accept(person, id);
  await person.become(DEPOSITOR);
  await person.open(`/depots/${id}`);
  await person.go(`.standing a[href$="${article}"]`, (url) => url.pathname.endsWith(article));
}

/** The depositor asks for the withdrawal; once in vain. */
async function withdraw(person, id, article) {
  const { page } = person;
  const ask = async (reason) => {
    await person.become(DEPOSITOR);
    await person.open(`/depots/${id}/retrait`);
    await page.locator('#raison').fill(reason);
    await person.go('button[value=demander]', /\/depots\/\d+$/u);
  };
  await person.become(DEPOSITOR);
  await person.open(`/depots/${id}/retrait`);
  await person.press('button[value=demander]');
  await page.locator('#raison-erreur').waitFor();
  await person.look();
  await ask('Les mesures sont fausses.');
  await person.look();
  await person.become(CURATOR);
  await person.open('/revision?etat=retraits');
  await person.look();
  await person.open(`${article}/retrait`);
  await person.look();
  await page.locator('#raison').fill('Une correction suffit.');
  await person.go('button[value=decliner]', /fait=decline/u);
  await ask('Les mesures sont fausses, toutes.');
  await person.become(CURATOR);
  await person.open(`${article}/retrait`);
  assert.equal(await page.locator('#raison').inputValue(), 'Les mesures sont fausses, toutes.');
  await person.press('button[value=retirer]');
  await arriveAt(page, (url) => url.pathname === person.way.prefix + article);
  await person.leave();
  await person.open(article, 410);
  assert.ok((await textOf(page.locator('main'))).includes('Les mesures sont fausses, toutes.'), 'its reason stays');
  await person.look();
}

describe('the life of a deposit', () => {
  for (const way of WAYS.slice(0, 3)) {
    test(way.name, { timeout: 2 * TEST_MS }, () =>
      withPage({ width: 320, scheme: way.scheme, javaScript: way.javaScript }, async (page) => {
        const person = new Person(page, way);
        const doi = newDoi();
        await person.become(DEPOSITOR);
        await person.choose(fileWithDoi(doi));
        const id = await person.handIn();
        await takeBack(person, id);
        await talk(person, id);
        const article = await publish(person, id, `${new Date().getFullYear() + 2}-03-01`);
        await askForCopy(person, article);
        await addVersion(person, doi, article);
        await withdraw(person, id, article);
      }),
    );
  }
});
