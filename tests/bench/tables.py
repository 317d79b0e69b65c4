"""Prints figures as tables, tools side by side."""
import corpus

HOSTILE = ("feat", "robust", "adv")
# Key of a figure → what it is called.
QUALITY = {"score": "", "accents": "accented words kept", "agreement": "words that peers agree on", "consensus": "words that two share"}


def table(title, columns, rows):
    """A table whose first column is as wide as it must be."""
    rows = [(name, values) for name, values in rows if any(value != "" for value in values)]
    width = max([len(title), *(len(name) for name, _ in rows)])
    widths = [max(11, len(column)) for column in columns]
    print(f"\n{title:{width}}", *(f"{column:>{size}}" for column, size in zip(columns, widths)), sep="  ")
    for name, values in rows:
        print(f"{name:{width}}", *(f"{value:>{size}}" for value, size in zip(values, widths)), sep="  ")


def share(value):
    return "" if value is None else f"{value:.4f}"


def decimal(value):
    return "" if value is None else f"{value:.1f}"


def quality(figures, tools):
    for name, rows in figures.items():
        some = next(iter(rows.values()))
        for key, told in QUALITY.items():
            if some.get(key) is None:
                continue
            count = some.get({"score": "scored", "consensus": "compared"}.get(key, "files"), some["files"])
            yield ", ".join(filter(None, (name, told))) + f" ({count})", [share(rows[tool].get(key)) for tool in tools]
        if "missed" in some:
            yield f"{name}, files half missed", [str(rows[tool].get("missed", "")) for tool in tools]


def endings(figures, tools):
    for name, rows in figures.items():
        for key in ("failed", "crashed", "hung"):
            if any(rows[tool][key] for tool in tools):
                yield f"{name}, {key} of {rows[tools[0]]['files']}", [str(rows[tool][key]) for tool in tools]


def memory(figures, tools):
    for told, names in (("files with truth", corpus.SCORED), ("odd and hostile files", HOSTILE), ("all files", tuple(figures))):
        there = [figures[name] for name in names if name in figures]
        if there:
            yield told, [decimal(max(rows[tool]["memory_mb"] for rows in there)) for tool in tools]


def times(rates, tool):
    """How many times as fast as pdftotext."""
    own, base = rates.get(tool), rates.get("pdftotext")
    return f"{own / base:.2f}" if own and base else ""


def print_all(figures):
    """All tables: quality, endings, memory, speed."""
    sets = figures["sets"]
    tools = list(next(iter(sets.values())))
    table("quality, 0 to 1", tools, quality(sets, tools))
    table("exit status other than 0; killed by a signal; hung", tools, endings(sets, tools))
    table("peak memory in MB", tools, memory(sets, tools))
    if "speed" not in figures:
        return
    speed = figures["speed"]
    rows = []
    for prefix, told in (("", "a process a file"), ("one_process_", "all files in one process")):
        rates = {tool: row[f"{prefix}pages_per_cpu_second"] for tool, row in speed["tools"].items()}
        rows.append((f"{told}, pages a CPU second", [decimal(rates[tool]) for tool in speed["tools"]]))
        rows.append((f"{told}, times pdftotext", [times(rates, tool) for tool in speed["tools"]]))
    table(f"speed, {speed['files']} files, {speed['pages']} pages", list(speed["tools"]), rows)
