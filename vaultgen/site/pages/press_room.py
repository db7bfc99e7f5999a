"""The templates of the pages, compiled once."""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from vaultgen.notes.slips import SLIPS, template_error
from vaultgen.notes.templates import built_in_templates, template_folders
from vaultgen.site.pages.galleys import Galley, Galleys
from vaultgen.site.pages.typesetter import Typesetter

__all__ = ["environment", "show", "style_bytes", "templates_digest"]

_FOLDER = "site"


@lru_cache(maxsize=2)
def environment(own: Path | None, version: str, galley: Galley | None = None) -> Environment:
    """The templates, compiled once: the project's own first; `built-in/` names those that come with the package.

    `version` is their digest, so that a server which goes on running shows what somebody changes. If there is a
    `galley`, what it keeps is not compiled again.
    """
    built_in = FileSystemLoader(built_in_templates())
    loader = ChoiceLoader(
        [
            FileSystemLoader([str(folder) for folder in template_folders(own)]),
            PrefixLoader({"built-in": built_in}),
        ]
    )
    return Typesetter(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, auto_reload=False,
        bytecode_cache=Galleys(galley, f"{own}\n{version}") if galley is not None else None,
    )  # fmt: skip


def show(templates: Environment, template: str, values: dict[str, Any]) -> bytes:
    """Fill a template of the site; TemplateError names the template and the line at fault."""
    name = f"{_FOLDER}/{template}.html.j2"
    try:
        return templates.get_template(name).render(values).encode()
    except SLIPS as error:
        raise template_error(error, name) from error


def _found(own: Path | None, name: str) -> Path | None:
    for folder in template_folders(own):
        path = folder / _FOLDER / name
        if path.is_file():
            return path
    return None


def style_bytes(own: Path | None) -> bytes:
    """The stylesheet: the project's own in the place of ours, or ours and the project's additions behind it."""
    path, extra = _found(own, "style.css"), _found(own, "more.css")
    return b"".join(found.read_bytes() for found in (path, extra) if found is not None)


def templates_digest(own: Path | None) -> str:
    """A digest of everything that the templates say: of the names and bytes of all files beside them."""
    told = sha256()
    for folder in template_folders(own):
        for path in sorted((folder / _FOLDER).glob("*")):
            if path.is_file():
                told.update(f"{path.name}\0".encode() + sha256(path.read_bytes()).digest())
        told.update(b"\1")
    return told.hexdigest()
