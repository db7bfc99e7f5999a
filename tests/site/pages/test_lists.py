"""The lists of a site: rounds, kinds, tags, folders, what changed; their order, paging and keys."""

from __future__ import annotations

import csv
import itertools
import re
from decimal import Decimal

import pytest

from tests.site.pages.conftest import ACME, VAULT
from vaultgen.site.pages import places
from vaultgen.site.pages.words import cut, moment, money, plural
from vaultgen.site.rounds import Name, read_rounds
from vaultgen.site.survey.body import read_body
from vaultgen.values.status import Tier


def test_rounds_are_read_from_a_company_s_table():
    last, first = read_rounds(read_body(ACME).tables)
    assert (last.name, last.date, last.amount, last.valuation) == (
        "Series F",
        "Jun 2026",
        "~$1.5B",
        "$11–13B",
    )
    assert (last.tier, last.said, last.pending) == (Tier.PENDING, "reported", True)
    assert last.leads == (Name("North Fund", "North Fund"), Name("Bond"))
    assert (last.earliest, last.latest, last.size) == ("2026-06-01", "2026-06-30", Decimal(1_500_000_000))
    assert (first.name, first.tier, first.leads) == ("Series E", Tier.FIRM, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A round of golf | on a date",
        "| Round | Date |\n|---|---|\n| A | 2026 |\n",
        "```\n| Round | Date | Amount |\n|---|---|---|\n| A | 2026 | $1M |\n```\n",
        "| Round | Date | Amount |\n|---|---|---|\n| **Total** | | $1M |\n| | 2026 | $2M |\n| A | | |\n",
        "| Round | Date | Amount |\nno table\n",
    ],
)
def test_what_tells_of_no_round_gives_none(text):
    assert read_rounds(read_body(text).tables) == ()


def test_a_table_may_name_the_companies_and_hold_odd_cells():
    table = "| Company | Stage | When | Raised |\n|--|--|--|--|\n"
    table += "| [[Acme\\|the A.]] | Seed round | soon | a lot |\n| Bolt |"
    (one,) = read_rounds(read_body(table).tables)
    assert (one.company, one.date, one.size) == (Name("the A.", "Acme"), "soon", None)


def test_every_round_is_told_once_however_many_notes_tell_of_it(studio):
    listing = "---\nkind: index\n---\n| Company | Round | Date | Amount |\n|--|--|--|--|\n"
    listing += "| [[Acme]] | Series F | Jun 2026 | $2B |\n| Unknown Inc | Seed | 2023 | $3M |\n"
    backed = "---\nkind: investor\n---\n| Company | Round | Date | Amount |\n|--|--|--|--|\n"
    backed += "| Unknown Inc | Seed | 2023 | |\n"
    deals = studio({**VAULT, "All rounds.md": listing, "South fund rounds.md": backed}).books.deals
    assert [(deal.name, deal.round.name, deal.round.amount) for deal in deals] == [
        ("Acme", "Series F", "~$1.5B"),
        ("Acme", "Series E", "$300M"),
        ("Bolt", "Seed", "$4M"),
        ("Unknown Inc", "Seed", "$3M"),
        ("Bolt", "Angel", "$1M"),
    ]


def test_a_mark_s_area_is_in_proportion_to_the_amount(pages):
    drawn = re.findall(r'<g class="round (\w+)"><title>([^<]*).*?r="(\d+)"', pages()["timeline.html"])
    radius = {title.split(",")[0]: (mark, int(r)) for mark, title, r in drawn}
    assert radius["Acme: Series F"] == ("pending", 18)
    assert radius["Acme: Series E"] == ("firm", 8)
    assert radius["Bolt: Seed"] == ("firm", 5)  # the smallest that can be seen
    assert "Undated" in pages()["timeline.html"]


def test_no_amount_is_written_over_another_round(pages):
    rows = "".join(f"| R{n} | {n % 12 + 1:02}/{2015 + n // 4} | $1{'0' * (n % 3)}M |\n" for n in range(40))
    told = f"---\nkind: company\n---\n| Round | Date | Amount |\n|--|--|--|\n{rows}"
    told = re.sub(r"(\d\d)/(\d{4})", r"\2-\1-15", told)
    page = pages({"Many.md": told})["timeline.html"]
    dots = [(int(x) - int(r), int(x) + int(r)) for x, r in re.findall(r'cx="(\d+)" cy="\d+" r="(\d+)"', page)]
    notes = [
        (int(x) - 5 * len(note), int(x)) if end else (int(x), int(x) + 5 * len(note))
        for end, x, note in re.findall(r'<text class="note( end)?" x="(\d+)"[^>]*>([^<]+)', page)
    ]
    assert len(dots) == 40
    assert 2 < len(notes) < 40
    for number, (left, right) in enumerate(notes):
        others = [*dots, *notes[:number]]
        assert not any(left < b and a < right for a, b in others)


MANY = {
    f"N/N{n:04}.md": f"---\nkind: person\ntags: [big, big/b{n % 2}]\nupdated: 2026-01-02\n---\nT{n}\n"
    for n in range(900)
}
LONG = {
    "kinds/person.html": "People",
    "tags/big.html": "#big",
    "folders/n.html": "N",
    "recent.html": "Recently changed",
}


def _pages_of(made, address):
    """The pages of a list, in their order."""
    addresses = (places.numbered(address, number) for number in itertools.count(1))
    return [made[one] for one in itertools.takewhile(made.__contains__, addresses)]


def test_long_lists_are_cut_into_pages_that_lead_to_each_other(pages):
    made = pages(MANY)
    for address in LONG:
        shown = _pages_of(made, address)
        names = [re.findall(r">(N\d{4})</a>", page) for page in shown]
        assert 4 <= len(shown) <= 6
        assert [name for part in names for name in part] == [f"N{n:04}" for n in range(900)]
        last = places.numbered(address, len(shown)).rpartition("/")[2]
        assert f'href="{last}"' in shown[0]


def test_the_first_page_of_a_list_tells_of_it_as_a_whole_and_the_others_which_they_are(pages):
    made = pages({**MANY, "N/Sub/One.md": "x\n"})
    for address, title in LONG.items():
        first, second, *_ = _pages_of(made, address)
        assert f'<h1>{title} <span class="count">900</span></h1>' in first
        assert f"<title>{title} · Research</title>" in first
        assert f'<h1>{title} <span class="count">page 2</span></h1>' in second
        assert f"<title>{title}, page 2 · Research</title>" in second
        assert ">900<" not in second
    for address, inner in (("tags/big.html", "big/b0.html"), ("folders/n.html", "n/sub.html")):
        assert [f'href="{inner}"' in page for page in _pages_of(made, address)[:2]] == [True, False]


def test_a_new_note_changes_only_the_first_page_of_a_long_list_and_that_on_which_it_stands(studio):
    def made(notes):
        one = studio(notes)
        keys = {leaf.addresses[0]: (leaf.key, one.make(leaf)[0].decode()) for leaf in one.leaves()}
        return {address: _pages_of(keys, address) for address in LONG}

    before = made(MANY)
    after = made({**MANY, "N/N0618b.md": MANY["N/N0618.md"]})
    for address, pages in after.items():
        others = [at for at, page in enumerate(pages) if page != before[address][at]]
        assert len(pages) == len(before[address]) > 3
        assert len(others) == 2, address
        assert others[0] == 0
        assert ">N0618b</a>" in pages[others[1]][1]


def test_the_pages_of_a_long_timeline_tell_which_they_are(pages):
    rounds = "".join(f"| Series {n} | 20{n % 90 + 10} | ${n + 1}M |\n" for n in range(500))
    made = pages({"Acme.md": f"---\nkind: company\n---\n| Round | Date | Amount |\n|---|---|---|\n{rounds}"})
    first, second, *_ = shown = _pages_of(made, places.TIMELINE)
    assert "<h1>Timeline of rounds</h1>" in first
    assert "500 rounds. A mark" in first
    assert '<h1>Timeline of rounds <span class="count">page 2</span></h1>' in second
    assert "500" not in second.partition("<table")[0].partition("<h1>")[2].partition("<svg")[0]
    assert "<title>Timeline of rounds, page 2 · Research</title>" in second
    assert sum(page.count('<th scope="row">') for page in shown) == 500


def test_a_kind_s_table_has_the_columns_that_its_properties_give(pages):
    page = pages()["kinds/company.html"]
    heads = re.findall(r'<th scope="col"([^>]*)>([^<]*)', page)
    assert [text for _, text in heads] == [
        "Name",
        "Valuation",
        "Pending",
        "Total raised",
        "Annualized revenue",
        "Last round",
    ]
    assert 'data-sort-as="number"' in heads[1][0]
    assert 'data-sort="5000000000">$5B' in page
    assert 'href="../data/company.csv"' in page


def test_what_is_only_reported_stands_with_the_pending_figures(pages):
    made = pages()
    row = re.search(r">Bolt</a>.*?</tr>", made["kinds/company.html"], re.DOTALL)
    firm, pending = re.findall(r"<td.*?</td>", row[0])[:2]
    assert "$400M" not in firm
    assert '$400M <span class="mark pending">' in pending
    row = re.search(r">Bolt</a>.*?</tr>", made["index.html"].partition("worths")[2], re.DOTALL)
    assert re.search(r'<td class="num"><span class="none">—</span></td><td class="num later">\$400M', row[0])


def test_a_kind_is_listed_by_letter_by_year_and_by_valuation(pages):
    made = pages({**VAULT, "Companies/Ärzte.md": "---\nkind: company\nfounded: 1999\n---\nx\n"})
    names = {
        order: re.findall(r'<th scope="row"><a[^>]*>([^<]*)', made[places.kind_address("company", order)])
        for order in ("", "year", "valuation")
    }
    years = re.findall(r'<td class="num">(\d*)</td></tr>', made["kinds/company--by-year.html"])
    assert years == ["2026", "2025", "1999"]
    assert 'aria-sort="descending">Year</th>' in made["kinds/company--by-year.html"]
    assert ">Year</th>" not in made["kinds/company.html"] + made["kinds/company--by-valuation.html"]
    assert names == {
        "": ["Acme", "Ärzte", "Bolt"],
        "year": ["Acme", "Bolt", "Ärzte"],
        "valuation": ["Acme", "Bolt", "Ärzte"],
    }


def test_what_is_only_pending_comes_after_all_that_is_firm(pages):
    told = {
        "Firm": "valuation_usd: 2000000",
        "Larger": "valuation_usd: 3000000",
        "Talks": "pending_valuation_usd: 90000000",
        "Reported": "valuation_usd: 80000000\nvaluation_status: reported",
        "Worded": "valuation: $70M (in talks)",
        "Both": "valuation_usd: 1000000\npending_valuation_usd: 60000000",
    }
    made = pages({f"{name}.md": f"---\nkind: company\n{text}\n---\n" for name, text in told.items()})
    order = ["Larger", "Firm", "Both", "Talks", "Reported", "Worded"]
    listed = made[places.kind_address("company", "valuation")]
    assert re.findall(r'<th scope="row"><a[^>]*>([^<]*)', listed) == order
    first = made["index.html"].partition("worths")[2]
    assert re.findall(r'<th scope="row"><a[^>]*>([^<]*)', first)[: len(order)] == order


def test_where_nothing_is_pending_the_first_page_has_no_column_for_it(pages):
    notes = {f"{name}.md": f"---\nkind: company\nvaluation_usd: {name}000000\n---\n" for name in ("1", "2")}
    assert ">Pending</th>" not in pages(notes)["index.html"]
    assert "later" not in pages(notes)["index.html"]
    assert ">Pending</th>" in pages()["index.html"]


def test_a_tag_lists_the_notes_of_the_tags_below_it(pages):
    made = pages()
    assert ">Acme</a>" in made["tags/robots.html"]
    assert 'href="robots/arms.html"' in made["tags/robots.html"]
    assert 'href="../robots.html"' in made["tags/robots/arms.html"]
    assert 'href="robots.html"' in made["tags/index.html"]


def test_tags_that_differ_have_pages_that_differ():
    tags = ["a_b", "a-b", "a/b", "ab", "a🚀", "🚀", "🛰", "index", "a--b", "-a", "日本"]
    addresses = {places.tag_address(tag) for tag in tags}
    assert len(addresses) == len(tags)
    assert "tags/index.html" not in addresses
    assert places.tag_address("AI") == "tags/ai.html"


def test_a_leaf_s_key_changes_when_what_it_shows_does_and_only_then(studio):
    def keys(**changes):
        notes = {**VAULT, **{path.replace("__", "/") + ".md": text for path, text in changes.items()}}
        return {(leaf.kind, leaf.subject): leaf.key for leaf in studio(notes).leaves()}

    before = keys()
    assert keys() == before
    person = VAULT["People/Jane Roe.md"].replace("CEO of", "Chief of")
    after = keys(**{"People__Jane Roe": person})
    changed = {subject for subject, key in after.items() if before.get(subject) != key}
    assert {kind for kind, _ in changed} == {"home", "kind", "folder", "changed", "graph"}
    assert ("kind", "company\n\n1") not in changed


def test_words_are_those_of_the_field():
    assert [plural(kind) for kind in ("company", "person", "business", "key_market")] == [
        "Companies", "People", "Businesses", "Key markets",
    ]  # fmt: skip
    assert (money(585_000_000, "total_raised_usd"), money(1_500_000, "arr_eur")) == ("$585M", "€1.5M")
    assert money(-3, "x_usd") == "-3"
    assert moment("2026-13-01") is moment("soon") is None
    assert cut("one two three", 9) == "one two…"


def test_the_timeline_is_a_table_for_spreadsheets_too(pages):
    notes = {
        "Acme.md": "| Round | Date | Amount | Valuation | Lead |\n|---|---|---|---|---|\n"
        "| Series B (in talks) | Jun 2026 | $1.5B | $11–13B | [[North]], [[Zeus]], Bond |\n"
        "| Seed | — | $1M | — | =HYPERLINK() |\n",
        "North.md": "",
        "Zeus.md": "---\nprivate: true\n---\n",
    }
    made = pages(notes)
    assert '<a class="csv" href="data/rounds--all.csv">CSV</a>' in made["timeline.html"]
    head, *rows = csv.reader(made["data/rounds--all.csv"].splitlines())
    first, second = (dict(zip(head, row, strict=True)) for row in rows)
    assert first | {"leads": ""} == {
        "company": "Acme", "round": "Series B", "date": "Jun 2026", "earliest": "2026-06-01", "latest": "2026-06-30",
        "firmness": "pending", "status": "in talks", "amount": "$1.5B", "size": "1500000000",
        "valuation": "$11–13B", "leads": "", "page": "acme.html",
    }  # fmt: skip
    assert first["leads"].startswith("North; ")
    assert "Zeus" not in made["data/rounds--all.csv"]
    assert (second["round"], second["date"], second["leads"]) == ("Seed", "", "'=HYPERLINK()")
    assert "data/rounds--all.csv" not in pages({"Acme.md": "No rounds.\n"})
