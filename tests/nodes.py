#!/usr/bin/env python3
"""Two OpenSearch nodes with one copy of each part, one of them killed with SIGKILL again and again while a site indexes and searches.

After each kill the node comes back, and then `parvis verify` must find nothing wrong, and both nodes must hold every article
once. `tests/run --only opensearch-nodes` runs it; the nodes listen on the loopback and end with it.
"""

import argparse
import json
import os
import random
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import closing
from pathlib import Path

# Bounds, in seconds. They only keep what is broken from holding the run for ever.
START_SECONDS = 180
SETTLE_SECONDS = 240
ARTICLES_A_ROUND = 120
# The first may lead the cluster, the second holds data alone: two that may lead would have to agree with one that is dead.
ROLES = {"a": "[cluster_manager, data, ingest]", "b": "[data, ingest]"}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(url: str, seconds: float = 20) -> tuple[int, bytes]:
    """Status and body; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=seconds) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except (urllib.error.URLError, TimeoutError, ConnectionError, OSError):
        return 0, b""


def wait_until(what: str, seconds: float, is_so) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(0.25)


class Node:
    """An OpenSearch node with a copy of the distribution of its own."""

    def __init__(self, name: str, home: Path, work: Path, transports: dict[str, int]):
        self.name, self.folder, self.port = name, work / name, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        shutil.copytree(home, self.folder)
        settings = {
            "cluster.name": "essai",
            "node.name": name,
            "node.roles": ROLES[name],
            "discovery.seed_hosts": json.dumps([f"127.0.0.1:{port}" for port in transports.values()]),
            "cluster.initial_cluster_manager_nodes": "[a]",
            "http.host": "127.0.0.1",
            "http.port": self.port,
            "transport.host": "127.0.0.1",
            "transport.port": transports[name],
            "node.store.allow_mmap": "false",
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        lines = "".join(f"{key}: {value}\n" for key, value in settings.items())
        (self.folder / "config/opensearch.yml").write_text(lines)
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "nobody", self.folder], check=True)

    def start(self) -> None:
        java = Path(shutil.which("java")).resolve().parents[1]
        variables = os.environ | {
            "OPENSEARCH_JAVA_HOME": str(java),
            "OPENSEARCH_JAVA_OPTS": "-Xms512m -Xmx512m",
            "OPENSEARCH_TMPDIR": str(self.folder),
        }
        command, user = ["./bin/opensearch", "--pidfile", str(self.folder / "pid")], {}
        if os.geteuid() == 0:
            # It refuses to run as root.
            user = {"user": "nobody", "group": "nogroup"}
        with open(self.folder / "start.log", "ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, env=variables, stdout=log, stderr=log, **user)
        wait_until(f"node {self.name} answers", START_SECONDS, lambda: ask(self.url)[0] == 200)
        self.pid = int((self.folder / "pid").read_text())

    def kill(self, how: int = signal.SIGKILL) -> None:
        os.kill(self.pid, how)
        self.process.wait(60)

    def is_whole(self) -> bool:
        """Whether it sees two nodes, and every copy of every part is there."""
        status, body = ask(f"{self.url}/_cluster/health?wait_for_status=green&wait_for_nodes=2&timeout=5s")
        return status == 200 and json.loads(body)["status"] == "green"

    def documents(self, alias: str) -> int:
        """Articles that this node holds."""
        status, body = ask(f"{self.url}/{alias}/_search?size=0&track_total_hits=true&preference=_only_nodes:{self.id()}&q=*:*")
        if status != 200:
            raise AssertionError(f"node {self.name}: {status} {body!r}")
        return json.loads(body)["hits"]["total"]["value"]

    def id(self) -> str:
        return next(iter(json.loads(ask(f"{self.url}/_nodes/_local")[1])["nodes"]))


def pdf(text: str) -> bytes:
    """A page with a line of text."""
    content = f"BT /F1 12 Tf 72 720 Td ({text}) Tj ET".encode("latin-1")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return made + head + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))


class Site:
    """A site with its index on the two nodes, and somebody who searches it all the time."""

    def __init__(self, binary: Path, data: Path, nodes: list[Node]):
        self.binary, self.data, self.port = binary, data, free_port()
        self.url, self.answers, self.over = f"http://127.0.0.1:{self.port}", Counter(), threading.Event()
        variables = {key: value for key, value in os.environ.items() if not key.startswith(("PARVIS_", "OTEL_"))}
        self.variables = variables | {
            "PARVIS_DATA": str(data),
            "PARVIS_LISTEN": f"127.0.0.1:{self.port}",
            "PARVIS_SEARCH": " ".join(f"{node.url}/essai" for node in nodes),
            "PARVIS_SEARCH_REPLICAS": "1",
            "PARVIS_LOG": "error",
        }

    def command(self, *arguments: str, **rest) -> subprocess.Popen:
        with open(self.data / "parvis.log", "ab") as log:
            rest = {"stdout": log, "stderr": log} | rest
            return subprocess.Popen([self.binary, *arguments], env=self.variables, cwd=self.data, **rest)

    def serve(self) -> None:
        self.server = self.command("serve")
        wait_until("the site answers", START_SECONDS, lambda: ask(f"{self.url}/healthz")[0] == 200)
        self.over.clear()
        self.visitor = threading.Thread(target=self.search)
        self.visitor.start()

    def search(self) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            # Never the same page, which would be kept for a moment.
            self.answers[ask(f"{self.url}/recherche?q=lacs+{number}", 60)[0]] += 1
            time.sleep(0.05)

    def found(self) -> list[int]:
        """The numbers of all articles that the search lists, or nothing while it does not answer."""
        numbers, address = [], f"{self.url}/api/v1/articles?limite=100"
        while address:
            status, body = ask(address)
            if status != 200:
                return []
            page = json.loads(body)
            numbers += [hit["id"] for hit in page["hits"]]
            address = page.get("next") if page["hits"] else None
        return numbers

    def is_done(self) -> bool:
        """Whether no job waits; those that found no server are tried again after a while."""
        with closing(sqlite3.connect(f"file:{self.data}/parvis.sqlite?mode=ro", uri=True)) as database:
            return database.execute("SELECT count(*) FROM jobs WHERE state <> 'failed'").fetchone() == (0,)

    def stop(self) -> None:
        self.over.set()
        self.visitor.join()
        self.server.send_signal(signal.SIGTERM)
        if self.server.wait(120) != 0:
            raise AssertionError(f"the server ended with {self.server.returncode}")

    def verify(self) -> dict:
        done = self.command("verify", "--json", stdout=subprocess.PIPE)
        report = json.loads(done.communicate(timeout=SETTLE_SECONDS)[0])
        if report["findings"] or report["jobs"]["failed"] or report["jobs"]["pending"]:
            raise AssertionError(json.dumps(report, indent=1))
        return report


def run(site: Site, nodes: list[Node], folder: Path, kills: int, chance: random.Random) -> None:
    for number in range(kills):
        node = nodes[number % len(nodes)]
        expected = ARTICLES_A_ROUND * (number + 1)
        site.serve()
        for article in range(expected - ARTICLES_A_ROUND, expected):
            (folder / f"{article}.pdf").write_bytes(pdf(f"Article {article} sur les lacs du Nord"))
        taking = site.command("ingest", str(folder))
        time.sleep(chance.uniform(0.5, 10))
        before = len(site.found())
        node.kill()
        time.sleep(chance.uniform(0.5, 8))
        node.start()
        wait_until("both nodes hold everything", SETTLE_SECONDS, lambda: all(one.is_whole() for one in nodes))
        wait_until(f"{expected} articles are found", SETTLE_SECONDS, lambda: len(site.found()) == expected)
        taking.wait(SETTLE_SECONDS)
        wait_until("no job waits", SETTLE_SECONDS, site.is_done)
        numbers = site.found()
        if len(set(numbers)) != expected:
            raise AssertionError(f"{len(numbers)} articles, {len(set(numbers))} of them different, instead of {expected}")
        site.stop()
        report = site.verify()
        held = {one.name: one.documents("essai*") for one in nodes}
        if report["articles"] != expected or set(held.values()) != {expected}:
            raise AssertionError(f"{report['articles']} articles, held {held}, instead of {expected}")
        print(f"node {node.name} killed with {before} of {expected} found: nothing lost, nothing doubled", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True, help="OpenSearch, unpacked")
    parser.add_argument("--binary", type=Path, required=True)
    parser.add_argument("--kills", type=int, default=int(os.environ.get("PARVIS_FAULT_ROUNDS", "4")))
    arguments = parser.parse_args()
    seed = int(os.environ.get("PARVIS_FAULT_SEED", random.randrange(1 << 32)))
    print(f"PARVIS_FAULT_SEED={seed}", flush=True)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        work.chmod(0o755)
        transports = {name: free_port() for name in ROLES}
        nodes = [Node(name, arguments.home, work, transports) for name in ROLES]
        data, folder = work / "data", work / "articles"
        data.mkdir()
        folder.mkdir()
        site = Site(arguments.binary.resolve(), data, nodes)
        begun = []
        try:
            for node in nodes:
                begun.append(node)
                node.start()
            run(site, nodes, folder, arguments.kills, random.Random(seed))
            print(f"answers to searches meanwhile, by status: {dict(sorted(site.answers.items()))}")
            # 429: whoever searches slowly has others wait; 503: no node answered.
            strange = set(site.answers) - {200, 429, 503}
            if strange:
                raise AssertionError(f"searches were answered with {strange}")
        finally:
            site.over.set()
            if getattr(site, "server", None) and site.server.poll() is None:
                site.server.kill()
                site.server.wait()
            for node in begun:
                if getattr(node, "process", None) and node.process.poll() is None:
                    node.process.kill()
                    node.process.wait()
    print(f"{arguments.kills} passed, 0 failed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
