"""JavaScript's regular expressions by means of Python's, refused or priced where a search could take forever."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from msgspec import Struct

from vaultgen.errors import NotationError
from vaultgen.site.bases.kinds import Pattern

__all__ = ["read_pattern", "replacement"]

_LONGEST: Final = 500
_MOST_WAYS: Final = 4096
_MOST_TIMES: Final = 200
_MOST_REPEATS: Final = 30
_CLASS: Final = re.compile(r"\[\^?(?:\\.|[^\]\\])*\]", re.DOTALL)
_QUANTIFIER: Final = re.compile(r"(?:[*+?]|\{([0-9]{1,4})(,?)([0-9]{0,4})\})\??")
_OPENING: Final = re.compile(r"\((?:\?(?:[:=!]|<[=!]|<([A-Za-z_][A-Za-z0-9_]*)>))?")
_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|k<([A-Za-z_]\w*)>|(.))", re.DOTALL
)
_SETS: Final = {"d": "0-9", "w": "A-Za-z0-9_"}
_CONTROLS: Final = {"n": "\\n", "t": "\\t", "r": "\\r", "f": "\\f", "v": "\\v", "0": "\\x00"}
_SAMPLES: Final = "".join(map(chr, range(1, 127))) + "é日€"
_ALL: Final = frozenset(_SAMPLES)


@lru_cache(maxsize=256)
def read_pattern(source: str, flags: str) -> Pattern:
    """Compile a regular expression; a NotationError says why one is refused."""
    if len(source) > _LONGEST:
        raise NotationError("", 0, f"a regular expression of more than {_LONGEST} characters is refused")
    if unknown := set(flags) - set("gimsuy"):
        raise NotationError("", 0, f"regular expressions have no flag “{min(unknown)}” here")
    translated = _Translation(source, multiline="m" in flags)
    python, power, ways = translated.whole()
    options = re.IGNORECASE * ("i" in flags) | re.MULTILINE * ("m" in flags) | re.DOTALL * ("s" in flags)
    try:
        compiled = re.compile(python, options)
    except (re.error, OverflowError, RecursionError) as error:
        raise NotationError("", 0, f"the regular expression cannot be read: {error}") from error
    return Pattern(source, compiled, power, ways, "g" in flags)


def replacement(found: re.Match[str], template: str) -> str:
    """What stands for a hit: `$1`, `$&`, `$<name>` and `$$` mean what they mean in JavaScript."""
    return _DOLLAR.sub(lambda mark: _dollar(found, mark), template)


_DOLLAR: Final = re.compile(r"\$(?:(\$)|(&)|([0-9]{1,2})|<([A-Za-z_]\w*)>)")


def _dollar(found: re.Match[str], mark: re.Match[str]) -> str:
    if mark[1]:
        return "$"
    if mark[2]:
        return found[0]
    try:
        return found[int(mark[3]) if mark[3] else mark[4]] or ""
    except IndexError:
        return mark[0]


class _Part(Struct):
    """A piece of the translation: the characters that it can match, and whether a match must pass through it."""

    text: str
    reach: frozenset[str] = frozenset()
    firm: bool = False
    endless: bool = False


class _Mark(NamedTuple):
    """How things stood before an atom or a group: where it begins, and the repeats and ways until there."""

    start: int
    repeats: int
    ways: int


class _Translation:
    """Reads a source once: writes Python's spelling, and keeps what a search may cost at worst."""

    def __init__(self, source: str, *, multiline: bool) -> None:
        self.source = source
        self.multiline = multiline
        self.ways = 1
        self.repeats = 0
        self.parts: list[_Part] = []
        self.opened: list[_Mark] = []
        self.loose = [
            False
        ]  # of each open group, and of the whole: whether a match may leave out what is in it

    def whole(self) -> tuple[str, int, int]:
        at = 0
        atom = self._mark()
        while at < len(self.source):
            quantifier = _QUANTIFIER.match(self.source, at) if self.parts else None
            if quantifier:
                at = self._repeat(quantifier, atom)
                continue
            atom = self._mark()
            letter = self.source[at]
            if letter == "(":
                at = self._open(at, atom)
            elif letter == ")":
                atom, at = self._close(at), at + 1
            else:
                text, at = self._atom(at)
                self.parts.append(_Part(text, _reached(text), firm=True))
        if self.loose[0]:
            self._loosen(0)
        anchored = self.source.startswith("^") and not self.multiline and not self.loose[0]
        text = "".join(part.text for part in self.parts)
        return text, self._power() + (not anchored), self.ways

    def _mark(self) -> _Mark:
        return _Mark(len(self.parts), self.repeats, self.ways)

    def _open(self, at: int, mark: _Mark) -> int:
        found = _OPENING.match(self.source, at)
        if not found or (found[0] == "(" and self.source[at + 1 : at + 2] in {"?", "*"}):
            raise NotationError("", at, "a group of this kind is refused")
        self.opened.append(mark)
        self.loose.append(found[0] in {"(?=", "(?!", "(?<=", "(?<!"})
        self.parts.append(_Part(f"(?P<{found[1]}>" if found[1] else found[0]))
        return found.end()

    def _close(self, at: int) -> _Mark:
        if not self.opened:
            raise NotationError("", at, "the regular expression closes a group that is not open")
        mark = self.opened.pop()
        if self.loose.pop():
            self._loosen(mark.start)
        self.parts.append(_Part(")"))
        return mark

    def _loosen(self, start: int) -> None:
        for part in self.parts[start:]:
            part.firm = False

    def _atom(self, at: int) -> tuple[str, int]:
        letter = self.source[at]
        if letter == "\\":
            return self._escape(at, inside=False)
        if letter == "[":
            return self._class(at)
        if letter == "|":
            self.loose[-1] = True
            self._more_ways(2)
        return {"$": "$" if self.multiline else "\\Z", "{": "\\{", "}": "\\}"}.get(letter, letter), at + 1

    def _class(self, at: int) -> tuple[str, int]:
        if self.source.startswith(("[^]", "[]"), at):
            return ("[\\s\\S]", at + 3) if self.source[at + 1] == "^" else ("(?!)", at + 2)
        found = _CLASS.match(self.source, at)
        if not found:
            raise NotationError("", at, "the regular expression has a “[” without “]”")
        inner = found[0][1:-1]
        parts: list[str] = ["["]
        place = 0
        while place < len(inner):
            if inner[place] == "\\":
                text, end = self._escape(at + 1 + place, inside=True)
                place = end - at - 1
            else:
                text = "\\" + inner[place] if inner[place] in "[&~|" else inner[place]
                place += 1
            parts.append(text)
        return "".join([*parts, "]"]), found.end()

    def _escape(self, at: int, *, inside: bool) -> tuple[str, int]:
        found = _ESCAPE.match(self.source, at)
        if not found:
            raise NotationError("", at, "the regular expression ends with “\\”")
        if code := found[1] or found[2] or found[3]:
            number = int(code, 16)
            if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
                raise NotationError("", at, "no such character")
            return re.escape(chr(number)), found.end()
        if found[4]:
            self._endless(_ALL)
            return f"(?P={found[4]})", found.end()
        return self._letter(found[5], inside=inside), found.end()

    def _letter(self, letter: str, *, inside: bool) -> str:
        if letter in _SETS:
            return _SETS[letter] if inside else f"[{_SETS[letter]}]"
        if letter in "DW":
            return f"\\{letter}" if inside else f"[^{_SETS[letter.lower()]}]"
        if letter in _CONTROLS:
            return _CONTROLS[letter]
        if letter in "sSbB":
            return f"\\{letter}"
        if letter in "123456789" and not inside:
            self._endless(_ALL)  # a hit may be as long as the text
            return f"\\{letter}"
        return re.escape(letter)

    def _repeat(self, quantifier: re.Match[str], atom: _Mark) -> int:
        """Price a repeat of what was read last; `atom` is how things stood before it."""
        least, most = self._counts(quantifier)
        if most > 1 and (self.repeats > atom.repeats or self.ways > atom.ways):
            raise NotationError("", quantifier.start(), "a repeat around a repeat or a choice is refused")
        if quantifier.end() < len(self.source) and self.source[quantifier.end()] in "*+?":
            raise NotationError("", quantifier.end(), "a repeat of a repeat is refused")
        reach = _reached("".join(part.text for part in self.parts[atom.start :]))
        if least == 0:
            self._loosen(atom.start)
        if most > _MOST_TIMES:
            self._endless(reach)
        elif most > least:
            self._more_ways(most - least + 1)
        self.parts.append(_Part(quantifier[0]))
        return quantifier.end()

    def _endless(self, reach: frozenset[str]) -> None:
        self.repeats += 1
        if self.repeats > _MOST_REPEATS:
            raise NotationError("", 0, "a regular expression with so many repeats is refused")
        self.parts.append(_Part("", reach, endless=True))

    def _counts(self, quantifier: re.Match[str]) -> tuple[int, int]:
        if quantifier[1] is None:
            return {"*": (0, 9999), "+": (1, 9999), "?": (0, 1)}[quantifier[0][0]]
        least = int(quantifier[1])
        most = int(quantifier[3]) if quantifier[3] else (9999 if quantifier[2] else least)
        if least > _MOST_TIMES or _MOST_TIMES < most < 9999:
            raise NotationError("", quantifier.start(), "a repeat of more than 200 times is refused")
        return least, most

    def _more_ways(self, factor: int) -> None:
        self.ways *= factor
        if self.ways > _MOST_WAYS:
            raise NotationError("", 0, "a regular expression with so many choices is refused")

    def _power(self) -> int:
        """The longest chain of repeats that can take characters from each other.

        A search may take the length of the text to that power. Two repeats can trade if characters that fit both
        of them fit all that a match must pass through between them.
        """
        ends = [place for place, part in enumerate(self.parts) if part.endless]
        chains = dict.fromkeys(ends, 1)
        for place, first in enumerate(ends):
            for second in ends[place + 1 :]:
                shared = self.parts[first].reach & self.parts[second].reach
                between = (part for part in self.parts[first + 1 : second] if part.firm)
                if shared and all(part.reach & shared for part in between):
                    chains[second] = max(chains[second], chains[first] + 1)
        return max(chains.values(), default=0)


@lru_cache(maxsize=1024)
def _reached(atom: str) -> frozenset[str]:
    """The characters among the samples that an atom can match; all, if that cannot be told."""
    if atom[0] == "(" or not atom.isascii():
        return _ALL
    try:
        single = re.compile(atom, re.IGNORECASE | re.DOTALL)
    except (re.error, OverflowError, RecursionError):
        return _ALL
    return frozenset(c for c in _SAMPLES if single.fullmatch(c)) or _ALL
