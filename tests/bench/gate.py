#!/usr/bin/env python3
"""The quality gate: does the extractor still read as well as floors.toml says? Scores only; nothing depends on time.

    tests/bench/gate.py --binary target/debug/parvis [--tally FILE]

Holds the sample articles against samples/manifest.toml, and, when the corpus lies beside the project
(../shared/corpus), its scored sets against their floors. Needs Python 3.11; the corpus needs rapidfuzz.
"""
import argparse
import json
import subprocess
import sys
import tomllib
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import corpus

HERE = Path(__file__).resolve().parent
# Long enough for any machine; a file that takes this long hangs.
HANGS_AFTER_SECONDS = 300
# Statuses of `parvis extract` that are answers: read, unreadable with a reason, too much time or memory.
ANSWERS = (0, 3, 4)


class Gate:
    """Counts what holds and tells what does not."""

    def __init__(self, binary):
        self.binary = binary
        self.passed = 0
        self.failed = 0

    def check(self, holds, name, told):
        self.passed += bool(holds)
        self.failed += not holds
        print(f"{'ok    ' if holds else 'FAILED'} {name}: {told}", flush=True)

    def extract(self, path, *options):
        """Standard output as text, and the exit status; a run that hangs has the status `hang`."""
        command = [self.binary, "extract", *options, str(path)]
        try:
            done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=HANGS_AFTER_SECONDS)
        except subprocess.TimeoutExpired:
            return "", "hang"
        return done.stdout.decode("utf-8", "replace"), done.returncode


def same(text):
    """Texts compared by people's eyes: apostrophes, hyphens, spaces and case do not matter."""
    text = unicodedata.normalize("NFKC", text)
    return " ".join("".join({"’": "'", "–": "-", "—": "-", "‑": "-"}.get(c, c) for c in text).casefold().split())


def first(candidates, default):
    return candidates[0]["value"] if candidates else default


def found(reading):
    """Title, authors, DOI and language of a reading: stated by a JATS file, else the best candidates."""
    stated, read = reading["metadata"], reading["extraction"]["candidates"]
    if stated:
        titles, authors = [title for _, title in stated["title"]], stated["authors"]
        doi, language = stated["doi"], stated["language"]
    else:
        titles = [first(read["titles"], {"text": ""})["text"]]
        authors = first(read["authors"], [])
        doi, language = first(read["dois"], None), first(read["languages"], None)
    names = [", ".join(part for part in (one["family"], one["given"]) if part) for one in authors]
    return {"title": titles, "authors": names, "doi": doi, "language": language}


def judge(sample, reading):
    """Yes or no for each thing that the manifest expects of a sample, with what was found instead."""
    expected, got = sample["expect"], found(reading)
    yield "title", any(same(title) == same(expected["title"]) for title in got["title"]), got["title"]
    yield "authors", same("; ".join(got["authors"])) == same("; ".join(expected["authors"])), got["authors"]
    yield "language", got["language"] == expected["language"], got["language"]
    if "doi" in expected:
        yield "doi", (got["doi"] or "").casefold() == expected["doi"].casefold(), got["doi"]
    pages = {page["number"]: page for page in reading["extraction"]["pages"]}
    for wanted in expected.get("page_words", ()):
        text = "\n".join(block["text"] for block in pages.get(wanted["page"], {"blocks": []})["blocks"])
        yield "words", same(wanted["word"]) in same(text), f"no “{wanted['word']}” on page {wanted['page']}"


def check_samples(gate, floors):
    folder = corpus.ROOT / "samples"
    samples = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))["article"]
    right, asked, wrong = {}, {}, []
    for sample in samples:
        text, status = gate.extract(folder / sample["file"], "--format", "json")
        if status != 0:
            gate.check(False, sample["file"], f"exit status {status}")
            continue
        for what, holds, instead in judge(sample, json.loads(text)):
            asked[what] = asked.get(what, 0) + 1
            right[what] = right.get(what, 0) + holds
            if not holds:
                wrong.append(f"       {sample['file']}: {what}: {instead}")
    for what, floor in floors.items():
        share = right.get(what, 0) / asked.get(what, 1)
        gate.check(share >= floor, f"samples, {what}", f"{right.get(what, 0)} of {asked.get(what, 0)}, at least {floor:.0%}")
    print(*wrong, sep="\n" if wrong else "")


def check_scores(gate, floors):
    functions = corpus.scorer()
    truths = functions["truths"](str(corpus.CORPUS))
    for name, floor in floors.items():
        known = [(path, truths[name][path.stem]) for path in corpus.files(name) if truths[name].get(path.stem)]
        with ThreadPoolExecutor(2) as pool:
            texts = list(pool.map(lambda item: gate.extract(item[0])[0], known))
        scores = [corpus.score(functions, truth, path.stem, text) for (path, truth), text in zip(known, texts)]
        reached = [score for score in scores if score >= corpus.REACH[name]]
        mean, beyond = sum(reached) / max(len(reached), 1), len(scores) - len(reached)
        told = f"{mean:.4f} over {len(reached)} files, at least {floor['score']}; {beyond} beyond reach, at most {floor['beyond']}"
        gate.check(mean >= floor["score"] and beyond <= floor["beyond"], f"corpus, {name}", told)
        if "accents" in floor:
            near = [(truth, text) for (_, truth), text, score in zip(known, texts, scores) if score >= corpus.REACH[name]]
            counts = [corpus.accents(functions, truth, text) for truth, text in near]
            share = sum(kept for kept, _ in counts) / max(sum(all_words for _, all_words in counts), 1)
            gate.check(share >= floor["accents"], f"corpus, {name}, accents", f"{share:.4f}, at least {floor['accents']}")


def check_endings(gate, steps):
    for name, step in steps.items():
        paths = corpus.files(name, step)
        with ThreadPoolExecutor(2) as pool:
            endings = list(zip(paths, pool.map(lambda path: gate.extract(path)[1], paths)))
        bad = [f"{path.name} ({status})" for path, status in endings if status not in ANSWERS]
        gate.check(not bad, f"corpus, {name}", f"{len(paths) - len(bad)} of {len(paths)} files end well {' '.join(bad)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", required=True, help="the program to hold against the floors")
    parser.add_argument("--tally", help="file for “passed failed”")
    arguments = parser.parse_args()
    gate = Gate(arguments.binary)
    floors = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
    check_samples(gate, floors["samples"])
    if corpus.is_there():
        check_scores(gate, floors["corpus"])
        check_endings(gate, floors["odd"])
    else:
        print(f"skipped: {corpus.CORPUS} is not there")
    if arguments.tally:
        Path(arguments.tally).write_text(f"{gate.passed} {gate.failed}\n", encoding="utf-8")
    return 1 if gate.failed else 0


if __name__ == "__main__":
    sys.exit(main())
