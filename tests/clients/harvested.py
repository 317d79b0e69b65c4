"""The site that harvesters are held against: the demo copied while it runs, small pages, some articles withdrawn.

What it must hold is known from elsewhere: the manifest of the samples counts the articles, the API tells what they are,
and the withdrawals were made here, through the form that curators use.
"""

import functools
import http.cookiejar
import re
import shutil
import sqlite3
import tempfile
import time
import tomllib
import unittest
import urllib.error
import urllib.request
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from lxml import etree

from site_under_test import DATA, REQUEST_SECONDS, ROOT, all_articles, get, serving

# Neither 40 samples nor those that are not withdrawn leave one record alone on the last page.
PAGE_SIZE = 7
PAGES = {"PARVIS_OAI_PAGE_SIZE": str(PAGE_SIZE)}
CURATOR = ("curation@example.org", "parvis-demo")
THESES = {"masters_thesis", "doctoral_thesis"}
# Sets whose members the API tells, with its name for what they go by.
KINDS = {"langue": "language", "type": "type"}
FORMATS_OF_THESES = {"etdms", "uketd_dc"}


@dataclass(frozen=True)
class Truth:
    """What a harvest of the site must bring."""

    base_url: str
    # Every article by its OAI identifier, as the API listed it while it was public.
    articles: dict[str, dict]
    withdrawn: frozenset[str]
    # A second after which only withdrawals happened.
    quiet: str

    @property
    def endpoint(self) -> str:
        return f"{self.base_url}/oai"

    @property
    def identifiers(self) -> set[str]:
        return set(self.articles)

    def with_withdrawn(self, identifier: str) -> "Truth":
        """The truth after one more withdrawal."""
        return replace(self, withdrawn=self.withdrawn | {identifier})

    def in_format(self, prefix: str) -> set[str]:
        """The identifiers that a format lists."""
        if prefix not in FORMATS_OF_THESES:
            return self.identifiers
        return {key for key, article in self.articles.items() if article["type"] in THESES}

    def in_set(self, spec: str) -> set[str]:
        """The identifiers of a set by language or type (protocol, 2.6: the upper set holds what the lower ones hold)."""
        kind, _, wanted = spec.partition(":")
        values = {key: article[KINDS[kind]] for key, article in self.articles.items()}
        return {key for key, value in values.items() if value and wanted in ("", value)}

    def sets(self) -> list[str]:
        """The sets by language and type, upper ones first."""
        pairs = [(kind, article[name]) for article in self.articles.values() for kind, name in KINDS.items()]
        return [*KINDS, *sorted({f"{kind}:{value}" for kind, value in pairs if value})]


def copy_demo(target: Path) -> None:
    """Copies the data folder of the running demo: the database through SQLite, which knows what is being written."""
    source, copy = sqlite3.connect(f"{DATA}/parvis.sqlite"), sqlite3.connect(target / "parvis.sqlite")
    source.backup(copy)
    source.close()
    copy.close()
    for folder in ("files", "index"):
        shutil.copytree(f"{DATA}/{folder}", target / folder)


class Curator:
    """Somebody who signs in and withdraws articles."""

    def __init__(self, base_url: str):
        self.base_url = base_url
        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        email, password = CURATOR
        self.fill_in("/connexion", courriel=email, mot_de_passe=password)

    def fill_in(self, path: str, **fields: str) -> None:
        page = self.browser.open(self.base_url + path, timeout=REQUEST_SECONDS).read().decode()
        fields["jeton"] = re.search(r'name="jeton" value="([^"]+)"', page)[1]
        try:
            self.browser.open(self.base_url + path, urlencode(fields).encode(), timeout=REQUEST_SECONDS).close()
        except urllib.error.HTTPError as error:
            # The page of what was withdrawn says so: gone.
            if error.code != 410:
                raise

    def withdraw(self, article: dict) -> None:
        self.fill_in(f"/articles/{article['id']}/retrait", raison="Retiré pour l'essai")


def wait_for_the_next_second() -> str:
    """Waits until datestamps (to the second) tell before from after; gives the new second."""
    begin = int(time.time())
    while int(time.time()) <= begin:
        time.sleep(0.02)
    return datetime.fromtimestamp(int(time.time()), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@contextmanager
def copied_demo():
    """A copy of the demo that is being served; gives its truth. Three are withdrawn, one of them a thesis."""
    if not DATA:
        raise unittest.SkipTest("PARVIS_TEST_DATA does not name the data folder of the demo")
    with tempfile.TemporaryDirectory(prefix="parvis-harvested-") as folder:
        copy_demo(Path(folder))
        with serving(Path(folder), PAGES) as base_url:
            articles = sorted(all_articles(base_url), key=lambda article: article["id"])
            quiet = wait_for_the_next_second()
            thesis = next(article for article in articles if article["type"] in THESES)
            others = [article for article in articles if article["type"] == "journal_article"]
            gone = [others[0], others[-1], thesis]
            curator = Curator(base_url)
            for article in gone:
                curator.withdraw(article)
            name = repository_identifier(base_url)
            named = {f"oai:{name}:{article['id']}": article for article in articles}
            withdrawn = frozenset(key for key, article in named.items() if article in gone)
            yield Truth(base_url, named, withdrawn, quiet)


def repository_identifier(base_url: str) -> str:
    """What stands in the middle of every OAI identifier."""
    return etree.fromstring(get(f"{base_url}/oai?verb=Identify")).findtext(".//{*}repositoryIdentifier")


@functools.cache
def samples_in_manifest() -> int:
    """How many articles the demo is made of."""
    with open(ROOT / "samples/manifest.toml", "rb") as file:
        return len(tomllib.load(file)["article"])


class HarvestedCase(unittest.TestCase):
    """Tests of one copy of the demo."""

    truth: Truth

    @classmethod
    def setUpClass(cls):
        cls.truth = cls.enterClassContext(copied_demo())
