// Which of the voices of a device reads a text.

const primary = (tag) => tag.toLowerCase().replaceAll("_", "-").split("-")[0];
const region = (tag) => tag.toLowerCase().replaceAll("_", "-").split("-")[1] ?? "";

/** The voices for a language, best first: of the wanted region, then the device's own, then by default. */
export function voicesFor(voices, lang, wanted = "") {
  const rank = (voice) =>
    (wanted && voice.voiceURI === wanted ? 8 : 0) +
    (region(voice.lang) === (region(lang) || "ca") ? 4 : 0) +
    (voice.localService ? 2 : 0) +
    (voice.default ? 1 : 0);
  return voices
    .filter((voice) => primary(voice.lang) === primary(lang))
    .map((voice, at) => ({ voice, at }))
    .sort((one, other) => rank(other.voice) - rank(one.voice) || one.at - other.at)
    .map(({ voice }) => voice);
}

/** The voice that reads a text of this language, or null when the device has none for it. */
export function voiceFor(voices, lang, wanted) {
  return voicesFor(voices, lang, wanted)[0] ?? null;
}
