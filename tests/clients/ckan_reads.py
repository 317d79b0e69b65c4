"""Reads a catalogue as the harvester of CKAN does, with the parser and the profile of `ckanext-dcat`: the RDF comes on
standard input, the data sets that CKAN would keep go out as JSON.

    python ckan_reads.py FORMAT LANGUAGE < catalogue.ttl

Runs in an environment of its own (`ckan-requirements.txt`), without a database or a server of CKAN.
"""

import json
import sys

from ckan.common import config
from ckanext.dcat.processors import RDFParser

# The profile of DCAT-AP 3, as `ckanext-dcat` registers it.
PROFILE = "euro_dcat_ap_3"


def in_order(value):
    """The same whatever order a set was walked in."""
    if isinstance(value, dict):
        return {key: in_order(each) for key, each in sorted(value.items())}
    if isinstance(value, list):
        return sorted((in_order(each) for each in value), key=lambda each: json.dumps(each, sort_keys=True))
    return value


def main(media_format: str, language: str) -> None:
    config["ckan.locale_default"] = language
    parser = RDFParser(profiles=[PROFILE])
    parser.parse(sys.stdin.buffer.read().decode("utf-8"), _format=media_format)
    json.dump(in_order(list(parser.datasets())), sys.stdout, ensure_ascii=False)


if __name__ == "__main__":
    main(*sys.argv[1:3])
