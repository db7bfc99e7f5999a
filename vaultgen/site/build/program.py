"""The digest of all that every leaf depends on: this program, the templates, and what a person decided."""

from __future__ import annotations

import sys
from dataclasses import fields
from hashlib import blake2b
from importlib.metadata import version
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


def code_digest() -> str:
    """A digest of this program as it is installed, and of the libraries that make its pages."""
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
