from __future__ import annotations

import json
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.reach.card import Card
from vaultgen.site.reach.head import head
from vaultgen.site.reach.leaves import leaves
from vaultgen.site.reach.structured import json_for_html
from vaultgen.site.reach.twins import json_twin, text_twin, twin_addresses

URL = "https://example.org/research/"
ACME = Card(
    "companies/acme.html", "Acme", "Makes <anvils>", "Companies/Acme.md",
    (("Home", "index.html"), ("Companies", "kinds/company.html")),
)  # fmt: skip


class Head(HTMLParser):
    """The elements of a fragment."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.metas: dict[str, str] = {}
        self.links: list[tuple[str, str, str]] = []
        self.things: list[dict[str, object]] = []
        self.tags: set[str] = set()
        self._is_data = False
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.tags.add(tag)
        if tag == "meta":
            self.metas[named.get("property") or named["name"]] = named["content"]
        elif tag == "link":
            self.links.append((named["rel"], named.get("type", ""), named["href"]))
        elif tag == "script":
            assert named == {"type": "application/ld+json"}
            self._is_data = True

    def handle_data(self, data: str) -> None:
        if self._is_data:
            self.things.append(json.loads(data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._is_data = False


def thing(seen: Head, kind: str) -> dict[str, object]:
    (found,) = [one for one in seen.things if one["@type"] == kind]
    assert found["@context"] == "https://schema.org"
    return found


def test_a_page_says_where_it_stands_and_what_it_is(atlas):
    seen = Head(head(atlas, ACME))
    assert seen.tags == {"meta", "link", "script"}
    assert ("canonical", "", f"{URL}companies/acme.html") in seen.links
    assert seen.metas["og:title"] == "Acme"
    assert seen.metas["og:description"] == "Makes <anvils>"
    assert seen.metas["og:url"] == f"{URL}companies/acme.html"
    assert seen.metas["og:image"] == f"{URL}logo.png"
    assert seen.metas["article:modified_time"] == "2026-06-01"
    assert seen.metas["twitter:card"] == "summary_large_image"


def test_a_page_leads_to_its_twins_and_feeds(atlas):
    links = Head(head(atlas, ACME)).links
    assert ("alternate", "text/markdown", "acme.md") in links
    assert ("alternate", "application/json", "acme.json") in links
    assert ("alternate", "application/atom+xml", "../feeds/all.xml") in links
    fund = Head(head(atlas, Card("investors/fund-one.html", "Fund One", path="Investors/Fund One.md"))).links
    assert ("alternate", "application/atom+xml", "../feeds/to/investors/fund-one.xml") in fund


def test_what_a_head_leads_to_is_made(atlas):
    made = {address for leaf in leaves(atlas) for address in leaf.addresses}
    made |= {
        one for path in atlas.addresses if not path.endswith(".png") for one in twin_addresses(atlas, path)
    }
    card = Card("index.html", "Home", kind="company")
    for link in Head(head(atlas, card)).links:
        assert link[0] == "canonical" or link[2] in made
    for path in ("Investors/Fund One.md", "Lists/All.base", "Companies/Acme.md"):
        page = Card("index.html", "Home", path=path)
        ways = [way for rel, kind, way in Head(head(atlas, page)).links if kind == "application/atom+xml"]
        assert ways[-1] in made


def test_the_index_of_a_kind_offers_its_data(atlas):
    seen = Head(head(atlas, Card("kinds/company.html", "Companies", kind="company")))
    data = thing(seen, "Dataset")
    assert data["distribution"] == [
        {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": f"{URL}data/company.csv"}
    ]
    assert ("alternate", "text/csv", "../data/company.csv") in seen.links
    assert ("alternate", "application/atom+xml", "../feeds/kinds/company.xml") in seen.links


def test_a_company_is_an_organization(atlas):
    found = thing(Head(head(atlas, ACME)), "Organization")
    assert found["name"] == "Acme"
    assert found["alternateName"] == ["ACME"]
    assert found["foundingDate"] == "2019"
    assert found["sameAs"] == ["https://acme.example"]
    assert found["funder"] == [
        {"@type": "Organization", "name": "Fund One", "url": f"{URL}investors/fund-one.html"},
        {"@type": "Organization", "name": "Lone Angel"},
    ]


def test_an_investor_that_is_a_person_is_told_as_one(of):
    files = {
        "A.md": "---\nkind: company\ninvestors: ['[[Jane]]', '[[Fund]]']\nfounders: ['[[Fund]]', Max]\n---\n",
        "Jane.md": "---\nkind: [Person]\n---\n",
        "Fund.md": "---\nkind: fund\n---\n",
    }
    found = thing(Head(head(of(files), Card("a.html", "A", path="A.md"))), "Organization")
    assert [one["@type"] for one in found["funder"]] == ["Person", "Organization"]
    assert [one["@type"] for one in found["founder"]] == ["Organization", "Person"]


def test_a_person_works_for_an_organization(atlas):
    card = Card("people/ada-lovelace.html", "Ada Lovelace", path="People/Ada Lovelace.md")
    found = thing(Head(head(atlas, card)), "Person")
    assert found["jobTitle"] == "CEO"
    assert found["worksFor"] == [{"@type": "Organization", "name": "Acme"}]


def test_the_way_to_a_page_is_told(atlas):
    crumbs = thing(Head(head(atlas, ACME)), "BreadcrumbList")["itemListElement"]
    assert [(one["position"], one["name"], one["item"]) for one in crumbs] == [
        (1, "Home", URL),
        (2, "Companies", f"{URL}kinds/company.html"),
        (3, "Acme", f"{URL}companies/acme.html"),
    ]


def test_without_an_address_the_head_holds_no_whole_one(of):
    atlas = of({"A.md": "---\nkind: company\nimage: '[[a.png]]'\n---\nA.\n", "a.png": "x"}, url="")
    text = head(atlas, Card("a.html", "A", path="A.md", crumbs=(("Home", "index.html"),)))
    assert "canonical" not in text
    assert "og:url" not in text
    assert "og:image" not in text
    assert "atom" not in text
    assert text.replace("https://schema.org", "").count("http") == 0


def test_a_person_can_want_no_twins(of):
    atlas = of({"A.md": "A.\n"}, twins=False)
    assert "acme.md" not in head(atlas, Card("a.html", "A", path="A.md"))
    assert twin_addresses(atlas, "A.md") == ()


hostile = st.text(max_size=30) | st.sampled_from(
    [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "]]>",
        '"><img onerror=alert(1)>',
        "\u2028",
        "&lt;/script&gt;",
    ]
)


@given(title=hostile, description=hostile, crumb=hostile)
def test_no_text_breaks_out_of_a_head(title, description, crumb, tmp_path_factory):
    atlas = _lone(tmp_path_factory)
    text = head(atlas, Card("a.html", title, description, "A.md", ((crumb, "index.html"),)))
    seen = Head(text)
    assert seen.tags <= {"meta", "link", "script"}
    assert text.count("<script") == text.count("</script>") == len(seen.things) == 2
    assert thing(seen, "Organization").get("name", "") == title


@given(st.recursive(hostile, lambda inner: st.lists(inner) | st.dictionaries(hostile, inner), max_leaves=8))
def test_data_in_a_page_is_read_as_it_was_and_holds_no_signs(value):
    text = json_for_html(value)
    assert json.loads(text) == value
    assert not set(text) & set("<>&\u2028\u2029")


_ATLASES: list[object] = []


def _lone(factory):
    if not _ATLASES:
        from vaultgen.site.atlas import Atlas
        from vaultgen.site.settings import Settings
        from vaultgen.site.survey import survey

        vault = factory.mktemp("lone")
        (vault / "A.md").write_text("---\nkind: company\n---\nA.\n", encoding="utf-8")
        settings = Settings(vault, vault.with_name("site"), "T", url=URL)
        _ATLASES.append(Atlas(settings, {path: one.sheet for path, one in survey(settings).items()}))
    return _ATLASES[0]


def test_the_data_of_a_page_tells_its_links_both_ways(atlas):
    told = json.loads(json_twin(atlas, "Companies/Acme.md"))
    assert told["title"] == "Acme"
    assert told["address"] == "companies/acme.html"
    assert told["properties"]["investors"] == ["Fund One", "Lone Angel"]
    assert told["properties"]["valuation_usd"] == 5_000_000_000
    assert [one["text"] for one in told["headings"]] == ["Acme", "Rounds"]
    assert ("Fund One", "investors/fund-one.html", "investors") in [
        (one["text"], one["address"], one["relation"]) for one in told["links"]
    ]
    assert [(one["title"], one["relation"]) for one in told["backlinks"]] == [("Ada Lovelace", "company")]


def test_a_base_has_data_but_no_text(atlas):
    assert twin_addresses(atlas, "Lists/All.base") == ("lists/all.json",)
    assert json.loads(json_twin(atlas, "Lists/All.base"))["title"] == "All"


@pytest.mark.parametrize("make", [text_twin, json_twin])
def test_a_twin_tells_nothing_private(atlas, make):
    data = make(atlas, "Companies/Acme.md").decode()
    assert "Secret" not in data
    assert "hush" not in data
    assert "anvils" in data or make is json_twin


def test_links_inside_of_texts_of_properties_are_words(of):
    atlas = of(
        {
            "A.md": "---\nabout: see [[Secret]] and [[B|the other]]\nmap: {one: '[[B]]'}\nnone:\n---\n",
            "B.md": "B.\n",
            "Secret.md": "---\ndraft: true\n---\n",
        }
    )
    told = json.loads(json_twin(atlas, "A.md"))["properties"]
    assert told == {"about": "see private note and the other", "map": {"one": "B"}, "none": None}
