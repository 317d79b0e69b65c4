"""`parvis export` as the Library of Congress' bagit-python sees it: a valid bag (RFC 8493), and a damaged one is told."""

import json
import shutil
import tempfile
import unittest
from pathlib import Path

import bagit
from site_under_test import DATA, all_articles, run, sha256


class ExportTest(unittest.TestCase):
    """The demo, exported beside the server that works on it."""

    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.sac = cls.folder / "sac"
        done = run("export", str(cls.sac), data=DATA)
        if done.returncode != 0:
            raise AssertionError(f"export ended with {done.returncode}: {done.stderr}")

    def copy(self, name: str) -> Path:
        return Path(shutil.copytree(self.sac, self.folder / name))

    def payload(self, pattern: str) -> list[Path]:
        return sorted((self.sac / "data").rglob(pattern))

    def test_it_is_a_valid_bag_with_its_count_and_its_size(self):
        bag = bagit.Bag(str(self.sac))
        bag.validate(processes=1)
        self.assertEqual((bag.version, bag.encoding), ("1.0", "UTF-8"))
        self.assertIn("sha256", bag.algorithms)
        self.assertTrue(bag.has_oxum(), "Payload-Oxum tells a quick look that nothing is missing")
        sizes = [path.stat().st_size for path in self.payload("*") if path.is_file()]
        self.assertEqual(bag.info["Payload-Oxum"], f"{sum(sizes)}.{len(sizes)}")
        bag.validate(fast=True)

    def test_every_article_of_the_site_is_in_it_with_its_file(self):
        digests = {sha256(path) for path in self.payload("*") if path.suffix in {".pdf", ".xml"}}
        articles = all_articles()
        lost = [article["id"] for article in articles if article["file"] and article["file"]["sha256"] not in digests]
        self.assertEqual(lost, [])
        described = {str(json.loads(path.read_text("utf-8"))["number"]) for path in self.payload("article.json")}
        self.assertEqual({str(article["id"]) for article in articles} - described, set())

    def test_a_changed_a_lost_an_added_and_a_renamed_file_are_told(self):
        article = self.payload("article.json")[0].relative_to(self.sac)
        changed, lost, added, renamed = map(self.copy, ("change", "perdu", "de-plus", "renomme"))
        content = (changed / article).read_bytes()
        (changed / article).write_bytes(content[:-2] + b" \n")
        (lost / article).unlink()
        (added / "data/intrus.txt").write_text("intrus")
        # As many files with as many bytes as before.
        (renamed / article).rename(renamed / "data/intrus.json")
        for bag, words in (
            (changed, "sha256 validation failed"),
            (lost, "Payload-Oxum validation failed"),
            (added, "Payload-Oxum validation failed"),
            (renamed, "exists in manifest but was not found on filesystem"),
        ):
            with self.subTest(bag=bag.name):
                with self.assertRaises(bagit.BagValidationError) as told:
                    bagit.Bag(str(bag)).validate(processes=1)
                self.assertIn(words, str(told.exception))


if __name__ == "__main__":
    unittest.main()
