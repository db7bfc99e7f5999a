"""Wrong records, and what is said about them: each case of `problems/*.txt` is a few files and the messages."""

from __future__ import annotations

from pathlib import Path

import pytest

from vaultgen.errors import RecordsError
from vaultgen.records.load import load

CASES = Path(__file__).parent / "problems"


def cases():
    for file in sorted(CASES.glob("*.txt")):
        for case in file.read_text("utf-8").split("\n=== ")[1:]:
            title, _, rest = case.partition("\n")
            parts = [part.partition("\n") for part in f"\n{rest}".split("\n--- ")[1:]]
            files = {name: text + "\n" for name, _, text in parts[:-1]}
            assert parts[-1][0] == "problems", title
            yield pytest.param(files, parts[-1][2].strip("\n"), id=f"{file.stem}: {title}")


def said_about(files, folder):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    try:
        load([Path()], folder)
    except RecordsError as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("files", "expected"), list(cases()))
def test_every_problem_is_told_with_its_place(files, expected, tmp_path):
    assert said_about(files, tmp_path) == expected
