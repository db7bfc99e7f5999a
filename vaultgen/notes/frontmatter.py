"""The properties of a note, written byte for byte as Obsidian itself writes them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

__all__ = ["Property", "frontmatter", "with_aliases"]

Property = str | int | float | Decimal | bool | None | Sequence[str]

# Text that the YAML library leaves bare and that needs no closer look: a letter first, nothing that could
# be read as punctuation of YAML behind it.
_USUAL = re.compile(
    r"(?![nN]ull\Z|NULL\Z|[tT]rue\Z|TRUE\Z|[fF]alse\Z|FALSE\Z)"
    r"(?:[^\W\d_]|[$€£(“]|[0-9]{4}-[0-9]{2})[^\x00-\x1f\x7f-\x9f:#\u2028\u2029\ud800-\udfff\ufffe\uffff]*(?<! )\Z"
)
_QUOTED = re.compile(
    r"\Z|[\n\t ,\[\]{}#&*!|>'\"%@`]|[?-](?:[ \t]|\Z)"
    r"|(?:~|[Nn]ull|NULL|[Tt]rue|TRUE|[Ff]alse|FALSE"
    r"|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?[0-9]+|[-+]?\.(?:inf|Inf|INF)|\.nan|\.NaN|\.NAN"
    r"|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)\Z"
)
# The library leaves a tab inside bare; other YAML readers refuse it there.
_QUOTED_INSIDE = re.compile(r": |\t| #|[ :]\Z")
# Besides what the library escapes, what other YAML readers refuse or take for a line end.
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile(r"\\(?:u00([0-9a-f]{2})|.)|[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
_NAMED_ESCAPES = {"00": "\\0", "07": "\\a", "0b": "\\v", "1b": "\\e"}
_NAMED_CHARACTERS = {"\x85": "\\N", "\u2028": "\\L", "\u2029": "\\P"}
_ALIASES = re.compile(r"^aliases:(?: \[\])?\n((?:  .*\n)*)", re.MULTILINE)
_BLANK_END = re.compile(r"\n[\t ]+\Z")
_SPACE_FIRST = re.compile(r"\n* ")


def frontmatter(properties: Mapping[str, Property]) -> str:
    """The block of properties, with both `---` lines and a final line end.

    Text that is not `str` is written as a number, a truth value or (None) nothing; a sequence as a list.
    """
    lines = ["---"]
    for key, value in properties.items():
        name = _key(key)
        if isinstance(value, str):
            lines.append(f"{name}: {_scalar(value, '  ')}")
        elif value is None:
            lines.append(f"{name}:")
        elif isinstance(value, bool | int | float | Decimal):
            lines.append(f"{name}: {_number(value)}")
        elif value:
            lines.append(f"{name}:")
            lines += [f"  - {_scalar(item, '    ')}" for item in value]
        else:
            lines.append(f"{name}: []")
    lines.append("---\n")
    return "\n".join(lines)


def with_aliases(text: str, names: Iterable[str]) -> str:
    """A note as `frontmatter` begins it, with these names among its aliases, each once; without properties as it is."""
    end = text.find("\n---\n") + 1
    if not text.startswith("---\n") or not end:
        return text
    found = _ALIASES.search(text, 0, end)
    start, stop, known = (found.start(), found.end(), found[1]) if found else (end, end, "")
    lines = dict.fromkeys(f"  - {_scalar(name, '    ')}\n" for name in names)
    fresh = [line for line in lines if f"\n{line}" not in f"\n{known}"]
    return f"{text[:start]}aliases:\n{known}{''.join(fresh)}{text[stop:]}" if fresh else text


@lru_cache(maxsize=1024)
def _key(key: str) -> str:
    if "\n" in key or key.startswith(("---", "...")):
        return _quoted(key)
    return _scalar(key, "")


def _number(value: float | Decimal) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    exact = value if isinstance(value, Decimal) else Decimal(repr(value))
    if exact.is_finite():
        text = format(exact, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return ".nan" if exact.is_nan() else "-.inf" if exact < 0 else ".inf"


@lru_cache(maxsize=16384)
def _scalar(text: str, indent: str) -> str:
    """One text as the library writes it; `indent` stands before further lines."""
    if _USUAL.match(text):
        return text
    if _CONTROL.search(text):
        return _double_quoted(text)
    if "\n" in text:
        return _block(text, indent)
    if _QUOTED.match(text) or _QUOTED_INSIDE.search(text):
        return _quoted(text)
    return text


def _quoted(text: str) -> str:
    if '"' in text and "'" not in text and "\n" not in text:
        return f"'{text}'"
    return _double_quoted(text)


def _double_quoted(text: str) -> str:
    """As JSON, with the shorter escapes of YAML, on one line."""
    return _ESCAPE.sub(_shortened, json.dumps(text, ensure_ascii=False)).replace(" \\n", "\\ \\n")


def _shortened(found: re.Match[str]) -> str:
    text = found[0]
    if text[0] != "\\":
        code = ord(text)
        return _NAMED_CHARACTERS.get(text) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
    control = found[1]
    return _NAMED_ESCAPES.get(control, f"\\x{control}") if control else text


def _block(text: str, indent: str) -> str:
    """Text of several lines as a literal block, as long as no line of white space ends it."""
    if _BLANK_END.search(text) or not text.strip():
        return _double_quoted(text)
    tail = text[len(text.rstrip("\n\t ")) :]
    chomp = "-" if "\n" not in tail else "" if tail.index("\n") == len(tail) - 1 else "+"
    indicator = "2" if _SPACE_FIRST.match(text) else ""
    first, *rest = (text if chomp == "-" else text.removesuffix("\n")).split("\n")
    lines = [f"{indent}{first}", *(f"{indent}{line}" if line else "" for line in rest)]
    return "\n".join((f"|{indicator}{chomp}", *lines))
