"""The known word that a mistyped one was probably meant to be."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["did_you_mean", "nearest"]

_LONGEST = 120


def nearest(word: str, options: Iterable[str]) -> str:
    """Give the option that is the fewest keystrokes away, or `""` if none is near.

    Near means: at most one keystroke in three, case apart. Of equally near options the first in
    alphabetical order wins, so that the order of the options never matters.
    """
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- a clean run never needs it, and it costs a start 10 ms

    wanted = word.strip().lower()
    if not wanted or len(wanted) > _LONGEST:
        return ""
    limit = max(1, len(wanted) // 3)
    best: tuple[int, str] | None = None
    for option in options:
        if abs(len(option) - len(wanted)) > limit:
            continue
        distance = OSA.distance(wanted, option.lower(), score_cutoff=limit)
        if distance <= limit and (best is None or (distance, option) < best):
            best = (distance, str(option))
    return best[1] if best and best[0] < len(wanted) else ""


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """`did you mean “x”?` for the nearest option, or `""`."""
    option = nearest(word, options)
    return f"did you mean “{option}”?" if option else ""
