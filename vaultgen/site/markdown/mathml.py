"""Formulas as MathML, which browsers show without any script."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["mathml"]

_LONGEST: Final = 5_000
_TAGS: Final = frozenset(
    [
        "math",
        "mrow",
        "mi",
        "mn",
        "mo",
        "ms",
        "mtext",
        "mspace",
        "mfrac",
        "msqrt",
        "mroot",
        "mstyle",
        "merror",
        "mpadded",
        "mphantom",
        "mfenced",
        "menclose",
        "msub",
        "msup",
        "msubsup",
        "munder",
        "mover",
        "munderover",
        "mmultiscripts",
        "mprescripts",
        "none",
        "mtable",
        "mtr",
        "mtd",
        "maligngroup",
    ]
)
_ATTRIBUTES: Final = frozenset(
    [
        "accent",
        "accentunder",
        "align",
        "columnalign",
        "columnlines",
        "columnspacing",
        "columnspan",
        "depth",
        "display",
        "displaystyle",
        "fence",
        "form",
        "height",
        "largeop",
        "linethickness",
        "lspace",
        "mathcolor",
        "mathsize",
        "mathvariant",
        "maxsize",
        "minsize",
        "movablelimits",
        "notation",
        "rowalign",
        "rowlines",
        "rowspacing",
        "rowspan",
        "rspace",
        "scriptlevel",
        "separator",
        "stretchy",
        "symmetric",
        "voffset",
        "width",
    ]
)
_BRACE: Final = re.compile(r"\\.|[{}]", re.DOTALL)
# The converter takes a command that it does not know for the name of a variable.
_UNKNOWN: Final = re.compile(r"<mi>\\")


@cache
def _converter() -> tuple[Callable[..., Element], tuple[type[Exception], ...]]:
    """What makes elements of formulas, and what that raises on formulas that are none."""
    from latex2mathml import exceptions  # noqa: PLC0415 -- few notes have a formula, and it costs a start 30 ms
    from latex2mathml.converter import convert_to_element  # noqa: PLC0415 -- see above

    failures = (
        exceptions.NumeratorNotFoundError,
        exceptions.DenominatorNotFoundError,
        exceptions.ExtraLeftOrMissingRightError,
        exceptions.MissingSuperScriptOrSubscriptError,
        exceptions.DoubleSubscriptsError,
        exceptions.DoubleSuperscriptsError,
        exceptions.NoAvailableTokensError,
        exceptions.InvalidStyleForGenfracError,
        exceptions.MissingEndError,
        exceptions.InvalidAlignmentError,
        exceptions.InvalidWidthError,
        exceptions.LimitsMustFollowMathOperatorError,
        ArithmeticError,
        AttributeError,
        LookupError,
        RecursionError,
        StopIteration,
        TypeError,
        ValueError,
    )
    return convert_to_element, failures


@lru_cache(maxsize=1024)
def mathml(formula: str, *, block: bool) -> str:
    """Give a formula as MathML, or `""` if it cannot be read."""
    if len(formula) > _LONGEST or not _is_closed(formula):
        return ""
    convert, failures = _converter()
    try:
        written = "".join(_written(convert(formula, display="block" if block else "inline")))
    except failures:
        return ""
    return "" if _UNKNOWN.search(written) else written


def _written(element: Element) -> list[str]:
    """Write an element and what is in it; of the rest, which could be a link or a style, only the text."""
    text = escape(unescape(element.text or ""), quote=False)
    inner = [text, *(piece for child in element for piece in _written(child))]
    if element.tag not in _TAGS:
        return inner
    attributes = "".join(
        f' {name}="{escape(unescape(value))}"'
        for name, value in element.attrib.items()
        if name in _ATTRIBUTES
    )
    return [f"<{element.tag}{attributes}>", *inner, f"</{element.tag}>"]


def _is_closed(formula: str) -> bool:
    """Whether every brace that opens is closed; the converter would lose what is in one that is not."""
    depth = 0
    for sign in _BRACE.findall(formula):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        if depth < 0:
            return False
    return depth == 0
