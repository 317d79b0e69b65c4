"""The site is killed while each harvester is in the middle of a list; it comes back, and the old token goes on."""

import tempfile
import unittest
from pathlib import Path

from checks import hold
from harvested import PAGE_SIZE, PAGES, copy_demo, repository_identifier, samples_in_manifest
from harvesters import HARVESTERS
from site_under_test import DATA, STOP_SECONDS, all_articles, free_port, serve, stop, wait_until_healthy

# Items that a harvester has when the site dies: at the end of a page, and within one.
MOMENTS = (PAGE_SIZE, 2 * PAGE_SIZE + 3)


@unittest.skipUnless(DATA, "PARVIS_TEST_DATA does not name the data folder of the demo")
class KillDuringHarvestTest(unittest.TestCase):
    """The union of what came before and after is the repository, each record once."""

    @classmethod
    def setUpClass(cls):
        cls.data = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="parvis-killed-")))
        copy_demo(cls.data)
        cls.port = free_port()
        cls.base_url = f"http://127.0.0.1:{cls.port}"
        cls.start()
        cls.addClassCleanup(lambda: stop(cls.process))
        domain = repository_identifier(cls.base_url)
        cls.identifiers = {f"oai:{domain}:{article['id']}" for article in all_articles(cls.base_url)}

    @classmethod
    def start(cls):
        cls.process = serve(cls.data, cls.port, PAGES)
        wait_until_healthy(cls.base_url, cls.process)

    def kill_and_start(self):
        self.process.kill()
        self.process.wait(STOP_SECONDS)
        type(self).start()

    def test_an_old_token_goes_on_after_the_site_was_killed(self):
        self.assertEqual(len(self.identifiers), samples_in_manifest())
        for harvester in HARVESTERS:
            for moment in MOMENTS:
                with self.subTest(f"{harvester.name} after {moment}"):
                    harvest = harvester.ask(f"{self.base_url}/oai", "ListRecords", metadataPrefix="oai_dc")
                    items = [next(harvest) for _ in range(moment)]
                    self.kill_and_start()
                    items += harvest
                    hold(items, self.identifiers, "before and after")


if __name__ == "__main__":
    unittest.main()
