"""Numbers as JavaScript has and writes them: doubles, of which whole ones have no point."""

from __future__ import annotations

import math
from typing import Final

__all__ = ["Number", "double", "number_text", "rounded"]

Number = int | float

_WHOLE: Final = 1 << 53
_PLAIN: Final = 10**21


def double(number: Number) -> Number:
    """The number as a double: exact up to 2^53, whole ones as whole."""
    if isinstance(number, int):
        if -_WHOLE <= number <= _WHOLE:
            return number
        try:
            return float(number)
        except OverflowError:
            return math.inf if number > 0 else -math.inf
    return (
        int(number) if math.isfinite(number) and abs(number) <= _WHOLE and number == int(number) else number
    )


def number_text(number: Number) -> str:
    """The shortest text that means the number: `0.1`, `5000000000`, `1e+21`."""
    number = double(number)
    if isinstance(number, int):
        return str(number)
    if not math.isfinite(number):
        return "NaN" if math.isnan(number) else ("Infinity" if number > 0 else "-Infinity")
    if number == int(number) and abs(number) < _PLAIN:
        return str(int(number))
    digits, sign, power = repr(number).partition("e")
    if not sign:
        return digits
    exponent = int(power)
    if exponent >= -6 and exponent < 0:
        return f"{number:.{-exponent + len(digits.replace('-', '').replace('.', '')) - 1}f}"
    return f"{digits}e{'+' if exponent > 0 else ''}{exponent}"


def rounded(number: Number, digits: int) -> Number:
    """The number to so many decimals, halves upwards as JavaScript does it."""
    if isinstance(number, int) and digits >= 0:
        return number
    if not math.isfinite(number):
        return number
    scale = 10.0 ** max(-20, min(digits, 20))
    scaled = number * scale
    if not math.isfinite(scaled) or abs(scaled) >= _WHOLE:
        return double(number)
    return double(math.floor(scaled + 0.5) / scale)
