#!/usr/bin/env python3
"""Makes the published figures again from the published rows, and compares them to the last digit.

    python3 tests/recompute.py conformite.csv indicateurs.csv

Both files are those of the open data of a site, of one day, with or without gzip. Nothing but Python 3 is needed.
"""

import csv
import gzip
import io
import math
import sys
from collections import Counter, defaultdict

STRICT = ["out_of_scope", "exempt", "compliant", "not_yet_due", "undetermined", "compliant_late",
          "open_without_licence", "partly", "closed"]
DIMENSIONS = {"year": "year", "sector": "fund", "programme": "programme", "institution": "institution",
              "field": "field", "language": "language", "policy": "policy", "tier": "tier"}
PERSONAL = {"programme", "institution", "field", "language"}
SMALL = 5


def rows(path):
    raw = open(path, "rb").read()
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))


def articles(group):
    """For each article its strictest row, the first of several, and its surest tier."""
    by_article = defaultdict(list)
    for row in group:
        by_article[row["article_id"]].append(row)
    for own in by_article.values():
        own.sort(key=lambda row: int(row["place"]))
        yield max(own, key=lambda row: STRICT.index(row["outcome"])), min(row["tier"] for row in own)


def days(lags, percent):
    lags = sorted(lags)
    return lags[max(1, math.ceil(len(lags) * percent / 100)) - 1] if lags else None


def figures(group):
    """Indicator → [shares, (unknown, of), bounds or None, median or None]."""
    counted = list(articles(group))
    all_rows = [row for row, _ in counted]
    tiers = Counter(tier for _, tier in counted)
    due = [row for row in all_rows if row["is_due"] == "true"]
    free = [row for row in due if row["free"] == "true"]
    opened = [row for row in due if row["open"] == "true"]
    outcome = Counter(row["outcome"] for row in due)
    d, n = len(due), len(all_rows)
    judged = d - outcome["exempt"]
    told = judged - outcome["undetermined"]
    yes, maybe = outcome["compliant"], outcome["compliant"] + outcome["undetermined"]
    lag = [int(row["open_lag_days"]) for row in all_rows if row["open_lag_days"]]
    due_lag = [int(row["open_lag_days"]) for row in due if row["open_lag_days"]]
    deposit = [int(row["deposit_lag_days"]) for row in all_rows if row["deposit_lag_days"]]
    no_lag = sum(1 for row in due if not row["open_lag_days"] and row["free"] != "false")
    a_year = Counter(row["free_after_a_year"] for row in all_rows if row["free_after_a_year"] != "early")
    held = Counter(row["in_repository"] for row in due)
    free_unknown = sum(1 for row in due if row["free"] == "")
    immediate = sum(1 for days_ in due_lag if days_ <= 0)
    licences = Counter(row["licence_family"] for row in opened)
    versions = Counter(row["version"] for row in free)
    routes = Counter(row["route"] for row in free)
    models = Counter(row["journal_model"] for row in all_rows)
    accepted = sum(1 for row in opened if row["licence_accepted"] == "true")
    linked = tiers["A"] + tiers["B"] + tiers["C"]
    has = lambda column: sum(1 for row in all_rows if row[column] == "true")
    split = lambda codes, tally: [(code, tally[code], sum(tally.values())) for code in codes]
    bounded = lambda good, unknown, of: [[("rate", good, of)], (unknown, of), (good, good + unknown, of), None]
    delay = lambda lags: [[("rate", sum(1 for lag_ in lags if lag_ <= 0), len(lags))], (n - len(lags), n), None,
                          days(lags, 50)]
    once = bounded(immediate, no_lag, d)
    once[0].append(("tolerance", sum(1 for days_ in due_lag if days_ <= 7), d))
    return {
        "oa_rate": bounded(len(free), free_unknown, d),
        "oa_rate_1y": bounded(a_year["free"], a_year["unknown"], sum(a_year.values())),
        "immediate_rate": once,
        "compliance_rate": [[("rate", yes, told)], (outcome["undetermined"], judged), (yes, maybe, judged), None],
        "compliance_rate_bounds": [[("low", yes, judged), ("high", maybe, judged)],
                                   (outcome["undetermined"], judged), None, None],
        "deposit_lag_days": delay(deposit),
        "open_lag_days": delay(lag),
        "licence_share": [split(["cc_by", "cc0", "cc_by_nd", "cc_by_nc", "publisher", "none"], licences),
                          (licences["none"], len(opened)), None, None],
        "open_licence_rate": bounded(accepted, licences["none"], len(opened)),
        "version_share": [split(["vor", "am", "smur", "unknown"], versions), (versions["unknown"], len(free)),
                          None, None],
        "route_share": [split(["both", "publisher", "repository"], routes), (free_unknown, d), None, None],
        "journal_model_share": [split(["diamond", "gold", "hybrid", "subscription", "unknown"], models),
                                (models["unknown"], n), None, None],
        "award_doi_rate": bounded(0, tiers["A"], n),
        "pid_rate": [[("doi", has("has_doi"), n), ("orcid", has("has_orcid"), n), ("ror", has("has_ror"), n)],
                     (0, n), None, None],
        "repository_coverage": bounded(held["true"], held[""], d),
        "ackn_gap": [[("rate", tiers["C"], linked)], (0, linked), None, None],
    }


def expected(standings):
    groups = {("all", ""): standings}
    for dimension, column in DIMENSIONS.items():
        for row in standings:
            groups.setdefault((dimension, row[column]), []).append(row)
    for (dimension, value), group in groups.items():
        for indicator, (shares, unknown, bounds, median) in figures(group).items():
            small = 1 <= max(of for _, _, of in shares) < SMALL and dimension in PERSONAL
            for share, good, of in shares:
                numbers = [good, of, *unknown, *(bounds or (None, None, None)), median]
                numbers = ["" if small or number is None else str(number) for number in numbers]
                yield (dimension, value, indicator, share), ["true" if small else "false", *numbers]


def main(standings_file, figures_file):
    columns = ["protected", "numerator", "denominator", "unknown", "unknown_of", "low", "high", "bounds_of",
               "median_days"]
    published = {(row["dimension"], row["value"], row["indicator"], row["share"]): [row[name] for name in columns]
                 for row in rows(figures_file)}
    made = dict(expected(rows(standings_file)))
    wrong = [key for key in sorted(published.keys() | made.keys()) if published.get(key) != made.get(key)]
    for key in wrong[:20]:
        print("differs:", key, "published", published.get(key), "made again", made.get(key))
    print(f"{len(made)} figures made again, {len(wrong)} differ")
    return 1 if wrong or not made else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3]))
