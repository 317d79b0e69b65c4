#!/usr/bin/env python3
"""How much of a PDF's text its reading page shows, and in what order.

    python3 tests/bench/reading.py [--cmd 'parvis extract {} --format'] [--corpus DIR] [--sets pmlr,jcon,syn,taln]
                                   [--misses N] [--min NAME=VALUE]…

The command is called with `html` for the page and with `json` for what it is made of. Printed for each set:

- **characters**: share of the letters and digits that `pdftotext` reads and that stand on the page, each as often as it
  is printed. Left out of both are running heads, page numbers and the words inside figures, which are shown as pictures.
- **all**: the same with nothing left out.
- **words**: the same for whole words, a word weighing what it has letters. It counts where it stands whole or where its
  letters stand in a row; formulas and programs, whose words each tool parts elsewhere, keep it below 1.
- **order**: words of the truth that stand on the page in the truth's order, over those that stand there at all, where a
  text of the whole article is there (`jcon`, `syn`, `jose`). Order of blocks by eye: `structure.py`.

Needs `pdftotext`; without it, or without the corpus, says so and ends. `--min characters=0.99` ends with 1 below it.
"""
import argparse
import collections
import glob
import html.parser
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import unicodedata

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
APART = ("running_head", "page_number", "figure")
# Parts of the page that are about the text, not of it.
ABOUT = ("page-mark", "way-back", "notice", "in-file")
SECONDS = 120
# Letters from which on a word may be found within a row of letters: shorter ones stand in any.
LEAST_ROW = 4


class Text(html.parser.HTMLParser):
    """The words of a page that belong to the text."""

    def __init__(self):
        super().__init__()
        self.parts, self.skipped = [], 0

    def handle_starttag(self, tag, attrs):
        about = tag in ("nav", "style", "script", "summary") or any(
            name == "class" and set((value or "").split()) & set(ABOUT) for name, value in attrs)
        if tag in ("meta", "link", "img", "br", "input"):
            return
        if self.skipped or about:
            self.skipped += 1
        elif tag in ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "figcaption", "caption", "section", "div"):
            self.parts.append("\n")

    def handle_endtag(self, tag):
        if self.skipped and tag not in ("meta", "link", "img", "br", "input"):
            self.skipped -= 1

    def handle_data(self, data):
        if not self.skipped:
            self.parts.append(data)


def words(text):
    """Words as they are compared: compatible forms, lower case, hyphens at line ends undone."""
    text = re.sub(r"(\w)[-‐\u00ad]\s*\n\s*(?=\w)", r"\1", text.replace("\u00ad\n", ""))
    text = unicodedata.normalize("NFKC", text).casefold()
    text = unicodedata.normalize("NFKD", text)
    return re.findall(r"[^\W_]+", "".join(c for c in text if not unicodedata.combining(c)))


def run(command, *more):
    done = subprocess.run([*command, *more], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, timeout=SECONDS, check=False)
    return done.stdout.decode("utf-8", "replace")


def read(command, path):
    """The text of the page, and the text that stands apart from it."""
    command = [part.replace("{}", path) for part in command]
    page = Text()
    page.feed(run(command, "html"))
    raw = json.loads(run(command, "json") or "{}")
    pages = raw.get("extraction", raw).get("pages", [])
    apart = "\n".join(block["text"] for one in pages for block in one["blocks"] if block["kind"] in APART)
    return "".join(page.parts), apart


def shares(wanted, page, apart):
    """What is wanted of characters and of words, what of it is there, and what is not there but stands apart."""
    wanted, page, apart = words(wanted), words(page), words(apart)
    count = lambda many: collections.Counter("".join(many))
    have, aside, sums = count(page), count(apart), [0] * 6
    for char, number in count(wanted).items():
        there = min(number, have[char])
        sums[0], sums[1], sums[2] = sums[0] + number, sums[1] + there, sums[2] + min(number - there, aside[char])
    have, aside, row, missing = collections.Counter(page), collections.Counter(apart), "".join(page), collections.Counter()
    for word, number in collections.Counter(wanted).items():
        there = min(number, have[word])
        if there < number and len(word) >= LEAST_ROW:
            there = min(number, max(there, row.count(word)))
        left_out = min(number - there, aside[word])
        sums[3] += number * len(word)
        sums[4] += there * len(word)
        sums[5] += left_out * len(word)
        if number > there + left_out:
            missing[word] = (number - there - left_out) * len(word)
    return sums, missing


def in_order(truth, page):
    """Longest row of the truth's words that the page has in the same order, over those that it has at all."""
    truth, page = words(truth), words(page)
    there = sum((collections.Counter(truth) & collections.Counter(page)).values())
    return longest(truth, page) / there if there else None


def longest(a, b):
    """Length of the longest common subsequence (Hyyrö 2004, one bit a word of `a`)."""
    masks, row, ones = collections.defaultdict(int), (1 << len(a)) - 1, (1 << len(a)) - 1
    for at, word in enumerate(a):
        masks[word] |= 1 << at
    for word in b:
        same = row & masks.get(word, 0)
        row = (row + same | row - same) & ones
    return len(a) - bin(row).count("1")


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cmd", default="parvis extract {} --format")
    options.add_argument("--corpus", default=os.environ.get("PARVIS_CORPUS") or os.path.join(ROOT, "..", "shared", "corpus"))
    options.add_argument("--sets", default="pmlr,jcon,syn,taln")
    options.add_argument("--misses", type=int, default=0, help="how many of the worst files to name, with what they lack")
    options.add_argument("--min", action="append", default=[], metavar="NAME=VALUE")
    given = options.parse_args()
    if not os.path.isdir(given.corpus) or not shutil.which("pdftotext"):
        print(f"skipped: {given.corpus} or pdftotext is absent", file=sys.stderr)
        return 0
    command, floors, missed, worst = shlex.split(given.cmd), dict(one.split("=") for one in given.min), False, []
    print(f"{'set':6} {'files':>5} {'characters':>10} {'all':>7} {'words':>7} {'order':>7}")
    for name in given.sets.split(","):
        sums, orders, files = [0] * 6, [], sorted(glob.glob(f"{given.corpus}/{name}/*.pdf"))
        for path in files:
            page, apart = read(command, path)
            own, missing = shares(run(["pdftotext", "-enc", "UTF-8", path, "-"]), page, apart)
            sums = [one + more for one, more in zip(sums, own)]
            worst.append((own[1] / max(1, own[0] - own[2]), f"{name}/{os.path.basename(path)}", missing))
            if os.path.exists(path[:-4] + ".txt"):
                orders.append(in_order(open(path[:-4] + ".txt", encoding="utf-8").read(), page))
        orders = [one for one in orders if one is not None]
        figures = {"characters": sums[1] / max(1, sums[0] - sums[2]), "all": sums[1] / max(1, sums[0]),
                   "words": sums[4] / max(1, sums[3] - sums[5]),
                   "order": sum(orders) / len(orders) if orders else None}
        told = [f"{one:7.4f}" if one is not None else "      –" for one in figures.values()]
        print(f"{name:6} {len(files):5}    {' '.join(told)}")
        missed |= any(figures.get(key) is not None and figures[key] < float(value) for key, value in floors.items())
    for share, file, missing in sorted(worst, key=lambda one: one[0])[:given.misses]:
        print(f"{share:.4f} {file}:", " ".join(word for word, _ in missing.most_common(25)))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
