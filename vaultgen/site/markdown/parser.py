"""The parser of notes: markdown-it with Obsidian's rules, asked only where a character can begin them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from types import SimpleNamespace
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkDestination, parseLinkLabel, parseLinkTitle
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, code
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath.index import math_block_dollar
from mdit_py_plugins.footnote.index import footnote_def

from vaultgen.site.markdown import rules
from vaultgen.site.markdown.grid import grid
from vaultgen.site.markdown.lines import definition, heading, lone_line, ruled_line
from vaultgen.site.markdown.shape import shape
from vaultgen.site.markdown.slots import SLOT
from vaultgen.site.markdown.states import BlockState, Piece, TextState

__all__ = ["Parsed", "parse"]

_DEEPEST: Final = 100
# Footnotes in footnotes, pictures in the texts of pictures.
_DEEPEST_TEXT: Final = 8

# No position in a text: under it stands how much was searched for closing brackets, which many nested ones make slow.
_SPENT: Final = -1

# Which characters the rules of a line of text begin with; all other characters are text.
_INLINE_SIGNS: Final = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
    "wikilink": "[!",
    "mark": "=",
    "comment": "%",
    "tag": "#",
    "bare_address": ":",
    "formula": "$",
    "footnote_inline": "^",
    "footnote_mark": "[",
}
# Which characters a block begins with; the rules that are not named can begin with any.
_BLOCK_SIGNS: Final = {
    "math_block": "$",
    "comment_block": "%",
    "fence": "`~",
    "blockquote": ">",
    "hr": "*-_",
    "list": "*-+0123456789",
    "footnote_def": "[",
    "reference": "[",
    "html_block": "<",
    "heading": "#",
}


def _by_sign(
    named: Iterable[tuple[str, Any]], signs: dict[str, str]
) -> tuple[dict[str, list[Any]], list[Any]]:
    """Sort rules by the characters that they begin with, in their order; and those that begin with any."""
    chosen = list(named)
    others = [rule for name, rule in chosen if name not in signs]
    characters = sorted({sign for name, _ in chosen for sign in signs.get(name, "")})
    return {
        sign: [rule for name, rule in chosen if sign in signs.get(name, sign)] for sign in characters
    }, others


def _label_end(state: StateInline, start: int, disableNested: bool = False) -> int:  # noqa: FBT001, FBT002, N803 - its form
    """Find the bracket that closes the one at `start`; -1 if there is none, or the search took too long."""
    spent = state.cache.get(_SPENT, 0)
    if spent > 20 * len(state.src) + 100_000:
        return -1
    end = parseLinkLabel(state, start, disableNested)
    state.cache[_SPENT] = spent + (end if end >= 0 else state.posMax) - start
    return end


class _Inline(ParserInline):
    """Reads the text of a block, trying at each sign only the rules that begin with it."""

    def settle(self) -> None:
        """Sort the rules once all of them are there."""
        named = [(rule.name, rule.fn) for rule in self.ruler.__rules__ if rule.enabled]
        self.by_sign, _ = _by_sign([pair for pair in named if pair[0] in _INLINE_SIGNS], _INLINE_SIGNS)
        signs = re.escape("".join(self.by_sign))
        self.next_sign = re.compile(f"[{signs}]").search
        self.next_stop = re.compile(f"[{signs}\\]]").search
        self.pairs = self.ruler2.getRules("")

    def tokenize(self, state: StateInline) -> None:
        """Make tokens of the text that the state stands in."""
        src, end, by_sign, next_sign = state.src, state.posMax, self.by_sign, self.next_sign
        pos = state.pos
        while pos < end:
            found = next_sign(src, pos, end)
            if found is None:
                state.append_pending(src[pos:end])
                break
            at = found.start()
            if at > pos:
                state.append_pending(src[pos:at])
            state.pos = at
            for rule in by_sign[src[at]] if state.level < _DEEPEST else ():
                if rule(state, False):  # noqa: FBT003 - markdown-it's form
                    pos = state.pos
                    break
            else:
                state.append_pending(src[at])
                pos = at + 1
        state.pos = end
        if state.pending:
            state.pushPending()

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - markdown-it's name
        """Pass over the next token."""
        pos = state.pos
        if pos in state.cache:
            state.pos = state.cache[pos]
            return
        sign = state.src[pos]
        if sign not in self.by_sign:
            found = self.next_stop(state.src, pos + 1, state.posMax)
            state.pos = found.start() if found else state.posMax
        elif state.level >= _DEEPEST:
            state.pos = state.posMax
        else:
            state.level += 1
            for rule in self.by_sign[sign]:
                if rule(state, True):  # noqa: FBT003
                    break
            else:
                state.pos = pos + 1
            state.level -= 1
        state.cache[pos] = state.pos

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        """Make the tokens of one block's text; pairs of signs are matched only where there are any."""
        if not self.next_sign(src):
            tokens.append(Piece("text", "", 0, content=src))
            return tokens
        depth = env["depth"] = env.get("depth", 0) + 1
        state = TextState(src, md, env, tokens)
        if depth > _DEEPEST_TEXT:
            state.append_pending(src)
            state.pushPending()
        else:
            self.tokenize(state)
        env["depth"] = depth - 1
        if state.delimiters or state.tokens_meta:
            for rule in self.pairs:
                rule(state)
        return tokens


class _Ruler(Ruler[RuleFuncBlockType]):
    """Gives for each chain one rule, which tries those that the line's first character can begin.

    A line that is indented as code can begin nothing else.
    """

    def __init__(self, ruler: Ruler[RuleFuncBlockType]) -> None:
        super().__init__()
        self.__rules__ = ruler.__rules__
        chains = {"", *(name for rule in self.__rules__ for name in rule.alt)}
        self._chains = {chain: [self._chain(chain)] for chain in chains}

    def _chain(self, chain: str) -> RuleFuncBlockType:
        rules = [
            rule
            for rule in self.__rules__
            if rule.enabled and rule.name != "code" and (not chain or chain in rule.alt)
        ]
        by_sign, others = _by_sign([(rule.name, rule.fn) for rule in rules], _BLOCK_SIGNS)

        def first(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's form
            if state.is_code_block(line):
                return not chain and code(state, line, end, silent)
            at = state.bMarks[line] + state.tShift[line]
            sign = state.src[at] if at < len(state.src) else ""
            for rule in by_sign.get(sign, others):  # noqa: SIM110 - asked for every line
                if rule(state, line, end, silent):
                    return True
            return False

        return first

    def getRules(self, chainName: str = "") -> list[RuleFuncBlockType]:  # noqa: N802, N803 - markdown-it's names
        return self._chains.get(chainName, [])


@cache
def _markdown() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable(["table", "strikethrough"])
    inline = _Inline()
    md.inline = inline
    md.helpers = SimpleNamespace(  # type: ignore[assignment] # a module otherwise, of which these are used
        parseLinkLabel=_label_end, parseLinkDestination=parseLinkDestination, parseLinkTitle=parseLinkTitle
    )
    inline.ruler2.disable(["fragments_join"])
    ruler = inline.ruler
    ruler.disable(["text", "linkify"])
    ruler.before("link", "wikilink", rules.wikilink)
    ruler.before("link", "footnote_mark", rules.footnote_mark)
    for name, rule in rules.INLINE.items():
        ruler.push(name, rule)
    inline.ruler2.after("strikethrough", "mark", rules.mark_pairs)
    inline.settle()
    block = md.block.ruler
    ends = ["paragraph", "reference", "blockquote", "list"]
    block.at("table", grid, {"alt": ["paragraph", "reference"]})
    block.at("reference", definition)
    block.at("hr", ruled_line, {"alt": ends})
    block.at("heading", heading, {"alt": ["paragraph", "reference", "blockquote"]})
    block.before("lheading", "lone_line", lone_line)
    block.before("fence", "math_block", math_block_dollar(allow_labels=False), {"alt": ends})
    block.before("fence", "comment_block", rules.comment_block, {"alt": ends})
    block.before("reference", "footnote_def", footnote_def, {"alt": ["paragraph", "reference"]})
    md.block.ruler = _Ruler(block)
    return md


class Parsed:
    """A note's tokens, and those of its footnotes by their names in lower case."""

    __slots__ = ("definitions", "tokens")

    def __init__(self, tokens: list[Token], definitions: dict[str, list[Token]]) -> None:
        self.tokens = tokens
        self.definitions = definitions


def parse(text: str) -> Parsed:
    """Read a note without its front matter; its line ends must be plain line feeds."""
    md = _markdown()
    text = text.replace("\0", "\ufffd").replace(SLOT, "")
    env: dict[str, Any] = {}
    state = BlockState(text, md, env)
    md.block.tokenize(state, 0, state.lineMax)
    names = env.get("footnotes", {}).get("refs", ())
    env["footnote_names"] = {name[1:].lower() for name in names}
    tokens = shape(state.tokens)
    read: Callable[..., Any] = md.inline.parse
    for token in tokens:
        if token.type == "inline":
            token.children = read(token.content, md, env, [])
        elif token.type == "table":
            for row in token.meta["rows"]:
                for cell in row:
                    cell.children = read(cell.content, md, env, []) if cell.content else []
        elif token.type == "callout_open":
            title = token.meta["title"]
            title.children = read(title.content, md, env, [])
    return _apart(tokens) if names else Parsed(tokens, {})


def _apart(tokens: list[Token]) -> Parsed:
    """Take the footnotes out of the text; of two with one name the first counts."""
    text: list[Token] = []
    definitions: dict[str, list[Token]] = {}
    into: list[list[Token]] = [text]
    for token in tokens:
        if token.type == "footnote_reference_open":
            into.append([])
            definitions.setdefault(token.meta["label"].lower(), into[-1])
        elif token.type == "footnote_reference_close":
            into.pop()
        else:
            into[-1].append(token)
    return Parsed(text, definitions)
