"""The digest of all that every leaf depends on: this program, the templates, and what a person decided."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from dataclasses import fields
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

import vaultgen
from vaultgen import __version__
from vaultgen.notes.templates import template_folders
from vaultgen.site.settings import Settings
from vaultgen.vault.fingerprint import stamps

__all__ = ["code_digest", "program_digest"]

# Where a site lies does not show in it.
_PLACES: Final = ("vault", "output", "templates")
_NOTE: Final = ".dist-info"
_LIBRARIES: Final = (
    "feedgenerator",
    "jinja2",
    "latex2mathml",
    "markdown-it-py",
    "markupsafe",
    "mdit-py-plugins",
    "msgspec",
    "nh3",
    "pagefind",
    "pygments",
    "python-frontmatter",
    "pyyaml",
    "rapidfuzz",
)


def version(library: str) -> str:
    """The version of a library as it is installed."""
    if known := _installed().get(library):
        return known
    from importlib import metadata  # noqa: PLC0415 -- it costs a start 20 ms, and is only asked for the odd ones

    return metadata.version(library)


@cache
def _installed() -> dict[str, str]:
    """The versions that stand in the names of what installers leave beside each library."""
    found: dict[str, str] = {}
    for folder in sys.path:
        with suppress(OSError):
            for entry in os.scandir(folder or "."):
                if entry.name.endswith(_NOTE):
                    name, _, number = entry.name.removesuffix(_NOTE).rpartition("-")
                    found.setdefault(name.lower().replace("_", "-").replace(".", "-"), number)
    return found


@cache
def code_digest() -> str:
    """A digest of this program as it was installed when it began, and of the libraries that make its pages.

    What is installed while it runs makes none of its pages.
    """
    digest = blake2b(f"{__version__}\n{'.'.join(map(str, sys.version_info[:2]))}\n".encode(), digest_size=16)
    for library in _LIBRARIES:
        digest.update(f"{library} {version(library)}\n".encode())
    for module, stamp in stamps([Path(vaultgen.__file__).parent]).items():
        if module.endswith(".py"):
            digest.update(f"{module}{stamp[:2]}".encode())
    return digest.hexdigest()


def program_digest(settings: Settings, code: str) -> str:
    """A digest that changes whenever any leaf may come out differently for a reason that is not in the vault."""
    digest = blake2b(code.encode(), digest_size=16)
    for field in fields(settings):
        if field.name not in _PLACES:
            digest.update(f"{field.name}={getattr(settings, field.name)!r}\n".encode())
    for folder in template_folders(settings.templates):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
    return digest.hexdigest()
