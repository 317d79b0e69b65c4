"""veraPDF finds nothing in our PDF reports that PDF/UA-1 (ISO 14289-1) forbids."""

import os
import subprocess
import tempfile
import unittest
from pathlib import Path

from site_under_test import BASE_URL, COMMAND_SECONDS, ROOT, get

# The folder of the jars that tests/run fetches after verapdf-pom.xml.
JARS = os.environ.get("PARVIS_TEST_VERAPDF", "")
PROGRAM = "org.verapdf.apps.GreenfieldCliWrapper"
REPORTS = {
    "everything.pdf": "/rapports/rapport.pdf?par=all",
    "sector.pdf": "/en/rapports/rapport.pdf?par=sector&valeur=frqnt",
    "nothing.pdf": "/rapports/rapport.pdf?par=year&valeur=1901",
}
# Typeset without tags: a check that passes it checks nothing.
UNTAGGED = ROOT / "samples/articles/01-pergelisol-salluit.pdf"


@unittest.skipUnless(JARS, "PARVIS_TEST_VERAPDF names no folder with veraPDF")
class ReportPdfTest(unittest.TestCase):
    """Reports of the demo as veraPDF sees them."""

    def test_reports_are_accessible_and_an_untagged_file_is_told(self):
        with tempfile.TemporaryDirectory() as folder:
            for name, address in REPORTS.items():
                (Path(folder) / name).write_bytes(get(BASE_URL + address))
            files = [*(Path(folder) / name for name in REPORTS), UNTAGGED]
            command = ["java", "-cp", f"{JARS}/*", PROGRAM, "-f", "ua1", "--format", "text", *files]
            done = subprocess.run(command, capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False)
        verdicts = {Path(line.split()[1]).name: line.split()[0] for line in done.stdout.splitlines() if line.endswith(" ua1")}
        self.assertEqual(verdicts.pop(UNTAGGED.name), "FAIL")
        self.assertEqual(verdicts, dict.fromkeys(REPORTS, "PASS"), done.stdout + done.stderr)
