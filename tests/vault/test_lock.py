"""The lock: one build at a time, no waiting, and nothing left behind that blocks."""

from __future__ import annotations

import errno
import fcntl
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from vaultgen.errors import LockedError, VaultError
from vaultgen.vault.lock import LOCK, lock

HOLD = """
import sys
from pathlib import Path
from vaultgen.vault.lock import lock
with lock(Path(sys.argv[1]), command="vaultgen watch"):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(vault: Path, project: Path) -> subprocess.Popen[str]:
    """Another process that holds the lock until its input ends."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(vault)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(project)},
    )
    assert other.stdout
    assert other.stdout.readline() == "held\n"
    return other


def test_a_second_build_is_told_at_once_who_is_at_work(tmp_path, project):
    with holder(tmp_path, project) as other:
        with pytest.raises(LockedError) as caught, lock(tmp_path):
            pass
        assert caught.value.exit_code == 75
        said = str(caught.value)
        assert said.startswith(f"{tmp_path}: “vaultgen watch” is at work on it (process {other.pid} on ")
        assert said.endswith("); wait for it to end, or end it")
    with lock(tmp_path):
        pass


def test_a_holder_that_was_killed_never_blocks(tmp_path, project):
    with holder(tmp_path, project) as other:
        other.send_signal(signal.SIGKILL)
        other.wait()
        assert json.loads((tmp_path / LOCK).read_text())["pid"] == other.pid
        with lock(tmp_path, command="vaultgen build"):
            assert json.loads((tmp_path / LOCK).read_text())["pid"] == os.getpid()
    assert (tmp_path / LOCK).read_text() == ""


def test_the_lock_is_given_back_when_the_block_fails(tmp_path):
    def fail() -> None:
        with lock(tmp_path):
            raise RuntimeError

    for _ in range(2):
        with pytest.raises(RuntimeError):
            fail()


def test_the_same_process_cannot_hold_it_twice(tmp_path):
    def again() -> None:
        with lock(tmp_path):
            pass

    with lock(tmp_path), pytest.raises(LockedError, match="“vaultgen build” is at work on it"):
        again()


@pytest.mark.parametrize("text", ["", "nonsense", "[]", "{}", "3"])
def test_a_holder_that_did_not_sign_is_told_without_a_name(tmp_path, text):
    path = tmp_path / LOCK
    path.parent.mkdir()
    path.write_text(text)
    with path.open("r+") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        with (
            pytest.raises(LockedError, match="another vaultgen is at work on it; wait for it"),
            lock(tmp_path),
        ):
            pass


def test_a_full_disk_does_not_keep_the_lock_from_working(tmp_path, monkeypatch):
    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "write", full)
    with lock(tmp_path):
        assert (tmp_path / LOCK).read_text() == ""


def test_a_disk_that_cannot_lock_is_told(tmp_path, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(VaultError, match="lock: no locks available"), lock(tmp_path):
        pass


def test_a_lock_file_that_is_a_link_is_refused(tmp_path):
    (tmp_path / ".vaultgen").mkdir()
    (tmp_path / LOCK).symlink_to(tmp_path / "precious")
    with pytest.raises(VaultError, match="a symbolic link stands there"), lock(tmp_path):
        pass
    assert not (tmp_path / "precious").exists()
