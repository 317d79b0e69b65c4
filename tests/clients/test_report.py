"""The compliance report: the same rows as CSV and as JSON, and every verdict that the samples promise."""

import csv
import io
import json
import tomllib
import unittest

from site_under_test import BASE_URL, DATA, ROOT, all_articles, get, run


def manifest() -> list[dict]:
    with open(ROOT / "samples/manifest.toml", "rb") as file:
        return tomllib.load(file)["article"]


class ReportTest(unittest.TestCase):
    """`parvis report` over the data folder of the demo."""

    @classmethod
    def setUpClass(cls):
        cls.reports = {form: run("report", "--format", form, data=DATA) for form in ("csv", "json")}
        for form, done in cls.reports.items():
            if done.returncode != 0:
                raise AssertionError(f"report --format {form} ended with {done.returncode}: {done.stderr}")
        cls.rows = json.loads(cls.reports["json"].stdout)
        cls.sheet = list(csv.DictReader(io.StringIO(cls.reports["csv"].stdout.lstrip("\ufeff"))))

    def test_both_forms_hold_the_same_rows(self):
        self.assertEqual(len(self.sheet), len(self.rows))
        for cells, row in zip(self.sheet, self.rows, strict=True):
            self.assertEqual(list(cells), list(row), "the same columns in the same order")
            for key, value in row.items():
                text = " ".join(value) if isinstance(value, list) else "" if value is None else str(value)
                self.assertEqual(cells[key], text, key)

    def test_every_row_names_an_article_of_the_site(self):
        ids = {str(article["id"]) for article in all_articles()}
        self.assertEqual({str(row["article_id"]) for row in self.rows} - ids, set())

    def test_every_verdict_of_the_samples_is_reached(self):
        by_digest = {article["file"]["sha256"]: str(article["id"]) for article in all_articles()}
        reached = {(str(row["article_id"]), row["award_number"]): row["outcome"] for row in self.rows}
        promised, found = {}, {}
        for sample in manifest():
            for verdict in sample["expect"]["verdicts"]:
                key = f"{sample['file']} award {verdict['award']}"
                promised[key] = verdict["verdict"]
                found[key] = reached.get((by_digest[sample["sha256"]], verdict["award"]))
        self.assertEqual(found, promised)

    def test_the_page_offers_the_same_list(self):
        sheet = list(csv.DictReader(io.StringIO(get(f"{BASE_URL}/conformite.csv").decode("utf-8-sig"))))
        self.assertEqual(sheet, self.sheet)
