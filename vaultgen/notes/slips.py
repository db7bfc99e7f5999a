"""What goes wrong in a template, told with its file and line."""

from __future__ import annotations

from traceback import extract_tb
from typing import Final

from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateNotFound, TemplateSyntaxError

from vaultgen.errors import TemplateError

__all__ = ["SLIPS", "template_error"]

SLIPS: Final = (
    JinjaError,
    TypeError,
    ValueError,
    LookupError,
    ArithmeticError,
    AttributeError,
    RecursionError,
)
"""What a template's own expressions can raise besides Jinja's errors."""
_ENDING: Final = ".j2"


def template_error(error: BaseException, template: str) -> TemplateError:
    """What to tell a person of one of the `SLIPS`, which came of the template of such a name or of one that it uses."""
    if isinstance(error, TemplateSyntaxError):
        return TemplateError(f"{error.filename or error.name}:{error.lineno}: {error.message}")
    place = _place(error) or f"template {template}"
    if isinstance(error, TemplateNotFound):
        return TemplateError(f"{place}: template {error.name} does not exist")
    if isinstance(error, UnicodeDecodeError):
        return TemplateError(f"{place} is not UTF-8 text: {error}")
    return TemplateError(f"{place}: {error}")


def _place(error: BaseException) -> str:
    """The template and line where it went wrong, as far as the traceback tells."""
    places = [frame for frame in extract_tb(error.__traceback__) if frame.filename.endswith(_ENDING)]
    return f"{places[-1].filename}:{places[-1].lineno}" if places else ""
