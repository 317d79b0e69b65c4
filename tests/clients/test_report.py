"""The compliance report: the same rows as CSV and as JSON, and every verdict that the samples promise."""

import csv
import io
import json
import pathlib
import tempfile
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

    def test_the_command_writes_every_form_with_the_same_figures(self):
        sector = ("--by", "sector", "--value", "frqnt")
        figures = run("report", "--figures", *sector, data=DATA)
        document = run("report", "--format", "document", *sector, data=DATA)
        rows = list(csv.DictReader(io.StringIO(figures.stdout)))
        told = json.loads(document.stdout)["figures"]
        self.assertEqual(len(rows), len(told), figures.stderr + document.stderr)
        for row, figure in zip(rows, told, strict=True):
            self.assertEqual(row["numerator"], "" if figure["numerator"] is None else str(figure["numerator"]))

    def test_the_command_writes_workbooks_and_pdf(self):
        for form, head in (("xlsx", b"PK"), ("pdf", b"%PDF-1.7")):
            with tempfile.TemporaryDirectory() as folder:
                file = pathlib.Path(folder) / f"report.{form}"
                done = run("report", "--format", form, "--output", str(file), data=DATA)
                self.assertEqual(done.returncode, 0, done.stderr)
                self.assertTrue(file.read_bytes().startswith(head), form)
