"""What is wrong with a record, told apart from where the record stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from pydantic_core import InitErrorDetails, PydanticCustomError, ValidationError

from vaultgen.errors import NotationError

__all__ = ["LONGEST", "Fault", "Origin", "Path", "fault_in", "refuse", "refuse_all"]

Path = tuple[str | int, ...]
"""Keys and list positions that lead from a record to a part of it."""

Origin = tuple[str, Path, int]
"""Where a record stands: the file, the path inside a YAML file, and the line in a table (0 for YAML)."""

LONGEST = 60
"""So much of a text is shown in a message."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a record.

    `path` leads to the part at fault; `offset` counts the characters of `text` before the first bad one (-1: the whole
    part is at fault); `at_key` tells that the key is wrong, not what stands under it.
    """

    message: str
    advice: str = ""
    path: Path = ()
    text: str = ""
    offset: int = -1
    at_key: bool = False

    def below(self, *path: str | int) -> Fault:
        """The same fault seen from further outside."""
        return replace(self, path=(*path, *self.path))


def refuse(fault: Fault) -> PydanticCustomError:
    """The fault as an error that pydantic collects along with all others."""
    return PydanticCustomError("record", "{message}", {"message": fault.message, "fault": fault})


def refuse_all(faults: Iterable[Fault]) -> ValidationError:
    """Several faults of one value as an error that pydantic takes apart again."""
    details = [InitErrorDetails(type=refuse(fault), loc=(), input=None) for fault in faults]
    return ValidationError.from_exception_data("record", details)


def fault_in(error: NotationError, *path: str | int, advice: str = "") -> Fault:
    """What a parser could not read, with the place of the character."""
    text = error.text
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    message = f"“{shown}”: {error.reason}" if text else error.reason
    return Fault(message, advice, path, text, error.position if text else -1)
