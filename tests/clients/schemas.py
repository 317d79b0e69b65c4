"""The official schemas of ../shared/oai, and rules of our own where a format has none that is at hand or of use.

A payload is judged by itself: schemas that borrow one namespace and define it anew (OpenAIRE, DataCite) do not meet.
"""

import functools
import re
from collections.abc import Callable
from copy import deepcopy

from lxml import etree

from site_under_test import SHARED

OAI_FOLDER = SHARED / "oai"
XSD = OAI_FOLDER / "xsd"
CATALOGUE = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}"
OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
RIOXX_TERMS = "{http://www.rioxx.net/schema/v3.0/rioxxterms/}"
OAIRE = "{http://namespace.openaire.eu/schema/oaire/}"
DATACITE = "{http://datacite.org/schema/kernel-4}"
DIM = "{http://www.dspace.org/xmlns/dspace/dim}"
TEI = "{http://www.tei-c.org/ns/1.0}"
Element = etree._Element

ENVELOPE = {
    "http://www.openarchives.org/OAI/2.0/": "oai/OAI-PMH.xsd",
    "http://www.openarchives.org/OAI/2.0/oai_dc/": "oai/oai_dc.xsd",
    "http://www.openarchives.org/OAI/2.0/oai-identifier": "oai/oai-identifier.xsd",
    "http://www.openarchives.org/OAI/2.0/branding/": "oai/branding.xsd",
    "http://www.openarchives.org/OAI/2.0/friends/": "oai/friends.xsd",
    "http://www.openarchives.org/OAI/2.0/provenance": "oai/provenance.xsd",
    "http://www.openarchives.org/OAI/2.0/rights/": "oai/rightsManifest.xsd",
    "http://www.openarchives.org/OAI/1.1/eprints": "oai/eprints-1.1.xsd",
}
LISTS = {
    "http://www.sitemaps.org/schemas/sitemap/0.9": "sitemap/sitemap.xsd",
    "http://www.openarchives.org/rs/terms/": "resourcesync/resourcesync.xsd",
}
DUBLIN_CORE = {"http://purl.org/dc/elements/1.1/": "dc/dc.xsd", "http://purl.org/dc/terms/": "dc/dcterms.xsd"}

# Stands in for a payload when the envelope around it is judged.
PLAIN = etree.fromstring('<oai_dc:dc xmlns:oai_dc="http://www.openarchives.org/OAI/2.0/oai_dc/"/>')


class Local(etree.Resolver):
    """Public addresses of schemas lead to their copies; nothing is fetched."""

    def resolve(self, url, _public_id, context):
        if place := catalogue().get(url):
            return self.resolve_filename(str(XSD / place), context)
        if url.startswith(("http:", "https:")):
            raise RuntimeError(f"no copy of {url} is at hand")
        return None


@functools.cache
def catalogue() -> dict[str, str]:
    """Copies by public address."""
    entries = etree.parse(XSD / "catalog.xml").iter(f"{CATALOGUE}system")
    return {entry.get("systemId"): entry.get("uri") for entry in entries}


@functools.cache
def parser() -> etree.XMLParser:
    made = etree.XMLParser(no_network=True, resolve_entities=False)
    made.resolvers.add(Local())
    return made


@functools.cache
def schema_file(place: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(XSD / place, parser()))


@functools.cache
def schema_of(namespaces: tuple[tuple[str, str], ...]) -> etree.XMLSchema:
    """One schema of several, by namespace."""
    prefix = "{http://www.w3.org/2001/XMLSchema}"
    root = etree.Element(f"{prefix}schema")
    for name, place in namespaces:
        etree.SubElement(root, f"{prefix}import", namespace=name, schemaLocation=(XSD / place).as_uri())
    return etree.XMLSchema(etree.fromstring(etree.tostring(root), parser()))


def faults(schema: etree.XMLSchema, element: Element) -> list[str]:
    """What a schema has against an element, as if it stood alone."""
    alone = etree.fromstring(etree.tostring(element))
    return [] if schema.validate(alone) else [f"{each.path}: {each.message}" for each in schema.error_log]


def faults_of_envelope(document: Element) -> list[str]:
    """Judges an answer without its payloads."""
    document = deepcopy(document)
    for metadata in document.iter(f"{OAI}metadata"):
        metadata[:] = [deepcopy(PLAIN)]
    return faults(schema_of(tuple(ENVELOPE.items())), document)


def faults_of_list(document: Element) -> list[str]:
    """Judges a sitemap or a document of ResourceSync."""
    return faults(schema_of(tuple(LISTS.items())), document)


def by_file(place: str) -> Callable[[Element], list[str]]:
    """Judges by a schema."""
    return lambda payload: faults(schema_file(place), payload)


def jats(payload: Element) -> list[str]:
    """The Publishing schema, which has no namespace, after what it alone demands is added; Archiving is announced."""
    text = re.sub(r' xmlns="[^"]+"', "", etree.tostring(payload, encoding="unicode"), count=1)
    article = etree.fromstring(text)
    front = article.find("front")
    if front is None:
        return ["no front"]
    journal = front.find("journal-meta")
    if journal is None:
        journal = etree.Element("journal-meta")
        front.insert(0, journal)
    if journal.find("journal-id") is None:
        journal.insert(0, etree.Element("journal-id"))
    if journal.find("issn") is None:
        publisher = journal.find("publisher")
        journal.insert(len(journal) if publisher is None else journal.index(publisher), etree.Element("issn"))
    return faults(schema_file("jats/JATS-journalpublishing1-3-mathml3.xsd"), article)


def oai_datacite(payload: Element) -> list[str]:
    """The record in its wrapper, and what the wrapper says of it."""
    wrapper = "{http://schema.datacite.org/oai/oai-1.1/}"
    tags = [child.tag for child in payload]
    if tags != [f"{wrapper}schemaVersion", f"{wrapper}datacentreSymbol", f"{wrapper}payload"]:
        return [f"the wrapper holds {tags}"]
    return faults(schema_file("datacite/kernel-4.6/metadata.xsd"), payload[2][0])


def dublin_core_children(payload: Element) -> list[str]:
    """Each element of Dublin Core by its own declaration."""
    known = [child for child in payload if etree.QName(child).namespace in DUBLIN_CORE]
    found = [fault for child in known for fault in faults(schema_of(tuple(DUBLIN_CORE.items())), child)]
    return found + required(payload, {f"{DC}title": (1, None)})


def required(payload: Element, counts: dict[str, tuple[int, int | None]]) -> list[str]:
    """How often each path must stand, at least and at most."""
    found = {path: len(payload.findall(path)) for path in counts}
    return [
        f"{path} stands {found[path]} times"
        for path, (least, most) in counts.items()
        if found[path] < least or (most is not None and found[path] > most)
    ]


def openaire(payload: Element) -> list[str]:
    """The schema, an unbounded choice, and the mandatory rows of the guidelines for literature repositories 4."""
    rows = {
        f"{DATACITE}titles/{DATACITE}title": (1, None),
        f"{DATACITE}creators/{DATACITE}creator/{DATACITE}creatorName": (1, None),
        f"{DATACITE}dates/{DATACITE}date[@dateType='Issued']": (1, 1),
        f"{OAIRE}resourceType[@uri][@resourceTypeGeneral]": (1, 1),
        f"{DATACITE}identifier[@identifierType]": (1, 1),
        f"{DATACITE}rights[@rightsURI]": (1, 1),
        f"{OAIRE}licenseCondition": (0, 1),
        f"{OAIRE}version": (0, 1),
    }
    found = faults(schema_file("openaire/4.0/openaire.xsd"), payload) + required(payload, rows)
    tags = [child.tag for child in payload if child.tag.startswith(DATACITE)]
    found += [f"{tag} stands twice" for tag in set(tags) if tags.count(tag) > 1]
    nameless = [each for each in payload.iter(f"{OAIRE}fundingReference") if each.find(f"{OAIRE}funderName") is None]
    return found + ["a funding reference names no funder"] * len(nameless)


def rioxx(payload: Element) -> list[str]:
    """The table of the profile 3.0; its published schema refuses what the profile asks for."""
    rows = {
        f"{DC}identifier": (1, 1),
        f"{DC}title": (1, 1),
        f"{DC}language": (1, None),
        f"{DC}type": (1, None),
        f"{RIOXX_TERMS}creator/{RIOXX_TERMS}name": (1, None),
        f"{DC}source": (0, 1),
        "{http://purl.org/dc/terms/}dateAccepted": (0, 1),
    }
    kinds = [each.text for each in payload.iter(f"{DC}type")]
    strange = [f"dc:type is {kind}" for kind in kinds if "purl.org/coar/resource_type/" not in kind]
    return required(payload, rows) + strange


def dim(payload: Element) -> list[str]:
    """Fields alone, each with its schema and element."""
    fields = payload.findall(f"{DIM}field[@mdschema][@element]")
    strange = [etree.tostring(child, encoding="unicode") for child in payload if child not in fields]
    return strange + required(payload, {f"{DIM}field[@element='title']": (1, None)})


def tei(payload: Element) -> list[str]:
    """The frame that HAL reads, once."""
    full = f"{TEI}text/{TEI}body/{TEI}listBibl/{TEI}biblFull"
    parts = ("titleStmt", "editionStmt", "publicationStmt", "sourceDesc", "profileDesc")
    rows = {f"{TEI}teiHeader/{TEI}fileDesc": (1, 1), full: (1, 1), f"{full}/{TEI}titleStmt/{TEI}title": (1, None)}
    return required(payload, rows | {f"{full}/{TEI}{part}": (0, 1) for part in parts})


def theses(payload: Element) -> list[str]:
    """What both formats of theses have; their own schemas are not at hand."""
    return required(payload, {f"{DC}title": (1, None), f"{DC}creator": (1, None), f"{DC}date": (0, 1)})


# Every format of the site has its judge; a new one without fails the test.
JUDGES: dict[str, Callable[[Element], list[str]]] = {
    "oai_dc": by_file("oai/oai_dc.xsd"),
    "oai_openaire": openaire,
    "datacite": by_file("datacite/kernel-4.6/metadata.xsd"),
    "oai_datacite": oai_datacite,
    "jats": jats,
    "marc21": by_file("marcxml/MARC21slim.xsd"),
    "marcxml": by_file("marcxml/MARC21slim.xsd"),
    "mods": by_file("mods/mods-3-8.xsd"),
    "rioxx": rioxx,
    "qdc": dublin_core_children,
    "dim": dim,
    "etdms": theses,
    "uketd_dc": theses,
    "tei": tei,
}
