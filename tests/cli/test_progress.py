"""Progress is a line on a terminal, drawn only for long work, and gone when the work is done."""

import io
from contextlib import redirect_stderr

import pytest

from vaultgen.cli import progress as module
from vaultgen.cli.progress import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(screen: io.StringIO, *, quiet: bool = False) -> str:
    with redirect_stderr(screen), progress("Building", quiet=quiet) as advance:
        advance("reading records", 0, 0)
        advance("writing notes", 2500, 10000)
    return screen.getvalue()


def test_short_work_draws_nothing() -> None:
    assert shown(Terminal()) == ""


def test_long_work_tells_how_far_it_is_and_leaves_a_clean_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    text = shown(Terminal())
    assert "Building: reading records" in text
    assert "Building: writing notes 2,500/10,000" in text
    assert text.endswith("\r\x1b[2K")


def test_nothing_is_drawn_for_machines_or_into_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", -1.0)
    assert shown(Terminal(), quiet=True) == ""
    assert shown(io.StringIO()) == ""
