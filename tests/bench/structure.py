#!/usr/bin/env python3
"""Structure of extracted articles against 40 files of the corpus annotated by eye.

    python3 tests/bench/structure.py [--cmd 'parvis extract {} --format json'] [--corpus DIR] [--sets taln,pmlr]
                                     [--half a|b] [--min NAME=VALUE]… [--json FILE] [--verbose]

The command gets a PDF's path for {} and writes the extraction as JSON (`{"metadata": …, "extraction": {…}}` or the
extraction alone). The truth and what each figure means are described in `structure/README.md`. A file that is not in the
corpus, or is another version of it, is skipped and named; without a corpus all are. A run that fails counts as an empty
extraction. Ends with 1 when a run failed, a `--min` is missed, or no file of the corpus is the one annotated.
"""
import argparse, collections, concurrent.futures, difflib, hashlib, json, os, pathlib, re, shlex, subprocess, sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent
NEAR = 4.0  # points that an anchor may lie outside a block and still belong to it
FIRST_LINE = 18.0  # points from the top of a block within which its first line lies
ALIKE = 0.85  # similarity from which two folded headings are the same one
SECONDS = 60
EMPTY = '{"pages": []}'  # what a run that failed counts as: everything missed
SET_APART = ("running_head", "page_number")
WORDS = {"figure": ("figures", "figure", "fig"), "table": ("tableau", "tables", "table", "tab"),
         "algorithm": ("algorithme", "algorithm", "algo"), "listing": ("listing", "code")}


class Block:
    """One block of the extraction, with its place in the reading order of the file."""

    def __init__(self, page, rank, raw):
        kind = raw.get("kind")
        self.level = next(iter(kind.values())) if isinstance(kind, dict) else None
        self.kind = next(iter(kind)) if isinstance(kind, dict) else kind
        self.page, self.rank, self.text = page, rank, raw.get("text") or ""
        self.continues, box = bool(raw.get("continues")), raw.get("bounds")
        self.box = (box["x0"], box["y0"], box["x1"], box["y1"]) if box else None
        self.flow = self.kind not in SET_APART

    def distance(self, anchor):
        """How far the anchor lies from the box: 0 inside, None when the block has no box."""
        if not self.box:
            return None
        x0, y0, x1, y1 = self.box
        return max(x0 - anchor["x"], anchor["x"] - x1, y0 - anchor["y"], anchor["y"] - y1, 0)

    def area(self):
        x0, y0, x1, y1 = self.box
        return (x1 - x0) * (y1 - y0)


def read_blocks(text):
    """Pages of blocks from the JSON that an extractor wrote."""
    raw = json.loads(text)
    pages, rank = collections.defaultdict(list), 0
    for page in raw.get("extraction", raw)["pages"]:
        for block in page["blocks"]:
            pages[page["number"]].append(Block(page["number"], rank, block))
            rank += 1
    return pages


def find(pages, anchor, wanted=lambda block: block.flow):
    """The block that holds the anchor: the smallest around it, else the nearest within a few points."""
    near = [(block.distance(anchor), block.area(), block.rank, block)
            for block in pages[anchor["page"]] if block.box and wanted(block)]
    near = [entry for entry in near if entry[0] <= NEAR]
    return min(near, key=lambda entry: entry[:3])[3] if near else None


def fold(text):
    """Letters and digits alone, without case, accents, ligatures and leading numbering."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold().strip(" .§")
    text = re.sub(r"^\d+(\s*\.\s*\d+)*|^[ivxlc]+\s*[.)–-]\s|^[a-z]\s*[.)]\s", "", text)
    return re.sub(r"[\W_]+", "", text)


def same_heading(truth, block):
    if truth["page"] != block.page:
        return 0
    a, b = fold(truth["text"]), fold(block.text)
    if a == b:
        return 1
    return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio() if a and b else 0


def pair_headings(truths, blocks):
    """Pairs (truth, block), best first, each used once."""
    scored = [(same_heading(t, b), -i, -j) for i, t in enumerate(truths) for j, b in enumerate(blocks)]
    pairs, used = {}, set()
    for score, i, j in sorted((entry for entry in scored if entry[0] >= ALIKE), reverse=True):
        if -i not in pairs and -j not in used:
            pairs[-i] = -j
            used.add(-j)
    return pairs


def heading_counts(truths, blocks, optional):
    """Right, right with level, found, wanted. An optional heading may be found, and need not be."""
    required = [t for t in truths if not optional(t)]
    pairs = pair_headings(required, blocks)
    rest = [b for j, b in enumerate(blocks) if j not in pairs.values()]
    spared = len(pair_headings([t for t in truths if optional(t)], rest))
    level = sum(required[i].get("run_in") or required[i]["level"] in (0, blocks[j].level) for i, j in pairs.items())
    return collections.Counter(right=len(pairs), level=level, found=len(blocks) - spared, wanted=len(required))


def score_headings(truth, pages, out):
    blocks = [b for page in pages.values() for b in page if b.kind == "heading" and not b.continues]
    truths = truth["headings"]
    out["headings"] = heading_counts(truths, blocks, lambda t: t.get("optional"))
    out["own_line"] = heading_counts(truths, blocks, lambda t: t.get("optional") or t.get("run_in"))
    pairs = pair_headings(truths, blocks)
    for i, t in enumerate(truths):
        if i not in pairs and not t.get("optional"):
            block = find(pages, t, lambda b: True)
            where = f"in a {block.kind}" if block else "nowhere"
            fault = "heading missed, " + ("run-in, " if t.get("run_in") else "") + where
            out["failings"].append((fault, t["page"], t["text"]))
        elif i in pairs and not t.get("run_in") and t["level"] not in (0, blocks[pairs[i]].level):
            out["failings"].append((f"heading of level {t['level']} given level {blocks[pairs[i]].level}", t["page"], t["text"]))
    first = min((t["page"], t["y"]) for t in truths) if truths else (0, 0)
    for j, b in enumerate(blocks):
        if j not in pairs.values():
            out["failings"].append((false_heading(b, first, truths), b.page, b.text[:60]))


def false_heading(block, first, truths):
    """A word on what a heading that is none may be."""
    if block.box and (block.page, block.box[1]) < first:
        return "false heading in the front matter"
    words = [fold(t["text"]) for t in truths if t["page"] == block.page]
    if any(w and w in fold(block.text) for w in words):
        return "false heading: a heading and more"
    if any(fold(block.text) and fold(block.text) in w for w in words):
        return "false heading: part of a heading"
    return "false heading: " + ("short" if len(block.text) < 25 else "long" if len(block.text) > 80 else "a line")


def tau(ranks):
    """Kendall's tau-a of ranks in the true order; a rank missing or shared counts as neither."""
    pairs = len(ranks) * (len(ranks) - 1) // 2
    total = sum((b > a) - (b < a) for i, a in enumerate(ranks) if a is not None
                for b in ranks[i + 1:] if b is not None)
    return total / pairs if pairs else None


def score_order(truth, pages, out):
    anchors = [a for a in truth["blocks"] if not a.get("free")]
    blocks = [find(pages, a) for a in anchors]
    ranks = [b.rank if b else None for b in blocks]
    out["tau"] = tau(ranks)
    by_page = collections.defaultdict(list)
    for anchor, rank in zip(anchors, ranks):
        by_page[anchor["page"]].append(rank)
    scores = [(tau(r), len(r)) for r in by_page.values() if len(r) > 1]
    out["tau_page"] = sum(t * n for t, n in scores) / sum(n for _, n in scores) if scores else None
    known = [r for r in ranks if r is not None]
    out["cover"] = collections.Counter(right=len(known), wanted=len(ranks))
    out["merged"] = collections.Counter(right=len(known) - len(set(known)), wanted=len(known))
    for anchor, block in zip(anchors, blocks):
        held = find(pages, anchor, lambda b: True)
        out["kinds"][anchor["kind"], block.kind if block else held.kind if held else "nothing"] += 1
    for page, order in by_page.items():
        known = [r for r in order if r is not None]
        pairs = [(a, b) for i, a in enumerate(known) for b in known[i + 1:]]
        for fault, times in (("order: blocks turned round", sum(b < a for a, b in pairs)),
                             ("order: blocks merged", len(known) - len(set(known))),
                             ("order: blocks without place", len(order) - len(known))):
            if times:
                out["failings"].append((fault, page, f"{times} of {len(pairs) if 'turned' in fault else len(order)}"))


def score_references(truth, pages, out):
    entries = truth["references"]["entries"]
    blocks = [find(pages, e) for e in entries]
    held = collections.Counter(b.rank for b in blocks if b)
    right = 0
    for entry, block in zip(entries, blocks):
        if not block or block.kind != "reference":
            fault = f"entry in a {block.kind}" if block else "entry nowhere"
        elif held[block.rank] > 1:
            fault = "entries merged in one block"
        elif entry["y"] - block.box[1] > FIRST_LINE:
            fault = "entry does not start its block"
        else:
            right += 1
            continue
        out["failings"].append((fault, entry["page"], ""))
    found = sum(b.kind == "reference" and not b.continues for page in pages.values() for b in page)
    out["references"] = collections.Counter(right=right, wanted=len(entries))
    out["reference_count"] = collections.Counter(right=abs(found - len(entries)), wanted=len(entries))
    if found > len(entries):
        out["failings"].append(("reference blocks too many", 0, f"{found} for {len(entries)}"))


def caption_of(text):
    """Kind and number that a caption states, or None."""
    for kind, words in WORDS.items():
        for word in words:
            found = re.match(r"\W*" + r"\s*".join(word) + r"\s*\.?\s*([A-Z]?\d+(?:\.\d+)*|[IVX]+)\b", text, re.I)
            if found:
                return kind, found.group(1).upper()
    return None


def score_captions(truth, pages, out):
    blocks = [b for page in pages.values() for b in page if b.kind == "caption" and not b.continues]
    wanted = {(c["page"], c["kind"], c["number"].upper()): c for c in truth["captions"]}
    found = collections.Counter((b.page, *(caption_of(b.text) or (None, None))) for b in blocks)
    right = [key for key in wanted if found[key]]
    out["captions"] = collections.Counter(right=len(right), found=len(blocks), wanted=len(wanted))
    for key, c in wanted.items():
        if not found[key]:
            block = find(pages, c, lambda b: True) if "x" in c else None
            where = block.kind if block else "block unknown"
            out["failings"].append((f"caption of a {key[1]} missed, in a {where}", key[0], key[2]))
    for b in blocks:
        if (b.page, *(caption_of(b.text) or (None, None))) not in wanted:
            fault = "false caption" + ("" if caption_of(b.text) else " without number")
            out["failings"].append((fault, b.page, b.text[:40]))


def score_apart(name, truth, pages, kinds, out):
    """Anchors that lie in a block of these kinds, and blocks of these kinds that hold one."""
    every = truth[name]["anchors"]
    anchors = [a for a in every if not a.get("free")]
    mine = [b for page in pages.values() for b in page if b.kind in kinds and b.box and not b.continues]
    right = 0
    for a in anchors:
        block = find(pages, a, lambda b: b.kind in kinds) or find(pages, a, lambda b: True)
        if block and block.kind in kinds:
            right += 1
        else:
            out["failings"].append((f"{name}: missed, " + (f"in a {block.kind}" if block else "nowhere"), a["page"], ""))
    held = [any(b.page == a["page"] and b.distance(a) <= NEAR for a in every) for b in mine]
    for block, good in zip(mine, held):
        if not good:
            out["failings"].append((f"{name}: false", block.page, block.text[:40]))
    out[name] = collections.Counter(right=right, wanted=len(anchors), good=sum(held), found=len(mine))


def score(truth, text):
    pages = read_blocks(text)
    out = {"failings": [], "kinds": collections.Counter()}
    score_headings(truth, pages, out)
    score_order(truth, pages, out)
    score_references(truth, pages, out)
    score_captions(truth, pages, out)
    score_apart("running", truth, pages, SET_APART, out)
    score_apart("footnotes", truth, pages, ("footnote",), out)
    return out


def run(command, path):
    """What the command writes about one file, or the reason that it wrote nothing."""
    args = [a.replace("{}", str(path)) for a in shlex.split(command)]
    try:
        done = subprocess.run(args, stdin=subprocess.DEVNULL, capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        return None, str(error)
    return (done.stdout.decode("utf-8", "replace"), None) if done.returncode == 0 else (None, f"exit {done.returncode}")


def measure(command, corpus, truth):
    path = corpus / truth["file"]
    if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != truth["sha256"]:
        return truth, None, "skipped: not in the corpus as annotated"
    text, fault = run(command, path)
    try:
        result = score(truth, text or EMPTY)
    except (ValueError, KeyError, TypeError) as error:
        result, fault = score(truth, EMPTY), f"not the JSON expected ({error!r})"
    return truth, result, fault and f"failed, counted as empty: {fault}"


def ratio(results, name, above="right", below="wanted"):
    total = sum((r[name] for r in results), collections.Counter())
    return total[above] / total[below] if total[below] else None


def f1(results, name, above="right"):
    total = sum((r[name] for r in results), collections.Counter())
    both = total["found"] + total["wanted"]
    return 2 * total[above] / both if both else None


def mean(results, name):
    values = [r[name] for r in results if r[name] is not None]
    return sum(values) / len(values) if values else None


def summary(results):
    """The figures of a group of files, by name."""
    return {"head_p": ratio(results, "headings", below="found"), "head_r": ratio(results, "headings"),
            "head_f1": f1(results, "headings"), "head_lvl": f1(results, "headings", "level"),
            "own_f1": f1(results, "own_line"), "own_lvl": f1(results, "own_line", "level"),
            "tau": mean(results, "tau"), "tau_page": mean(results, "tau_page"),
            "cover": ratio(results, "cover"), "merged": ratio(results, "merged"),
            "refs": ratio(results, "references"), "refs_off": ratio(results, "reference_count"),
            "cap_r": ratio(results, "captions"), "cap_p": ratio(results, "captions", below="found"),
            "run_r": ratio(results, "running"), "run_p": ratio(results, "running", "good", "found"),
            "foot_r": ratio(results, "footnotes"), "foot_p": ratio(results, "footnotes", "good", "found")}


def show(name, results):
    cells = ("   –  " if v is None else f"{v:6.3f}" for v in summary(results).values())
    print(f"{name:<12}{len(results):>3} " + " ".join(f"{c:>8}" for c in cells))


def print_table(scored):
    groups = collections.defaultdict(list)
    for truth, result in scored:
        groups[truth["file"].split("/")[0]].append(result)
        groups["half " + truth["half"]].append(result)
        groups[f"{truth['columns']} column{'s' * (truth['columns'] > 1)}"].append(result)
    print(f"{'':<12}{'n':>3} " + " ".join(f"{n:>8}" for n in summary([scored[0][1]])))
    for name, results in groups.items():
        show(name, results)
    show("all", [r for _, r in scored])


def print_failings(scored):
    """Failings by kind, what the blocks of each true kind were taken for, and the worst files of half a."""
    counts = collections.Counter(f[0] for _, r in scored for f in r["failings"])
    files = collections.Counter(kind for _, r in scored for kind in {f[0] for f in r["failings"]})
    print("\nfailings (times, files):")
    for kind, times in counts.most_common():
        print(f"  {times:>5} {files[kind]:>3}  {kind}")
    kinds = sum((r["kinds"] for _, r in scored), collections.Counter())
    print("\nblocks of each kind, and what they were taken for:")
    for kind in sorted({k for k, _ in kinds}):
        taken = sorted(((n, b) for (k, b), n in kinds.items() if k == kind), reverse=True)
        print(f"  {kind:<10} " + ", ".join(f"{b} {n}" for n, b in taken))
    print("\nworst files:")
    shown = [s for s in scored if s[0]["half"] == "a"] or scored
    for truth, r in sorted(shown, key=lambda s: -len(s[1]["failings"]))[:12]:
        print(f"  {truth['file']} ({truth['half']}): {len(r['failings'])} failings, tau {r['tau'] or 0:.3f}")
        for kind, page, text in r["failings"][:40]:
            print(f"      p{page} {kind} {text!r}" if text else f"      p{page} {kind}")


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cmd", default="parvis extract {} --format json")
    parser.add_argument("--corpus", type=pathlib.Path, default=HERE.parent.parent.parent / "shared" / "corpus")
    parser.add_argument("--sets", default="")
    parser.add_argument("--half", choices=("a", "b"))
    parser.add_argument("--min", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--json", type=pathlib.Path)
    parser.add_argument("--verbose", action="store_true")
    return parser.parse_args()


def main():
    args = parse()
    if not args.corpus.is_dir():
        print(f"skipped: no corpus at {args.corpus}")
        return 0
    truths = [json.loads(p.read_text(encoding="utf-8")) for p in sorted((HERE / "structure").glob("*.json"))]
    sets = set(filter(None, args.sets.split(",")))
    truths = [t for t in truths if (not sets or t["file"].split("/")[0] in sets) and args.half in (None, t["half"])]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        done = list(pool.map(lambda t: measure(args.cmd, args.corpus, t), truths))
    for truth, _, fault in done:
        if fault:
            print(f"{truth['file']}: {fault}", file=sys.stderr)
    scored = [(t, r) for t, r, _ in done if r]
    if not scored:
        return 1
    print_table(scored)
    if args.verbose:
        print_failings(scored)
    figures = summary([r for _, r in scored])
    if args.json:
        args.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    short = [m for m in args.min if (figures[m.split("=")[0]] or 0) < float(m.split("=")[1])]
    for m in short:
        print("below the least:", m, file=sys.stderr)
    return 1 if short or any(f and f.startswith("failed") for _, _, f in done) else 0


if __name__ == "__main__":
    sys.exit(main())
