// A stand-in for the voices of a device: Chromium without a head has none. It notes what it is given to say.

/** Runs in the page before its own scripts. What was said is in `window.said`; `window.finish()` ends the sentence. */
export function withVoices(names) {
  const voices = names.map(([name, lang], at) => ({ name, lang, voiceURI: name, localService: true, default: at === 0 }));
  let current = null;
  window.said = [];
  window.cancelled = 0;
  class Utterance {
    constructor(text) {
      this.text = text;
    }
  }
  const synthesis = {
    getVoices: () => voices,
    addEventListener() {},
    speak(utterance) {
      current = utterance;
      window.said.push({ text: utterance.text, lang: utterance.lang, voice: utterance.voice?.name ?? null, rate: utterance.rate });
    },
    cancel() {
      const before = current;
      current = null;
      window.cancelled += 1;
      // As browsers do: what is cut off is told as an error, later.
      if (before) setTimeout(() => before.onerror?.({ error: 'interrupted' }));
    },
  };
  window.finish = () => {
    const before = current;
    current = null;
    before?.onend?.({});
  };
  Object.defineProperty(window, 'speechSynthesis', { value: synthesis, configurable: true });
  window.SpeechSynthesisUtterance = Utterance;
}

/** French and English voices, as many devices have them. */
export const VOICES = [['Samantha', 'en-US'], ['Amélie', 'fr-CA'], ['Thomas', 'fr-FR'], ['Moira', 'en-CA']];
