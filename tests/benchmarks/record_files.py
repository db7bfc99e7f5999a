"""Synthetic records as files: JSON Lines tables, or one YAML file an entity; both say the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.benchmarks.records import Prose, Row, Sample

TABLES = ("entities", "rounds", "investments", "metrics", "relations", "sources")


def write_tables(sample: Sample, folder: Path, *, only: Iterable[str] = TABLES) -> None:
    """One JSON Lines file a table; prose stands in the summary of the entities."""
    folder.mkdir(parents=True, exist_ok=True)
    for table in only:
        rows: Iterable[Row] = getattr(sample, table)
        if table == "entities":
            rows = ({**row, "summary": sample.prose[row["id"]].whole()} for row in rows)
        lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (folder / f"{table}.jsonl").write_text("".join(lines), "utf-8")


def write_yaml(sample: Sample, folder: Path, *, only: str = "") -> None:
    """One YAML file an entity (or only that of one entity), with its rounds, metrics and relations inside."""
    folder.mkdir(parents=True, exist_ok=True)
    nested: dict[str, dict[str, list[Row]]] = {row["id"]: {} for row in sample.entities}
    backers: dict[str, list[Row]] = {}
    for row in sample.investments:
        backers.setdefault(row["round"], []).append(_without(row, "round"))
    for row in sample.rounds:
        inner = _without(row, "entity") | {"investors": backers.get(row["id"], [])}
        nested[row["entity"]].setdefault("rounds", []).append(inner)
    for row in sample.metrics:
        nested[row["entity"]].setdefault("metrics", []).append(_without(row, "entity"))
    for row in sample.relations:
        nested[row["from"]].setdefault("relations", []).append(_without(row, "from"))
    for row in sample.entities:
        if not only or row["id"] == only:
            text = "".join(_entity_lines(row, sample.prose[row["id"]], nested[row["id"]]))
            (folder / f"{row['id']}.yaml").write_text(text, "utf-8")
    if not only:
        lines = [f"  - {_flow(row)}\n" for row in sample.sources]
        (folder / "sources.yaml").write_text("sources:\n" + "".join(lines), "utf-8")


def _without(row: Row, key: str) -> Row:
    return {name: cell for name, cell in row.items() if name != key}


def _entity_lines(row: Row, prose: Prose, nested: Mapping[str, list[Row]]) -> Iterable[str]:
    for key, cell in row.items():
        yield f"{key}: {_flow(cell)}\n"
    yield f"summary: {_flow(prose.summary)}\n"
    for key in ("why", "does"):
        yield f"{key}: |-\n  {getattr(prose, key)}\n"
    for key in ("bull", "bear"):
        yield f"{key}:\n" + "".join(f"  - {_flow(item)}\n" for item in getattr(prose, key))
    yield "sections:\n"
    for heading, text in prose.sections:
        yield f"  - heading: {heading}\n    text: |-\n      {text}\n"
    for key, rows in nested.items():
        yield f"{key}:\n"
        yield from (_block(inner) if key == "rounds" else f"  - {_flow(inner)}\n" for inner in rows)


def _block(row: Row) -> str:
    """A list item of several lines; lists in it are written one mapping a line."""
    lines = []
    for key, cell in row.items():
        if isinstance(cell, list):
            lines.append(
                f"{key}:" + "".join(f"\n      - {_flow(item)}" for item in cell) if cell else f"{key}: []"
            )
        else:
            lines.append(f"{key}: {_flow(cell)}")
    return "  - " + "\n    ".join(lines) + "\n"


def _flow(cell: object) -> str:
    """A value on one line, quoted only where YAML asks for it."""
    if isinstance(cell, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in cell.items()) + "}"
    if isinstance(cell, list):
        return "[" + ", ".join(map(_flow, cell)) + "]"
    text = str(cell)
    plain = re.fullmatch(r"[\w$~][\w $~–./+-]*(?<! )|https://[\w./-]+", text)
    return text if plain else json.dumps(text, ensure_ascii=False)
