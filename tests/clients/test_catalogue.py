"""CKAN reads the catalogue of the open data in each of its forms, and a second harvest changes nothing."""

import hashlib
import json
import os
import subprocess
import unittest
from pathlib import Path

from site_under_test import BASE_URL, COMMAND_SECONDS, get

HERE = Path(__file__).resolve().parent
PYTHON = os.environ.get("PARVIS_TEST_CKAN_PYTHON")
# The name of each form at the site and for the parser.
FORMS = (("ttl", "turtle"), ("rdf", "xml"), ("jsonld", "json-ld"))
DESCRIPTIONS = {"publications", "liens", "articles.jsonl.gz", "changements.jsonl.gz", "fichiers.csv.gz"}
INDICATORS = {"verdicts", "usage", "barometre", "exceptions"}
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
CC_ZERO = "https://creativecommons.org/publicdomain/zero/1.0/"


def harvested(catalogue: bytes, form: str, language: str = "fr") -> dict[str, dict]:
    """What CKAN would keep of each data set, by its URI: that is what its harvester knows one again by."""
    done = subprocess.run(
        [PYTHON, HERE / "ckan_reads.py", form, language],
        input=catalogue,
        capture_output=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )
    if done.returncode:
        raise AssertionError(done.stderr.decode()[-2000:])
    datasets = json.loads(done.stdout)
    return {extra(dataset, "uri"): dataset for dataset in datasets}


def extra(dataset: dict, key: str) -> str | None:
    """A field, wherever the profile puts it."""
    found = [each["value"] for each in dataset.get("extras", []) if each["key"] == key]
    return found[0] if found else dataset.get(key)


def name_of(uri: str) -> str:
    return uri.rpartition("#")[2]


@unittest.skipUnless(PYTHON, "PARVIS_TEST_CKAN_PYTHON names no Python with ckanext-dcat")
class CatalogueTest(unittest.TestCase):
    """`ckanext-dcat` at the catalogue of the demo."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.catalogues = {form: get(f"{BASE_URL}/donnees/catalogue.{ending}") for ending, form in FORMS}
        cls.read = {form: harvested(catalogue, form) for form, catalogue in cls.catalogues.items()}

    def test_every_data_set_is_found_in_every_form(self):
        for form, datasets in self.read.items():
            self.assertEqual({name_of(uri) for uri in datasets}, DESCRIPTIONS | INDICATORS, form)
        first, *others = self.read.values()
        for other in others:
            self.assertEqual(other, first, "the forms say the same")

    def test_titles_come_in_both_languages(self):
        french = self.read["turtle"]
        english = harvested(self.catalogues["turtle"], "turtle", "en")
        for uri, dataset in french.items():
            self.assertNotEqual(dataset["title"], english[uri]["title"], uri)
            self.assertTrue(dataset["notes"] and english[uri]["notes"], uri)
        title = {name_of(uri): dataset["title"] for uri, dataset in french.items()}
        self.assertIn("baromètre", title["barometre"])

    def test_each_file_has_its_address_licence_size_and_digest(self):
        for uri, dataset in self.read["turtle"].items():
            self.assertTrue(dataset["resources"], uri)
            licence = CC_BY if name_of(uri) in INDICATORS else CC_ZERO
            self.assertEqual(dataset["license_id"], "cc-by" if licence == CC_BY else "cc-zero", uri)
            for resource in dataset["resources"]:
                with self.subTest(resource["url"]):
                    self.assertEqual(resource["license"], licence)
                    content = get(resource["download_url"])
                    self.assertEqual(int(resource["size"]), len(content))
                    self.assertEqual(resource["hash"], hashlib.sha256(content).hexdigest())
                    self.assertTrue(resource["hash_algorithm"].endswith("checksumAlgorithm_sha256"))
                    self.assertTrue(resource["mimetype"], resource)
                    self.assertTrue(resource["name"], resource)

    def test_each_data_set_says_who_when_and_how_often(self):
        for uri, dataset in self.read["turtle"].items():
            self.assertRegex(extra(dataset, "modified"), r"^\d{4}-\d\d-\d\d$", uri)
            self.assertEqual(extra(dataset, "identifier"), name_of(uri))
            self.assertTrue(extra(dataset, "publisher_name"), uri)
            self.assertTrue(extra(dataset, "frequency").endswith("DAILY"), uri)

    def test_a_second_harvest_changes_nothing(self):
        for ending, form in FORMS:
            again = harvested(get(f"{BASE_URL}/donnees/catalogue.{ending}"), form)
            self.assertEqual(again, self.read[form], form)

    def test_a_data_set_that_changed_is_the_only_one_that_differs(self):
        catalogue = json.loads(self.catalogues["json-ld"])
        changed = next(each for each in catalogue["dcat:dataset"] if each["dct:identifier"] == "verdicts")
        changed["dct:modified"]["@value"] = "2999-01-01"
        changed["dcat:distribution"][0]["spdx:checksum"]["spdx:checksumValue"]["@value"] = "00"
        again = harvested(json.dumps(catalogue).encode(), "json-ld")
        before = self.read["json-ld"]
        self.assertEqual(again.keys(), before.keys(), "nothing is new, nothing is gone")
        self.assertEqual({name_of(uri) for uri in again if again[uri] != before[uri]}, {"verdicts"})
