"""Through Ray's client, from outside of a cluster, it is the same."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from stub_fleet import SETTINGS, numbered, write

from fleet.test_faults import PROGRAM, TESTS, content, read

ENV = {**os.environ, "RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"}


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def head() -> Iterator[str]:
    """A cluster of one machine, with a door for clients."""
    port, door = _free_port(), _free_port()
    search = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [
        sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--block", "--num-cpus", "3", "--include-dashboard", "false",
        "--port", str(port), "--ray-client-server-port", str(door),
    ]  # fmt: skip
    process = subprocess.Popen(
        command, env={**ENV, "PYTHONPATH": search}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    yield f"ray://127.0.0.1:{door}"
    os.killpg(process.pid, signal.SIGKILL)  # with all that it has started
    process.wait(30)


def test_a_client_outside_of_the_cluster_gets_the_same(tmp_path: Path, head: str) -> None:
    source = write(tmp_path / "in.jsonl", numbered(40))
    read(source, tmp_path / "here", SETTINGS, on="here")
    search = os.pathsep.join([str(TESTS), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [*PROGRAM, source, str(tmp_path / "set"), head, "2", "30", "Pausing"]
    for _ in range(10):  # until the door is open
        run = subprocess.run(command, capture_output=True, text=True, env={**ENV, "PYTHONPATH": search}, timeout=120, check=False)
        if "No Ray cluster answers" not in run.stderr:
            break
    assert run.returncode == 0, run.stderr[-3000:]
    assert json.loads(run.stdout.splitlines()[-1])["reports"] == {"read": 40}
    assert content(tmp_path / "set") == content(tmp_path / "here")
