"""One thing that a check of the site found, and where."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

__all__ = ["Finding", "Level"]

Level = Literal["error", "warning", "info"]


class Finding(Struct, frozen=True, order=True):
    """What is wrong, and where: `line` counts from 1, 0 if it is not known; `rule` is its kind in two words.

    An `info` is nothing to mend.
    """

    path: str
    line: int
    rule: str
    message: str
    advice: str = ""
    level: Level = "error"

    def __str__(self) -> str:
        """`path:line: message; advice`, as editors and continuous integration read it."""
        place = f"{self.path}:{self.line}" if self.line else self.path
        text = f"{place}: {self.message}"
        return f"{text}; {self.advice}" if self.advice else text
