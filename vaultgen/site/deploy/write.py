"""The file of a recipe on the disk, which never takes the place of another."""

from __future__ import annotations

from pathlib import Path

from vaultgen.errors import ProjectError
from vaultgen.site.deploy.recipes import Recipe
from vaultgen.vault.disk import write_text
from vaultgen.vault.gate import explained, safe_path

__all__ = ["write_recipe"]


def write_recipe(repository: Path, recipe: Recipe, command: str) -> bool:
    """Write the file; False if it is there already, a ProjectError if one is there that says something else."""
    path = safe_path(repository, recipe.path)
    if path.exists() or path.is_symlink():
        with explained(path):
            if path.read_bytes() == recipe.text.encode():
                return False
        raise ProjectError(
            f"{path}: is there already and says something else; compare it with `{command} --stdout`"
        )
    write_text(path, recipe.text)
    return True
