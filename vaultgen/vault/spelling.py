"""How the target of a link is spelt anew, in the style in which it was written."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from vaultgen.values.names import name_key
from vaultgen.vault.moved import Moved
from vaultgen.vault.references import UNQUOTED, Reference, Style, address_path
from vaultgen.vault.scalars import quoted

__all__ = ["Turn", "respell"]

# What would end a wikilink, or begin something else in the text around it.
_UNFIT: Final = re.compile(r"[\[\]|#^`\\\n]|%%|\$\$")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# Addresses are written as `encodeURI` does it, parentheses apart; signs beyond ASCII only if they were before.
_KEPT: Final = "/!$&'*+,;=:@~?"
_ENCODED_WIDE: Final = re.compile(r"%[89a-fA-F][0-9a-fA-F]")
_ASCII_RUN: Final = re.compile(r"[\x00-\x7f]+")
_ANGLED: Final = re.compile(r"[<>\n%\\|`]")
# What YAML takes for plain text inside its own brackets, by the strictest reading.
_FLOW: Final = re.compile(r"[^\W_](?:[^\x00-\x1f,:#\[\]{}\"'|&*!%@`>]*[^\x00-\x20,:#\[\]{}\"'|&*!%@`>])?")


@dataclass(frozen=True, slots=True)
class Turn:
    """One link that has to turn: what it meant and what it is to mean, from where it was and from where it is."""

    old: str
    new: str
    source: str
    place: str


def respell(reference: Reference, written: str, turn: Turn, moved: Moved) -> str | None:
    """The target of a link as it has to be written now, or None if nothing in its style can mean the new place.

    `written` is the target as it stood. What was a name stays one as long as it is nobody else's, a path stays a
    path, what was relative stays relative, and `.md` stays there or away. An address that leads from the note's
    folder to the file is relative: readers other than Obsidian follow it, too.
    """
    for path in _paths(reference, turn, moved):
        spelt = _spelt(path, reference, written)
        if spelt is None:
            continue
        meant = spelt if reference.style is Style.WIKI else address_path(spelt).partition("#")[0]
        if meant.strip() and moved.after.find(meant.strip(), turn.place) == turn.new:
            return quoted(spelt, reference.quote)
    return None


def _paths(reference: Reference, turn: Turn, moved: Moved) -> Iterator[str]:
    """The ways to name the new place, the one most like what was written first."""
    target = reference.target
    ended = target.lower().endswith(".md") or not turn.new.lower().endswith(".md")
    full = turn.new if ended else turn.new[:-3]
    relative = posixpath.relpath(f"/{full}", posixpath.dirname(f"/{turn.place}"))
    dotted = relative if relative.startswith("../") else f"./{relative}"
    name = posixpath.basename(full)
    if target.startswith("/"):
        yield f"/{full}"
    elif target.startswith(("./", "../")):
        yield dotted
    elif reference.style is not Style.WIKI and _is_relative(target, turn):
        yield relative
        yield dotted
    elif "/" not in target:
        if moved.after.is_alone(name):
            yield name
    elif not _is(target, turn.old):
        yield "/".join(full.split("/")[-1 - target.count("/") :])
    yield full
    yield turn.new
    yield f"/{turn.new}"


def _is_relative(target: str, turn: Turn) -> bool:
    return _is(posixpath.normpath(posixpath.join(posixpath.dirname(turn.source), target)), turn.old)


def _is(path: str, file: str) -> bool:
    return name_key(path) in (name_key(file), name_key(file).removesuffix(".md"))


def _spelt(path: str, reference: Reference, written: str) -> str | None:
    """The path as a link of this style can carry it, or None."""
    if "#" in path:
        return None
    if reference.fault == UNQUOTED:
        return path if _FLOW.fullmatch(path) else None
    if reference.style is Style.WIKI:
        return None if _UNFIT.search(path) else path
    if reference.style is Style.ANGLE:
        spelt = _ANGLED.sub(lambda sign: quote(sign[0]), path)
    elif written.isascii() and _ENCODED_WIDE.search(written):
        spelt = quote(path, safe=_KEPT)
    else:
        spelt = _ASCII_RUN.sub(lambda run: quote(run[0], safe=_KEPT), path)
        spelt = "".join(quote(sign) if sign.isspace() else sign for sign in spelt)
    return None if _SCHEME.match(spelt) or "$$" in spelt else spelt
