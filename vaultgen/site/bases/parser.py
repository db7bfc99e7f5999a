"""From the text of an expression to its parts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from vaultgen.errors import NotationError
from vaultgen.site.bases.syntax import (
    Binary,
    Call,
    Expression,
    Field,
    Index,
    Listed,
    Literal,
    Logic,
    Name,
    Object,
    Regex,
    Unary,
    measure,
)  # fmt: skip

__all__ = ["HIGHEST", "parse"]

HIGHEST: Final = 100
"""Levels that an expression may have."""

_LONGEST: Final = 10_000
_DEEPEST: Final = 60
_TOKEN: Final = re.compile(
    r"""(?P<space>\s+)
    |(?P<number>(?:[0-9]{1,40}(?:\.[0-9]{1,40})?|\.[0-9]{1,40})(?:[eE][-+]?[0-9]{1,3})?(?!\w))
    |(?P<name>(?:[^\W\d]|\$)[\w$]*)
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<sign>&&|\|\||===?|!==?|<=|>=|[-+*/%()\[\]{}.,:<>!])""",
    re.VERBOSE | re.DOTALL,
)
_REGEX: Final = re.compile(r"/((?:[^/\\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+)/([a-z]*)")
_ESCAPE: Final = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))", re.DOTALL
)
_ESCAPED: Final = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_BINDING: Final = {
    "||": 1, "&&": 2, "==": 3, "!=": 3, "<": 4, "<=": 4, ">": 4, ">=": 4,
    "+": 5, "-": 5, "*": 6, "/": 6, "%": 6,
}  # fmt: skip
_PREFIX: Final = 7
_SAME: Final = {"===": "==", "!==": "!="}
_WORDS: Final[dict[str, bool | None]] = {"true": True, "false": False, "null": None}


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """Read an expression; a NotationError points at what cannot be read."""
    if len(text) > _LONGEST:
        raise NotationError("", 0, f"an expression of more than {_LONGEST:,} characters is not read")
    node = _Parser(text).whole()
    if measure(node)[0] > HIGHEST:
        raise NotationError("", 0, "the expression is nested too deeply")
    return node


class _Parser:
    """Reads one text; `token` is the one that comes next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.depth = 0
        self.token = self._scan(0)

    def whole(self) -> Expression:
        node = self.expression(0)
        if self.token.kind != "end":
            raise self.error(f"“{self.token.text}” is not expected here")
        return node

    def error(self, message: str) -> NotationError:
        return NotationError(self.text, self.token.start, message)

    def _scan(self, at: int) -> _Token:
        while found := _TOKEN.match(self.text, at):
            if found.lastgroup != "space":
                return _Token(found.lastgroup or "", found[0], at, found.end())
            at = found.end()
        if at >= len(self.text):
            return _Token("end", "", at, at)
        quote = self.text[at] in "\"'"
        message = "the text has no closing quote" if quote else f"“{self.text[at]}” means nothing here"
        raise NotationError(self.text, at, message)

    def advance(self) -> _Token:
        token = self.token
        self.token = self._scan(token.end)
        return token

    def accept(self, sign: str) -> bool:
        if self.token.kind == "sign" and self.token.text == sign:
            self.advance()
            return True
        return False

    def expect(self, sign: str) -> None:
        if not self.accept(sign):
            found = f"not “{self.token.text}”" if self.token.text else "but the expression ends"
            raise self.error(f"“{sign}” is expected here, {found}")

    def expression(self, binding: int) -> Expression:
        """Read as far as operators hold more tightly than `binding`."""
        self.depth += 1
        if self.depth > _DEEPEST:
            raise self.error("the expression is nested too deeply")
        left = self.postfix(self.prefix())
        while self.token.kind == "sign":
            sign = _SAME.get(self.token.text, self.token.text)
            tightness = _BINDING.get(sign, 0)
            if tightness <= binding:
                break
            self.advance()
            right = self.expression(tightness)
            left = _joined(sign, left, right)
        self.depth -= 1
        return left

    def prefix(self) -> Expression:
        token = self.token
        if token.kind == "sign" and token.text == "/":
            return self.regex()
        self.advance()
        match token.kind:
            case "number":
                return Literal(_number(token.text))
            case "text":
                return Literal(_unescape(token.text[1:-1]))
            case "name":
                return self.named(token)
            case "sign":
                return self.sign(token)
        raise NotationError(self.text, token.start, "the expression ends too early")

    def named(self, token: _Token) -> Expression:
        if token.text in _WORDS:
            return Literal(_WORDS[token.text])
        if self.accept("("):
            return Call(None, token.text, self.items(")"))
        return Name(token.text)

    def sign(self, token: _Token) -> Expression:
        match token.text:
            case "(":
                node = self.expression(0)
                self.expect(")")
                return node
            case "[":
                return Listed(self.items("]"))
            case "{":
                return self.object()
            case "!" | "-":
                return Unary(token.text, self.expression(_PREFIX))
            case "+":
                return self.expression(_PREFIX)
        raise NotationError(self.text, token.start, f"“{token.text}” is not expected here")

    def regex(self) -> Expression:
        found = _REGEX.match(self.text, self.token.start)
        if not found:
            raise self.error("the regular expression has no closing “/”")
        self.token = self._scan(found.end())
        return Regex(found[1], found[2])

    def postfix(self, node: Expression) -> Expression:
        while True:
            if self.accept("."):
                if self.token.kind != "name":
                    raise self.error("a name is expected after “.”")
                name = self.advance().text
                node = Call(node, name, self.items(")")) if self.accept("(") else Field(node, name)
            elif self.accept("["):
                key = self.expression(0)
                self.expect("]")
                node = _indexed(node, key)
            else:
                return node

    def items(self, closing: str) -> tuple[Expression, ...]:
        items: list[Expression] = []
        while not self.accept(closing):
            if items:
                self.expect(",")
                if self.accept(closing):
                    break
            items.append(self.expression(0))
        return tuple(items)

    def object(self) -> Expression:
        pairs: dict[str, Expression] = {}
        while not self.accept("}"):
            if pairs:
                self.expect(",")
                if self.accept("}"):
                    break
            name = self.advance()
            if name.kind not in {"name", "text"}:
                raise NotationError(self.text, name.start, "a name is expected here")
            self.expect(":")
            key = name.text if name.kind == "name" else _unescape(name.text[1:-1])
            pairs[key] = self.expression(0)
        return Object(tuple(pairs.items()))


def _joined(sign: str, left: Expression, right: Expression) -> Expression:
    if sign not in {"&&", "||"}:
        return Binary(sign, left, right)
    items = (*(left.items if isinstance(left, Logic) and left.sign == sign else (left,)), right)
    return Logic(sign, items)


def _indexed(node: Expression, key: Expression) -> Expression:
    if isinstance(key, Literal) and isinstance(key.value, str):
        return Field(node, key.value)
    return Index(node, key)


def _number(text: str) -> float:
    return float(text) if set(text) & set(".eE") or len(text) > 15 else int(text)


def _unescape(text: str) -> str:
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    if found[4]:
        return _ESCAPED.get(found[4], found[4])
    code = int(found[1] or found[2] or found[3], 16)
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else "\ufffd"
