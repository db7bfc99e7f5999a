"""`vaultgen schema`: the JSON Schema of records, for editors that complete and check while one types."""

from __future__ import annotations

import json

import click

__all__ = ["schema"]


@click.command()
def schema() -> None:
    """Print the JSON Schema of record files."""
    from vaultgen.records.schema import json_schema

    click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
