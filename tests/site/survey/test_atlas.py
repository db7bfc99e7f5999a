"""The atlas knows what is published, what links mean, and who links to whom."""

from __future__ import annotations

import pickle

import pytest

from vaultgen.site.atlas import Neighbour
from vaultgen.site.goal import Goal

VAULT = {
    "Companies/Acme.md": '---\nkind: company\ninvestors: ["[[IVP]]", "[[Fund II]]"]\nupdated: 2026-03-01\n---\n'
    "Acme was backed by [[ivp|the fund]]. See [[#Deals]], ![[logo.png]] and [[Ghost]].\n\n## Deals\n\nOne. ^deal\n\n"
    "### Deals\n\n[^n]: x[^n]\n",
    "Investors/IVP.md": "---\nkind: investor\n---\nBacks [[Acme#Deals#Deals]].\n",
    "Index.md": "---\nkind: index\nupdated: 2026-13-01\n---\n[[Acme]] [[IVP]]\n",
    "Map.canvas": '{"nodes":[{"id":"1","type":"file","file":"Companies/Acme.md"}]}',
    "logo.png": b"png",
    "unused.png": b"other",
    "Fund II.md": "---\npublish: false\n---\n[[Acme]]\n",
}


def _acme(fragment, *, broken=False):
    return Goal("page", "Companies/Acme.md", "companies/acme.html", fragment, "Acme", ("company",), broken)


@pytest.fixture
def atlas(atlas_of):
    return atlas_of(VAULT)


def test_notes_and_the_attachments_that_they_use_are_published(atlas):
    assert list(atlas.sheets) == [
        "Companies/Acme.md",
        "Index.md",
        "Investors/IVP.md",
        "Map.canvas",
        "logo.png",
    ]
    assert atlas.addresses["logo.png"] == "logo.png"


@pytest.mark.parametrize(
    ("target", "subpath", "goal"),
    [
        ("acme", "", _acme("")),
        ("", "#Deals", _acme("deals")),
        ("Acme", "#Deals#Deals", _acme("deals-2")),
        ("Acme", "#^DEAL", _acme("b-deal")),
        ("Acme", "#[^n]", _acme("fn-1")),
        ("Acme", "#None", _acme("", broken=True)),
        ("logo.png", "", Goal("asset", "logo.png", "logo.png", "", "logo.png")),
        ("Ghost", "", Goal("missing")),
        ("Fund II", "#x", Goal("private")),
        ("unused.png", "", Goal("private")),
    ],
)  # fmt: skip
def test_a_link_means_what_it_means_in_obsidian(atlas, target, subpath, goal):
    assert atlas.goal(target, subpath, "Companies/Acme.md") == goal


def test_backlinks_come_with_their_words_and_never_from_private_notes(atlas):
    assert [
        (back.source, back.link.relation, back.link.context) for back in atlas.backlinks("Investors/IVP.md")
    ] == [
        ("Companies/Acme.md", "investors", ""),
        ("Companies/Acme.md", "", "Acme was backed by the fund."),
        ("Index.md", "", "Acme IVP"),
    ]
    assert atlas.backlinks("Nowhere.md") == ()


def test_neighbours_are_notes_in_both_directions_once_each_and_no_indexes(atlas):
    assert atlas.neighbours("Investors/IVP.md") == (
        Neighbour("Companies/Acme.md", "", outgoing=False),
        Neighbour("Companies/Acme.md", "", outgoing=True),
        Neighbour("Companies/Acme.md", "investors", outgoing=False),
    )
    assert atlas.degree("Investors/IVP.md") == 1
    assert not atlas.is_hub("Investors/IVP.md")


def test_a_note_with_very_many_neighbours_is_a_hub(atlas_of):
    notes = {f"N{number}.md": "[[Hub]]" for number in range(60)}
    atlas = atlas_of({"Hub.md": "", **notes})
    assert atlas.is_hub("Hub.md")
    assert not atlas.is_hub("N1.md")


def test_the_newest_date_is_one_that_exists(atlas):
    assert atlas.newest == "2026-03-01"


def test_an_atlas_can_be_sent_to_another_process(atlas):
    again = pickle.loads(pickle.dumps(atlas))  # noqa: S301 -- our own bytes
    assert again.sheets == atlas.sheets
    assert again.digest == atlas.digest
    assert again.backlinks("Investors/IVP.md") == atlas.backlinks("Investors/IVP.md")


def test_the_text_of_a_note_begins_behind_its_properties(atlas, write):
    write({"Investors/IVP.md": b"---\r\na: 1\r\n---\r\nNew\r\ntext"})
    assert atlas.text("Investors/IVP.md") == "New\ntext"
    assert atlas.source("Investors/IVP.md").startswith(b"---\r\n")


def test_a_face_changes_with_what_others_show_and_with_nothing_else(atlas, atlas_of):
    face = atlas.face("Companies/Acme.md")
    same = atlas_of({"Companies/Acme.md": VAULT["Companies/Acme.md"] + "\nMore words.\n"})
    assert same.face("Companies/Acme.md") == face
    other = atlas_of({"Companies/Acme.md": VAULT["Companies/Acme.md"].replace("company", "firm")})
    assert other.face("Companies/Acme.md") != face


def test_the_digest_depends_on_bytes_and_settings_and_not_on_the_folder(atlas_of, atlas):
    assert atlas_of(VAULT).digest == atlas.digest
    assert atlas_of(VAULT, language="de").digest != atlas.digest
    assert atlas_of({"Index.md": "changed"}).digest != atlas.digest
