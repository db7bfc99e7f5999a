"""What a host needs to publish a site: one file, and what a person does next."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from vaultgen import __version__
from vaultgen.errors import ProjectError
from vaultgen.notes.templates import template_folders
from vaultgen.site.addresses import slug_part
from vaultgen.site.reach.hosting import HEADERS
from vaultgen.site.reach.places import base_path
from vaultgen.site.settings import Settings

__all__ = ["HOSTS", "Facts", "Recipe", "facts_of", "recipe"]

_PYTHON: Final = "3.12"
_NO_NAME: Final = re.compile(r"[^\w.-]")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a recipe has to know: the settings, and where the project lies in its repository (`.`, or a folder)."""

    settings: Settings
    repository: Path
    folder: str
    output: str


@dataclass(frozen=True, slots=True)
class Recipe:
    """One file, its path in the repository, and what to do next."""

    path: str
    text: str
    steps: tuple[str, ...]


def facts_of(settings: Settings, root: Path) -> Facts:
    """The facts about the project at `root`; a ProjectError if its site goes out of its repository."""
    folders = (root, *root.parents)
    repository = next((folder for folder in folders if (folder / ".git").exists()), root)
    if not settings.output.is_relative_to(repository):
        raise ProjectError(
            f"{settings.output}: lies out of {repository}; a host builds inside the repository, so name a folder there"
        )
    output = settings.output.relative_to(repository).as_posix()
    return Facts(settings, repository, root.relative_to(repository).as_posix(), output)


def recipe(host: str, facts: Facts) -> Recipe:
    """The recipe for one of the `HOSTS`."""
    template, path, steps = HOSTS[host]
    environment = Environment(
        loader=FileSystemLoader([folder / "deploy" for folder in template_folders(facts.settings.templates)]),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 -- no HTML: each value is quoted for the language that it stands in
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["quoted"] = _quoted
    return Recipe(path, environment.get_template(template).render(_words(facts)), tuple(steps(facts)))


def _words(facts: Facts) -> dict[str, Any]:
    """The values that the templates name."""
    settings = facts.settings
    # What stands bare in a server's own language must hold none of its signs.
    base = quote(base_path(settings), safe="/-._~%")
    host = _NO_NAME.sub("", urlsplit(settings.url).hostname or "") or "example.org"
    there = "" if facts.folder == "." else f" -C {shlex.quote(facts.folder)}"
    return {
        "python": _PYTHON,
        "install": f"pip install {shlex.quote(f'vaultgen[site]=={__version__}')}",
        "build": f"vaultgen{there} site build",
        "build_public": f"vaultgen{there} site build --out public",
        "output": facts.output,
        "name": slug_part(settings.title),
        "headers": HEADERS,
        "host": host,
        "root": f"/var/www/{host}",
        "folder": f"/var/www/{host}{base}",
        "base": base,
    }


def _quoted(text: str) -> str:
    """A text as a double-quoted string, which YAML and TOML read alike."""
    return json.dumps(text)


def _set_url(facts: Facts, example: str) -> list[str]:
    """Whole addresses need the url: feeds and the site map are made only with it."""
    if facts.settings.url:
        return [f"the site will expect to stand at {facts.settings.url}"]
    return [f'name its address in the project file, under [site]: url = "{example}"']


def _github(facts: Facts) -> list[str]:
    return [
        *_set_url(facts, "https://NAME.github.io/REPOSITORY/"),
        "in the repository's settings, choose Pages → Source → GitHub Actions",
        "commit the file and push to main",
    ]


def _gitlab(facts: Facts) -> list[str]:
    return [
        *_set_url(facts, "https://NAME.gitlab.io/PROJECT/"),
        "commit the file and push; the address is under Deploy → Pages",
    ]


def _cloudflare(facts: Facts) -> list[str]:
    return [
        *_set_url(facts, "https://NAME.pages.dev/"),
        "connect the repository as the file says, or send the folder with `npx wrangler@4 pages deploy`",
    ]


def _netlify(facts: Facts) -> list[str]:
    return [
        *_set_url(facts, "https://NAME.netlify.app/"),
        "commit the file, push, and import the repository at Netlify",
    ]


def _nginx(facts: Facts) -> list[str]:
    words = _words(facts)
    return [
        *_set_url(facts, "https://example.org/"),
        f"copy the site: rsync -a --delete --exclude=.vaultgen-site {facts.output}/ SERVER:{words['folder']}",
        "include the file in nginx, test it with `nginx -t`, and give it a certificate (certbot --nginx)",
    ]


_Steps = Callable[[Facts], list[str]]

HOSTS: Final[dict[str, tuple[str, str, _Steps]]] = {
    "github": ("github.yml", ".github/workflows/site.yml", _github),
    "gitlab": ("gitlab.yml", ".gitlab-ci.yml", _gitlab),
    "cloudflare": ("cloudflare.toml", "wrangler.toml", _cloudflare),
    "netlify": ("netlify.toml", "netlify.toml", _netlify),
    "nginx": ("nginx.conf", "deploy/nginx.conf", _nginx),
}
"""For each host its template, where the file goes, and the steps after it."""
