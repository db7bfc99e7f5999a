"""The way from a record to a part of it that is at hand."""

from __future__ import annotations

import pytest

from vaultgen.records.edit.apply import apply_edits
from vaultgen.records.edit.edits import Set
from vaultgen.records.edit.paths import part_at, path_to, paths_to
from vaultgen.records.load import load

ACME = """\
id: acme
kinds: [company]
name: Acme
source: ft
aliases: [Ac, {text: Acme Inc, type: legal}]
founded: [2019, {value: 2020, source: ft}]
facts: {Likened to: AWS}
metrics: {valuation: $5B}
rounds:
  - {stage: Seed, amount: $5M, investors: [bond, ivp]}
  - {stage: Series A, amount: [$5M, ~$6M]}
relations:
  - {type: uses, to: ivp}
"""


@pytest.fixture
def records(tmp_path):
    (tmp_path / "acme.yaml").write_text(ACME)
    (tmp_path / "ft.yaml").write_text("sources: [{id: ft, title: FT}]\n")
    (tmp_path / "entities.csv").write_text(
        "id,name,kinds,founded\nbond,BOND,investor,2018\nivp,IVP,investor,1980\n"
    )
    return load([tmp_path], tmp_path)


PATHS = [
    ("aliases", 1),
    ("founded", 0),
    ("founded", 1),
    ("facts", "Likened to", 0),
    ("metrics", 0),
    ("rounds", 1),
    ("rounds", 1, "amount", 1),
    ("rounds", 0, "investors", 1),
    ("relations", 0),
]


@pytest.mark.parametrize("path", PATHS, ids=str)
def test_a_part_is_found_by_its_identity(path, records):
    entity = records.entities["acme"]
    assert path_to(entity, part_at(entity, path)) == path


def test_what_two_places_share_is_found_in_both_and_in_neither_alone(records):
    entity = records.entities["acme"]
    shared = entity.rounds[0].amount[0]
    assert paths_to(entity, shared) == (("rounds", 0, "amount", 0), ("rounds", 1, "amount", 0))
    with pytest.raises(LookupError, match="2 such parts"):
        path_to(entity, shared)
    assert path_to(entity.rounds[1], shared) == ("amount", 0)


def test_what_is_no_part_of_a_record_is_not_found(records):
    with pytest.raises(LookupError, match="no part"):
        path_to(records.entities["acme"], records.entities["ivp"].founded[0])


def test_a_key_of_files_and_the_name_of_the_field_lead_to_the_same(records):
    relation = records.entities["acme"].relations[0]
    assert part_at(relation, ("to",)) == part_at(relation, ("taker",)) == "ivp"


def test_the_way_from_all_records_to_a_part_is_the_address_of_an_edit(records, tmp_path):
    claim = records.rounds["acme/series-a"].amount[1]
    file, path, line = records.origin(
        "round", "acme/series-a", *path_to(records.rounds["acme/series-a"], claim)
    )
    edited = apply_edits((tmp_path / file).read_text(), file, [Set(path, "$7M", line)])
    assert edited == ACME.replace("~$6M", "$7M")
    file, path, line = records.origin("entity", "ivp", "founded", 0)
    text = (tmp_path / file).read_text()
    assert apply_edits(text, file, [Set(path, "1981", line)]) == text.replace("1980", "1981")
