"""A survey reads what changed and remembers the rest."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from pathlib import Path

import pytest

from vaultgen.errors import VaultError
from vaultgen.site.settings import Settings
from vaultgen.site.survey import decode, encode, strict_line_breaks, survey, walk
from vaultgen.site.survey import sheets as sheets_module
from vaultgen.site.survey.seen import EDITION
from vaultgen.vault.lock import lock


def settings(root: Path) -> Settings:
    return Settings(root, root.parent / "site", "Notes")


def test_hidden_files_and_links_are_left_out(write):
    root = write(
        {"A.md": "a", ".hidden.md": "b", ".obsidian/app.json": "{}", "x/.y/z.md": "c", "p.png": b"p"}
    )
    (root / "link.md").symlink_to(root / "A.md")
    assert list(survey(settings(root))) == ["A.md", "p.png"]


def test_what_did_not_change_is_not_read_again(write):
    root = write({"A.md": "# One", "B.md": "# Two"})
    first = survey(settings(root))
    (root / "A.md").chmod(0)
    stat = (root / "A.md").stat()
    assert stat.st_size == first["A.md"].stat.size
    write({"B.md": "# Three"})
    second = survey(settings(root), {"A.md": first["A.md"], "B.md": first["B.md"], "Gone.md": first["A.md"]})
    assert list(second) == ["A.md", "B.md"]
    assert second["B.md"].sheet.headings[0].text == "Three"


def test_two_processes_see_what_one_sees(write, monkeypatch):
    root = write(
        {f"N{number}.md": f"---\nn: {number}\n---\n[[N{number // 2}]] text" for number in range(450)}
    )
    both = survey(settings(root))
    monkeypatch.setattr("vaultgen.site.survey.walk._MANY", 10_000)
    assert survey(settings(root)) == both
    assert list(both) == sorted(both)


def hold_and_survey(root, free):
    """Hold a folder, and be killed as soon as another process helps with the survey of a vault."""
    first, helped = os.getpid(), root / "helped"

    def read(*_):
        if os.getpid() != first:
            helped.touch()
            time.sleep(600)
        while not helped.exists():
            time.sleep(0.01)
        os.kill(first, signal.SIGKILL)

    walk.survey_file = read  # in this process and its helper, which end here
    with lock(free):
        survey(settings(root))


def test_a_folder_is_free_as_soon_as_who_surveys_a_vault_is_killed(write, tmp_path):
    root = write({f"N{number}.md": "text" for number in range(450)})
    process = multiprocessing.get_context("fork").Process(target=hold_and_survey, args=(root, tmp_path))
    process.start()
    process.join()
    with lock(tmp_path):
        pass


def test_what_is_remembered_comes_back_and_what_is_damaged_does_not(write):
    seen = survey(
        settings(write({"A.md": "---\nn: 1\nd: {a: [1, null]}\n---\n[[B|c]]\n## H\n", "p.png": b"p"}))
    )
    data = encode(seen.values())
    assert decode(data) == seen
    assert decode(data[:-5]) == {}
    assert decode(b"") == {}
    assert decode(data.replace(b'"edition":%d' % EDITION, b'"edition":0')) == {}


def test_a_note_of_many_megabytes_is_held_back(write, monkeypatch):
    monkeypatch.setattr(sheets_module, "LONGEST_NOTE", 10)
    sheet = survey(settings(write({"A.md": "x" * 11})))["A.md"].sheet
    assert sheet.faults
    assert sheet.properties == {"private": True}


def test_a_vault_that_is_not_there_is_an_error_that_helps(tmp_path):
    with pytest.raises(VaultError, match="no such folder"):
        survey(settings(tmp_path / "none"))


@pytest.mark.parametrize(
    ("text", "strict"),
    [('{"strictLineBreaks": true}', True), ("{}", False), ("[]", False), ("{", False), ("", False)],
)
def test_obsidians_own_setting_says_whether_lines_are_joined(write, text, strict):
    assert strict_line_breaks(write({".obsidian/app.json": text})) is strict
    assert not strict_line_breaks(write({}) / "elsewhere")
