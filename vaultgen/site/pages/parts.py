"""Long lists in parts, a page each, cut so that an edit moves only the cuts beside it.

Cut after every so many rows, a list with one more at its beginning would have other rows on all of its pages. So the
rows themselves say where a page begins: at the one whose name has the least digest of all that are near it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Generic, TypeVar
from zlib import crc32

from msgspec import Struct

from vaultgen.site.pages import places

__all__ = ["Part", "begins", "most_rows", "parts_of", "reach"]

_Row = TypeVar("_Row")


class Part(Struct, Generic[_Row], frozen=True):
    """The rows of one page of a list: the page of this number, the first being 1, `of` so many."""

    rows: Sequence[_Row]
    number: int = 1
    of: int = 1

    @property
    def is_first(self) -> bool:
        """Whether this is where the list is found, and told as a whole."""
        return self.number == 1


def reach() -> int:
    """Over how many rows to either side a row is compared; about twice as many make a page."""
    return max(1, places.PAGE_SIZE // 2)


def most_rows() -> int:
    """How many rows a page has at most."""
    return 2 * places.PAGE_SIZE


def parts_of(rows: Sequence[_Row], name: Callable[[_Row], str]) -> tuple[Part[_Row], ...]:
    """Cut a list into its pages, by what each of its rows is called; one without rows has one page."""
    count = len(rows)
    if count <= places.PAGE_SIZE:
        return (Part(rows),)
    stretches = pairwise([0, *begins(list(map(_digest, map(name, rows)))), count])
    bounds = [*(at for first, end in stretches for at in _paced(first, end)), count]
    cut = [rows[first:end] for first, end in pairwise(bounds)]
    return tuple(Part(own, number, len(cut)) for number, own in enumerate(cut, 1))


def begins(digests: Sequence[int]) -> Iterator[int]:
    """The places in a list where a part begins, whatever stands further away than the reach.

    They are further apart than that, since each has the least digest within it; of equal ones the first counts.
    """
    near = reach()
    inner = len(digests) - near
    for first in range(near, inner, near + 1):
        window = digests[first : min(first + near + 1, inner)]
        at = first + window.index(min(window))
        around = digests[at - near : at + near + 1]
        if around.index(min(around)) == near:
            yield at


def _paced(first: int, end: int) -> range:
    """Where the parts of a stretch begin: at its first row and, if it is too long for a page, at even steps."""
    length = end - first
    many = -(-length // most_rows())
    return range(first, end, -(-length // many))


@lru_cache(maxsize=1 << 15)
def _digest(name: str) -> int:
    """What a name is compared by; most stand in several lists."""
    return crc32(name.encode("utf-8", "surrogatepass"))
