"""Edits that a person makes in a synthetic vault, from one that no other page shows to one that many do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

__all__ = ["EDITS"]


def _notes(vault: Path) -> list[Path]:
    return sorted(vault.rglob("*.md"))


def _some_note(vault: Path, number: int) -> Path:
    """A note that is neither the first nor a hub: another one for each number."""
    notes = _notes(vault)
    return notes[(len(notes) * 2 // 5 + 37 * number) % len(notes)]


def _rewrite(note: Path, change: Callable[[str], str]) -> None:
    before = note.read_text("utf-8")
    after = change(before)
    assert after != before, f"{note}: the edit changes nothing"
    note.write_text(after, "utf-8")


def line_more(vault: Path, number: int) -> None:
    """Add a line that links to nothing."""
    _rewrite(_some_note(vault, number), lambda text: f"{text}\nOne line more: {number}.\n")


def link_to_another(vault: Path, number: int) -> None:
    """Add a link to a note that was not linked from here."""
    goal = _some_note(vault, number + 9).stem
    _rewrite(_some_note(vault, number), lambda text: f"{text}\nSee [[{goal}]], says edit {number}.\n")


def other_figure(vault: Path, number: int) -> None:
    """Change a number among the properties, by which lists are sorted."""
    figure = f"valuation_usd: {(7 + number) * 1_111_111}"
    _rewrite(_some_note(vault, number), lambda text: re.sub(r"valuation_usd: \d+", figure, text, count=1))


def other_alias(vault: Path, number: int) -> None:
    """Give a note another alias."""
    alias = f'aliases: ["Known as {number}"]'
    _rewrite(_some_note(vault, number), lambda text: re.sub(r"aliases: .*", alias, text, count=1))


def other_lead(vault: Path, number: int) -> None:
    """Change the first paragraph of a note, which lists and previews show."""
    _rewrite(_some_note(vault, number), lambda text: text.replace("** – ", f"** – By edit {number}: ", 1))


def new_note(vault: Path, number: int) -> None:
    """Write a note like those around it."""
    pattern = _some_note(vault, number)
    text = pattern.read_text("utf-8").replace(f"# {pattern.stem}", f"# Newcomer {number}", 1)
    pattern.with_name(f"Newcomer {number}.md").write_text(text, "utf-8")


def renamed_note(vault: Path, number: int) -> None:
    """Rename a note with all links to it, as Obsidian does."""
    note = _some_note(vault, number)
    name = f"{note.stem} anew {number}"
    old = re.compile(rf"\[\[{re.escape(note.stem)}(?=[\]|#\\])")
    for other in _notes(vault):
        text = other.read_text("utf-8")
        if f"[[{note.stem}" in text:
            other.write_text(old.sub(f"[[{name}", text), "utf-8")
    note.rename(note.with_name(f"{name}.md"))


def deleted_note(vault: Path, number: int) -> None:
    """Delete a note, whatever links to it."""
    _some_note(vault, number).unlink()


EDITS: Final[dict[str, Callable[[Path, int], None]]] = {
    "a line": line_more,
    "a link": link_to_another,
    "a figure": other_figure,
    "an alias": other_alias,
    "a lead line": other_lead,
    "a new note": new_note,
    "a note renamed": renamed_note,
    "a note deleted": deleted_note,
}
"""What is done to a vault, by name; each takes the vault and how often it was done before."""
