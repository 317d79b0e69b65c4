// Where sentences end, in French and in English: a full stop ends none behind an abbreviation, an initial or a number
// that opens a list. Speech comes sentence by sentence, so that one can be lit, repeated and skipped.

/** Abbreviations that never end a sentence, without their last full stop. */
const NEVER = new Set(
  `al cf fig figs tab eq eqs éq éqs no nos p pp vol vols vs ed eds éd éds dir ex approx env chap sect sec ref refs réf
   réfs art ch app ann i.e e.g c.-à-d p.ex dept dép av jan janv févr fév feb apr avr juil aug sept oct nov déc dec resp trad coll ibid op loc ca sp spp subsp ssp var cv
   n.b min max gen col hon rev bull ser sér pt pts nat sci int proc trans`.split(/\s+/u),
);
/** Titles of people: written small, the same letters are units. */
const TITLES = new Set("M MM Mme Mmes Mlle Me Dr Dre Drs Pr Pre Prof St Ste Mr Mrs Ms Messrs".split(" "));
/** Abbreviations that end one where a capital follows. */
const SOMETIMES = new Set(["etc", "inc", "ltd", "ltée", "univ", "suppl", "cit", "cie", "co", "corp"]);
/** The end of a sentence with its closing signs and the citations behind it. */
const END = /[.!?…]+(?:[\s\u00a0\u202f]?[»”’"')\]])*(?:\s?\[\d[\d\s,;–-]*\])?\s+|[。！？]\s*/gu;
/** What a sentence begins with. */
const BEGINNING = /^[«“‘"'([—–©\s\u00a0\u202f]*[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u;
/** Longest text that is spoken in one go, in characters: some voices stop in longer ones. */
const LONGEST = 320;

/** Whether the full stop behind `before` belongs to its last word. */
function isAbbreviation(before, after) {
  const word = before.match(/[^\s\u00a0\u202f([«“"']*$/u)[0].replace(/\.+$/u, "");
  const bare = word.replace(/^[ldnsjmtcLDNSJMTC][’']/u, "");
  if (/^\p{Lu}(?:[.-]*\p{Lu})*$/u.test(bare) && bare.replace(/[.-]/gu, "").length <= 1 + (bare.match(/[.-]/gu) ?? []).length) return true;
  if (/^(?:\d{1,3}|[ivxlc]{1,6}|\p{Ll})$/iu.test(bare) && !before.slice(0, before.length - word.length).trim()) return true;
  const lower = bare.toLowerCase();
  return NEVER.has(lower) || TITLES.has(bare) || (SOMETIMES.has(lower) && !BEGINNING.test(after));
}

/** The parts of a long sentence, cut behind its commas and the like, else between words. */
function* inParts(text, from, to) {
  let start = from;
  while (to - start > LONGEST) {
    const part = text.slice(start, start + LONGEST);
    const cut = Math.max(part.lastIndexOf("; "), part.lastIndexOf(": "), part.lastIndexOf(", "));
    const at = cut > LONGEST / 3 ? cut + 1 : part.lastIndexOf(" ");
    const end = start + (at > 0 ? at : LONGEST);
    yield [start, end];
    start = end;
  }
  yield [start, to];
}

/** The sentences of a text, as pairs of offsets in it. Nothing but white space lies between them. */
export function sentencesOf(text) {
  const found = [];
  let start = 0;
  const close = (end) => {
    const trimmed = text.slice(start, end);
    const from = start + trimmed.length - trimmed.trimStart().length;
    const to = end - (trimmed.length - trimmed.trimEnd().length);
    if (to > from) found.push(...inParts(text, from, to));
    start = end;
  };
  for (const match of text.matchAll(END)) {
    const end = match.index + match[0].length;
    const after = text.slice(end, end + 12);
    const ends = /[。！？]/u.test(match[0]) || BEGINNING.test(after);
    const stop = match[0].startsWith(".") && !match[0].startsWith("..");
    if (!ends || (stop && isAbbreviation(text.slice(start, match.index), after))) continue;
    close(end);
  }
  close(text.length);
  return found;
}
