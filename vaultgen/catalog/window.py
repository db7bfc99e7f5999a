"""The days within which something held or was told."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from vaultgen.values.days import Day

__all__ = ["ALWAYS", "LONG_AGO", "Window", "window_of"]


class Window(NamedTuple):
    """A span of days; both ends inclusive."""

    start: date
    end: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.end - self.start).days + 1

    def overlaps(self, other: Window) -> bool:
        """Whether the two share a day."""
        return self.start <= other.end and other.start <= self.end


ALWAYS = Window(date.min, date.max)
LONG_AGO = Window(date.min, date.min)


def window_of(day: Day) -> Window:
    """When what is said of a day held.

    A half-open day ("by 2025") counts as its one bound, since it says what had been reached then; taken as all the
    time before, every such figure would contradict every earlier one instead of following it.
    """
    start, end = day.earliest, day.latest
    if start is None:
        return Window(end, end) if end is not None else ALWAYS
    return Window(start, end if end is not None else start)
