"""What another process does meanwhile comes out as if it had been done here."""

import multiprocessing
import os
import signal
import threading
import time

import pytest

from tests.vault.test_processes import until
from vaultgen.vault.lock import lock
from vaultgen.vault.meanwhile import can_fork, meanwhile


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    """No threads but this one, whatever other tests have left behind."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def test_another_process_does_the_work_with_all_that_it_takes():
    known = {number: str(number) for number in range(100_000)}  # more than a pipe holds at once
    with meanwhile(lambda: (os.getpid(), known)) as ask:
        other, told = ask()
        assert ask() is ask()
    assert other != os.getpid()
    assert told == known


def test_both_are_at_work_at_the_same_time():
    gate = multiprocessing.get_context("fork").Barrier(2)
    with meanwhile(lambda: gate.wait(timeout=30) >= 0) as ask:
        gate.wait(timeout=30)
        assert ask()


def test_what_does_not_pay_is_done_here_and_only_when_it_is_asked_for():
    done = []
    with meanwhile(lambda: done.append(os.getpid()), worth=False) as ask:
        assert done == []
        ask()
        ask()
    assert done == [os.getpid()]


def test_beside_other_threads_nothing_is_forked(monkeypatch):
    assert can_fork()
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert not can_fork()
    with meanwhile(os.getpid) as ask:
        assert ask() == os.getpid()


def test_an_error_is_told_here():
    def work():
        raise LookupError("nothing there")

    with meanwhile(work) as ask, pytest.raises(LookupError, match="nothing there"):
        ask()


def test_what_cannot_be_handed_over_is_done_here():
    with meanwhile(lambda: lambda: 7) as ask:
        assert ask()() == 7


def test_the_work_of_a_process_that_was_ended_is_done_here():
    first = os.getpid()

    def work():
        if os.getpid() != first:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    with meanwhile(work) as ask:
        assert ask() == "done"


def test_work_that_nobody_asks_for_is_given_up(monkeypatch):
    begun, fork = [], os.fork
    monkeypatch.setattr(os, "fork", lambda: begun.append(fork()) or begun[-1])
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt), meanwhile(lambda: time.sleep(600)):
        raise KeyboardInterrupt
    assert time.monotonic() - started < 60
    with pytest.raises(ChildProcessError):
        os.waitpid(begun[0], os.WNOHANG)


def hold_and_wait(folder):
    """Hold a folder, and let another process begin with work that never ends."""

    def work():
        (folder / "at work").touch()
        time.sleep(600)

    with lock(folder), meanwhile(work):
        time.sleep(600)


def test_a_folder_is_free_as_soon_as_its_holder_is_killed_whatever_was_to_be_done_meanwhile(tmp_path):
    process = multiprocessing.get_context("fork").Process(target=hold_and_wait, args=(tmp_path,))
    process.start()
    until((tmp_path / "at work").exists)
    process.kill()
    process.join()
    with lock(tmp_path):
        pass
