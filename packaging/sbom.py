"""Finishes what cargo-cyclonedx wrote: sbom.py FOLDER < bom.json > parvis.cdx.json

FOLDER is the root of the repository: its path goes out of the names, and what lies below templates/assets/ that others made comes
in. A component that nothing leads to, or a dependency that is no component, is an error.
"""

import hashlib
import json
import pathlib
import re
import sys

# Fonts of the pages: file below templates/assets/fonts/, name, licence (SPDX), licence file.
FONTS = [
    ("atkinson-latin.woff2", "Atkinson Hyperlegible", "Atkinson-OFL.txt"),
    ("open-sans-latin.woff2", "Open Sans", "OpenSans-OFL.txt"),
    ("roboto-latin.woff2", "Roboto", "Roboto-OFL.txt"),
]


def embedded(assets):
    """Components that are no crates: PDF.js, and the fonts of the pages."""
    sums = (assets / "vendor/pdfjs/SHA256SUMS").read_text()
    version = re.match(r"# pdfjs-dist (\S+)", sums).group(1)
    yield {
        "type": "library",
        "bom-ref": f"pkg:npm/pdfjs-dist@{version}",
        "name": "pdfjs-dist",
        "version": version,
        "scope": "required",
        "licenses": [{"expression": "Apache-2.0"}],
        "purl": f"pkg:npm/pdfjs-dist@{version}",
    }
    found = {path.name for path in (assets / "fonts").glob("*.woff2")}
    assert found == {name for name, _, _ in FONTS}, f"fonts without an entry here, or the reverse: {found}"
    for file, name, licence in FONTS:
        assert "SIL OPEN FONT LICENSE Version 1.1" in (assets / "fonts" / licence).read_text()
        yield {
            "type": "file",
            "bom-ref": f"font:{file}",
            "name": name,
            "scope": "required",
            "hashes": [{"alg": "SHA-256", "content": hashlib.sha256((assets / "fonts" / file).read_bytes()).hexdigest()}],
            "licenses": [{"expression": "OFL-1.1"}],
        }


def main():
    root = pathlib.Path(sys.argv[1])
    text = sys.stdin.read().replace(f"path+file://{root}", "path+file:///parvis")
    bom = json.loads(re.sub(r"\?download_url=file://[^\"#]*", "", text))
    # Optional since 1.0; the day on which a list was written says nothing of what is in it.
    del bom["metadata"]["timestamp"]
    bom.pop("serialNumber", None)

    added = list(embedded(root / "templates/assets"))
    bom["components"] += added
    program = bom["metadata"]["component"]["bom-ref"]
    edges = {entry["ref"]: entry.setdefault("dependsOn", []) for entry in bom["dependencies"]}
    for component in added:
        edges[program].append(component["bom-ref"])
        bom["dependencies"].append({"ref": component["bom-ref"]})

    refs = {component["bom-ref"] for component in bom["components"]}
    reached, waiting = set(), [program]
    while waiting:
        ref = waiting.pop()
        if ref not in reached:
            reached.add(ref)
            waiting += edges.get(ref, [])
    assert reached == refs | {program}, f"no part of the whole, or unknown: {reached ^ (refs | {program})}"

    json.dump(bom, sys.stdout, indent=1, ensure_ascii=False)
    print()


main()
