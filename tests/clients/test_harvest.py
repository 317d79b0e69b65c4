"""A stock harvester (Sickle) takes the whole demo over OAI-PMH."""

import unittest
from datetime import date, timedelta

from sickle import Sickle
from sickle.oaiexceptions import BadArgument, CannotDisseminateFormat, IdDoesNotExist, NoRecordsMatch

from site_under_test import BASE_URL, REQUEST_SECONDS, all_articles

ENDPOINT = f"{BASE_URL}/oai"


class HarvestTest(unittest.TestCase):
    """What a harvester relies on."""

    @classmethod
    def setUpClass(cls):
        cls.client = Sickle(ENDPOINT, timeout=REQUEST_SECONDS)
        cls.articles = all_articles()
        cls.records = list(cls.client.ListRecords(metadataPrefix="oai_dc"))

    def test_the_repository_identifies_itself(self):
        identity = self.client.Identify()
        self.assertEqual(identity.baseURL, ENDPOINT)
        self.assertEqual(identity.protocolVersion, "2.0")
        self.assertEqual(identity.granularity, "YYYY-MM-DDThh:mm:ssZ")
        self.assertIn(identity.deletedRecord, {"persistent", "transient"})
        self.assertIn("@", identity.adminEmail)

    def test_oai_dc_is_among_the_formats(self):
        self.assertIn("oai_dc", [each.metadataPrefix for each in self.client.ListMetadataFormats()])

    def test_every_article_is_harvested_once(self):
        identifiers = [record.header.identifier for record in self.records]
        self.assertEqual(len(identifiers), len(self.articles))
        self.assertEqual(len(set(identifiers)), len(identifiers))
        deleted = [record.header.identifier for record in self.records if record.deleted]
        self.assertEqual(deleted, [], "nothing of the demo is withdrawn")

    def test_headers_and_records_agree(self):
        headers = list(self.client.ListIdentifiers(metadataPrefix="oai_dc"))
        self.assertEqual(
            [(header.identifier, header.datestamp) for header in headers],
            [(record.header.identifier, record.header.datestamp) for record in self.records],
        )

    def test_every_record_says_what_the_article_says(self):
        by_address = {article["url"]: article for article in self.articles}
        for record in self.records:
            metadata = record.metadata
            address = next((each for each in metadata["identifier"] if each in by_address), None)
            self.assertIsNotNone(address, f"{record.header.identifier} leads to its page: {metadata['identifier']}")
            article = by_address.pop(address)
            self.assertTrue(set(metadata["title"]) & {title["text"] for title in article["titles"]})
            self.assertEqual(len(metadata.get("creator", [])), len(article["authors"]))
            if article["doi"]:
                places = metadata["identifier"] + metadata.get("relation", [])
                self.assertTrue(any(article["doi"] in each for each in places), article["doi"])
        self.assertEqual(by_address, {}, "every article has its record")

    def test_single_records_are_the_ones_of_the_list(self):
        step = max(1, len(self.records) // 5)
        for listed in self.records[::step][:5]:
            single = self.client.GetRecord(identifier=listed.header.identifier, metadataPrefix="oai_dc")
            self.assertEqual(single.header.datestamp, listed.header.datestamp)
            self.assertEqual(single.metadata, listed.metadata)

    def test_each_set_holds_the_records_that_name_it(self):
        named = {}
        for record in self.records:
            for spec in record.header.setSpecs:
                # A record of a:b is in a as well (protocol, 2.6).
                parts = spec.split(":")
                for depth in range(1, len(parts) + 1):
                    named.setdefault(":".join(parts[:depth]), set()).add(record.header.identifier)
        specs = {each.setSpec for each in self.client.ListSets()}
        self.assertGreaterEqual(len(specs), 5)
        self.assertEqual(set(named) - specs, set(), "every set that a record names is listed")
        for spec in sorted(specs):
            try:
                headers = list(self.client.ListIdentifiers(metadataPrefix="oai_dc", set=spec))
            except NoRecordsMatch:
                headers = []
            self.assertEqual({header.identifier for header in headers}, named.get(spec, set()), spec)

    def test_days_select_their_records(self):
        days = {record.header.datestamp[:10] for record in self.records}
        for day in days:
            found = self.client.ListIdentifiers(**{"metadataPrefix": "oai_dc", "from": day, "until": day})
            wanted = {each.header.identifier for each in self.records if each.header.datestamp.startswith(day)}
            self.assertEqual({header.identifier for header in found}, wanted)
        before = date.fromisoformat(min(days)) - timedelta(days=1)
        with self.assertRaises((NoRecordsMatch, BadArgument)):
            list(self.client.ListRecords(metadataPrefix="oai_dc", until=before.isoformat()))

    def test_a_span_to_the_second_selects_its_records(self):
        stamps = sorted(record.header.datestamp for record in self.records)
        middle = stamps[len(stamps) // 2]
        found = list(self.client.ListIdentifiers(**{"metadataPrefix": "oai_dc", "from": middle}))
        self.assertEqual(len(found), sum(stamp >= middle for stamp in stamps))

    def test_mistakes_are_told_in_the_words_of_the_protocol(self):
        with self.assertRaises(IdDoesNotExist):
            self.client.GetRecord(identifier="oai:nowhere.example:1", metadataPrefix="oai_dc")
        with self.assertRaises(CannotDisseminateFormat):
            list(self.client.ListRecords(metadataPrefix="none"))
        with self.assertRaises(NoRecordsMatch):
            list(self.client.ListRecords(metadataPrefix="oai_dc", set="none:such"))
