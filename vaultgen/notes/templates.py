"""Where templates are found."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

__all__ = ["built_in_templates", "template_folders"]


@lru_cache(maxsize=1)
def built_in_templates() -> Path:
    """The folder of the templates that come with the package: inside the wheel, or beside the package in a checkout."""
    package = Path(str(files("vaultgen")))
    inside = package / "_templates"
    return inside if inside.is_dir() else package.parent / "templates"


def template_folders(own: Path | None) -> tuple[Path, ...]:
    """The folders that templates are looked for in, the project's own first."""
    return (own, built_in_templates()) if own is not None else (built_in_templates(),)
