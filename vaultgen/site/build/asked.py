"""What a page asked of other files when it was made, and so depends on."""

from __future__ import annotations

import msgspec

__all__ = ["Asked", "Question"]

Question = tuple[str, str, str]
"""A link's target, its subpath, and the file that it stands in."""


class Asked(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What a page asked besides what its own sheet tells: links, the texts of other notes, or all there is."""

    goals: tuple[Question, ...] = ()
    texts: tuple[str, ...] = ()
    whole: bool = False
