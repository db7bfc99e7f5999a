"""Amounts as people write them, from `$300-350 million` to `roughly four and a half billion`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from vaultgen.errors import NotationError
from vaultgen.values.currencies import CODES, SIGNS, currency_of
from vaultgen.values.lexicon import JOINABLE, MAGNITUDES, PHRASES, UNITS, Said
from vaultgen.values.notation import plain
from vaultgen.values.numerals import NUMBER_WORDS, read_numeral
from vaultgen.values.quantity import Quantity
from vaultgen.values.tokens import Token, read_number, require_in_reach, tokenize

__all__ = ["read_amount"]

_UNIT_NAMES = {
    "": "count, without a unit",
    "%": "percentage",
    "x": "multiple such as 18×",
    "months": "number of months",
    "years": "number of years",
    "days": "number of days",
}
_TWO_AMOUNTS = "a second amount, and no range: give each its own claim"


@dataclass(frozen=True, slots=True)
class _Part:
    """One number with what stands around it; `scale` is None where no magnitude was written."""

    start: int
    end: int
    number: Decimal
    scale: Decimal | None = None
    hundreds: bool = False
    currency: str = ""
    unit: str = ""
    unit_at: int = 0
    approx: bool = False
    plus: int = -1

    @property
    def value(self) -> Decimal:
        return self.number * (self.scale or 1)


class _Reader:
    """Reads one text; a position is an index into its tokens."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _joined(tokenize(text))
        self.words = [token.word for token in self.tokens]

    def read(self) -> tuple[_Part, _Part, Said | None, bool]:
        """Both bounds (one part twice if there is but one), what opens a side, and whether about."""
        said, approx, at = self._phrases(0)
        if Said.BETWEEN in said:
            low, high = self._between(at)
        else:
            low, high = self._sides(at)
        opened: Said | None = next(iter(said & {Said.AT_LEAST, Said.AT_MOST}), None)
        if low is high and Said.FROM in said:
            opened = Said.AT_LEAST
        if low is not high and opened is not None:
            raise self.error(high.start, "a range cannot be open on a side as well")
        low, high, opened = self._trailing(low, high, opened)
        return low, high, opened, approx or low.approx or high.approx

    def _phrases(self, at: int) -> tuple[set[Said], bool, int]:
        said: set[Said] = set()
        while at < len(self.tokens):
            if self.words[at] in {"a", "an", "the"} and self._begins_amount(at + 1):
                at += 1  # "around a $15 billion", "an eleven-billion-dollar"
            for words, meaning in PHRASES.get(self.words[at], ()):
                if tuple(self.words[at : at + len(words)]) == words:
                    if meaning is not Said.ABOUT and said - {Said.ABOUT}:
                        raise self.error(at, "two phrases that contradict each other")
                    said.add(meaning)
                    at += len(words)
                    break
            else:
                break
        return said, Said.ABOUT in said, at

    def _between(self, at: int) -> tuple[_Part, _Part]:
        """Both sides of "between … and …"; a number may contain an "and" of its own, so each is tried."""
        error: NotationError | None = None
        found: tuple[_Part, _Part] | None = None
        for index in range(at + 1, len(self.tokens)):
            if self.words[index] != "and":
                continue
            try:
                low, high = self._part(at, index), self._part(index + 1)
            except NotationError as failed:
                error = failed if error is None or failed.position > error.position else error
                continue
            if low.end == index:
                found = low, high  # a later "and" leaves less over
            else:
                error = error or self.error(low.end, "unknown text after the amount")
        if found is None:
            raise error or self.error(len(self.tokens), "“between” needs “and” and a second amount")
        return found

    def _sides(self, at: int) -> tuple[_Part, _Part]:
        low = self._part(at)
        if low.end < len(self.tokens) and (
            self.tokens[low.end].kind == "dash" or self.words[low.end] == "to"
        ):
            return low, self._part(low.end + 1)
        return low, low

    def _trailing(self, low: _Part, high: _Part, opened: Said | None) -> tuple[_Part, _Part, Said | None]:
        at = high.end
        tail = tuple(self.words[at : at + 2])
        if high.plus >= 0 or low.plus >= 0 or tail in {("or", "more"), ("or", "less")}:
            place = max(high.plus, low.plus) if tail[:1] != ("or",) else at
            wanted = Said.AT_MOST if tail == ("or", "less") else Said.AT_LEAST
            if low is not high or opened not in {None, wanted}:
                raise self.error(place, "only a single amount can be open on a side, and only on one")
            opened = wanted
            at += 2 if tail[:1] == ("or",) else 0
        if at < len(self.tokens):
            raise self._left_over(at)
        return low, high, opened

    def _part(self, at: int, stop: int | None = None) -> _Part:
        """One amount from `at` on, reading no token from `stop` on."""
        tokens = self.tokens[:stop]
        said, approx, at = self._phrases(at)
        if said - {Said.ABOUT}:
            raise self.error(at - 1, "this cannot stand inside a range")
        start = at
        negative, at = self._minus(at)
        currency, at = self._currency_before(at)
        if currency and not negative:
            negative, at = self._minus(at)
        part = self._number(tokens, at)
        part = replace(part, start=start, approx=approx, currency=currency, unit_at=start)
        part = self._after(tokens, part)
        return replace(part, number=-part.number) if negative else part

    def _minus(self, at: int) -> tuple[bool, int]:
        if at + 1 < len(self.tokens) and self.tokens[at].text in {"-", "\u2212"}:
            return True, at + 1
        return False, at

    def _currency_before(self, at: int) -> tuple[str, int]:
        if at >= len(self.tokens):
            return "", at
        token = self.tokens[at]
        if token.kind == "money":
            return SIGNS[token.text], at + 1
        code = currency_of(token.text) if token.kind == "word" and at + 1 < len(self.tokens) else ""
        if code and self._begins_number(at + 1):
            return code, at + 1
        return "", at

    def _begins_amount(self, at: int) -> bool:
        if at >= len(self.tokens):
            return False
        return self.tokens[at].kind == "money" or self.words[at] in PHRASES or self._begins_number(at)

    def _begins_number(self, at: int) -> bool:
        if self.tokens[at].kind == "number":
            return True
        return self.words[at] in NUMBER_WORDS and read_numeral(self.words, at) is not None

    def _number(self, tokens: list[Token], at: int) -> _Part:
        if at < len(tokens) and tokens[at].kind == "number":
            number, scale, end, plus = read_number(self.text, tokens[at]), None, at + 1, -1
            if end + 1 < len(tokens) and tokens[end].text == "+" and tokens[end + 1].word in MAGNITUDES:
                end, plus = end + 1, end  # "$215+ million"
            if end < len(tokens) and tokens[end].word in MAGNITUDES:
                scale, end = MAGNITUDES[tokens[end].word], end + 1
            return _Part(at, end, number, scale, plus=plus)
        numeral = read_numeral(self.words[: len(tokens)], at)
        if numeral is None:
            raise self._no_number(at)
        scaled = numeral.scale > 1
        number = numeral.value / numeral.scale if scaled else numeral.value
        return _Part(at, numeral.end, number, numeral.scale if scaled else None, numeral.hundreds)

    def _after(self, tokens: list[Token], part: _Part) -> _Part:
        """Read the unit or currency after the number, and a plus on either side of it."""
        at, plus = part.end, part.plus
        if at < len(tokens) and tokens[at].text == "+":
            at, plus = at + 1, at
        unit_at, unit, currency = at, "", ""
        if at < len(tokens):
            unit = UNITS.get(tokens[at].word, "")
            currency = currency_of(tokens[at].text) if tokens[at].kind == "word" and not unit else ""
        if (
            currency
            and part.currency not in {"", currency}
            and not (part.currency == "USD" and currency[2] == "D")
        ):
            raise self.error(at, f"{currency} does not go with {part.currency}")
        if unit and part.currency:
            raise self.error(at, "an amount of money with another unit")
        at += bool(unit or currency)
        if plus < 0 and at < len(tokens) and tokens[at].text == "+":
            at, plus = at + 1, at
        if currency or not part.currency:
            part = replace(part, unit_at=unit_at, currency=currency)
        return replace(part, end=at, unit=unit, plus=plus)

    def _no_number(self, at: int) -> NotationError:
        if at >= len(self.tokens):
            return self.error(at, "an amount is missing")
        return self.error(at, f"{self.tokens[at].text!r} is no amount")

    def _left_over(self, at: int) -> NotationError:
        """Text after a complete amount: a second amount is pointed at, wherever it stands."""
        for index in range(at, len(self.tokens)):
            if self.tokens[index].kind == "money" or self._begins_number(index):
                return self.error(index, _TWO_AMOUNTS)
        return self.error(at, "unknown text after the amount")

    def error(self, at: int, message: str) -> NotationError:
        position = self.tokens[at].start if at < len(self.tokens) else len(self.text)
        return NotationError(self.text, position, message)


def _joined(tokens: list[Token]) -> list[Token]:
    """Drop the hyphens that only join words, and make one word of "per cent" and of "US dollars"."""
    kept: list[Token] = []
    for index, token in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        if token.text in {"-", "\u2010", "\u2011"} and following is not None and kept:
            tight = kept[-1].end == token.start and token.end == following.start
            if (
                tight
                and following.word in JOINABLE
                and (kept[-1].kind == "number" or kept[-1].word in JOINABLE)
            ):
                continue
        pair = (kept[-1].word, token.word) if kept else ("", "")
        if pair == ("per", "cent"):
            kept[-1] = kept[-1]._replace(word="percent", text="percent", end=token.end)
        elif pair in {("us", "dollars"), ("us", "dollar")}:
            kept[-1] = token._replace(start=kept[-1].start)
        else:
            kept.append(token)
    return kept


def read_amount(text: str, *, currency: str, unit: str | None) -> Quantity:
    """Read an amount, or point at what cannot be read; `currency` and `unit` are as in `parse_quantity`."""
    reader = _Reader(text)
    low, high, opened, approx = reader.read()
    found = _common_unit(reader, low, high, currency=currency, unit=unit)
    bottom, top = _bounds(low, high)
    place = reader.tokens[low.start].start
    for bound in (bottom, top):
        require_in_reach(text, place, bound)
    if bottom > top:
        raise NotationError(text, reader.tokens[high.start].start, "the second amount is below the first")
    return Quantity(
        None if opened is Said.AT_MOST else plain(bottom),
        None if opened is Said.AT_LEAST else plain(top),
        found,
        approx,
        raw=text,
    )


def _bounds(low: _Part, high: _Part) -> tuple[Decimal, Decimal]:
    """Give the values of both sides; a magnitude on one side counts for the other."""
    if low.scale is not None and high.scale is None and high.number < 1000:
        return low.value, high.number * low.scale
    if low.scale is None and low is not high:
        scale = high.scale or Decimal(1)
        hundreds = scale * 100 if high.hundreds and low.number < 10 else scale
        for shared in (hundreds, scale):
            if low.number * shared <= high.value:
                return low.number * shared, high.value
        if low.number < 1000:  # "$500-1B" is no amount; "$9,500-20K" is one
            return low.number * scale, high.value
    return low.value, high.value


def _common_unit(reader: _Reader, low: _Part, high: _Part, *, currency: str, unit: str | None) -> str:
    """Give the unit that both sides agree on, and that was asked for."""
    said = [(part.currency or part.unit, part) for part in (low, high) if part.currency or part.unit]
    wanted = currency if unit == "money" else unit
    if not said:
        found = wanted or ""
    else:
        found, part = said[0]
        if said[-1][0] != found:
            raise reader.error(said[-1][1].unit_at, f"{said[-1][0]} does not go with {found}")
        if wanted is not None and found != wanted and not (found in CODES and wanted in CODES):
            expected = "an amount of money" if wanted in CODES else f"a {_UNIT_NAMES.get(wanted, wanted)}"
            raise reader.error(part.unit_at, f"expected {expected}")
    negative = next((part for part in (low, high) if part.number < 0), None)
    if negative is not None and found != "%":
        raise reader.error(negative.start, "only a percentage can be negative")
    return found
