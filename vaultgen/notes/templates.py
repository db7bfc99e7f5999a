"""Where templates are found."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import vaultgen

__all__ = ["built_in_templates", "template_folders"]

_PACKAGE: Final = Path(vaultgen.__file__).parent
# Where packages are installed; anywhere else the package stands in a checkout, with its templates beside it.
_INSTALLED: Final = frozenset({"site-packages", "dist-packages"})


def built_in_templates() -> Path:
    """The folder of the templates that come with the package: inside the wheel, or beside the package in a checkout."""
    return _PACKAGE / "_templates" if _PACKAGE.parent.name in _INSTALLED else _PACKAGE.parent / "templates"


def template_folders(own: Path | None) -> tuple[Path, ...]:
    """The folders that templates are looked for in, the project's own first."""
    return (own, built_in_templates()) if own is not None else (built_in_templates(),)
