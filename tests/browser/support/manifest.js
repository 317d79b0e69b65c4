// Reads samples/manifest.toml: of TOML only what the manifest uses (tables, strings, one-line arrays of tables).

import { readFileSync } from 'node:fs';

const MANIFEST = new URL('../../../samples/manifest.toml', import.meta.url);

/** The samples: file, digest, title, and the words that stand on one page of one article alone. */
export const SAMPLES = readFileSync(MANIFEST, 'utf8')
  .split(/^\[\[article\]\]$/mu)
  .slice(1)
  .map((table) => ({
    file: text(table, 'file'),
    sha256: text(table, 'sha256'),
    title: text(table, 'title'),
    language: text(table, 'language'),
    words: words(table),
  }));

function text(table, key) {
  const found = table.match(new RegExp(`^${key} = (".*")$`, 'mu'));
  if (!found) {
    throw new Error(`samples/manifest.toml: an article has no ${key}`);
  }
  return JSON.parse(found[1]);
}

function words(table) {
  const line = table.match(/^page_words = \[(.*)\]$/mu)?.[1] ?? '';
  const pairs = line.matchAll(/\{ page = (\d+), word = "([^"]+)" \}/gu);
  return [...pairs].map(([, page, word]) => ({ page: Number(page), word }));
}
