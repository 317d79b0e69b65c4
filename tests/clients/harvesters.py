"""Harvesters that others wrote, each behind the same four words: ask for a verb, get items or the protocol's error.

Those in other languages run as programs of their own (adapters/): they write one JSON object a line and wait for a
line before they go on, so that a harvest can be held in its middle.
"""

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import oaipmh_scythe
import oaipmh_scythe.exceptions
import sickle
import sickle.oaiexceptions
from lxml import etree

from site_under_test import REQUEST_SECONDS

HERE = Path(__file__).resolve().parent
DC = "{http://purl.org/dc/elements/1.1/}"
EXCEPTIONS_OF_SICKLE = tuple(each for each in vars(sickle.oaiexceptions).values() if isinstance(each, type))
OAI = "{http://www.openarchives.org/OAI/2.0/}"


class ProtocolError(Exception):
    """What a harvester raises, or says, when the protocol answers with an error; its text is the code."""


@dataclass(frozen=True)
class Item:
    """A record, a header, a set (its specification as identifier) or a format (its prefix as identifier)."""

    identifier: str
    datestamp: str = ""
    deleted: bool = False
    sets: list[str] = field(default_factory=list)
    root: str | None = None
    titles: list[str] = field(default_factory=list)


class Harvester:
    """What the checks know of a harvester."""

    name: str
    # Whether a page that holds one item alone is read as well as others.
    reads_single_items = True

    def ask(self, base_url: str, verb: str, **arguments: str) -> Iterator[Item]:
        """All items of a verb, page after page; `from_` and `set_` stand for `from` and `set`."""
        raise NotImplementedError


class SickleHarvester(Harvester):
    """Sickle, the usual one in Python."""

    name = "Sickle"

    def ask(self, base_url, verb, **arguments):
        client = sickle.Sickle(base_url, timeout=REQUEST_SECONDS)
        try:
            answer = getattr(client, verb)(**{key.rstrip("_"): value for key, value in arguments.items()})
            for item in [answer] if verb == "GetRecord" else answer:
                yield of_python(item)
        except EXCEPTIONS_OF_SICKLE as error:
            raise ProtocolError(code_of(error)) from error


class ScytheHarvester(Harvester):
    """oaipmh-scythe, a younger one over HTTP/1.1 connections that stay open."""

    name = "oaipmh-scythe"
    methods = {
        "ListIdentifiers": "list_identifiers",
        "ListRecords": "list_records",
        "ListSets": "list_sets",
        "ListMetadataFormats": "list_metadata_formats",
        "GetRecord": "get_record",
    }

    def ask(self, base_url, verb, **arguments):
        renamed = {"metadataPrefix": "metadata_prefix"}
        arguments = {renamed.get(key, key): value for key, value in arguments.items()}
        with oaipmh_scythe.Scythe(base_url) as client:
            try:
                answer = getattr(client, self.methods[verb])(**arguments)
                for item in [answer] if verb == "GetRecord" else answer:
                    yield of_python(item)
            except oaipmh_scythe.exceptions.OAIPMHException as error:
                raise ProtocolError(code_of(error)) from error


def code_of(error: Exception) -> str:
    """`BadArgument` is `badArgument` on the wire."""
    name = type(error).__name__
    return name[0].lower() + name[1:]


def of_python(item: object) -> Item:
    """Sickle and Scythe have the same names for things."""
    if prefix := getattr(item, "metadataPrefix", None):
        return Item(prefix)
    if spec := getattr(item, "setSpec", None):
        return Item(spec)
    header = getattr(item, "header", item)
    root = item.xml.find(f"{OAI}metadata/*") if header is not item else None
    return Item(
        header.identifier,
        header.datestamp,
        header.deleted,
        header.setSpecs,
        None if root is None else etree.QName(root).localname,
        [] if root is None else [title.text for title in root.iter(f"{DC}title")],
    )


class PipedHarvester(Harvester):
    """One that speaks through a pipe."""

    def __init__(self, name: str, *command: str | Path, reads_single_items: bool = True):
        self.name, self.command, self.reads_single_items = name, command, reads_single_items

    def ask(self, base_url, verb, **arguments):
        words = [f"{key.rstrip('_')}={value}" for key, value in arguments.items()]
        process = subprocess.Popen(
            [*self.command, base_url, verb, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf8",
        )
        try:
            while line := process.stdout.readline():
                item = json.loads(line)
                if code := item.get("error"):
                    raise ProtocolError(code)
                yield Item(**item)
                process.stdin.write("\n")
                process.stdin.flush()
            process.wait(REQUEST_SECONDS)
            if process.returncode != 0:
                raise RuntimeError(f"{self.name} ended with {process.returncode}: {process.stderr.read()}")
        finally:
            process.kill()
            process.communicate()


HARVESTERS = (
    SickleHarvester(),
    ScytheHarvester(),
    PipedHarvester("HTTP::OAI", "perl", HERE / "adapters/http_oai.pl"),
    # Its XML reader makes no list of a lone element, and the client then walks over something that is none.
    PipedHarvester("oai-pmh", "node", HERE / "adapters/oai_pmh.js", reads_single_items=False),
)
