"""Vaults made of texts, looked at as a whole."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from vaultgen.site.atlas import Atlas
from vaultgen.site.settings import Settings
from vaultgen.site.survey import survey

URL = "https://example.org/research/"

ACME = """---
id: acme
kind: company
founded: 2019
hq: Zürich
website: https://acme.example
aliases: [ACME]
investors:
  - "[[Fund One]]"
  - "[[Secret Fund]]"
  - Lone Angel
valuation_usd: 5000000000
updated: 2026-06-01
logo: "[[logo.png]]"
---
# Acme

**Acme** — Makes <anvils> & more. See [[Ada Lovelace]] and [[Secret Fund]].

## Rounds

None. %%hush%%
"""

BETA = """---
kind: company
investors: ["[[Fund One]]"]
last_round_date: 2026-03
note: =1+1
---
Beta is second.
"""

NOTES = {
    "Companies/Acme.md": ACME,
    "Companies/Beta.md": BETA,
    "Investors/Fund One.md": "---\nkind: investor\nupdated: 2026-05-01\n---\nA fund.\n",
    "Investors/Secret Fund.md": "---\nkind: investor\nprivate: true\nupdated: 2026-07-01\n---\nHidden.\n",
    "People/Ada Lovelace.md": "---\nkind: person\nrole: CEO\ncompany: '[[Acme]]'\n---\nThinks.\n",
    "Lists/All.base": "views:\n  - type: table\n    name: All\n",
    "logo.png": "not really",
}


def atlas_of(folder: Path, files: dict[str, str], settings: Settings | None = None) -> Atlas:
    vault = folder / "vault"
    for name, text in files.items():
        (vault / name).parent.mkdir(parents=True, exist_ok=True)
        (vault / name).write_text(text, encoding="utf-8")
    chosen = replace(settings or Settings(vault, folder / "site", "Research", url=URL), vault=vault)
    return Atlas(chosen, {path: one.sheet for path, one in survey(chosen).items()})


@pytest.fixture
def atlas(tmp_path: Path) -> Atlas:
    return atlas_of(tmp_path, NOTES)


@pytest.fixture
def of(tmp_path: Path) -> Callable[..., Atlas]:
    """A function that gives the atlas of a vault with these files, with other settings than usual if named."""

    def make(files: dict[str, str], **chosen: object) -> Atlas:
        named = {"url": URL} | chosen
        return atlas_of(tmp_path, files, Settings(tmp_path, tmp_path / "site", "Research", **named))

    return make
