"""What may be seen of a property: texts without marks, and nothing of links to what is not published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from vaultgen.site.atlas import Atlas
from vaultgen.site.goal import Goal
from vaultgen.site.plain import plain
from vaultgen.site.privacy import PRIVATE

__all__ = ["named", "shown", "shown_properties"]

_LINK: Final = re.compile(r"!?\[\[([^\[\]\n]+)\]\]")


def shown_properties(atlas: Atlas, path: str) -> dict[str, Any]:
    """All properties of a note as they may be seen, in their order, ready to be written as JSON."""
    properties = atlas.sheets[path].properties
    return {str(key): shown(atlas, value, path) for key, value in properties.items()}


def shown(atlas: Atlas, value: Any, source: str) -> Any:
    """A value as it may be seen; what is left out of a list leaves no gap."""
    if isinstance(value, str):
        return _text(atlas, value, source)
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, list | tuple):
        return [kept for item in value if (kept := shown(atlas, item, source)) not in (None, "")]
    if isinstance(value, Mapping):
        return {str(key): shown(atlas, inner, source) for key, inner in value.items()}
    return str(value)


def named(atlas: Atlas, relation: str, source: str) -> tuple[tuple[str, Goal | None], ...]:
    """What a property of a note names, as (name, page): each name once, links to private notes left out."""
    values = next(
        (value for key, value in atlas.sheets[source].properties.items() if key.lower() == relation), ()
    )
    found: dict[str, Goal | None] = {}
    for value in values if isinstance(values, list | tuple) else (values,):
        text = _text(atlas, value, source) if isinstance(value, str) else ""
        if text:
            goal = _goal(atlas, value, source)
            found.setdefault(text, goal if goal and goal.state == "page" else None)
    return tuple(found.items())


def _text(atlas: Atlas, text: str, source: str) -> str:
    if "[[" not in text:
        return plain(text)
    links, words = _read(text)
    closed = {link for link in links if _meant(atlas, link, source).state == "private"}
    return (
        plain(_LINK.sub(lambda link: PRIVATE if link[1] in closed else _bare(link), text))
        if closed
        else words
    )


@lru_cache(maxsize=4096)  # many notes name the same others
def _read(text: str) -> tuple[tuple[str, ...], str]:
    """What stands between the brackets of the links in a text, and what it shows if everybody may see them."""
    return tuple(_LINK.findall(text)), plain(_LINK.sub(_bare, text))


def _bare(link: re.Match[str]) -> str:
    return link[0].removeprefix("!")


def _goal(atlas: Atlas, text: str, source: str) -> Goal | None:
    """Where a text leads that is one link and nothing else."""
    link = _LINK.fullmatch(text.strip())
    return _meant(atlas, link[1], source) if link else None


def _meant(atlas: Atlas, inner: str, source: str) -> Goal:
    target, mark, subpath = inner.partition("|")[0].partition("#")
    return atlas.goal(target.strip(), mark + subpath.strip(), source)
