"""The corpus of real PDFs beside the project, and the scores that its own scorer defines."""
import ast
import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(os.environ.get("PARVIS_CORPUS", ROOT.parent / "shared" / "corpus"))

# Sets whose files have a truth to compare with, and sets that only have to end well.
SCORED = ("taln", "pmlr", "jose", "jcon", "syn")
ODD = ("rescience", "feat", "robust", "adv")
# Below this, no extractor reaches the truth of a file: its metadata are wrong, or hold formulas (score.py, `floor`).
REACH = {"taln": 0.95, "pmlr": 0.95, "jose": 0.9, "jcon": 0.9, "syn": 0.9}


def is_there():
    return (CORPUS / "score.py").is_file()


def scorer():
    """The functions of score.py; its own command line is left aside."""
    path = CORPUS / "score.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tree.body = [node for node in tree.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))]
    names = {"__name__": "score", "__file__": str(path)}
    exec(compile(tree, str(path), "exec"), names)  # the corpus is ours; nothing else is run
    return names


def files(name, step=1):
    """Every `step`-th PDF of a set, in a fixed order."""
    folder = CORPUS / name
    return (sorted(folder.glob("*.pdf")) or sorted(folder.glob("*/*.pdf")))[::step]


def score(functions, truth, stem, text):
    """How much of a file's truth stands in a text, 0 to 1."""
    kind, wanted = truth
    if kind == "window":
        return functions["window"](wanted, text)
    words = functions["words"]
    # Chinese, Japanese and Korean are written without spaces: characters are compared, not words.
    units = (lambda text: list("".join(words(text)))) if stem.startswith("cjk") else words
    return functions["ordered_recall"](units(wanted), units(text))


def accents(functions, truth, text):
    """How many accented words of an abstract stand in a text as they are, and how many there are (score.py, `accent`)."""
    wanted = [word for word in functions["words"](truth[1]) if re.search(r"[à-öø-ÿœ]", word)]
    have = set(functions["words"](text[:40_000]))
    return sum(word in have for word in wanted), len(wanted)
