"""Deposits by programs of others: the `sword2` client, and `schemathesis` over the description of the REST API."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from account_token import EMAIL, new_token
from site_under_test import BASE_URL, COMMAND_SECONDS

HERE = Path(__file__).resolve().parent
# The environment that tests/run makes from deposit-requirements.txt.
PYTHON = os.environ.get("PARVIS_TEST_DEPOSIT_PYTHON", "")
# Examples of each request, and the time for all of them.
EXAMPLES = 25
FUZZING_SECONDS = 60
# What JSON Schema cannot say (check digits, a DOI that is taken) is refused although it fits the description, and odd
# values of searches are left out instead of refused: the first two checks would call both wrong. The generated requests
# use few keys again and again, and a key's first answer is given even when what it made was deleted since, as it should:
# the other two would call that wrong.
LEFT_OUT = "positive_data_acceptance,negative_data_rejection,ensure_resource_availability,use_after_free"


def is_made(exchange: dict) -> bool:
    """Whether a request of an archive made something."""
    return exchange["request"]["method"] == "POST" and exchange["response"]["status"] == 201


@unittest.skipUnless(PYTHON and "PARVIS_TEST_PASSWORD" in os.environ, "tests/run gives the environment and the demo's password")
class DepositTest(unittest.TestCase):
    """What a program deposits arrives."""

    def test_the_sword_client_deposits_in_every_way_it_knows(self):
        token = new_token("deposit")
        with tempfile.TemporaryDirectory() as folder:
            arguments = [f"{BASE_URL}/sword/v2/servicedocument", EMAIL, token, folder]
            done = subprocess.run(
                [PYTHON, HERE / "sword_client.py", *arguments], capture_output=True, text=True, timeout=COMMAND_SECONDS, check=False
            )
        self.assertEqual(done.returncode, 0, done.stderr)
        told = json.loads(done.stdout.splitlines()[-1])
        self.assertTrue(told["valid"])
        self.assertEqual(told["version"], "2.0")
        self.assertGreater(told["size"], 1_000)
        codes = {name: told[name] for name in ("alone", "both", "begun", "renamed", "done", "gone")}
        self.assertEqual(codes, {"alone": 201, "both": 201, "begun": 201, "renamed": 200, "done": 200, "gone": 204})
        self.assertEqual((told["content"], told["originals"], told["ore_states"]), ("%PDF-", 1, 1))
        self.assertIn(told["states"][0].rsplit("#", 1)[1], ("state-submitted", "state-in_review"))
        self.assertEqual(told["mediated"], "http://purl.org/net/sword/error/MediationNotAllowed")

    def test_no_request_that_fits_the_description_breaks_the_api(self):
        token = new_token("read", "deposit")
        command = [Path(PYTHON).with_name("st"), "run", f"{BASE_URL}/api/v1/openapi.json", "--url", BASE_URL]
        command += ["--header", f"Authorization: Bearer {token}", "--max-examples", str(EXAMPLES), "--seed", "20261122"]
        command += ["--exclude-checks", LEFT_OUT, "--continue-on-failure", "--max-time", str(FUZZING_SECONDS), "--no-shrink"]
        with tempfile.TemporaryDirectory() as folder:
            archive = Path(folder) / "requests.har"
            command += ["--report", "har", "--report-har-path", archive]
            done = subprocess.run(
                command, cwd=folder, capture_output=True, text=True, timeout=COMMAND_SECONDS + FUZZING_SECONDS, check=False
            )
            made = [each for each in json.loads(archive.read_text())["log"]["entries"] if is_made(each)]
        sys.stdout.write(done.stdout[-2_000:])
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertTrue(made, "no draft was ever made: nothing was written")


if __name__ == "__main__":
    unittest.main()
