"""Raw OAI-PMH answers, held against the official schemas where those are at hand."""

import re
import subprocess
import sys
import tempfile
import unittest
import urllib.request
from pathlib import Path
from urllib.parse import quote, urlencode

from lxml import etree

from site_under_test import BASE_URL, COMMAND_SECONDS, REQUEST_SECONDS, SHARED, get

ENDPOINT = f"{BASE_URL}/oai"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
VALIDATOR = SHARED / "oai/validate.py"

# A mistake for each verb and the code that answers it (protocol, 3.6).
MISTAKES = {
    "verb=Identify&until=2024-01-01": "badArgument",
    "verb=ListMetadataFormats&identifier=oai%3Anowhere.example%3A1": "idDoesNotExist",
    "verb=ListSets&resumptionToken=none": "badResumptionToken",
    "verb=ListIdentifiers": "badArgument",
    "verb=ListRecords&metadataPrefix=none": "cannotDisseminateFormat",
    "verb=GetRecord&metadataPrefix=oai_dc&identifier=oai%3Anowhere.example%3A1": "idDoesNotExist",
    "verb=Nonsense": "badVerb",
    "verb=Identify&verb=Identify": "badVerb",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01&until=2023-01-01": "badArgument",
    "verb=ListRecords&metadataPrefix=oai_dc&from=2024-01-01&until=2024-01-01T00%3A00%3A00Z": "badArgument",
    "": "badVerb",
}


def answer(query: str) -> etree._Element:
    return etree.fromstring(get(f"{ENDPOINT}?{query}"))


def first_identifier() -> str:
    return answer("verb=ListIdentifiers&metadataPrefix=oai_dc").findtext(f".//{OAI}identifier")


def queries() -> list[str]:
    """All six verbs, every format, a set, a day, and every mistake."""
    one = quote(first_identifier(), safe="")
    prefixes = [each.text for each in answer("verb=ListMetadataFormats").iter(f"{OAI}metadataPrefix")]
    a_set = answer("verb=ListSets").findtext(f".//{OAI}setSpec")
    verbs = ["verb=Identify", "verb=ListMetadataFormats", f"verb=ListMetadataFormats&identifier={one}", "verb=ListSets"]
    for prefix in prefixes:
        verbs += [f"verb={verb}&metadataPrefix={prefix}" for verb in ("ListIdentifiers", "ListRecords")]
        verbs.append(f"verb=GetRecord&metadataPrefix={prefix}&identifier={one}")
    verbs.append(urlencode({"verb": "ListRecords", "metadataPrefix": "oai_dc", "set": a_set}))
    return verbs + list(MISTAKES)


# Stands in for a payload whose schema is not at hand, so that the envelope around it is judged all the same.
PLAIN = """<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.openarchives.org/OAI/2.0/oai_dc/
    http://www.openarchives.org/OAI/2.0/oai_dc.xsd"/>"""


def with_known_payloads(raw: bytes) -> bytes:
    """The answer with every payload that the validator has no schema for replaced by an empty Dublin Core record."""
    known = set(re.findall(r"'(http[^']+)':'[^']+\.xsd'", VALIDATOR.read_text(encoding="utf8")))
    document = etree.fromstring(raw)
    for metadata in document.iter(f"{OAI}metadata"):
        if etree.QName(metadata[0]).namespace not in known:
            metadata.replace(metadata[0], etree.fromstring(PLAIN))
    return etree.tostring(document, xml_declaration=True, encoding="UTF-8")


class ProtocolTest(unittest.TestCase):
    """The form of the answers."""

    def test_each_mistake_has_its_code(self):
        for query, code in MISTAKES.items():
            with self.subTest(query):
                codes = [error.get("code") for error in answer(query).iter(f"{OAI}error")]
                self.assertIn(code, codes)

    def test_a_posted_request_gets_the_same_answer(self):
        request = urllib.request.Request(ENDPOINT, data=b"verb=ListSets")
        with urllib.request.urlopen(request, timeout=REQUEST_SECONDS) as response:
            posted = etree.fromstring(response.read())
        specs = [each.text for each in posted.iter(f"{OAI}setSpec")]
        self.assertEqual(specs, [each.text for each in answer("verb=ListSets").iter(f"{OAI}setSpec")])

    def test_every_answer_is_valid(self):
        if not VALIDATOR.exists():
            self.skipTest("../shared is not there")
        with tempfile.TemporaryDirectory() as folder:
            files = []
            for at, query in enumerate(queries()):
                path = Path(folder) / f"{at:02}.xml"
                path.write_bytes(with_known_payloads(get(f"{ENDPOINT}?{query}")))
                files.append(path)
            done = subprocess.run(
                [sys.executable, VALIDATOR, *files],
                capture_output=True,
                text=True,
                timeout=COMMAND_SECONDS,
                check=False,
            )
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
            self.assertEqual(done.stdout.count("VALID  "), len(files), done.stdout)

    def test_what_machines_read_is_well_formed(self):
        for path in ("/flux.atom", "/sitemap.xml", "/opensearch.xml"):
            with self.subTest(path):
                self.assertIsNotNone(etree.fromstring(get(BASE_URL + path)).tag)
        places = [each.text for each in etree.fromstring(get(f"{BASE_URL}/sitemap.xml")).iter("{*}loc")]
        self.assertTrue(all(place.startswith(BASE_URL) for place in places), places[:5])
