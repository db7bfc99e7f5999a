"""The sample project: a few commented records that build at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from vaultgen.errors import ProjectError
from vaultgen.notes.templates import built_in_templates
from vaultgen.records.schema import json_schema
from vaultgen.vault.disk import Writer
from vaultgen.vault.project import PROJECT_FILE

__all__ = ["create_project"]

# A name that git would act on where the sample itself is kept.
_NAMES = {"gitignore": ".gitignore", "gitattributes": ".gitattributes"}


def create_project(folder: Path) -> tuple[str, ...]:
    """Write the sample project into a folder (made if missing) and give the paths written.

    Nothing that is there is overwritten: if one of its files exists, nothing is written at all.
    """
    sample = dict(_files())
    taken = sorted(name for name in sample if (folder / name).exists())
    if taken:
        advice = "choose another folder" if PROJECT_FILE in taken else "move it away or choose another folder"
        raise ProjectError(f"{folder / taken[0]}: exists already; {advice}")
    writer = Writer(folder)
    for name in sorted(sample):
        writer.write(name, sample[name])
    writer.sync()
    return tuple(sorted(sample))


def _files() -> Iterator[tuple[str, bytes]]:
    source = built_in_templates() / "sample"
    for path in sorted(source.rglob("*")):
        if path.is_file():
            name = path.relative_to(source).as_posix()
            yield _NAMES.get(name, name), path.read_bytes()
    schema = json.dumps(json_schema(), ensure_ascii=False, indent=2)
    yield "records.schema.json", f"{schema}\n".encode()
