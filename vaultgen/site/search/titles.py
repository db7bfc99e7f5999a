"""The index of titles and aliases: small, so that it answers at once and is always fresh."""

from __future__ import annotations

from vaultgen.site.search.entries import Entry
from vaultgen.site.search.packs import SMALL, Pack, ordered, pack
from vaultgen.site.search.postings import encode_scored, log2
from vaultgen.site.search.tokens import tokens

__all__ = ["title_pack", "weight", "within"]

_MOST = 24_000


def title_pack(pages: tuple[Entry, ...]) -> Pack:
    """The words of all titles and aliases, each with its pages and how much it says about them."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, page in enumerate(pages):
        scores: dict[str, int] = {}
        _score(scores, page.title, 20)
        for alias in page.aliases:
            _score(scores, alias, 12)
        extra = weight(page.links)
        for word, score in scores.items():
            found.setdefault(word, []).append((number, score + extra))
    entries = ((word, within(found[word], _MOST)) for word in ordered(found))
    return pack("t", entries, full=SMALL)


def weight(links: int) -> int:
    """What many links add to a name: of two equal ones the better connected note comes first."""
    return min(log2(1 + links) // 12, 10)


def _score(scores: dict[str, int], name: str, base: int) -> None:
    """A word counts for more, the fewer others the name has."""
    words = tokens(name)
    for word in words:
        scores[word] = max(scores.get(word, 0), base + 32 // len(words))


def within(postings: list[tuple[int, int]], most: int) -> str:
    """The postings as text of at most so many bytes; if they are more, `~` and the best of them."""
    text = encode_scored(postings)
    kept = len(postings)
    while len(text) > most:
        kept = kept * most // (len(text) + 1)
        best = sorted(sorted(postings, key=lambda pair: (-pair[1], pair[0]))[:kept])
        text = "~" + encode_scored(best)
    return text
