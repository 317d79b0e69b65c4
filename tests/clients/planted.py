"""Defects between a sound site and its harvesters, to prove that the checks can fail."""

import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml import etree

import checks
from site_under_test import REQUEST_SECONDS

OAI = "{http://www.openarchives.org/OAI/2.0/}"
Document = etree._Element
# Changes an answer; the list is for what is remembered from one page to the next.
Defect = Callable[[dict[str, str], Document, list], None]


def entries(document: Document) -> list[Document]:
    """The records, or the headers where there are no records."""
    return list(document.iter(f"{OAI}record")) or list(document.iter(f"{OAI}header"))


def nothing(_query, _document, _memory) -> None:
    """No defect."""


def pages_overlap(_query, document, memory) -> None:
    """The last entry of a page comes again at the head of the next."""
    found = entries(document)
    if memory and found:
        found[0].addprevious(memory.pop())
    memory[:] = [deepcopy(found[-1])] if found and document.find(f".//{OAI}resumptionToken") is not None else []


def pages_leave_a_gap(_query, document, _memory) -> None:
    """The last entry of each page that goes on is lost."""
    token = document.find(f".//{OAI}resumptionToken")
    if token is not None and token.text:
        last = entries(document)[-1]
        last.getparent().remove(last)


def the_list_ends_early(_query, document, _memory) -> None:
    """No page leads to another."""
    for token in document.findall(f".//{OAI}resumptionToken"):
        token.getparent().remove(token)


def one_record_stands_for_another(_query, document, _memory) -> None:
    """The count is right, what is counted is not."""
    found = entries(document)
    if len(found) > 1:
        found[1].getparent().replace(found[1], deepcopy(found[0]))


def withdrawn_records_look_alive(_query, document, _memory) -> None:
    """Nobody learns that a record is to be deleted."""
    for header in document.iter(f"{OAI}header"):
        header.attrib.pop("status", None)


def withdrawn_records_are_left_out(_query, document, _memory) -> None:
    """Withdrawn records vanish without a trace."""
    for header in list(document.iterfind(f".//{OAI}header[@status='deleted']")):
        entry = header.getparent() if header.getparent().tag == f"{OAI}record" else header
        entry.getparent().remove(entry)


def titles_are_lost(_query, document, _memory) -> None:
    """Each record says less than the article."""
    for title in list(document.iter("{http://purl.org/dc/elements/1.1/}title")):
        title.getparent().remove(title)


def the_set_is_ignored(query, _document, _memory) -> None:
    """Whoever asks for a set gets everything."""
    query.pop("set", None)


def from_is_ignored(query, _document, _memory) -> None:
    """Every harvest is a full one."""
    query.pop("from", None)


def until_is_ignored(query, _document, _memory) -> None:
    """The end of a span is none."""
    query.pop("until", None)


def codes_are_changed(_query, document, _memory) -> None:
    """Every error is called a bad verb."""
    for error in document.iter(f"{OAI}error"):
        error.set("code", "badVerb")


# Each defect with the check that must find it.
DEFECTS: dict[Defect, checks.Check] = {
    pages_overlap: checks.the_whole_repository_comes_as_headers,
    pages_leave_a_gap: checks.the_whole_repository_comes_as_records,
    the_list_ends_early: checks.the_whole_repository_comes_as_headers,
    one_record_stands_for_another: checks.the_whole_repository_comes_as_headers,
    withdrawn_records_look_alive: checks.the_whole_repository_comes_as_records,
    withdrawn_records_are_left_out: checks.the_whole_repository_comes_as_records,
    titles_are_lost: checks.the_whole_repository_comes_as_records,
    the_set_is_ignored: checks.sets_hold_their_members,
    from_is_ignored: checks.dates_select_what_changed,
    until_is_ignored: checks.dates_select_what_changed,
    codes_are_changed: checks.mistakes_are_told_by_their_code,
}


@contextmanager
def site_with(defect: Defect, endpoint: str) -> Iterator[str]:
    """Serves an endpoint with a defect; gives its address."""
    memory: list = []

    class Handler(BaseHTTPRequestHandler):
        """Asks the site and changes the question or the answer."""

        def do_GET(self):
            query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
            defect(query, etree.Element("none"), [])
            with urllib.request.urlopen(f"{endpoint}?{urlencode(query)}", timeout=REQUEST_SECONDS) as answer:
                document = etree.fromstring(answer.read())
            defect(dict(query), document, memory)
            body = etree.tostring(document, xml_declaration=True, encoding="UTF-8")
            self.send_response(200)
            self.send_header("Content-Type", "text/xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments):
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/oai"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
