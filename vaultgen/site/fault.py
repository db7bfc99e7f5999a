"""Something that is wrong with a file of a vault."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Fault"]


class Fault(NamedTuple):
    """Something that is wrong with a file; `line` counts from 1, 0 if it is not known."""

    line: int
    message: str
    advice: str = ""
