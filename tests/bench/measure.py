"""Runs commands and measures each child by itself: processor time, peak memory, how it ended.

A process of its own, and a small one: Linux counts the memory of the parent towards the peak of a child that it
forks (`ru_maxrss` outlives `execve`), so that a parent full of libraries would hide what its children take. Requests
and answers are lines of JSON. `Meter` is the side that asks.
"""
import json
import os
import signal
import subprocess
import sys
import tempfile

# Text that is taken from one command, in bytes; the rest is cut off.
MOST_OUTPUT_BYTES = 64_000_000


class Meter:
    """Asks a small process of its own to run commands."""

    def __init__(self):
        self.child = subprocess.Popen(
            [sys.executable, "-I", "-S", os.path.abspath(__file__)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )
        self.output = tempfile.NamedTemporaryFile(prefix="parvis-bench-")

    def run(self, command, timeout_seconds):
        """Text, exit status (`hang` when it was stopped), processor seconds, and peak memory in MB."""
        request = {"command": command, "output": self.output.name, "timeout": timeout_seconds}
        print(json.dumps(request), file=self.child.stdin, flush=True)
        answer = json.loads(self.child.stdout.readline())
        with open(self.output.name, "rb") as file:
            answer["text"] = file.read(MOST_OUTPUT_BYTES).decode("utf-8", "replace")
        return answer

    def close(self):
        self.child.stdin.close()
        self.child.wait()
        self.output.close()


def run(command, output, timeout):
    opened = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    try:
        child = os.posix_spawnp(command[0], command, os.environ, file_actions=opened)
    except OSError:
        return {"status": 127, "cpu_seconds": 0.0, "memory_mb": 0.0}
    hung = []

    def stop(*_):
        hung.append(True)
        os.kill(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(timeout)
    _, status, usage = os.wait4(child, 0)
    signal.alarm(0)
    return {
        "status": "hang" if hung else os.waitstatus_to_exitcode(status),
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "memory_mb": usage.ru_maxrss / 1024,
    }


def main():
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(run(request["command"], request["output"], request["timeout"])), flush=True)


if __name__ == "__main__":
    main()
