"""The ResourceSync client that the standard's authors wrote mirrors the site: all of it, then what changed."""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from resync.capability_list import CapabilityList
from resync.change_list import ChangeList
from resync.resource_list import ResourceList
from resync.source_description import SourceDescription

from harvested import Curator, HarvestedCase, wait_for_the_next_second
from site_under_test import COMMAND_SECONDS, get, sha256

CLIENT = Path(sys.executable).parent / "resync-sync"


class ResourceSyncTest(HarvestedCase):
    """From the well-known address to every file."""

    def described(self, identifier: str) -> str:
        return f"{self.truth.articles[identifier]['url']}/export/oai_dc"

    def file_of(self, identifier: str) -> str:
        return self.truth.articles[identifier]["file"]["url"]

    def is_open(self, identifier: str) -> bool:
        return self.truth.articles[identifier]["access"] == "open"

    def resources(self, identifiers: set[str]) -> set[str]:
        """What a mirror holds of some articles: their descriptions, and the files of those that are open."""
        files = {self.file_of(each) for each in identifiers if self.is_open(each)}
        return {self.described(each) for each in identifiers} | files

    def lists(self) -> CapabilityList:
        source = SourceDescription()
        source.read(uri=f"{self.truth.base_url}/.well-known/resourcesync")
        self.assertEqual(len(source), 1)
        capabilities = CapabilityList()
        capabilities.read(uri=source.resources.first().uri)
        return capabilities

    def test_the_resource_list_names_every_public_resource_once_with_its_true_digest(self):
        resources = ResourceList()
        resources.read(uri=self.lists().capability_info("resourcelist").uri)
        found = [resource.uri for resource in resources]
        self.assertEqual(len(found), len(set(found)))
        public = self.truth.identifiers - self.truth.withdrawn
        self.assertEqual(set(found), self.resources(public))
        files = [self.truth.articles[each]["file"] for each in public if self.is_open(each)]
        digests = {file["url"]: file["sha256"] for file in files}
        self.assertEqual({each.uri: each.sha256 for each in resources if each.uri in digests}, digests)

    def test_the_change_list_tells_what_became_of_every_article(self):
        changes = ChangeList()
        changes.read(uri=self.lists().capability_info("changelist").uri)
        told = [(each.uri, each.change) for each in changes if each.uri.endswith("/oai_dc")]
        alive = self.truth.identifiers - self.truth.withdrawn
        wanted = [(self.described(each), "created") for each in alive]
        wanted += [(self.described(each), "deleted") for each in self.truth.withdrawn]
        self.assertEqual(sorted(told), sorted(wanted))
        times = [each.ts_datetime for each in changes]
        self.assertEqual(times, sorted(times), "oldest first")

    def test_a_mirror_is_the_site_before_and_after_a_withdrawal(self):
        gone = next(each for each in sorted(self.truth.identifiers - self.truth.withdrawn) if self.is_open(each))
        with tempfile.TemporaryDirectory(prefix="parvis-resync-") as folder:
            before = wait_for_the_next_second()
            kept = self.truth.identifiers - self.truth.withdrawn
            self.sync(folder, "--baseline", "--delete", "--hash", "sha-256")
            self.assert_mirrored(folder, kept)
            Curator(self.truth.base_url).withdraw(self.truth.articles[gone])
            try:
                change_list = self.lists().capability_info("changelist").uri
                self.sync(folder, "--incremental", "--delete", "--from", before, "--changelist-uri", change_list)
                self.assert_mirrored(folder, kept - {gone})
                self.assertIn("IN SYNC", self.sync(folder, "--audit", "--hash", "sha-256"))
            finally:
                # The other tests know what is withdrawn from the truth.
                type(self).truth = self.truth.with_withdrawn(gone)

    def sync(self, folder: str, *options: str) -> str:
        """Runs the client as a person would; gives what it said."""
        done = subprocess.run(
            [CLIENT, *options, "--verbose", self.truth.base_url, "mirror"],
            cwd=folder,
            env={**os.environ, "NO_PROXY": "127.0.0.1"},
            capture_output=True,
            text=True,
            timeout=COMMAND_SECONDS,
            check=False,
        )
        said = done.stdout + done.stderr
        self.assertEqual(done.returncode, 0, said)
        self.assertNotIn("does not match", said)
        return said

    def assert_mirrored(self, folder: str, identifiers: set[str]) -> None:
        mirror = Path(folder) / "mirror"
        files = [path for path in mirror.rglob("*") if path.is_file()]
        found = {f"{self.truth.base_url}/{path.relative_to(mirror)}": path for path in files}
        self.assertEqual(set(found), self.resources(identifiers))
        for identifier in filter(self.is_open, identifiers):
            self.assertEqual(sha256(found[self.file_of(identifier)]), self.truth.articles[identifier]["file"]["sha256"])
        for identifier in sorted(identifiers)[::10]:
            address = self.described(identifier)
            self.assertEqual(found[address].read_bytes(), get(address))


if __name__ == "__main__":
    unittest.main()
