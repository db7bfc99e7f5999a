"""A round or an investor on one line with one part set, added or removed, and the rest as it was typed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from vaultgen.errors import NotationError
from vaultgen.records.edit.edits import Plain, Value
from vaultgen.records.edit.notation import Notation, key_text, line_texts
from vaultgen.records.faults import Path
from vaultgen.records.registry import MONEY
from vaultgen.records.round_line import investor_mapping, round_mapping

__all__ = ["InvestorLine", "RoundLine", "investor_text"]

_PAUSE = re.compile(r"\s*[:,(]|(?<=:)")
_NEW = {
    "status": (" ({0})",),
    "date": (", {0}",),
    "amount": (" {0}",),
    "valuation": (" at {0}",),
    "pre_money": (" at {0} pre-money",),
    "post_money": (" at {0} post-money",),
}
_FIGURES = frozenset({"amount", "valuation", "pre_money", "post_money"})


def investor_text(item: Plain) -> str | None:
    """An investor on one line, if the line can say all that is given."""
    if isinstance(item, str):
        return item
    if not isinstance(item, dict) or item.keys() - {"investor", "amount", "role"}:
        return None
    aside = ", ".join(str(item[key]) for key in ("amount", "role") if item.get(key))
    return f"{item.get('investor', '')} ({aside})" if aside else str(item.get("investor", ""))


def _set(mapped: Any, path: Path, value: object) -> Any:
    """Plain data with another value at the end of the path; KeyError if nothing stands there."""
    if not path:
        return value
    step = path[0]
    if isinstance(mapped, list):
        index = int(step)
        return [*mapped[:index], _set(mapped[index], path[1:], value), *mapped[index + 1 :]]
    return {**mapped, step: _set(mapped[step], path[1:], value)}


def _at(mapped: Any, path: Path) -> Any:
    for step in path:
        if isinstance(mapped, dict):
            mapped = mapped.get(step)
        else:
            mapped = mapped[int(step)] if isinstance(mapped, list) else None
    return mapped


@dataclass(frozen=True, slots=True)
class InvestorLine:
    """`nvidia ($150M, strategic)`."""

    currency: str

    def read(self, text: str) -> Any:
        """The keys that the line says, as written, or None."""
        try:
            return investor_mapping(text, currency=self.currency)
        except NotationError:
            return None

    def with_part(self, text: str, path: Path, value: Value) -> str | None:
        """The line with name, amount or role set, or None if it cannot say that."""
        mapped = self.read(text)
        key = str(path[0]) if len(path) == 1 else ""
        if mapped is None or key not in {"investor", "amount", "role"}:
            return None
        new = key_text(value)
        if key in mapped and new:
            return _exchanged(self, text, (key,), new)
        wanted = {name: given for name, given in {**mapped, key: new}.items() if given}
        line = investor_text(wanted)
        return line if line is not None and self.read(line) == wanted else None


@dataclass(frozen=True, slots=True)
class RoundLine:
    """`Series E, Jan 2026: $300M at $5B, led by ivp and capitalg, with nvidia ($150M)`."""

    currency: str

    def read(self, text: str) -> Any:
        """The keys that the line says, as written, or None."""
        try:
            return round_mapping(text, currency=self.currency)
        except NotationError:
            return None

    def with_part(self, text: str, path: Path, value: Value) -> str | None:
        """The line with a part set that it says already, or None."""
        mapped = self.read(text)
        # The line has one claim where the record has a list of them; only its investors are several.
        steps = path[:1] if path[0] != "investors" and path[1:2] == (0,) else path
        old = None if mapped is None else _at(mapped, steps)
        if old is None and mapped is not None and steps == ("status",):
            return self.with_new(text, "status", value)
        if not isinstance(old, str):
            return None
        if steps[0] in _FIGURES and len(path) == 3:
            new = Notation(MONEY, self.currency).with_part(old, str(path[2]), value)
        elif len(path) == 3 and len(steps) == 1 and path[2] != "value":
            new = None
        else:
            new = next((line for line in line_texts(value) if line), None)
        return _exchanged(self, text, steps, new) if new else None

    def with_new(self, text: str, key: str, value: Value) -> str | None:
        """The line with a status, a date, an amount or a price that it does not tell yet, or None."""
        mapped = self.read(text)
        if mapped is None or key in mapped or not key_text(value):
            return None
        colon = text.index(":")
        ends = [found.start() for found in _PAUSE.finditer(text)] + [len(text)]
        for new in line_texts(value):
            for pattern in _NEW.get(key, ()):
                piece = pattern.format(new)
                after_head = (text[:end] + piece + text[end:] for end in ends if end >= colon)
                before_colon = (text[:end] + piece + text[end:] for end in ends if end <= colon)
                for spelled in (*before_colon, *after_head):
                    if self.read(spelled) == {**mapped, key: new}:
                        return spelled
        return None

    def with_item(self, text: str, item: Plain) -> str | None:
        """The line with one more investor, or None."""
        mapped, line = self.read(text), investor_text(item)
        added = InvestorLine(self.currency).read(line) if line else None
        if mapped is None or added is None:
            return None
        wanted = {**mapped, "investors": [*mapped.get("investors", ()), added]}
        spelled = (f"{text}{before}{line}" for before in (", ", ", with ", " and "))
        return next((new for new in spelled if _same(self.read(new), wanted)), None)

    def without_item(self, text: str, index: int) -> str | None:
        """The line without one of its investors, or None if the others would be told of differently."""
        mapped = self.read(text)
        listed = mapped["investors"]
        wanted = {**mapped, "investors": [*listed[:index], *listed[index + 1 :]]}
        spelled = _cuts(text, listed[index]["investor"])
        return next((new for new in spelled if _same(self.read(new), wanted)), None)


def _same(mapped: Any, wanted: dict[str, Any]) -> bool:
    """Whether two lines say the same; a participant is what an investor is that nothing is said of."""

    def plain(line: dict[str, Any]) -> dict[str, Any]:
        listed = [{"role": "participant", **one} for one in line.get("investors", ())]
        return {**line, "investors": listed}

    return mapped is not None and plain(mapped) == plain(wanted)


def _cuts(text: str, name: str) -> Iterator[str]:
    """The line without the name, its parenthesis, and what joins it to the words before or after it."""
    aside = rf"{re.escape(name)}(?:\s*\([^()]*\))?"
    joined = r"(?:[,;:]\s*(?:(?:led by|co-led by|with|and)\s+)?|\s+and\s+)"
    for before, after in ((joined, ""), ("", joined)):
        for found in re.finditer(before + aside + after, text, re.IGNORECASE):
            yield text[: found.start()] + text[found.end() :]


def _exchanged(line: InvestorLine | RoundLine, text: str, path: Path, new: str) -> str | None:
    """The line with another text in the one place where that makes it read as wanted."""
    mapped = line.read(text)
    old = str(_at(mapped, path))
    wanted = _set(mapped, path, new)
    for found in re.finditer(f"(?={re.escape(old)})", text):
        spelled = text[: found.start()] + new + text[found.start() + len(old) :]
        if line.read(spelled) == wanted:
            return spelled
    return None
