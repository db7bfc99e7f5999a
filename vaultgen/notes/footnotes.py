"""The footnotes of one note: a number for each source, in the order in which the text first calls it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from vaultgen.catalog.claims import Claim

__all__ = ["Footnotes"]


class Footnotes:
    """Collects marks while a note is written.

    The note's main source is named at its end and needs no marks, so a note that rests on one source has none.
    """

    def __init__(self, *, main: str, enabled: bool) -> None:
        self._main = main
        self._enabled = enabled
        self._numbers: dict[tuple[str, str], int] = {}

    @contextmanager
    def paused(self) -> Iterator[None]:
        """While this holds, nothing is marked."""
        before, self._enabled = self._enabled, False
        try:
            yield
        finally:
            self._enabled = before

    def mark(self, source: str, locator: str = "") -> str:
        """The mark for a source, or nothing where it goes without saying."""
        if not self._enabled or not source or source == self._main:
            return ""
        key = (source, locator)
        number = self._numbers.setdefault(key, len(self._numbers) + 1)
        return f"[^{number}]"

    def of(self, *claims: Claim | None) -> str:
        """The mark of a row: that of its first claim which needs one."""
        for claim in claims:
            if claim is not None and (mark := self.mark(claim.source, claim.said.locator)):
                return mark
        return ""

    def text(self, cite: Callable[[str, str], str]) -> str:
        """The definitions, one a line, each source as `cite` words it; nothing if no mark was set."""
        return "\n".join([f"[^{number}]: {cite(*key)}" for key, number in self._numbers.items()])
