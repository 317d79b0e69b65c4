"""What every harvester must bring home; each check takes a harvester, the address that it asks, and the truth."""

import unittest
from collections.abc import Callable
from datetime import datetime, timedelta

from harvested import PAGE_SIZE, THESES, Truth, samples_in_manifest
from harvesters import Harvester, Item, ProtocolError

Check = Callable[[Harvester, str, Truth], None]
# Only for its assertions, which say what differs.
SAY = unittest.TestCase()
SAY.maxDiff = None


def hold(items: list[Item], wanted: set[str], what: str) -> None:
    """Exactly these identifiers, each once."""
    found = [item.identifier for item in items]
    doubled = {each for each in found if found.count(each) > 1}
    differs = (sorted(wanted - set(found)), sorted(set(found) - wanted), sorted(doubled))
    SAY.assertEqual(differs, ([], [], []), f"{what}: lost, strange, doubled")


def the_whole_repository_comes_as_headers(harvester: Harvester, url: str, truth: Truth) -> None:
    items = list(harvester.ask(url, "ListIdentifiers", metadataPrefix="oai_dc"))
    SAY.assertEqual(len(items), samples_in_manifest())
    SAY.assertGreater(len(items), 2 * PAGE_SIZE, "several pages were put together")
    hold(items, truth.identifiers, "headers")
    SAY.assertEqual({item.identifier for item in items if item.deleted}, truth.withdrawn)


def the_whole_repository_comes_as_records(harvester: Harvester, url: str, truth: Truth) -> None:
    items = list(harvester.ask(url, "ListRecords", metadataPrefix="oai_dc"))
    hold(items, truth.identifiers, "records")
    SAY.assertEqual({item.identifier for item in items if item.deleted}, truth.withdrawn)
    for item in items:
        titles = sorted(title["text"] for title in truth.articles[item.identifier]["titles"])
        wanted = (None, []) if item.deleted else ("dc", titles)
        SAY.assertEqual((item.root, sorted(item.titles)), wanted, item.identifier)


def every_format_comes_whole(harvester: Harvester, url: str, truth: Truth) -> None:
    prefixes = [item.identifier for item in harvester.ask(url, "ListMetadataFormats")]
    SAY.assertGreaterEqual(len(prefixes), 14)
    for prefix in prefixes:
        items = list(harvester.ask(url, "ListRecords", metadataPrefix=prefix))
        hold(items, truth.in_format(prefix), prefix)
        dead = {item.identifier for item in items if item.root is None}
        SAY.assertEqual(dead, truth.withdrawn & truth.in_format(prefix), f"without metadata in {prefix}")
        SAY.assertEqual(dead, {item.identifier for item in items if item.deleted}, f"deleted in {prefix}")


def a_format_of_theses_is_offered_for_theses_alone(harvester: Harvester, url: str, truth: Truth) -> None:
    for key in sorted(truth.identifiers - truth.withdrawn)[::12]:
        offered = {item.identifier for item in harvester.ask(url, "ListMetadataFormats", identifier=key)}
        SAY.assertIn("oai_dc", offered)
        SAY.assertEqual("etdms" in offered, truth.articles[key]["type"] in THESES, key)


def sets_hold_their_members(harvester: Harvester, url: str, truth: Truth) -> None:
    listed = [item.identifier for item in harvester.ask(url, "ListSets")]
    SAY.assertEqual(len(set(listed)), len(listed), "each set is listed once")
    SAY.assertGreater(len(listed), 2 * PAGE_SIZE, "the list of sets has pages too")
    SAY.assertEqual(set(truth.sets()) - set(listed), set())
    for spec in truth.sets():
        wanted = truth.in_set(spec)
        if len(wanted) % PAGE_SIZE == 1 and not harvester.reads_single_items:
            continue
        items = list(harvester.ask(url, "ListIdentifiers", metadataPrefix="oai_dc", set_=spec))
        hold(items, wanted, spec)
        if ":" in spec:
            SAY.assertTrue(all(spec in item.sets for item in items), spec)


def dates_select_what_changed(harvester: Harvester, url: str, truth: Truth) -> None:
    def ask(**dates: str) -> list[Item]:
        return list(harvester.ask(url, "ListRecords", metadataPrefix="oai_dc", **dates))

    before = (datetime.fromisoformat(truth.quiet) - timedelta(seconds=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    hold(ask(from_=truth.quiet), set(truth.withdrawn), "changed since")
    hold(ask(until=before), truth.identifiers - truth.withdrawn, "not changed since")
    stamps = sorted(item.datestamp for item in ask())
    hold(ask(from_=stamps[0], until=stamps[-1]), truth.identifiers, "from the first second to the last, both included")
    hold(ask(from_=stamps[0][:10], until=stamps[-1][:10]), truth.identifiers, "from the first day to the last")


def a_single_record_is_the_one_of_the_list(harvester: Harvester, url: str, truth: Truth) -> None:
    listed = {item.identifier: item for item in harvester.ask(url, "ListRecords", metadataPrefix="oai_dc")}
    for key in [min(truth.withdrawn), *sorted(truth.identifiers - truth.withdrawn)[::15]]:
        (item,) = harvester.ask(url, "GetRecord", metadataPrefix="oai_dc", identifier=key)
        SAY.assertEqual(item, listed[key])


MISTAKES = (
    ("noRecordsMatch", "ListRecords", {"metadataPrefix": "oai_dc", "from_": "2999-01-01"}),
    ("noRecordsMatch", "ListIdentifiers", {"metadataPrefix": "oai_dc", "set_": "none:such"}),
    ("badArgument", "ListRecords", {"metadataPrefix": "oai_dc", "from_": "2024-01-02", "until": "2024-01-01"}),
    ("cannotDisseminateFormat", "ListRecords", {"metadataPrefix": "none"}),
    ("idDoesNotExist", "GetRecord", {"metadataPrefix": "oai_dc", "identifier": "oai:nowhere.example:1"}),
)


def mistakes_are_told_by_their_code(harvester: Harvester, url: str, _truth: Truth) -> None:
    for code, verb, arguments in MISTAKES:
        with SAY.assertRaises(ProtocolError, msg=f"{verb} {arguments}") as told:
            list(harvester.ask(url, verb, **arguments))
        SAY.assertEqual(str(told.exception), code, f"{verb} {arguments}")


CHECKS: tuple[Check, ...] = (
    the_whole_repository_comes_as_headers,
    the_whole_repository_comes_as_records,
    every_format_comes_whole,
    a_format_of_theses_is_offered_for_theses_alone,
    sets_hold_their_members,
    dates_select_what_changed,
    a_single_record_is_the_one_of_the_list,
    mistakes_are_told_by_their_code,
)
