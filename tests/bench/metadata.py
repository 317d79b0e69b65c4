#!/usr/bin/env python3
"""How well the metadata candidates of PDFs are read: precision, recall and F1 by set, field and language.

    python3 tests/bench/metadata.py [--cmd 'parvis extract {} --format json'] [--sets taln,pmlr,jose,jcon,samples]
                                    [--corpus DIR] [--samples DIR] [--misses [FIELD]] [--json FILE]

The command gets a PDF's path for {} and writes an extraction as JSON, bare or as the `extraction` of a reading.
Needs the standard library alone; with rapidfuzz installed it is faster.

A text counts as found when its edit similarity to the truth is at least .8, which is how GROBID reports its results;
the column "exact" is F1 at .95. Case, accents, punctuation and spaces are folded first. Names of authors are compared
one by one and as a whole list in order ("list"): the same family name and given names that begin alike count as found,
an edit similarity of .9 as exact. Values that a file may or may not print (DOI, ORCID, dates,
licence, ISSN) count towards recall only where the text of the file holds them. Volume and issue count where a running
head or foot or the front matter holds the number and the file gives a word for it or its short form; pages where the
number of the first one is printed so. "sure" is the share of right values among the
candidates with a confidence of .9 or more. A field without truth in a file is left out for that file.
"""
import argparse
import collections
import difflib
import glob
import json
import os
import re
import shlex
import statistics
import subprocess
import sys
import time
import tomllib
import unicodedata
import xml.etree.ElementTree as ET

try:
    from rapidfuzz.distance import Levenshtein
    similarity = Levenshtein.normalized_similarity
except ImportError:
    def similarity(a, b):
        return difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
SETS = ("taln", "pmlr", "jose", "jcon", "samples")
FIELDS = ("title", "authors", "list", "abstract", "keywords", "doi", "orcid", "licence", "date", "version", "journal",
          "volume", "issue", "pages", "issn")
SURE = 0.9
# An abstract shorter than this in the truth is a placeholder, not an abstract.
LEAST_ABSTRACT = 150
FRENCH = set("le la les des du de un une et en pour dans sur par avec au aux vers d l".split())
ENGLISH = set("the of and a an for in on with to from by using towards at".split())
MONTHS = (("January", "janvier"), ("February", "février"), ("March", "mars"), ("April", "avril"), ("May", "mai"),
          ("June", "juin"), ("July", "juillet"), ("August", "août"), ("September", "septembre"),
          ("October", "octobre"), ("November", "novembre"), ("December", "décembre"))


def fold(text):
    plain = unicodedata.normalize("NFKD", text or "").encode("ascii", "ignore").decode().lower()
    return re.sub(r"[\W_]+", "", plain)


def alike(a, b, least):
    a, b = fold(a), fold(b)
    return bool(a) and bool(b) and similarity(a, b) >= least


def same_person(found, truth):
    """Whether two names are one person's: alike, or one family name and given names that begin alike."""
    one, two = found.split(), truth.split()
    return alike(found, truth, 0.9) or (
        len(one) > 1 and len(two) > 1 and fold(one[-1]) == fold(two[-1]) and fold(one[0])[:1] == fold(two[0])[:1])


def language_of(text):
    """Language of a title by its function words and accents; None when that does not tell."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    french = sum(word in FRENCH for word in words) + sum(bool(re.search("[éèêàçùôî]", word)) for word in words)
    english = sum(word in ENGLISH for word in words)
    return "fr" if french > english else "en" if english > french else None


# --- Truth: one dictionary a file, fields without truth left out -----------------------------------------------

def read_taln(corpus):
    for path in sorted(glob.glob(f"{corpus}/taln/meta/*.xml")):
        try:
            root = ET.parse(path).getroot()
        except ET.ParseError:
            continue
        for article in root.iter("article"):
            pdf = f"{corpus}/taln/{article.get('id')}.pdf"
            text = lambda tag: re.sub(r"\s+", " ", article.findtext(tag) or "").strip()
            if not os.path.exists(pdf):
                continue
            title = text("titre")
            people = [f"{one.findtext('prenom') or ''} {one.findtext('nom') or ''}" for one in article.iter("auteur")]
            yield pdf, {
                "language": language_of(title),
                "title": {language_of(title) or "fr": title},
                "authors": people,
                "abstract": {"fr": text("resume"), "en": text("abstract")},
                "keywords": {"fr": split_words(text("mots_cles")), "en": split_words(text("keywords"))},
                "pages": text("pages"),
            }


def split_words(text):
    return [word for word in (part.strip(" .") for part in re.split(r"[,;•·]", text)) if word]


def read_pmlr(corpus):
    for path in sorted(glob.glob(f"{corpus}/pmlr/*.md")):
        values, people, key = {}, [], None
        for line in open(path, encoding="utf-8"):
            start = re.match(r"(?:- )?\s*([a-z_-]+):\s*(.*)", line)
            if line.startswith("- given:"):
                people.append(start[2].strip())
            elif line.startswith("  family:") and people:
                people[-1] += " " + start[2].strip()
            elif start and not line.startswith(" "):
                key = start[1]
                values[key] = start[2].strip()
            elif key in ("title", "abstract") and line.startswith("  "):
                values[key] += " " + line.strip()
        numbers = "-".join(values[key].strip("\"'") for key in ("firstpage", "lastpage") if values.get(key))
        plain = {key: without_tex(values.get(key, "").strip("\"'")) for key in ("title", "abstract")}
        yield path[:-3] + ".pdf", {
            "language": "en", "authors": people, "title": {"en": plain["title"]}, "abstract": {"en": plain["abstract"]},
            "pages": numbers,
        }


def without_tex(text):
    return re.sub(r"\s+", " ", re.sub(r"\\[a-zA-Z]+|[$\\{}^]", "", text)).strip()


def read_crossref(corpus, name):
    for path in sorted(glob.glob(f"{corpus}/{name}/*.crossref.xml")):
        root = ET.parse(path).getroot()
        for element in root.iter():
            element.tag = element.tag.split("}")[-1]
        article = next((one for one in root.iter() if one.tag in ("journal_article", "conference_paper")), None)
        if article is None:
            continue
        people = [f"{one.findtext('given_name') or ''} {one.findtext('surname') or ''}"
                  for one in article.iter("person_name")]
        licence = next((one.text for one in article.iter("license_ref")), "")
        code = re.search(r"licenses/([a-z-]+)/([0-9.]+)", licence or "")
        day = article.find("publication_date")
        part = lambda tag: (day.findtext(tag) or "").zfill(2)
        truth = {
            "language": "en",
            "title": {"en": "".join(article.find("titles/title").itertext()).strip()},
            "doi": article.findtext("doi_data/doi"),
            "orcid": [one.text.rsplit("/", 1)[-1] for one in article.iter("ORCID")],
            "licence": f"cc-{code[1]}-{code[2]}" if code else None,
            "date": {"online": f"{part('year')}-{part('month')}-{part('day')}"},
            "journal": root.findtext(".//journal_metadata/full_title"),
            "volume": root.findtext(".//journal_volume/volume"),
            "issue": root.findtext(".//journal_issue/issue"),
            "pages": article.findtext("pages/first_page"),
            "issn": root.findtext(".//journal_metadata/issn"),
        }
        if people:
            truth["authors"] = list(dict.fromkeys(people))
        yield path.replace(".crossref.xml", ".pdf"), truth


def read_samples(samples):
    manifest = os.path.join(samples, "manifest.toml")
    if not os.path.exists(manifest):
        return
    for article in tomllib.load(open(manifest, "rb"))["article"]:
        path = os.path.join(samples, article["file"])
        if not path.endswith(".pdf"):
            continue
        beside, expect = json.load(open(path[:-4] + ".json", encoding="utf-8")), article["expect"]
        names = [" ".join(reversed(name.split(", "))) for name in expect.get("authors", [])]
        dates = {role: beside["dates"][role] for role in ("accepted", "online") if role in beside.get("dates", {})}
        yield path, {
            "language": expect.get("language"), "doi": expect.get("doi"), "authors": names,
            "title": beside.get("title") or {expect["language"]: expect["title"]},
            "abstract": beside.get("abstract"), "keywords": beside.get("keywords"),
            "orcid": [one["orcid"] for one in beside.get("authors", []) if one.get("orcid")],
            "licence": beside.get("licence"), "date": dates, "version": beside.get("version"),
            "journal": (beside.get("journal") or {}).get("title"),
            **{key: (beside.get("journal") or {}).get(key) for key in ("volume", "issue", "pages", "issn")},
        }


# --- What the command found -------------------------------------------------------------------------------------

def run(command, path):
    start = time.monotonic()
    done = subprocess.run([part.replace("{}", path) for part in command], capture_output=True, timeout=120)
    spent = (time.monotonic() - start) * 1000
    try:
        found = json.loads(done.stdout)
    except ValueError:
        return None, spent
    return found.get("extraction", found), spent


def name(person):
    return f"{person['given']} {person['family']}".strip()


def printed_days(day):
    """The ways in which a date is printed, folded."""
    year, month, rest = (day.split("-") + ["", ""])[:3]
    forms = [day]
    for word in MONTHS[int(month) - 1]:
        number = str(int(rest)) if rest else ""
        forms += [f"{number}{word}{year}", f"{word}{number}{year}", f"1er{word}{year}" if number == "1" else day]
    return [fold(form) for form in forms]


class Score:
    """Right, found and expected values of one field; the same at the stricter bar."""

    def __init__(self):
        self.right = self.exact = self.found = self.expected = 0

    def add(self, right, found, expected, exact=None):
        self.right += right
        self.found += found
        self.expected += expected
        self.exact += right if exact is None else exact

    def figures(self):
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.expected if self.expected else 0.0
        f1 = lambda right: 2 * right / (self.found + self.expected) if self.found + self.expected else 0.0
        return precision, recall, f1(self.right), f1(self.exact)


class Report:
    def __init__(self):
        self.scores = collections.defaultdict(Score)
        self.sure = collections.defaultdict(lambda: [0, 0])
        self.misses = []

    def count(self, tag, file, field, lang, found, truth, test, exact=None):
        """Compares two lists of values one to one; `test(found, truth)` tells whether they are the same."""
        left, right, strict = list(found), 0, 0
        for wanted in truth:
            hit = next((value for value in left if test(value, wanted)), None)
            if hit is not None:
                left.remove(hit)
                right += 1
                strict += exact is None or exact(hit, wanted)
            else:
                self.misses.append((tag, file, field, lang, wanted, found[:3]))
        self.misses += [(tag, file, field, lang, None, value) for value in left]
        self.scores[tag, field, lang].add(right, len(found), len(truth), strict)

    def calibrate(self, field, candidates, judge):
        for candidate in candidates:
            if candidate["confidence"] >= SURE and (verdict := judge(candidate["value"])) is not None:
                self.sure[field][0] += verdict
                self.sure[field][1] += 1


def judge(report, tag, file, truth, extraction):
    found = extraction["candidates"]
    text = fold("".join(block["text"] for page in extraction["pages"] for block in page["blocks"]))
    first = lambda field: found[field][0]["value"] if found[field] else None
    edit, exact = (lambda a, b: alike(a, b, 0.8)), (lambda a, b: alike(a, b, 0.95))
    same = lambda a, b: a.lower() == b.lower()
    main = truth.get("language") or "-"
    titles = {lang: title for lang, title in (truth.get("title") or {}).items() if title}
    # A title in another language counts where the file prints it.
    for lang, title in titles.items():
        if lang == main or len(titles) == 1:
            head = first("titles")
            report.count(tag, file, "title", main, [head["text"]] if head else [], [title], edit, exact)
        elif fold(title) in text:
            others = [one["value"]["text"] for one in found["titles"][1:] if one["value"]["lang"] == lang][:1]
            report.count(tag, file, "title", f"{lang}*", others, [title], edit, exact)
    report.calibrate("title", found["titles"], lambda one: None if one["lang"] not in titles and len(titles) > 1 else
                     any(edit(one["text"], title) for title in titles.values()))
    if truth.get("authors"):
        names = [name(person) for person in first("authors") or []]
        near = lambda a, b: alike(a, b, 0.9)
        report.count(tag, file, "authors", main, names, truth["authors"], same_person, near)
        fits = lambda names, test: len(names) == len(truth["authors"]) and all(map(test, names, truth["authors"]))
        report.scores[tag, "list", main].add(fits(names, same_person), int(bool(names)), 1, fits(names, near))
        report.calibrate("authors", found["authors"], lambda people: fits([name(one) for one in people], same_person))
    for lang, wanted in (truth.get("abstract") or {}).items():
        if wanted and len(wanted) >= LEAST_ABSTRACT:
            texts = [one["value"]["text"] for one in found["abstracts"] if one["value"]["lang"] == lang][:1]
            report.count(tag, file, "abstract", lang, texts, [wanted], edit, exact)
            mine = [one for one in found["abstracts"] if one["value"]["lang"] == lang]
            report.calibrate("abstract", mine, lambda one, wanted=wanted: edit(one["text"], wanted))
    for lang, wanted in (truth.get("keywords") or {}).items():
        if wanted:
            words = [one["value"]["text"] for one in found["keywords"] if one["value"]["lang"] == lang]
            report.count(tag, file, "keywords", lang, words, wanted, lambda a, b: alike(a, b, 0.9))
    if truth.get("doi"):
        printed = fold(truth["doi"]) in text
        report.count(tag, file, "doi", main, [first("dois")] if found["dois"] else [],
                     [truth["doi"]] if printed or first("dois") == truth["doi"].lower() else [], same)
        report.calibrate("doi", found["dois"], lambda doi: same(doi, truth["doi"]))
    if truth.get("orcid"):
        given = [person["orcid"] for person in first("authors") or [] if person.get("orcid")]
        seen = given + [one["value"] for one in found["orcids"]]
        wanted = [orcid for orcid in truth["orcid"] if fold(orcid) in text or orcid in seen]
        report.count(tag, file, "orcid", main, given, wanted, same)
        report.calibrate("orcid", found["orcids"], lambda orcid: orcid in truth["orcid"])
    if truth.get("licence"):
        stated = any(word in text for word in ("creativecommons", "ccby", "cc0", "rightsreserved", "droitsreserves"))
        licence = [first("licences")] if found["licences"] else []
        wanted = [truth["licence"]] if stated or truth["licence"] in licence else []
        report.count(tag, file, "licence", main, licence, wanted, same)
        report.calibrate("licence", found["licences"], lambda one: same(one, truth["licence"]))
    for role, day in (truth.get("date") or {}).items():
        dates = [one["value"][1] for one in found["dates"] if one["value"][0] == role][:1]
        printed = any(form in text for form in printed_days(day))
        report.count(tag, file, "date", role, dates, [day] if printed or day in dates else [], str.startswith)
        mine = [one for one in found["dates"] if one["value"][0] == role]
        report.calibrate("date", mine, lambda one, day=day: day.startswith(one[1]))
    if truth.get("version"):
        report.count(tag, file, "version", main, [first("versions")] if found["versions"] else [], [truth["version"]], same)
        report.calibrate("version", found["versions"], lambda one: one == truth["version"])
    if truth.get("journal"):
        wanted = [truth["journal"]] if fold(truth["journal"]) in text else []
        if wanted:
            report.count(tag, file, "journal", main, [first("journals")] if found["journals"] else [], wanted, edit, exact)
            report.calibrate("journal", found["journals"], lambda one: edit(one, truth["journal"]))
    judge_place(report, tag, file, truth, extraction, main)
    if truth.get("language"):
        right = first("languages") == truth["language"]
        report.scores[tag, "language", main].add(int(right), 1, 1)
        if not right:
            report.misses.append((tag, file, "language", main, truth["language"], first("languages")))
        report.calibrate("language", found["languages"][:1], lambda one: one == truth["language"])


def judge_place(report, tag, file, truth, extraction, main):
    """Volume, issue, pages and ISSN, where the edges of the pages print them."""
    found = extraction["candidates"]
    kinds = ("running_head", "page_number", "front_matter", "footnote")
    edges = " ".join(block["text"] for page in extraction["pages"][:2] for block in page["blocks"]
                     if block["kind"] in kinds)
    same = lambda a, b: a.lower() == b.lower()
    short = re.compile(rf"\b{re.escape(truth.get('volume') or '-')}\s?\({re.escape(truth.get('issue') or '-')}\)")
    for field, names, words in (("volume", "volumes", "vol|tome"), ("issue", "issues", "no|n°|num|issue")):
        if truth.get(field):
            label = rf"(?:{words})[a-zé.]*\s*{re.escape(truth[field])}\b"
            printed = short.search(edges) or re.search(label, edges, re.IGNORECASE)
            value = [found[names][0]["value"]] if found.get(names) else []
            report.count(tag, file, field, main, value, [truth[field]] if printed or value == [truth[field]] else [], same)
            report.calibrate(field, found.get(names, []), lambda one, field=field: same(one, truth[field]))
    if truth.get("pages"):
        wanted = re.split(r"\s*[-–]+\s*", truth["pages"].strip())
        form = lambda one: [one["first"], one["last"]] if one.get("last") else [one["first"]]
        fits = lambda one, pages: one[0] == pages[0] and (len(pages) < 2 or one[-1] == pages[-1])
        value = [form(one["value"]) for one in found.get("page_ranges", []) if one["confidence"] >= 0.5][:1]
        printed = re.search(rf"\b{re.escape(wanted[0])}\b", edges)
        expected = [wanted] if printed or any(fits(one, wanted) for one in value) else []
        report.count(tag, file, "pages", main, value, expected, fits)
        report.calibrate("pages", found.get("page_ranges", []), lambda one: fits(form(one), wanted))
    if truth.get("issn"):
        values = [one["value"] for one in found.get("issns", [])]
        text = " ".join(block["text"] for page in extraction["pages"][:2] for block in page["blocks"])
        printed = truth["issn"] in text
        values = [truth["issn"]] if truth["issn"] in values else values[:1]
        report.count(tag, file, "issn", main, values, [truth["issn"]] if printed or truth["issn"] in values else [], same)


def show(report, times, failures, wanted):
    print(f"{'set':8} {'field':9} {'lang':8} {'n':>4} {'P':>6} {'R':>6} {'F1':>6} {'exact':>6}")
    for tag in wanted:
        for field in (*FIELDS, "language"):
            for key in sorted(key for key in report.scores if key[:2] == (tag, field)):
                score = report.scores[key]
                print(f"{tag:8} {field:9} {key[2]:8} {score.expected:4}"
                      + "".join(f" {figure:6.3f}" for figure in score.figures()))
        if times[tag]:
            print(f"{tag:8} {len(times[tag])} files, {statistics.median(times[tag]):.0f} ms a file at the median")
    print("all sets")
    for field in (*FIELDS, "language"):
        total = Score()
        for key, score in report.scores.items():
            if key[1] == field:
                total.add(score.right, score.found, score.expected, score.exact)
        right, all_sure = report.sure[field]
        sure = f"  sure {right}/{all_sure}" if all_sure else ""
        print(f"{'':8} {field:9} {'':8} {total.expected:4}" + "".join(f" {one:6.3f}" for one in total.figures()) + sure)
    if failures:
        print("no extraction from:", *failures)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--cmd", default="parvis extract {} --format json")
    options.add_argument("--sets", default=",".join(SETS))
    options.add_argument("--corpus", default=os.path.join(ROOT, "..", "shared", "corpus"))
    options.add_argument("--samples", default=os.path.join(ROOT, "samples"))
    options.add_argument("--misses", nargs="?", const="all", help="list what was not found or found wrongly, of one field or of all")
    options.add_argument("--json", help="write the figures to this file")
    given = options.parse_args()
    sources = {
        "taln": lambda: read_taln(given.corpus), "pmlr": lambda: read_pmlr(given.corpus),
        "jose": lambda: read_crossref(given.corpus, "jose"), "jcon": lambda: read_crossref(given.corpus, "jcon"),
        "samples": lambda: read_samples(given.samples),
    }
    wanted = [tag for tag in given.sets.split(",") if tag in sources]
    if not os.path.isdir(given.corpus):
        print(f"skipped: {given.corpus} is absent", file=sys.stderr)
        wanted = [tag for tag in wanted if tag == "samples"]
    command, report, times, failures = shlex.split(given.cmd), Report(), collections.defaultdict(list), []
    for tag in wanted:
        for path, truth in sources[tag]():
            extraction, spent = run(command, path)
            times[tag].append(spent)
            file = os.path.basename(path)
            if extraction is None:
                failures.append(file)
            else:
                judge(report, tag, file, truth, extraction)
    show(report, times, failures, wanted)
    for tag, file, field, lang, value, found in report.misses:
        if given.misses in ("all", field):
            told = f"wrong: {found!r:.300}" if value is None else f"{value!r:.200} is missing among {found!r:.300}"
            print(f"miss {tag} {file} {field} {lang}: {told}")
    if given.json:
        rows = [dict(zip(("set", "field", "lang", "precision", "recall", "f1", "exact"), (*key, *score.figures())))
                for key, score in report.scores.items()]
        json.dump(rows, open(given.json, "w", encoding="utf-8"), indent=1)


if __name__ == "__main__":
    main()
