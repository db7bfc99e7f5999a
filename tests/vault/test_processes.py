"""Work that several processes share comes out as if one had done it."""

import multiprocessing
import os
import time

import pytest

from vaultgen.vault.lock import lock
from vaultgen.vault.processes import processes_for, worked


def everything(work, count, *, processes):
    told = []
    return list(worked(work, range(count), processes=processes, advance=told.append)), told


@pytest.mark.parametrize("processes", [1, 2, 3, 9])
@pytest.mark.parametrize("count", [0, 1, 2, 7, 40])
def test_the_portions_come_in_their_order_whoever_does_them(count, processes):
    known = {number: number * number for number in range(count)}  # inherited, not handed over
    done, told = everything(lambda number: (number, known[number]), count, processes=processes)
    assert done == sorted(known.items())
    assert told == sorted(told)
    assert told[-1:] == ([count] if count else [])


def test_this_process_takes_its_part_of_the_work():
    gate, entered = multiprocessing.get_context("fork").Barrier(2), os.getpid()

    def work(number):
        if number in (0, 5):  # the first and the last wait for each other, so that one process cannot do both
            gate.wait(timeout=30)
        return os.getpid() == entered

    done, _ = everything(work, 6, processes=2)
    assert not done[0]
    assert done[-1]


@pytest.mark.parametrize("processes", [1, 2])
@pytest.mark.parametrize("bad", [0, 11])
def test_what_goes_wrong_in_any_process_is_heard_of(processes, bad):
    def work(number):
        if number == bad:
            raise LookupError(f"portion {number}")
        return number

    with pytest.raises(LookupError, match=f"portion {bad}"):
        everything(work, 12, processes=processes)
    assert everything(lambda number: number, 3, processes=processes)[0] == [0, 1, 2]


def hold_and_wait(folder):
    """Hold a folder, and let another process take part in work that never ends."""
    first = os.getpid()

    def work(_):
        if os.getpid() != first:
            (folder / "at work").touch()
        time.sleep(600)

    with lock(folder):
        everything(work, 4, processes=2)


def until(done, seconds=30.0):
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_folder_is_free_as_soon_as_its_holder_is_killed_whoever_helped_him(tmp_path):
    process = multiprocessing.get_context("fork").Process(target=hold_and_wait, args=(tmp_path,))
    process.start()
    until((tmp_path / "at work").exists)
    process.kill()
    process.join()
    with lock(tmp_path):
        pass


def test_a_second_process_must_pay():
    assert processes_for(99, worth=100) == 1
    assert processes_for(100, worth=100) == min(len(os.sched_getaffinity(0)), 8)
    assert processes_for(1, worth=100, jobs=3) == 3


def test_where_nothing_can_be_forked_one_process_does_it_all(monkeypatch):
    monkeypatch.delattr(os, "fork")
    assert processes_for(1000, worth=1, jobs=4) == 1
