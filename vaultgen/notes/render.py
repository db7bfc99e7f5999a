"""Profiles to notes: the templates, the user's own first, and what each note turned out to depend on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jinja2 import (
    ChoiceLoader,
    FileSystemLoader,
    PrefixLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from vaultgen.catalog.profile import Profile
from vaultgen.errors import TemplateError
from vaultgen.notes.book import Book
from vaultgen.notes.escape import cell, plain, prose
from vaultgen.notes.headings import beside, block, paragraph, section, title_of
from vaultgen.notes.note import write_note
from vaultgen.notes.slips import SLIPS, template_error
from vaultgen.notes.templates import built_in_templates, template_folders
from vaultgen.notes.writer import Writer

if TYPE_CHECKING:
    from vaultgen.notes.facts.trace import Trace

__all__ = ["Rendered", "Renderer"]

BUILT_IN = "builtin/"
_ENDING = ".md.j2"
# Templates below notes/ that are no kind of note.
_NO_KINDS = frozenset({"base", "conflicts", "home", "index", "listing", "timeline"})


class Rendered(NamedTuple):
    """A note's text, where it goes, and the ids of all cards that were looked at for it."""

    id: str
    path: str
    text: str
    used: tuple[str, ...]


class _Environment(ImmutableSandboxedEnvironment):
    """Templates that may extend the built-in one of their own name."""

    def join_path(self, template: str, parent: str) -> str:
        """The template that another one names; what names itself means the built-in one."""
        return BUILT_IN + template if template == parent else template


class Renderer:
    """The templates of a project, compiled once.

    Records reach templates as values only, never as template source, and templates run in a sandbox without a way
    to change what they are given.
    """

    def __init__(self, own: Path | None = None) -> None:
        folders = [FileSystemLoader(folder) for folder in template_folders(own)]
        built_in = PrefixLoader({BUILT_IN[:-1]: FileSystemLoader(built_in_templates())})
        self._environment = _Environment(
            loader=ChoiceLoader([*folders, built_in]),
            undefined=StrictUndefined,
            autoescape=False,
            keep_trailing_newline=False,
            auto_reload=False,  # a renderer lives for one build
        )
        self._environment.filters |= {
            "beside": beside,
            "block": block,
            "cell": cell,
            "heading": title_of,
            "paragraph": paragraph,
            "plain": plain,
            "prose": prose,
            "section": section,
        }
        self._templates: dict[str, Template] = {}

    def template(self, name: str) -> Template:
        """A compiled template by its path without the ending, such as `notes/company`."""
        found = self._templates.get(name)
        if found is None:
            try:
                found = self._templates[name] = self._environment.get_template(name + _ENDING)
            except TemplateNotFound as error:
                advice = "a kind of your own needs it in the project's templates folder"
                raise TemplateError(f"template {error.name} does not exist; {advice}") from error
            except SLIPS as error:
                raise template_error(error, name + _ENDING) from error
        return found

    def kinds(self) -> frozenset[str]:
        """The kinds of note that have a template."""
        names = self._environment.list_templates(filter_func=_is_note)
        return frozenset(name.removeprefix("notes/").removesuffix(_ENDING) for name in names) - _NO_KINDS

    def print(self, name: str, values: Mapping[str, object]) -> str:
        """A template's output, ending in one newline; TemplateError names the template and the line at fault."""
        template = self.template(name)
        try:
            return _settled(template.render(values).strip("\n") + "\n")
        except SLIPS as error:
            raise template_error(error, name + _ENDING) from error

    def note(self, profile: Profile, book: Book, trace: Trace | None = None) -> Rendered:
        """The entity's note as the template of its first kind prints it; with a `trace`, marked."""
        writer = Writer(profile, book, trace)
        parts = write_note(writer)
        text = self.print(f"notes/{profile.entity.kinds[0]}", {**parts._asdict(), "profile": profile})
        place = book.places[profile.entity.id]
        return Rendered(profile.entity.id, place.path, text, tuple(sorted(writer.links.used)))


def _settled(note: str) -> str:
    """The note without formulas and deletions that pieces, each safe by itself, make where they meet in one line."""
    start = note.find("\n---\n", 3) + 5 if note.startswith("---\n") else 0
    body = note[start:]
    settled = prose(body)
    return note if settled is body else note[:start] + settled


def _is_note(name: str) -> bool:
    return name.startswith("notes/") and name.endswith(_ENDING)
