"""Something that is wrong with a file of a vault."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Fault"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is wrong with a file; `line` counts from 1, 0 if it is not known."""

    line: int
    message: str
    advice: str = ""
