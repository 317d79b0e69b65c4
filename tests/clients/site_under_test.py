"""What the client tests share: the program, the demo it serves, and short-lived sites of their own."""

import hashlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
BINARY = Path(os.environ.get("PARVIS_TEST_BINARY", ROOT / "target/debug/parvis"))
BASE_URL = os.environ.get("PARVIS_TEST_URL", "http://127.0.0.1:8080").rstrip("/")
DATA = os.environ.get("PARVIS_TEST_DATA", "")

# Bounds, in seconds. They only keep a broken program from holding the tests for ever.
REQUEST_SECONDS = 60
COMMAND_SECONDS = 300
START_SECONDS = 120
STOP_SECONDS = 30


def get(url: str) -> bytes:
    """The body of an address."""
    with urllib.request.urlopen(url, timeout=REQUEST_SECONDS) as response:
        return response.read()


def all_articles(base_url: str = BASE_URL) -> list[dict]:
    """Every public article, as the API lists it; checks its own count on the way."""
    articles, address = [], f"{base_url}/api/v1/articles?limite=100"
    while address:
        page = json.loads(get(address))
        articles += page["hits"]
        address = page.get("next") if len(articles) <= page["total"] else None
    if len(articles) != page["total"]:
        raise AssertionError(f"the API counts {page['total']} articles and lists {len(articles)}")
    return articles


def environment(data: Path | str, port: int | None = None) -> dict[str, str]:
    """The settings of a site, and none of those that the caller's shell may hold."""
    settings = {key: value for key, value in os.environ.items() if not key.startswith("PARVIS_") and key != "DATABASE_URL"}
    settings["PARVIS_DATA"] = str(data)
    if port:
        settings["PARVIS_LISTEN"] = f"127.0.0.1:{port}"
    return settings


def run(*arguments: str, data: Path | str) -> subprocess.CompletedProcess:
    """Runs the program to its end."""
    return subprocess.run(
        [BINARY, *arguments],
        env=environment(data),
        cwd=data,
        capture_output=True,
        text=True,
        timeout=COMMAND_SECONDS,
        check=False,
    )


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def serving(data: Path, settings: dict[str, str] | None = None):
    """A site over a data folder, with settings of its own; gives its address."""
    port = free_port()
    base_url = f"http://127.0.0.1:{port}"
    process = serve(data, port, settings)
    try:
        wait_until_healthy(base_url, process)
        yield base_url
    finally:
        stop(process)


def serve(data: Path, port: int, settings: dict[str, str] | None = None) -> subprocess.Popen:
    """Starts a site over a data folder; its log stands in there."""
    with open(data / "serve.log", "ab") as log:
        variables = environment(data, port) | (settings or {})
        return subprocess.Popen([BINARY, "serve"], env=variables, cwd=data, stdout=log, stderr=log)


def wait_until_healthy(base_url: str, process: subprocess.Popen) -> None:
    """Waits until the site answers, or fails when it ends or takes too long."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{base_url}/healthz", timeout=5):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(f"no answer within {START_SECONDS} seconds")


def stop(process: subprocess.Popen) -> int:
    """Ends a process politely, then for certain; gives its exit status."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    return process.returncode


def sha256(path: Path) -> str:
    """Digest of a file, in lower-case hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
