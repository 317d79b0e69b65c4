"""A signposting client finds its way from every article's page to its file, licence and descriptions, and back."""

import unittest
import urllib.request
import warnings

import signposting
from httplink import parse_link_header

from site_under_test import REQUEST_SECONDS, all_articles, get

ABOUT_PAGE = "https://schema.org/AboutPage"


def targets(signposts) -> set[str]:
    return {str(signpost.target) for signpost in signposts}


def links_of(address: str) -> set[tuple[str, str]]:
    """Relations and targets, read by the parser that the client uses; itself it sorts no `describes`."""
    with urllib.request.urlopen(urllib.request.Request(address, method="HEAD"), timeout=REQUEST_SECONDS) as answer:
        links = parse_link_header(", ".join(answer.headers.get_all("Link"))).links
    return {(relation, link.target) for link in links for relation in link.rel}


class SignpostingTest(unittest.TestCase):
    """FAIR Signposting, levels 1 and 2, at every article of the demo."""

    @classmethod
    def setUpClass(cls):
        warnings.simplefilter("error")
        cls.addClassCleanup(warnings.resetwarnings)
        cls.articles = all_articles()
        cls.pages = {article["url"]: signposting.find_signposting_http(article["url"]) for article in cls.articles}

    def test_each_page_says_by_what_to_cite_it_and_what_it_is(self):
        for article in self.articles:
            with self.subTest(article["url"]):
                page = self.pages[article["url"]]
                self.assertEqual(page.citeAs.target, article["url"])
                self.assertIn(ABOUT_PAGE, targets(page.types))
                self.assertEqual(len(page.types), 2, "what the page is and what it is about")
                orcids = {f"https://orcid.org/{each['orcid']}" for each in article["authors"] if each.get("orcid")}
                self.assertEqual(targets(page.authors), orcids)
                if (article["licence"] or "").startswith("cc-"):
                    self.assertIn("creativecommons.org", page.license.target)

    def test_each_open_article_leads_to_its_file_and_no_closed_one_does(self):
        for article in self.articles:
            with self.subTest(article["url"]):
                items = self.pages[article["url"]].items
                wanted = {article["file"]["url"]} if article["access"] == "open" else set()
                self.assertEqual(targets(items), wanted)
                for item in items:
                    self.assertEqual(item.type, article["file"]["media_type"])
                    self.assertEqual(signposting.find_signposting_http(item.target).collection.target, article["url"])

    def test_descriptions_can_be_fetched_and_lead_back(self):
        for article in self.articles[::8]:
            described = self.pages[article["url"]].describedBy
            self.assertGreaterEqual(len(described), 14)
            for signpost in described:
                with self.subTest(signpost.target):
                    self.assertTrue(get(signpost.target))
                    self.assertIn(("describes", article["url"]), links_of(signpost.target))

    def test_the_link_set_says_what_the_pages_say(self):
        for article in self.articles:
            with self.subTest(article["url"]):
                page = self.pages[article["url"]]
                (linkset,) = page.linksets
                level_2 = signposting.find_signposting_linkset(linkset.target)
                said = {signpost for signpost in page if signpost.rel != "linkset"}
                self.assertEqual(set(level_2.for_context(article["url"])), said)
                for item in page.items:
                    self.assertEqual(level_2.for_context(item.target).collection.target, article["url"])


if __name__ == "__main__":
    unittest.main()
