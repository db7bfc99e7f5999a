"""Progress is a line on a terminal, drawn only for long work, and gone when the work is done."""

import io
import sys

import pytest

from vaultgen.cli import progress as module
from vaultgen.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    return screen


def test_short_work_draws_nothing(terminal: Terminal) -> None:
    with progress("Building", quiet=False) as advance:
        advance("reading records", 0, 0)
    assert terminal.getvalue() == ""


def test_long_work_tells_how_far_it_is_and_leaves_a_clean_line(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    with progress("Building", quiet=False) as advance:
        advance("reading records", 0, 0)
        advance("writing notes", 2500, 10000)
    shown = terminal.getvalue()
    assert "Building: reading records" in shown
    assert "Building: writing notes 2,500/10,000" in shown
    assert shown.endswith("\r\x1b[2K")


def test_nothing_is_drawn_for_machines_or_into_a_file(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    with progress("Building", quiet=True) as advance:
        advance("writing notes", 1, 2)
    assert terminal.getvalue() == ""
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    with progress("Building", quiet=False) as advance:
        advance("writing notes", 1, 2)
    assert sys.stderr.getvalue() == ""
