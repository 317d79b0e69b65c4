"""Runs the tools over the files and makes figures of what they print."""
import statistics
import tomllib
from collections import Counter

import corpus
from gate import same
from measure import Meter

BOOK = "pypdf14"
# Seconds that one process may take for all files of a set.
ALL_AT_ONCE_SECONDS = 1_200
# Rounds of which the quickest counts: other work on the machine only ever adds to the time.
ROUNDS = 3
# Runs over which the cost of starting pdftotext is averaged.
STARTS = 20
# Words that two peers must share before a file is compared (score.py), and pages of text that it looks at.
LEAST_SHARED = 20
COMPARED_CHARACTERS = 400_000


def command_for(tool, command, paths):
    """The whole command; pdftotext alone wants to be told where its output goes."""
    return [*command, *map(str, paths), *(["-"] if tool == "pdftotext" else [])]


def mean(values):
    values = [value for value in values if value is not None]
    return statistics.fmean(values) if values else None


def run_set(meter, tools, paths, timeout):
    """Per file, what each tool gave."""
    return [
        (path, {tool: meter.run(command_for(tool, command, [path]), timeout) for tool, command in tools.items()})
        for path in paths
    ]


def costs(runs, tool):
    """How the runs of one tool went."""
    own = [answers[tool] for _, answers in runs]
    return {
        "files": len(own),
        "cpu_seconds": sum(run["cpu_seconds"] for run in own),
        "memory_mb": max((run["memory_mb"] for run in own), default=0.0),
        "failed": sum(run["status"] not in (0, "hang") for run in own),
        "crashed": sum(run["status"] != "hang" and run["status"] < 0 for run in own),
        "hung": sum(run["status"] == "hang" for run in own),
    }


def add_scores(rows, name, runs, functions, truths):
    """Share of the truth found, as score.py defines it; files that no tool reaches are left out for all."""
    scores, accents = [], {tool: [0, 0] for tool in rows}
    for path, answers in runs:
        truth = truths.get(path.stem)
        if not truth:
            continue
        scores.append({tool: corpus.score(functions, truth, path.stem, run["text"]) for tool, run in answers.items()})
        for tool, run in answers.items() if name == "taln" else ():
            kept, wanted = corpus.accents(functions, truth, run["text"])
            accents[tool][0] += kept
            accents[tool][1] += wanted
    reached = [score for score in scores if max(score.values()) >= corpus.REACH[name]]
    for tool, row in rows.items():
        if reached:
            row["score"], row["scored"] = mean(score[tool] for score in reached), len(reached)
        if accents[tool][1]:
            row["accents"] = accents[tool][0] / accents[tool][1]


def add_consensus(rows, runs, functions):
    """Share of the words that two tools at least found, and files where less than half of them were (score.py)."""
    recalls = {tool: [] for tool in rows}
    for _, answers in runs:
        found = {tool: set(functions["words"](run["text"][:COMPARED_CHARACTERS])) for tool, run in answers.items()}
        times = Counter(word for words in found.values() for word in words)
        shared = {word for word, count in times.items() if count >= 2}
        if len(shared) >= LEAST_SHARED:
            for tool, words in found.items():
                recalls[tool].append(len(shared & words) / len(shared))
    for tool, row in rows.items():
        if recalls[tool]:
            row["consensus"] = mean(recalls[tool])
            row["missed"] = sum(recall < 0.5 for recall in recalls[tool])
            row["compared"] = len(recalls[tool])


def add_book(rows, runs, functions):
    """Page by page, the words that two peers of ours agree on, each as often as they do: how many of them are found."""
    for tool, row in rows.items():
        agreed = found = 0
        for _, answers in runs:
            pages = {name: run["text"].split("\f") for name, run in answers.items() if name != tool}
            own = answers[tool]["text"].split("\f")
            for number in range(max(map(len, pages.values()), default=0)):
                bags = [Counter(functions["words"](page[number])) for page in pages.values() if number < len(page)]
                words = {word for bag in bags for word in bag}
                shared = {word: sorted((bag[word] for bag in bags), reverse=True)[1] for word in words if len(bags) > 1}
                mine = Counter(functions["words"](own[number])) if number < len(own) else Counter()
                agreed += sum(shared.values())
                found += sum(min(mine[word], count) for word, count in shared.items())
        row["agreement"] = found / agreed if agreed else None


def add_samples(rows, runs):
    """Words of the manifest that stand on their page, and titles that stand in the text."""
    text = (corpus.ROOT / "samples" / "manifest.toml").read_text(encoding="utf-8")
    expected = {sample["file"].rsplit("/")[-1]: sample["expect"] for sample in tomllib.loads(text)["article"]}
    for tool, row in rows.items():
        found = []
        for path, answers in runs:
            pages = [same(page.replace("-\n", "")) for page in answers[tool]["text"].split("\f")]
            found.append(same(expected[path.name]["title"]) in " ".join(pages))
            for word in expected[path.name].get("page_words", ()):
                found.append(same(word["word"]) in (pages[word["page"] - 1] if word["page"] <= len(pages) else ""))
        row["score"], row["scored"] = mean(map(float, found)), len(runs)


def in_one_process(meter, tools, paths):
    """Processor seconds for all files by one process, without its start; pdftotext takes one file, so that its starts
    are measured apart and taken off. The quickest of some rounds."""

    def spent(command, timeout=60):
        return meter.run(command, timeout)["cpu_seconds"]

    def once(tool, command):
        if tool == "pdftotext":
            starts = sum(spent(["pdftotext", "-v"]) for _ in range(STARTS)) / STARTS
            return sum(spent(command_for(tool, command, [path])) for path in paths) - starts * len(paths)
        first = paths[:1]
        both = spent(command_for(tool, command, [*paths, *first]), ALL_AT_ONCE_SECONDS)
        return both - spent(command_for(tool, command, first))

    return {tool: min(once(tool, command) for _ in range(ROUNDS)) for tool, command in tools.items()}


def page_count(runs):
    """Pages of the files: form feeds of whichever tool counted most."""
    return sum(max(run["text"].count("\f") for run in answers.values()) for _, answers in runs)


def measure_all(tools, wanted, timeout):
    """Figures by set and tool; then speed over all files that have a truth."""
    meter, there = Meter(), corpus.is_there()
    if not there:
        print(f"{corpus.CORPUS} is not there: samples only")
    functions = corpus.scorer() if there else None
    truths = functions["truths"](str(corpus.CORPUS)) if there else {}
    names = wanted or ["samples", *((*corpus.SCORED, BOOK, *corpus.ODD) if there else ())]
    figures, timed, pages = {}, [], 0
    for name in names:
        paths = sorted((corpus.ROOT / "samples" / "articles").glob("*.pdf")) if name == "samples" else corpus.files(name)
        print(f"… {name}: {len(paths)} files", flush=True)
        runs = run_set(meter, tools, paths, timeout)
        rows = {tool: costs(runs, tool) for tool in tools}
        if name == "samples":
            add_samples(rows, runs)
        elif name == BOOK:
            add_book(rows, runs, functions)
        else:
            add_scores(rows, name, runs, functions, truths.get(name, {})) if name in corpus.SCORED else None
            add_consensus(rows, runs, functions) if name in corpus.ODD else None
        if name in corpus.SCORED or (name == "samples" and not there):
            timed += paths
            pages += page_count(runs)
        figures[name] = rows
    result = {"sets": figures}
    if timed:
        print(f"… speed: {len(timed)} files, {pages} pages", flush=True)
        result["speed"] = measure_speed(meter, tools, figures, timed, pages, timeout)
    meter.close()
    return result


def measure_speed(meter, tools, figures, paths, pages, timeout):
    """Pages a processor second; with structure and metadata (`--format json`) as a tool of its own."""
    seconds = {tool: sum(rows[tool]["cpu_seconds"] for name, rows in figures.items() if name in corpus.SCORED
                         or not corpus.is_there()) for tool in tools}
    every = dict(tools)
    if "parvis" in tools:
        every["parvis json"] = [*tools["parvis"], "--format", "json"]
        runs = run_set(meter, {"parvis json": every["parvis json"]}, paths, timeout)
        seconds["parvis json"] = costs(runs, "parvis json")["cpu_seconds"]
    alone = in_one_process(meter, every, paths)
    speed = lambda spent: pages / spent if spent > 0 else None
    return {"files": len(paths), "pages": pages, "tools": {
        tool: {"cpu_seconds": seconds[tool], "pages_per_cpu_second": speed(seconds[tool]),
               "one_process_cpu_seconds": alone[tool], "one_process_pages_per_cpu_second": speed(alone[tool])}
        for tool in every
    }}
