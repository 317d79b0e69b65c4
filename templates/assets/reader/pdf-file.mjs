// A PDF that is fetched in the parts that are looked at, and no others: a large file shows its first page at once.

/** Bytes that are fetched first, from the beginning of the file. */
const HEAD_BYTES = 65_536;
/** Bytes of the end, where the table of objects stands unless the file is made for the Web. */
const TAIL_BYTES = 131_072;
/** Files up to here come as one part behind the first: more parts would take longer. */
const SMALL_BYTES = 1_048_576;
/** Bytes that PDF.js asks for at least. It asks for the object of every page before it shows the first: these may lie far apart. */
const CHUNK_BYTES = 4_096;
/** Most bytes that are fetched ahead where parts are asked for one behind the other. */
const AHEAD_BYTES = 524_288;
/** How often a part is asked for before the connection counts as lost. */
const TRIES = 3;
const PAUSE_MS = 400;

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

/** Asks for a part of a file; the answer may be the whole of it. */
function ask(address, begin, end, tag, signal) {
  const headers = { Range: `bytes=${begin}-${end - 1}` };
  if (tag) headers["If-Range"] = tag;
  return fetch(address, { headers, signal });
}

/** The length of a file from the answer to a part of it, 0 when it does not say. */
const lengthOf = (answer) => Number(answer.headers.get("content-range")?.match(/\/(\d+)$/)?.[1] ?? 0);

/** Whether a file says at its beginning that it is made to be read while it loads (ISO 32000-2 Annex F). */
const isLinearised = (data) => new TextDecoder("latin1").decode(data.subarray(0, 1_024)).includes("/Linearized");

/** The parts of a file that are there already, and the way to the others. */
class Parts {
  #parts = [];
  /** Where the last part ended, and how much is fetched behind the next one. */
  #end = 0;
  #ahead = 0;

  constructor(address, length, tag, signal) {
    Object.assign(this, { address, length, tag, signal });
  }

  async #fetch(begin, end) {
    for (let left = TRIES; left > 0 && !this.signal.aborted; left -= 1) {
      let answer;
      try {
        answer = await ask(this.address, begin, end, this.tag, this.signal);
        // Another file by now would not fit to the first parts.
        if (answer.status === 206) return new Uint8Array(await answer.arrayBuffer());
      } catch {
        // A connection may come back.
      }
      if (answer) break;
      await pause(PAUSE_MS);
    }
    throw new Error(`bytes ${begin} to ${end} cannot be had`);
  }

  /** Fetches a part and keeps it for what is asked for later. */
  keep(begin, end) {
    const part = { begin, end, data: this.#fetch(begin, end) };
    this.#parts.push(part);
    return part.data;
  }

  /** The bytes between two places: of a part that is there, else fetched, with more behind where one reads on. */
  async bytes(begin, end) {
    const part = this.#parts.find((each) => each.begin <= begin && end <= each.end);
    if (part) return (await part.data).slice(begin - part.begin, end - part.begin);
    this.#ahead = begin === this.#end ? Math.min(Math.max(this.#ahead, CHUNK_BYTES) * 2, AHEAD_BYTES) : 0;
    this.#end = Math.min(Math.max(end, begin + this.#ahead), this.length);
    if (this.#end === end) return this.#fetch(begin, end);
    return (await this.keep(begin, this.#end)).slice(0, end - begin);
  }
}

/** Where PDF.js gets the file from: the options for `getDocument`. `lost` is called when a part cannot be had. */
export async function sourceOf(pdfjs, address, lost) {
  const stop = new AbortController();
  const first = await ask(address, 0, HEAD_BYTES, null, stop.signal);
  if (!first.ok) throw new Error(`the file was answered with ${first.status}`);
  const head = new Uint8Array(await first.arrayBuffer());
  const length = lengthOf(first);
  if (first.status !== 206 || head.length >= length) return { data: head };
  const parts = new Parts(address, length, first.headers.get("etag"), stop.signal);
  const failed = () => stop.signal.aborted || lost();
  const tail = length <= SMALL_BYTES ? head.length : Math.max(length - TAIL_BYTES, head.length);
  if (length <= SMALL_BYTES || !isLinearised(head)) parts.keep(tail, length).catch(failed);

  class Transport extends pdfjs.PDFDataRangeTransport {
    async requestDataRange(begin, end) {
      try {
        this.onDataRange(begin, await parts.bytes(begin, end));
      } catch {
        failed();
      }
    }

    abort() {
      stop.abort();
    }
  }
  return { range: new Transport(length, head), rangeChunkSize: CHUNK_BYTES, disableAutoFetch: true, disableStream: true };
}

/** Fonts and decoders that PDF.js may ask for, by the addresses that the page gives. */
export function partsOfEngine(addresses) {
  return class {
    async fetch({ filename }) {
      const address = addresses[filename];
      if (!address) throw new Error(`${filename} is not part of this viewer`);
      const answer = await fetch(address);
      if (!answer.ok) throw new Error(`${filename} was answered with ${answer.status}`);
      return new Uint8Array(await answer.arrayBuffer());
    }
  };
}
