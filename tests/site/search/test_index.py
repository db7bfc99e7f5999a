"""The own index finds what it was made of, in small files with the same bytes each time."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.site.search.entries import entries
from vaultgen.site.search.facets import facet_pack, facets, offered, orders
from vaultgen.site.search.leaves import files, leaves, make, page_addresses
from vaultgen.site.search.packs import LIMIT, data_script
from vaultgen.site.search.postings import decode_numbers, encode_numbers, encode_pages, encode_scored, log2
from vaultgen.site.search.previews import hash_of, previewed
from vaultgen.site.search.texts import text_pack
from vaultgen.site.search.titles import title_pack, within
from vaultgen.site.search.tokens import fold, tokens
from vaultgen.site.sheet import Heading, Link

TITLES = st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=30)


def _paths(library):
    return tuple(sorted(library.sheets, key=lambda path: (library.addresses[path], path)))


@given(TITLES)
def test_every_word_of_a_title_finds_its_page(shelf, sheet, reader, titles):
    library = shelf({f"n{number}.md": sheet(f"n{number}.md", title) for number, title in enumerate(titles)})
    pages = entries(library)
    pack = title_pack(pages)
    for number, page in enumerate(pages):
        for word in tokens(page.title):
            assert number in reader.scored(reader.lookup(pack, word))


@given(st.lists(st.text(max_size=200), min_size=1, max_size=8))
def test_every_word_of_a_text_finds_its_page(shelf, sheet, reader, texts):
    texts = [
        text.replace("%", "").replace("<", "").replace("[", "").replace("]", "").replace("http", "")
        for text in texts
    ]
    named = {f"n{number}.md": text for number, text in enumerate(texts)}
    library = shelf({path: sheet(path) for path in named}, named)
    paths = _paths(library)
    pack = text_pack(library, paths)
    for number, path in enumerate(paths):
        for word in tokens(named[path]):
            assert reader.scored(reader.lookup(pack, word))[number] > 0


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 63)), unique_by=lambda pair: pair[0]))
def test_lists_are_read_back_as_they_were(reader, postings):
    postings.sort()
    assert list(reader.scored(encode_scored(postings)).items()) == postings
    pages = [page for page, _ in postings]
    assert list(decode_numbers(encode_numbers(pages))) == pages
    steps = list(decode_numbers(encode_pages(pages)))
    assert [sum(steps[: at + 1]) for at in range(len(steps))] == pages


@given(st.text())
def test_folding_is_settled_after_one_time_and_keeps_words_apart(text):
    assert tokens(" ".join(tokens(text))) == [part for word in tokens(text) for part in tokens(word)]
    assert all(word and fold(word) == word for word in tokens(text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crème Brûlée №5", ["creme", "brulee", "no5"]),
        ("$11–13B (AT&T)", ["11", "13b", "at", "t"]),
        ("ΟΔΟΣ οδός", ["οδοσ", "οδοσ"]),
        ("智谱AI清", ["智谱", "谱", "ai", "清"]),
        ("İstanbul", ["istanbul"]),
        ("a_b", ["a", "b"]),
        ("x" * 60, ["x" * 40]),
    ],
)
def test_words_are_folded(text, words):
    assert tokens(text) == words


@pytest.fixture(scope="module")
def many(shelf, sheet):
    """Eight hundred notes of a few words each, some of them in every note."""
    draw = random.Random(7)
    syllables = [a + b for a in "bdfgklmnprst" for b in "aeiou"]
    words = ["".join(draw.choices(syllables, k=3)) for _ in range(6000)]
    sheets, texts = {}, {}
    for number in range(800):
        path = f"{words[number]} {number}.md"
        tags = ("all", *draw.choices(words[:300], k=3))
        properties = {
            "valuation_usd": number * 7 % 5000,
            "date": f"20{number % 30:02}-01-05",
            "investors": ["[[IVP|The IVP]]", words[number % 90]],
            "founded": 1950 + number % 70,
            "last_round": "Seed",
        }
        sheets[path] = sheet(
            path,
            tags=tags,
            kinds=("company",),
            lead=" ".join(draw.choices(words, k=9)),
            properties=properties,
            aliases=(words[-number],),
        )
        texts[path] = "common " + " ".join(draw.choices(words, k=60))
    return shelf(sheets, texts)


def test_no_file_is_large_and_the_words_of_a_pack_are_in_order(many, reader):
    made = files(many)
    assert max(map(len, made.values())) <= LIMIT
    pack = text_pack(many, _paths(many))
    assert len(pack.files) > 3
    keys = list(reader.words(pack))
    assert keys == sorted(keys)


def test_the_order_in_which_notes_come_changes_no_byte(many):
    draw = random.Random(3)
    sheets, texts = list(many.sheets.items()), list(many.texts.items())
    draw.shuffle(sheets)
    draw.shuffle(texts)
    again = replace(many, sheets=dict(sheets), texts=dict(texts))
    assert dict(files(again)) == dict(files(many))
    assert list(leaves(again)) == list(leaves(many))


def test_leaves_are_made_of_the_files_and_their_keys_follow_the_bytes(many):
    old = {leaf.subject: leaf for leaf in leaves(many)}
    assert {address for leaf in old.values() for address in leaf.addresses} == set(files(many))
    assert all(
        make(many, leaf) == tuple(files(many)[address] for address in leaf.addresses) for leaf in old.values()
    )
    path = next(iter(many.sheets))
    changed = replace(many, sheets={**many.sheets, path: replace(many.sheets[path], lead="another lead")})
    new = {leaf.subject: leaf for leaf in leaves(changed)}
    assert sum(new[name] != old.get(name) for name in new if name.startswith(("d-", "previews"))) == 2


def test_a_page_of_a_facet_is_in_its_list(many, reader):
    paths = _paths(many)
    found = facets(many, paths)
    assert [facet.name for facet in found] == [
        "tag",
        "year",
        "investor",
    ]  # one type and one stage say nothing
    pack = facet_pack(found)
    for facet in found:
        assert len(facet.values) <= 100
        for value, pages in facet.values[:5]:
            steps = list(decode_numbers(reader.lookup(pack, f"{facet.name}:{value}")))
            assert tuple(sum(steps[: at + 1]) for at in range(len(steps))) == pages
    investors = dict(next(values for name, _, values in offered(found) if name == "investor"))
    assert investors["The IVP"] == 800


def test_a_long_list_of_a_facet_goes_on_in_another(shelf, sheet, reader):
    library = shelf({f"n{n:05}.md": sheet(f"n{n:05}.md", tags=("t",) if n else ()) for n in range(9000)})
    lists = reader.words(facet_pack(facets(library, _paths(library))))
    assert set(lists) == {"tag:t", "tag:t\x01"}
    assert sum(len(list(decode_numbers(text))) for text in lists.values()) == 8999


def test_pages_are_sorted_by_amount_and_date(shelf, sheet):
    rows = {"a": (5, "2024-01-01"), "b": (9, "2026"), "c": (0, "2025-03"), "d": (True, "")}
    sheets = {
        f"{name}.md": sheet(f"{name}.md", properties={"valuation_usd": amount, "date": day})
        for name, (amount, day) in rows.items()
    }
    found = orders(entries(shelf(sheets)))
    assert list(decode_numbers(found["amount"])) == [1, 0]
    assert list(decode_numbers(found["date"])) == [1, 2, 0]


def test_countries_come_from_properties_or_else_from_tags(shelf, sheet):
    sheets = {
        "a.md": sheet("a.md", tags=("usa", "in"), properties={"country": "France"}),
        "b.md": sheet("b.md", tags=("Country/UK", "no", "IN")),
        "c.md": sheet("c.md", properties={"hq_country": "Atlantis"}),
    }
    found = facets(shelf(sheets), ("a.md", "b.md", "c.md"))
    country = next(facet for facet in found if facet.name == "country")
    assert country.values == (("Atlantis", (2,)), ("France", (0,)), ("India", (1,)), ("United Kingdom", (1,)))


def test_a_too_long_list_keeps_its_best_pages_and_says_so(reader):
    text = within([(page, 60 if page % 10 == 0 else 5) for page in range(1000)], 500)
    assert len(text) <= 500
    assert text[0] == "~"
    kept = reader.scored(text)
    assert set(range(0, 1000, 10)) <= set(kept)


def test_logarithms_are_whole_numbers():
    assert [log2(number) for number in (1, 2, 3, 1024)] == [0, 16, 25, 160]


@pytest.mark.parametrize(
    "text", ["</script><script>alert(1)</script>", "a\u2028b\u2029c", "<!--", "]]>", "\\u003c\"'"]
)
def test_no_text_breaks_out_of_a_data_script(reader, text):
    script = data_script("x", [text])
    assert b"<" not in script
    assert "\u2028" not in script.decode()
    assert "\u2029" not in script.decode()
    assert script.count(b"\n") == 1
    assert reader.value_of(script) == ("x", [text])


def test_the_text_index_knows_no_comment_no_address_and_no_private_name(shelf, sheet, reader):
    link = Link(1, "[[Secret|cipher]]", "Secret")
    text = "Open %%hidden%% <!-- unseen --> [[Secret|cipher]] [word](https://example.org/path) [[Target|shown]] https://bare.example\n"
    text += "\n- %%\n  hidden\n  %%\n\n`<!--` word\n\n<!-- unseen\n\nunseen\n"
    library = shelf({"a.md": sheet("a.md")}, {"a.md": text}, {"Secret.md": sheet("Secret.md")})
    library = replace(library, private={**library.private, "a.md": sheet("a.md", links=(link,))})
    assert set(reader.words(text_pack(library, ("a.md",)))) == {"open", "word", "shown"}


def test_headings_lead_and_properties_are_found_and_weigh_more(shelf, sheet, reader):
    heading = Heading(1, "Pricing", "pricing", "pricing", 3)
    sheets = {
        "a.md": sheet(
            "a.md",
            headings=(heading,),
            lead="Lead words",
            properties={"ceo": "[[Ada Lovelace]]", "parts": {"x": 1}, "open": True},
        ),
        "b.md": sheet("b.md"),
        "c.canvas": replace(sheet("c.canvas"), kind="canvas"),
    }
    sheets |= {f"n{number}.md": sheet(f"n{number}.md") for number in range(20)}
    texts = {"a.md": "x", "b.md": "pricing one two three four five six seven eight nine ten"}
    pack = text_pack(shelf(sheets, texts), tuple(sheets))
    assert reader.scored(reader.lookup(pack, "lovelace")) == {0: reader.scored(reader.lookup(pack, "ada"))[0]}
    scores = reader.scored(reader.lookup(pack, "pricing"))
    assert scores[0] > scores[1]


def test_previews_are_where_the_script_looks_for_them(shelf, sheet, reader):
    assert hash_of("") == 0
    assert hash_of("123456789") == 0xCBF43926
    library = shelf({f"n{number}.md": sheet(f"n{number}.md", lead="x" * 400) for number in range(100)})
    shards = previewed(library)
    assert len(shards) == 4
    made = files(library)
    assert reader.value_of(made["_data/previews.js"]) == ("previews", 4)
    rows = [row for shard in range(4) for row in reader.value_of(made[f"_data/previews-{shard:02x}.js"])[1]]
    assert sorted(row[0] for row in rows) == sorted(page_addresses(library))
    assert all(hash_of(address) & 3 == number for number, shard in enumerate(shards) for address, _ in shard)
    assert max(len(row[3]) for row in rows) <= 280


def test_a_site_without_search_has_previews_only(shelf, sheet):
    library = shelf({"a.md": sheet("a.md")})
    library = replace(library, settings=replace(library.settings, search=False))
    assert set(files(library)) == {"_data/previews.js", "_data/previews-00.js"}


def test_a_note_that_only_lists_others_comes_after_those_that_say_something(shelf, sheet, reader):
    sheets = {f"n{number}.md": sheet(f"n{number}.md", listed=number > 0) for number in range(9)}
    pack = text_pack(shelf(sheets, {"n0.md": "rare words", "n1.md": "rare words"}), tuple(sheets))
    scores = reader.scored(reader.lookup(pack, "rare"))
    assert scores[0] < scores[1]


def test_a_project_may_have_a_search_script_of_its_own(shelf, sheet, tmp_path):
    library = shelf({"a.md": sheet("a.md")})
    assert b"vaultgen" in files(library)["assets/search.js"]
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "search.js").write_bytes(b"own")
    own = replace(library, settings=replace(library.settings, templates=tmp_path))
    assert files(own)["assets/search.js"] == b"own"
