"""Kills `parvis ingest` at moments of chance, starts it again, and counts: every good file once, no bad one.

PARVIS_TEST_SEED repeats a run; the seed is printed when the test fails.
"""

import os
import random
import shutil
import subprocess
import tempfile
import unittest
from collections import Counter
from pathlib import Path

from site_under_test import BINARY, COMMAND_SECONDS, ROOT, SHARED, all_articles, environment, run, serving, sha256

KILLS = 5
CORPUS_FOLDERS = ("taln", "jose", "jcon")
CORPUS_FILES = 4
# Longest that a killed ingest may have run, in seconds.
LONGEST_LIFE = 4.0

# Each bad file with a word of the reason that its owner must be given.
BAD = {
    "empty.pdf": "empty",
    "not_pdf.pdf": "neither",
    "truncated.pdf": "damaged",
    "locked.pdf": "password",
}

# A page under the standard security handler (ISO 32000-1, 7.6.3) whose keys fit no password that anybody knows.
LOCKED = b"""%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R>> endobj
4 0 obj <</Length 24>> stream
0123456789abcdefghijklmn
endstream endobj
5 0 obj <</Filter/Standard/V 1/R 2/P -44/O<%s>/U<%s>>> endobj
""" % (b"5a" * 32, b"a5" * 32)


def locked_pdf() -> bytes:
    """LOCKED with its cross-reference table."""
    offsets = [LOCKED.index(b"%d 0 obj" % number) for number in range(1, 6)]
    table = b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer <</Size 6/Root 1 0 R/Encrypt 5 0 R/ID[<%s><%s>]>>\n" % (b"11" * 16, b"11" * 16)
    return LOCKED + table + trailer + b"startxref\n%d\n%%%%EOF\n" % len(LOCKED)


def lay_out(folder: Path) -> list[Path]:
    """Fills the folder that is taken in; gives its good files."""
    shutil.copytree(ROOT / "samples/articles", folder / "samples")
    corpus = SHARED / "corpus"
    if corpus.is_dir():
        for name in CORPUS_FOLDERS:
            (folder / name).mkdir()
            for source in sorted((corpus / name).glob("*.pdf"))[:CORPUS_FILES]:
                shutil.copy(source, folder / name)
    else:
        print("skipped: real articles (../shared is not there)")
    good = sorted(path for path in folder.rglob("*") if path.suffix in {".pdf", ".xml"})
    whole = (ROOT / "samples/articles/01-pergelisol-salluit.pdf").read_bytes()
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "not_pdf.pdf").write_text("This is a note that somebody named .pdf.\n" * 20)
    (folder / "truncated.pdf").write_bytes(whole[:200])
    (folder / "locked.pdf").write_bytes(locked_pdf())
    return good


class KillAndResumeTest(unittest.TestCase):
    """Whatever happens to the process, nothing is lost and nothing doubled."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="parvis-kill-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.data, cls.inbox = Path(cls.folder.name) / "data", Path(cls.folder.name) / "inbox"
        cls.data.mkdir()
        cls.inbox.mkdir()
        cls.good = lay_out(cls.inbox)
        cls.seed = int(os.environ.get("PARVIS_TEST_SEED", random.randrange(10**6)))
        cls.chance = random.Random(cls.seed)
        cls.kills = kill_while_it_works(cls.data, cls.inbox, cls.chance)
        cls.full = run("ingest", str(cls.inbox), "--awards", str(ROOT / "samples/awards.csv"), data=cls.data)
        with serving(cls.data) as base_url:
            cls.articles = all_articles(base_url)
        cls.verified = run("verify", data=cls.data)
        cls.again = run("ingest", str(cls.inbox), data=cls.data)
        with serving(cls.data) as base_url:
            cls.articles_again = all_articles(base_url)

    def story(self) -> str:
        full, again = self.full, self.again
        return (
            f"seed {self.seed}, killed after {self.kills} seconds\n"
            f"full run ({full.returncode}): {full.stdout}{full.stderr}\nsecond run ({again.returncode}): {again.stdout}{again.stderr}"
        )

    def test_the_process_was_killed_at_work(self):
        self.assertEqual(len(self.kills), KILLS, self.story())

    def test_every_good_file_is_there_exactly_once(self):
        wanted = Counter(sha256(path) for path in self.good)
        self.assertEqual(max(wanted.values()), 1, "the inbox holds no file twice")
        names = {sha256(path): path.name for path in self.good}
        found = Counter(article["file"]["sha256"] for article in self.articles)
        lost = sorted(names[digest] for digest in wanted - found)
        strange = sorted(names.get(digest, digest) for digest in found - wanted)
        self.assertEqual((lost, strange), ([], []), self.story())

    def test_every_bad_file_is_refused_with_a_reason(self):
        lines = (self.full.stdout + self.full.stderr).splitlines()
        for name, word in BAD.items():
            with self.subTest(name):
                reasons = [line for line in lines if name in line]
                self.assertEqual(len(reasons), 1, self.story())
                self.assertIn(word, reasons[0])
        self.assertIn(f"{len(BAD)} refused", self.full.stdout, self.story())

    def test_files_and_index_are_sound(self):
        self.assertEqual(self.verified.returncode, 0, self.verified.stdout + self.verified.stderr + self.story())
        self.assertIn(f"{len(self.good)} articles checked", self.verified.stdout, self.story())
        self.assertIn("0 waiting, 0 given up", self.verified.stdout, self.story())

    def test_a_second_run_adds_nothing(self):
        self.assertIn("0 added", self.again.stdout, self.story())
        self.assertIn(f"{len(self.good)} already here", self.again.stdout, self.story())
        ids = [article["id"] for article in self.articles]
        self.assertEqual(sorted(ids), sorted(article["id"] for article in self.articles_again))

    def test_good_bytes_are_kept_and_others_are_not(self):
        stored = [path for path in self.data.rglob("*") if path.is_file() and path.stat().st_size > 0]
        bytes_of_blobs = {sha256(path) for path in stored}
        missing = [path.name for path in self.good if sha256(path) not in bytes_of_blobs]
        self.assertEqual(missing, [], "every good file is kept byte for byte")
        self.assertNotIn(sha256(self.inbox / "not_pdf.pdf"), bytes_of_blobs, "what is no article is not kept")


def kill_while_it_works(data: Path, inbox: Path, chance: random.Random) -> list[float]:
    """Starts an ingest and kills it after a while, several times; gives the lives of those that were killed."""
    lives, longest = [], LONGEST_LIFE
    for _ in range(4 * KILLS):
        if len(lives) == KILLS:
            break
        life = chance.uniform(0.05, longest)
        process = subprocess.Popen(
            [BINARY, "ingest", inbox],
            env=environment(data),
            cwd=data,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            process.wait(life)
            # It was through before its time: the next ones live shorter.
            longest /= 2
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(COMMAND_SECONDS)
            lives.append(round(life, 2))
    return lives
