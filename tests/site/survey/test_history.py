"""A note that carries an id is found under its former addresses, unless another file has them now."""

from __future__ import annotations

import pytest

from vaultgen.errors import VaultError
from vaultgen.site.history import History, advance, hidden_redirects, read_history, redirects

ACME = "---\nid: acme\n---\n"


def test_a_rename_leaves_a_redirect(atlas_of, tmp_path):
    first = advance(History(), atlas_of({"Old.md": ACME}))
    assert first.addresses == {"acme": ("old.html",)}
    (tmp_path / "vault/Old.md").rename(tmp_path / "vault/New.md")
    atlas = atlas_of({})
    second = advance(first, atlas)
    assert second.addresses == {"acme": ("old.html", "new.html")}
    assert redirects(second, atlas) == {"old.html": "new.html"}
    assert redirects(first, atlas) == {"old.html": "new.html"}
    assert advance(second, atlas) == second
    (tmp_path / "vault/New.md").rename(tmp_path / "vault/Old.md")
    atlas = atlas_of({})
    assert redirects(advance(second, atlas), atlas) == {"new.html": "old.html"}


def test_a_redirect_never_stands_where_a_file_stands(atlas_of):
    history = History({"acme": ("other.html", "x/Pic.html", "acme.html")})
    atlas = atlas_of({"Acme.md": ACME, "Other.md": ""})
    assert redirects(history, atlas) == {"x/Pic.html": "acme.html"}
    assert [(one.path, one.address, one.other) for one in hidden_redirects(history, atlas)] == [
        ("Acme.md", "other.html", "Other.md")
    ]


def test_of_two_notes_with_one_former_address_one_gets_it(atlas_of):
    history = History({"a": ("old.html", "a.html"), "b": ("old.html", "b.html")})
    atlas = atlas_of({"A.md": "---\nid: a\n---\n", "B.md": "---\nid: b\n---\n"})
    assert redirects(history, atlas) == {"old.html": "a.html"}


def test_private_notes_and_double_ids_have_no_history(atlas_of):
    files = {
        "A.md": ACME,
        "B.md": ACME,
        "C.md": "---\nid: c\nprivate: true\n---\n",
        "D.md": "---\nid: 7\n---\n",
    }
    assert advance(History(), atlas_of(files)).addresses == {"7": ("d.html",)}
    kept = History({"c": ("c.html",), "gone": ("gone.html",)})
    assert redirects(kept, atlas_of(files)) == {}
    assert advance(kept, atlas_of(files)).addresses.keys() == {"c", "gone", "7"}


def test_a_vault_without_ids_has_no_file(atlas_of):
    assert advance(History(), atlas_of({"A.md": ""})).text() == ""


def test_the_file_is_read_back():
    history = History({"b": ("b.html",), "a": ("é.html", "a.html")})
    assert read_history(history.text()) == history
    assert history.text().index('"a"') < history.text().index('"b"')
    assert read_history("") == History()


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"addresses": 5}', '{"addresses": {"a": ["../x.html"]}}', "null"]
)
def test_a_damaged_file_is_an_error_that_helps(text):
    with pytest.raises(VaultError, match=r"addresses\.json: .*delete it"):
        read_history(text)
