// Reading aloud: one sentence after the other with a voice of its language, the sentence lit, by keys and buttons.

import { keep, kept } from "./store.mjs";
import { sentencesIn } from "./spoken.mjs";
import { voiceFor, voicesFor } from "./voices.mjs";

const ENTRY = "reading-aloud";
const lights = globalThis.Highlight && CSS.highlights;

/** Lights a sentence; browsers without highlights light its paragraph. */
function light(sentence) {
  document.querySelector(".spoken")?.classList.remove("spoken");
  if (!sentence) lights?.delete("spoken");
  else if (lights) lights.set("spoken", new Highlight(...sentence.ranges));
  else sentence.block.classList.add("spoken");
}

/** Speaks sentences, and tells `changed` whenever it goes on, stops or comes to the end. */
class Speaker {
  sentences = [];
  at = 0;
  speaking = false;
  /** Answers to what was cancelled since are not for us. */
  #turn = 0;

  constructor(settings, changed) {
    this.settings = settings;
    this.changed = changed;
  }

  play(at = this.at) {
    this.#turn += 1;
    const turn = this.#turn;
    speechSynthesis.cancel();
    this.at = Math.min(Math.max(at, 0), this.sentences.length);
    const sentence = this.sentences[this.at];
    this.speaking = Boolean(sentence);
    if (!sentence) this.at = 0;
    this.changed(sentence ?? null);
    if (sentence) this.#say(sentence, turn);
  }

  #say({ said, lang }, turn) {
    const utterance = new SpeechSynthesisUtterance(said);
    const voice = voiceFor(speechSynthesis.getVoices(), lang, this.settings.voices[lang.slice(0, 2)]);
    utterance.lang = voice?.lang ?? lang;
    if (voice) utterance.voice = voice;
    utterance.rate = this.settings.rate;
    const ours = (act) => () => turn === this.#turn && act();
    utterance.onend = ours(() => this.play(this.at + 1));
    utterance.onerror = ours(() => this.pause());
    speechSynthesis.speak(utterance);
  }

  /** Stops where it is: some devices forget a paused sentence, so it is said again from its beginning. */
  pause() {
    this.#turn += 1;
    speechSynthesis.cancel();
    this.speaking = false;
    this.changed(this.sentences[this.at] ?? null);
  }

  /** To another sentence, aloud when one was being read. */
  step(by) {
    const at = Math.min(Math.max(this.at + by, 0), this.sentences.length - 1);
    if (this.speaking) this.play(at);
    else {
      this.at = at;
      this.changed(this.sentences[at] ?? null);
    }
  }
}

/** The settings of reading aloud, as they were last time. */
function keptSettings() {
  const { rate = 1, skip = true, voices = {} } = kept(ENTRY, {});
  return { rate: Number(rate) || 1, skip: skip !== false, voices };
}

/** Makes the panel of reading aloud work. */
export function offerAloud({ bar, paper, panels, say }) {
  const button = panels.button("aloud");
  const panel = panels.panel("aloud");
  const part = (name) => panel.querySelector(`[data-aloud="${name}"]`);
  const [play, rate, voice, skip] = ["play", "rate", "voice", "skip"].map(part);
  const settings = keptSettings();
  const tongue = (paper.lang || document.documentElement.lang).slice(0, 2);
  let loaded = false;

  /** Where the text begins to be seen under the bar and the panel. */
  const under = () => Math.max(bar.getBoundingClientRect().bottom, panel.getBoundingClientRect().bottom);

  const intoSight = ({ ranges }) => {
    const box = ranges[0].getBoundingClientRect();
    const top = under() + 16;
    if (box.top < top || box.bottom > innerHeight - 48) scrollBy({ top: box.top - Math.max(top, innerHeight * 0.3) });
  };

  const speaker = new Speaker(settings, (sentence) => {
    const { speaking } = speaker;
    light(sentence);
    play.setAttribute("aria-label", say(speaking ? "pause" : "play"));
    play.dataset.state = button.dataset.state = speaking ? "on" : "";
    if (sentence) intoSight(sentence);
  });

  /** The sentence at the top of the window. */
  const atTop = () => {
    const top = under();
    return Math.max(speaker.sentences.findIndex(({ ranges }) => ranges[0].getBoundingClientRect().bottom > top), 0);
  };

  const load = () => {
    const before = speaker.sentences[speaker.at]?.ranges[0];
    speaker.sentences = sentencesIn(paper, settings.skip);
    const behind = ({ ranges }) => before.compareBoundaryPoints(Range.START_TO_START, ranges[0]) <= 0;
    speaker.at = before ? Math.max(speaker.sentences.findIndex(behind), 0) : atTop();
    loaded = true;
  };

  const fillVoices = () => {
    const voices = voicesFor(speechSynthesis.getVoices(), tongue, settings.voices[tongue]);
    voice.replaceChildren(...voices.map((each) => new Option(each.name, each.voiceURI)));
    voice.closest("label").hidden = voices.length < 2;
  };

  const changed = () => {
    settings.rate = Number(rate.value);
    settings.skip = skip.checked;
    if (voice.value) settings.voices[tongue] = voice.value;
    keep(ENTRY, settings);
  };

  const toggle = () => {
    if (!loaded) load();
    if (speaker.speaking) speaker.pause();
    else speaker.play();
  };

  rate.value = String(settings.rate);
  skip.checked = settings.skip;
  play.addEventListener("click", toggle);
  part("previous").addEventListener("click", () => speaker.step(-1));
  part("next").addEventListener("click", () => speaker.step(1));
  panel.addEventListener("change", (event) => {
    changed();
    if (event.target === skip && loaded) load();
    if (speaker.speaking) speaker.play();
  });
  panel.addEventListener("keydown", (event) => {
    if (!event.key.startsWith("Arrow") || event.target.matches("select") || event.altKey || event.ctrlKey) return;
    if (event.key === "ArrowLeft") speaker.step(-1);
    else if (event.key === "ArrowRight") speaker.step(1);
    else return;
    event.preventDefault();
  });
  const toggled = (open) => {
    if (open) {
      // Where the reader is now, unless a voice goes on somewhere else.
      if (!speaker.speaking) {
        load();
        speaker.at = atTop();
      }
      play.focus({ preventScroll: true });
    } else if (!speaker.speaking) light(null);
  };
  addEventListener("pagehide", () => speechSynthesis.cancel());
  speechSynthesis.addEventListener?.("voiceschanged", fillVoices);
  fillVoices();
  for (const each of panel.querySelectorAll("button, select, input")) each.disabled = false;
  panels.whenToggled("aloud", toggled);
  if (panels.open === "aloud") toggled(true);
}
