"""Every answer that lists, every record in every format, and the lists of ResourceSync, held against the schemas."""

import io
import unittest
import zipfile
from urllib.parse import urlencode

from lxml import etree

import schemas
from harvested import HarvestedCase
from site_under_test import get

OAI = schemas.OAI


@unittest.skipUnless(schemas.OAI_FOLDER.is_dir(), "../shared is not there")
class SchemasTest(HarvestedCase):
    """All pages of the copy of the demo: with tokens, with withdrawn records, with the last page."""

    def pages(self, **arguments: str):
        """The pages of a list, as they come."""
        while arguments:
            document = etree.fromstring(get(f"{self.truth.endpoint}?{urlencode(arguments)}"))
            yield document
            token = document.findtext(f".//{OAI}resumptionToken")
            arguments = {"verb": arguments["verb"], "resumptionToken": token} if token else {}

    def prefixes(self) -> list[str]:
        (document,) = self.pages(verb="ListMetadataFormats")
        return [each.text for each in document.iter(f"{OAI}metadataPrefix")]

    def test_every_record_is_valid_in_every_format(self):
        self.assertEqual(set(self.prefixes()), set(schemas.JUDGES), "each format has its judge")
        for prefix in self.prefixes():
            wanted = self.truth.in_format(prefix)
            judged = 0
            for document in self.pages(verb="ListRecords", metadataPrefix=prefix):
                self.assertEqual(schemas.faults_of_envelope(document), [], prefix)
                for record in document.iter(f"{OAI}record"):
                    identifier = record.findtext(f"{OAI}header/{OAI}identifier")
                    for payload in record.iterfind(f"{OAI}metadata/*"):
                        judged += 1
                        with self.subTest(f"{prefix} {identifier}"):
                            self.assertEqual(schemas.JUDGES[prefix](payload), [])
            self.assertEqual(judged, len(wanted - self.truth.withdrawn), prefix)

    def test_every_other_list_is_valid_on_all_its_pages(self):
        headers = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}
        for arguments in ({"verb": "ListSets"}, headers, {"verb": "Identify"}):
            documents = list(self.pages(**arguments))
            for document in documents:
                self.assertEqual(schemas.faults_of_envelope(document), [], arguments)
            self.assertEqual(len(documents) > 1, arguments["verb"] != "Identify", "lists have pages")

    def test_what_is_wrong_is_seen(self):
        for prefix, judge in schemas.JUDGES.items():
            (document, *_) = self.pages(verb="ListRecords", metadataPrefix=prefix)
            payload = document.find(f".//{OAI}metadata")[0]
            del payload[:]
            etree.SubElement(payload, f"{schemas.DC}nonsense")
            with self.subTest(prefix):
                self.assertNotEqual(judge(payload), [])

    def test_the_lists_for_mirrors_and_search_engines_are_valid(self):
        addresses, seen = ["/.well-known/resourcesync", "/sitemap.xml"], set()
        addresses = [self.truth.base_url + path for path in addresses]
        while addresses:
            address = addresses.pop()
            seen.add(address)
            content = get(address)
            if address.endswith(".zip"):
                with zipfile.ZipFile(io.BytesIO(content)) as package:
                    content = package.read("manifest.xml")
            document = etree.fromstring(content)
            with self.subTest(address):
                self.assertEqual(schemas.faults_of_list(document), [])
            places = [each.text for each in document.iter("{*}loc")]
            addresses += [each for each in places if "/resourcesync/" in each and each not in seen]
        self.assertEqual(len(seen), 7, "source, capabilities, resources, changes, packages and one of them, sitemap")


if __name__ == "__main__":
    unittest.main()
