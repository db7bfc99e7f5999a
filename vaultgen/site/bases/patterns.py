"""JavaScript's regular expressions by means of Python's, refused or priced where a search could take forever."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from vaultgen.errors import NotationError
from vaultgen.site.bases.kinds import Pattern

__all__ = ["read_pattern", "replacement"]

_LONGEST: Final = 500
_MOST_WAYS: Final = 4096
_MOST_POWER: Final = 7
_CLASS: Final = re.compile(r"\[\^?(?:\\.|[^\]\\])*\]", re.DOTALL)
_QUANTIFIER: Final = re.compile(r"(?:[*+?]|\{([0-9]{1,4})(,?)([0-9]{0,4})\})\??")
_OPENING: Final = re.compile(r"\((?:\?(?:[:=!]|<[=!]|<([A-Za-z_][A-Za-z0-9_]*)>))?")
_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|k<([A-Za-z_]\w*)>|(.))", re.DOTALL
)
_SETS: Final = {"d": "0-9", "w": "A-Za-z0-9_"}
_CONTROLS: Final = {"n": "\\n", "t": "\\t", "r": "\\r", "f": "\\f", "v": "\\v", "0": "\\x00"}
_SAMPLES: Final = "".join(map(chr, range(1, 127))) + "é日€"


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


class _Translation:
    """Reads a source once: writes Python's spelling, and keeps what a search may cost at worst."""

    def __init__(self, source: str, *, multiline: bool) -> None:
        self.source = source
        self.multiline = multiline
        self.ways = 1
        self.endless: list[str] = []  # what repeats without end, as characters of the samples

    def whole(self) -> tuple[str, int, int]:
        parts: list[str] = []
        at = 0
        opened: list[tuple[int, int, int]] = []  # of each open group: its part, repeats and ways before it
        atom = (0, 0, 1)
        while at < len(self.source):
            letter = self.source[at]
            if quantifier := _QUANTIFIER.match(self.source, at) if parts else None:
                self._repeat("".join(parts[atom[0] :]), quantifier, inner=atom)
                parts.append(quantifier[0])
                at = quantifier.end()
                if at < len(self.source) and self.source[at] in "*+?":
                    raise NotationError("", at, "a repeat of a repeat is refused")
                continue
            here = (len(parts), len(self.endless), self.ways)
            if letter == "(":
                text, at = self._opening(at)
                opened.append(here)
            elif letter == ")":
                if not opened:
                    raise NotationError("", at, "the regular expression closes a group that is not open")
                here, text, at = opened.pop(), ")", at + 1
            else:
                text, at = self._atom(at)
            atom = here
            parts.append(text)
        anchored = self.source.startswith("^") and not self.multiline and "|" not in self.source
        return "".join(parts), self._power() + (not anchored), self.ways

    def _atom(self, at: int) -> tuple[str, int]:
        letter = self.source[at]
        if letter == "\\":
            return self._escape(at, inside=False)
        if letter == "[":
            return self._class(at)
        if letter == "|":
            self._more_ways(2)
        return {"$": "$" if self.multiline else "\\Z", "{": "\\{", "}": "\\}"}.get(letter, letter), at + 1

    def _opening(self, at: int) -> tuple[str, int]:
        found = _OPENING.match(self.source, at)
        if not found or (found[0] == "(" and self.source[at + 1 : at + 2] in {"?", "*"}):
            raise NotationError("", at, "a group of this kind is refused")
        return (f"(?P<{found[1]}>" if found[1] else found[0]), found.end()

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
            self.endless.append(_SAMPLES)
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
            self.endless.append(_SAMPLES)  # a hit may be as long as the text
            return f"\\{letter}"
        return re.escape(letter)

    def _repeat(self, atom: str, quantifier: re.Match[str], *, inner: tuple[int, int, int]) -> None:
        """Price a repeat of what was read last; `inner` is how things stood before it."""
        least, most = self._counts(quantifier)
        repeats, branches = len(self.endless) > inner[1], self.ways > inner[2]
        if most > 1 and (repeats or branches):
            raise NotationError("", quantifier.start(), "a repeat around a repeat or a choice is refused")
        if most > 1000:
            self.endless.append(_reached(atom))
        elif most > least:
            self._more_ways(most - least + 1)

    def _counts(self, quantifier: re.Match[str]) -> tuple[int, int]:
        if quantifier[1] is None:
            return {"*": (0, 9999), "+": (1, 9999), "?": (0, 1)}[quantifier[0][0]]
        least = int(quantifier[1])
        most = int(quantifier[3]) if quantifier[3] else (9999 if quantifier[2] else least)
        if least > 200 or 200 < most < 9999:
            raise NotationError("", quantifier.start(), "a repeat of more than 200 times is refused")
        return least, most

    def _more_ways(self, factor: int) -> None:
        self.ways *= factor
        if self.ways > _MOST_WAYS:
            raise NotationError("", 0, "a regular expression with so many choices is refused")

    def _power(self) -> int:
        """How many repeats can run over the same characters: a search may take the length to that power."""
        power = max((sum(c in reach for reach in self.endless) for c in _SAMPLES), default=0)
        power = max(power, 1) if self.endless else 0
        if power > _MOST_POWER:
            raise NotationError("", 0, "a regular expression with so many repeats is refused")
        return power


def _reached(atom: str) -> str:
    """The characters among the samples that an atom can begin with or hold; all, if that cannot be told."""
    try:
        single = re.compile(atom, re.IGNORECASE | re.DOTALL)
    except (re.error, OverflowError, RecursionError):
        return _SAMPLES
    if atom[0] == "(" or not atom.isascii():
        return _SAMPLES
    return "".join(c for c in _SAMPLES if single.fullmatch(c)) or _SAMPLES
