"""How templates of pages write the values that they are given: escaped as Jinja escapes, at a part of its cost."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Any, Final

from jinja2 import Environment, nodes
from jinja2.compiler import CodeGenerator, Frame
from markupsafe import Markup, escape

__all__ = ["Typesetter", "written"]

_unsafe: Final = re.compile("[&<>\"']").search


def written(value: object) -> str:
    """A value as a page holds it: a text escaped, what is HTML already as it is.

    `escape` makes of every text an object that is known to be safe, which costs more than all else; most texts have
    nothing to escape, and what is written at once is asked by nobody.
    """
    if type(value) is Markup or (type(value) is str and not _unsafe(value)):
        return value
    return escape(value)


class _Code(CodeGenerator):
    """The code of a template, in which an expression is `written`."""

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.autoescape and not frame.eval_ctx.volatile:
            self.write("environment.written(")
        else:
            super()._output_child_pre(node, frame, finalize)


class Typesetter(Environment):
    """The templates, compiled to such code."""

    code_generator_class = _Code
    written = staticmethod(written)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What a template knows besides its values, as one dictionary: each page begins with a copy of it."""
        return {**self.globals, **(d or {})}
