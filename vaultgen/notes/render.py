"""Profiles to notes: the templates, the user's own first, and what each note turned out to depend on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2 import (
    TemplateError as JinjaError,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from vaultgen.catalog.profile import Profile
from vaultgen.errors import TemplateError
from vaultgen.notes.book import Book
from vaultgen.notes.note import write_note
from vaultgen.notes.places import Place
from vaultgen.notes.writer import Writer

__all__ = ["Rendered", "Renderer", "built_in_templates"]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A note's text, where it goes, and the ids of all cards that were looked at for it."""

    id: str
    path: str
    text: str
    used: tuple[str, ...]


@lru_cache(maxsize=1)
def built_in_templates() -> Path:
    """The folder of the templates that come with the package: inside the wheel, or beside the package in a checkout."""
    inside = Path(str(files("vaultgen"))) / "_templates"
    return inside if inside.is_dir() else Path(str(files("vaultgen"))).parent / "templates"


class Renderer:
    """The templates of a project, compiled once.

    Records reach templates as values only, never as template source, and templates run in a sandbox without a way
    to change what they are given.
    """

    def __init__(self, own: Path | None = None) -> None:
        folders = [folder for folder in (own, built_in_templates()) if folder is not None]
        self._environment: Environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
            undefined=StrictUndefined,
            autoescape=False,
            keep_trailing_newline=False,
            trim_blocks=False,
            lstrip_blocks=False,
        )
        self._templates: dict[str, Template] = {}

    def template(self, name: str) -> Template:
        """A compiled template by its path without the ending, such as `notes/company`."""
        found = self._templates.get(name)
        if found is None:
            try:
                found = self._templates[name] = self._environment.get_template(f"{name}.md.j2")
            except TemplateNotFound as error:
                advice = (
                    f"a kind of your own needs the template {error.name} in the project's templates folder"
                )
                raise TemplateError(f"template {error.name} does not exist; {advice}") from error
            except TemplateSyntaxError as error:
                raise TemplateError(
                    f"{error.filename or error.name}:{error.lineno}: {error.message}"
                ) from error
        return found

    def kinds(self) -> frozenset[str]:
        """The kinds of note that have a template."""
        names = self._environment.list_templates(filter_func=lambda name: name.startswith("notes/"))
        return frozenset(name.removeprefix("notes/").removesuffix(".md.j2") for name in names)

    def print(self, name: str, values: Mapping[str, object]) -> str:
        """A template's output, ending in one newline."""
        try:
            return self.template(name).render(values).strip("\n") + "\n"
        except JinjaError as error:
            raise TemplateError(f"template {name}.md.j2: {error}") from error

    def note(self, profile: Profile, book: Book) -> Rendered:
        """The entity's note as the template of its first kind prints it."""
        writer = Writer(profile, book)
        text = self.print(f"notes/{profile.entity.kinds[0]}", {"note": write_note(writer)})
        place: Place = book.places[profile.entity.id]
        return Rendered(profile.entity.id, place.path, text, tuple(sorted(writer.links.used)))
