// Texts as people look for them: without accents, capitals, ligatures and kinds of apostrophes, with the way back.

/** Signs that stand for others where somebody looks for a word. */
const SAME = new Map([
  ["œ", "oe"], ["æ", "ae"], ["ß", "ss"], ["ø", "o"], ["ł", "l"], ["đ", "d"],
  ["’", "'"], ["‘", "'"], ["ʼ", "'"], ["′", "'"], ["“", '"'], ["”", '"'], ["«", '"'], ["»", '"'],
  ["‐", "-"], ["‑", "-"], ["–", "-"], ["—", "-"], ["−", "-"], ["\u00ad", ""], ["\u200b", ""],
]);

/**
 * The folded text, and for each of its letters the place of the letter that it comes from. Runs of white space become
 * one space. `starts` has one entry more than the text: its end.
 */
export function fold(text) {
  let folded = "";
  const starts = [];
  let at = 0;
  for (const sign of text) {
    const lower = sign.toLowerCase();
    let plain = SAME.get(lower) ?? lower.normalize("NFKD").replace(/\p{M}/gu, "");
    if (/^\s+$/u.test(plain)) plain = folded.endsWith(" ") || !folded ? "" : " ";
    for (let letter = 0; letter < plain.length; letter += 1) starts.push(at);
    folded += plain;
    at += sign.length;
  }
  starts.push(text.length);
  return { folded, starts };
}

/** Whether a sign belongs to a word. */
const inWord = (sign) => sign !== undefined && /[\p{L}\p{N}]/u.test(sign);

/**
 * The places of a word in a folded text, as pairs of offsets in the text that was folded. With `whole`, only whole
 * words count.
 */
export function placesOf({ folded, starts }, wanted, whole = false) {
  const needle = fold(wanted).folded.trim();
  const places = [];
  if (!needle) return places;
  for (let at = folded.indexOf(needle); at >= 0; at = folded.indexOf(needle, at + needle.length)) {
    const end = at + needle.length;
    if (whole && (inWord(folded[at - 1]) || inWord(folded[end]))) continue;
    places.push([starts[at], starts[end]]);
  }
  return places;
}
