"""Notes and spots found by the words that a person types."""

from __future__ import annotations

import pytest

from vaultgen.errors import VaultError
from vaultgen.notes.merge import Spot
from vaultgen.vault.address import note_meant, spots_meant

KNOWN = {
    "acme": {"Companies/Acmé Robotics.md"},
    "acme-fund": {"Investors/Fund.md", "Mine/Fund.md"},
    "other-fund": {"Sources/Fund.md"},
}


@pytest.mark.parametrize(
    "words",
    [
        "acme",
        "Acmé Robotics",
        "ACMÉ ROBOTICS",
        "Acme\u0301 Robotics",
        "Companies/Acmé Robotics",
        "./companies/acmé robotics.md",
        "demo/vault/Companies/Acmé Robotics.md",
    ],
)
def test_a_note_is_meant_by_id_name_and_path(words):
    assert note_meant(words, KNOWN) == "acme"


def test_a_path_tells_notes_of_one_name_apart():
    assert note_meant("Mine/Fund", KNOWN) == "acme-fund"
    with pytest.raises(
        VaultError, match="“fund” may be any of these notes: “acme-fund”, “other-fund”; give the id"
    ):
        note_meant("fund", KNOWN)


@pytest.mark.parametrize(
    ("words", "said"), [("acmee", "did you mean “acme”"), ("zzz", "give its id"), ("", "give")]
)
def test_a_note_that_nobody_knows_is_told(words, said):
    with pytest.raises(VaultError, match=said):
        note_meant(words, KNOWN)


HQ = Spot(property="hq")
CELL = Spot(section=("Why Acme matters",), block="table", name="Metric", row="HQ", column="Value")
VALUE = Spot(section=("Why Acme matters",), block="table", name="Metric", row="Valuation", column="Value")
OLD = Spot(section=("Earlier",), block="table", name="Metric", row="Valuation", column="Value")


@pytest.mark.parametrize(
    ("words", "spot"),
    [
        ("hq", HQ),
        ("HQ › value", CELL),
        ("Why Acme matters › HQ › Value", CELL),
        ("why acme matters > hq > value", CELL),
        ("earlier", OLD),
        ("earl", OLD),
        ("acme › valuation", VALUE),
        ("matters › Valuation", VALUE),
        ("nothing", None),
        ("", None),
    ],
)
def test_a_spot_is_meant_by_a_part_of_its_words(words, spot):
    found = spots_meant(words, [HQ, CELL, VALUE, OLD], lambda one: one)
    assert found == (() if spot is None else (spot,))


@pytest.mark.parametrize("words", ["valuation", "value", "valu"])
def test_words_that_mean_several_spots_list_them(words):
    with pytest.raises(
        VaultError, match=r"may be any of these: .*“Earlier › Valuation › Value”; give more of it"
    ):
        spots_meant(words, [HQ, CELL, VALUE, OLD], lambda one: one)
