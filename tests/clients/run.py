#!/usr/bin/env python3
"""Runs the client tests that are named, or all of them; `--tally FILE` writes how many passed, failed and skipped."""

import argparse
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
SUITES = (
    "test_harvest",
    "test_harvesters",
    "test_resourcesync",
    "test_signposting",
    "test_schemas",
    "test_protocol",
    "test_report",
    "test_catalogue",
    "test_export",
    "test_report_pdf",
    "test_deposit",
    "kill_during_harvest",
    "kill_and_resume",
)


class Counting(unittest.TextTestResult):
    """Counts what passed, as well."""

    passed = 0

    def addSuccess(self, test):
        super().addSuccess(test)
        self.passed += 1


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suites", nargs="*", default=SUITES, help=f"of {', '.join(SUITES)}")
    parser.add_argument("--tally", type=Path)
    arguments = parser.parse_args()
    sys.path.insert(0, str(HERE))
    tests = unittest.defaultTestLoader.loadTestsFromNames(arguments.suites)
    runner = unittest.TextTestRunner(stream=sys.stdout, verbosity=2, resultclass=Counting)
    result = runner.run(tests)
    for test, reason in result.skipped:
        print(f"skipped: {test.id()}: {reason}")
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    if arguments.tally:
        arguments.tally.write_text(f"{result.passed} {failed} {len(result.skipped)}\n")
    return 0 if failed == 0 and result.passed > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
