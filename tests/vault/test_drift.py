"""Drift and pull: what people change in their notes goes back into the record files, or is told with the reason."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from vaultgen.errors import VaultError
from vaultgen.notes.merge import Spot
from vaultgen.vault import pull as pulling
from vaultgen.vault.build import run_build
from vaultgen.vault.desk import open_desk
from vaultgen.vault.drift import Drift, drifts, notes_meant
from vaultgen.vault.freshness import Order, Report, look
from vaultgen.vault.project import Project, load_project
from vaultgen.vault.pull import Patch, pull, pull_spot, write

ACME = """\
    # What is known of Acme.
    id: acme
    kinds: [company]
    name: Acme
    tags: [ai, chips]
    aliases: [Acme Inc]
    source: paper
    founded: 2019
    hq: {value: Berlin, source: paper}  # the town
    ticker: Private
    positioning: 'The "first" choice'
    facts:
      Motto: Do it
    metrics:
      valuation: $5B (Jan 2026)
      annualized_revenue: {value: ~$600M, status: estimated, origin: sacra, as_of: 2026-03}
      employees:
        - 1,200 (2025)
    rounds:
      - Series A, Mar 2021: $30M at $200M, led by fund, with other ($5M)
      - id: acme/series-b
        stage: Series B
        date: 2023-06
        amount: {value: $100M, source: paper}
    relations:
      - {type: customer_of, from: buyer, note: buys a lot}
      - {type: ceo_of, from: jane}
      - {type: competitor_of, to: rival}
    """
OTHERS = """\
    entities:
      - {id: fund, kinds: [investor], name: The Fund}
      - {id: other, kinds: [investor], name: Other Fund}
      - {id: sacra, kinds: [publisher], name: Sacra}
      - {id: buyer, kinds: [company], name: Buyer, tagline: Buys things}
      - {id: jane, kinds: [person], name: Jane Roe}
      - {id: joan, kinds: [person], name: Joan Doe}
      - id: rival
        kinds: [company]
        name: Rival
        metrics: {valuation: $2B (2024)}
    sources:
      - {id: paper, title: The Paper, publisher: sacra, author: Ann, published: 2026-04-02, url: "https://example.org/a"}
    """


@dataclass(frozen=True)
class Desk:
    """A project in a test's hands."""

    root: Path

    @property
    def project(self) -> Project:
        return load_project(self.root)

    def build(self) -> Report:
        order = Order()
        return run_build(self.project, order, look(self.project, order), advance=lambda *_: None)

    def note(self, name: str) -> Path:
        return next((self.root / "vault").rglob(f"{name}.md"))

    def edit(self, name: str, *pairs: tuple[str, str]) -> None:
        """A person edits a note."""
        replaced(self.note(name), *pairs)

    def drift(self, *notes: str) -> tuple[Drift, ...]:
        desk = open_desk(self.project)
        return drifts(desk, notes_meant(desk, notes))

    def records(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in (self.root / "records").iterdir()}


def replaced(path: Path, *pairs: tuple[str, str]) -> None:
    text = path.read_bytes().decode()
    for old, new in pairs:
        assert old in text, f"{old!r} is not in\n{text}"
        text = text.replace(old, new, 1)
    path.write_bytes(text.encode())


@pytest.fixture
def make(tmp_path: Path) -> Callable[[Mapping[str, str]], Desk]:
    """A function that builds a project of these record files."""

    def project(files: Mapping[str, str]) -> Desk:
        (tmp_path / "records").mkdir()
        (tmp_path / "vaultgen.toml").write_text('records = ["records"]\nvault = "vault"\n', encoding="utf-8")
        for name, text in files.items():
            (tmp_path / "records" / name).write_bytes(textwrap.dedent(text).encode())
        desk = Desk(tmp_path)
        desk.build()
        return desk

    return project


@pytest.fixture
def desk(make: Callable[[Mapping[str, str]], Desk]) -> Desk:
    return make({"acme.yaml": ACME, "others.yaml": OTHERS})


def taken(desk: Desk, made: Patch) -> list[str]:
    """The lines of the patch, without its heads; and that the vault is in step once it is written and built."""
    before = desk.note("Acme").read_text(encoding="utf-8") if (desk.root / "vault").is_dir() else ""
    written = pull(desk.project, writes=True)
    assert written.diff == made.diff
    assert desk.build().points == ()
    assert not [drift for drift in desk.drift() if drift.can_be_pulled]
    assert before.splitlines()[-1] == desk.note("Acme").read_text(encoding="utf-8").splitlines()[-1]
    return [line for line in made.diff.splitlines() if line[:1] in "+-" and line[:3] not in {"+++", "---"}]


CASES = {
    "a figure and its day": (
        [("**$5B** (Jan 2026)", "**$6B** (Feb 2026)")],
        ["-  valuation: $5B (Jan 2026)", "+  valuation: $6B (Feb 2026)"],
    ),
    "an estimate, with its origin, below keys": (
        [("~$600M (Sacra est., Mar 2026)", "$650M (The Fund est., Apr 2026)")],
        [
            "-  annualized_revenue: {value: ~$600M, status: estimated, origin: sacra, as_of: 2026-03}",
            "+  annualized_revenue: {value: $650M, status: estimated, origin: fund, as_of: 2026-04}",
        ],
    ),
    "a status instead of an origin": (
        [("(Sacra est., Mar 2026)", "(reported, Mar 2026)")],
        [
            "-  annualized_revenue: {value: ~$600M, status: estimated, origin: sacra, as_of: 2026-03}",
            "+  annualized_revenue: {value: ~$600M, status: reported, as_of: 2026-03}",
        ],
    ),
    "a figure without the bold type that notes show it in": (
        [("**$5B** (Jan 2026)", "$6B (Jan 2026)")],
        ["-  valuation: $5B (Jan 2026)", "+  valuation: $6B (Jan 2026)"],
    ),
    "a count": (
        [("1,200 (2025)", "1,300 (2025)")],
        ["-    - 1,200 (2025)", "+    - 1,300 (2025)"],
    ),
    "a year in a property": ([("founded: 2019", "founded: 2018")], ["-founded: 2019", "+founded: 2018"]),
    "a text in a property, beside a comment": (
        [("hq: Berlin", "hq: Bonn, Germany")],
        [
            "-hq: {value: Berlin, source: paper}  # the town",
            '+hq: {value: "Bonn, Germany", source: paper}  # the town',
        ],
    ),
    "a number in a property": (
        [("valuation_usd: 5000000000", "valuation_usd: 5500000000")],
        ["-  valuation: $5B (Jan 2026)", "+  valuation: $5.5B (Jan 2026)"],
    ),
    "a date in a property, still a month": (
        [("valuation_date: 2026-01-01", "valuation_date: 2026-02-01")],
        ["-  valuation: $5B (Jan 2026)", "+  valuation: $5B (Feb 2026)"],
    ),
    "a round's day and money, on one line": (
        [("| Mar 2021 | $30M |", "| Apr 2021 | $35M |")],
        [
            "-  - Series A, Mar 2021: $30M at $200M, led by fund, with other ($5M)",
            "+  - Series A, Apr 2021: $35M at $200M, led by fund, with other ($5M)",
        ],
    ),
    "a cheque": (
        [("**$5M** in", "**$6M** in")],
        [
            "-  - Series A, Mar 2021: $30M at $200M, led by fund, with other ($5M)",
            "+  - Series A, Mar 2021: $30M at $200M, led by fund, with other ($6M)",
        ],
    ),
    "a lead": (
        [("$200M | [[The Fund]]", "$200M | [[Sacra]]")],
        [
            "-  - Series A, Mar 2021: $30M at $200M, led by fund, with other ($5M)",
            "+  - Series A, Mar 2021: $30M at $200M, led by sacra, with other ($5M)",
        ],
    ),
    "a fact of one's own": (
        [("| Do it |", "| **Just** do it |")],
        ["-  Motto: Do it", "+  Motto: Just do it"],
    ),
    "a tag more, a tag less": (
        [("  - chips\n", "  - hardware\n  - europe\n")],
        ["-tags: [ai, chips]", "+tags: [ai, europe, hardware]"],
    ),
    "a tag by another": (
        [("  - chips\n", "  - hardware\n")],
        ["-tags: [ai, chips]", "+tags: [ai, hardware]"],
    ),
    "an alias more": (
        [("  - Acme Inc\n", "  - Acme Inc\n  - Acme Ltd\n")],
        ["-aliases: [Acme Inc]", "+aliases: [Acme Inc, Acme Ltd]"],
    ),
    "one link by another": (
        [('ceo:\n  - "[[Jane Roe]]"', 'ceo:\n  - "[[Joan Doe]]"')],
        ["-  - {type: ceo_of, from: jane}", "+  - {type: ceo_of, from: joan}"],
    ),
    "a link more": (
        [('customers:\n  - "[[Buyer]]"', 'customers:\n  - "[[Buyer]]"\n  - "[[Rival]]"')],
        ["+  - {type: customer_of, from: rival}"],
    ),
    "a link less": (
        [('customers:\n  - "[[Buyer]]"\n', "customers: []\n")],
        ["-  - {type: customer_of, from: buyer, note: buys a lot}"],
    ),
    "a note of a relation": (
        [("— buys a lot", "— buys little")],
        [
            "-  - {type: customer_of, from: buyer, note: buys a lot}",
            "+  - {type: customer_of, from: buyer, note: buys little}",
        ],
    ),
    "another entity's figure and words": (
        [("$2B (2024)", "$3B (2025)")],
        ["-    metrics: {valuation: $2B (2024)}", "+    metrics: {valuation: $3B (2025)}"],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_an_edit_of_a_note_goes_into_the_records(desk: Desk, case: str) -> None:
    pairs, lines = CASES[case]
    desk.edit("Acme", *pairs)
    made = pull(desk.project)
    assert made.left == ()
    assert taken(desk, made) == lines


def test_the_properties_of_a_source_go_into_its_record(desk: Desk) -> None:
    desk.edit(
        "The Paper",
        ("author: Ann", "author: Anne"),
        ("https://example.org/a", "https://example.org/b"),
        ("published: 2026-04-02", "published: 2026-04-03"),
        ('publisher: "[[Sacra]]"', 'publisher: "[[The Fund]]"'),
    )
    made = pull(desk.project)
    assert made.left == ()
    assert len(made.taken) == 4
    (line,) = (line for line in made.diff.splitlines() if line.startswith("+ "))
    for text in ("publisher: fund", "author: Anne", "https://example.org/b", "published: 2026-04-03"):
        assert text in line


def test_edits_go_into_tables_as_well(make: Callable[[Mapping[str, str]], Desk]) -> None:
    desk = make(
        {
            "entities.csv": "id,kinds,name,hq,source\nacme,company,Acme,Berlin,\nfund,investor,The Fund,,\n",
            "metrics.csv": 'entity,metric,value,as_of\nacme,valuation,"$5,000M",2026-01\nacme,employees,7,2025\n',
            "rounds.jsonl": '{"id": "acme/a", "entity": "acme", "stage": "A", "date": "2021", "amount": "$3M"}\n',
            "investments.csv": "round,investor,amount\nacme/a,fund,$1M\n",
        }
    )
    desk.edit(
        "Acme",
        ("**$5B** (Jan 2026)", "**$6B** (Feb 2026)"),
        ("hq: Berlin", "hq: Bonn"),
        ("**$3M**", "**$4M**"),
        ("**$1M** in", "**$2M** in"),
    )
    made = pull(desk.project, writes=True)
    assert made.left == ()
    assert {one.name for one in made.files} == {f"records/{name}" for name in desk.records()}
    after = desk.records()
    assert b"acme,company,Acme,Bonn,\n" in after["entities.csv"]
    assert b'acme,valuation,"$6B",2026-02\n' in after["metrics.csv"]
    assert b'"amount": "$4M"' in after["rounds.jsonl"]
    assert b"acme/a,fund,$2M\n" in after["investments.csv"]
    desk.build()
    assert desk.drift() == ()


MORE = """\
    id: more
    kinds: [company]
    name: More
    rounds:
      - id: more/talks
        stage: Series C
        status_log:
          - {status: in_talks, on: 2026-05, amount: $1B, valuation: $8B, note: heard twice}
          - {status: reported, on: 2026-06-18, amount: $1.5B}
      - id: more/split
        stage: Series B
        status: reported
        date: 2025
        tranches:
          - {id: floor, valuation: $2B, amount: $10M}
          - {id: headline, label: Headline, valuation: $3B, amount: $20M}
        terms:
          Board seat: one (reported)
    deals:
      - {id: more/licence, type: licence, to: buyer, date: 2024-03, amount: $7M (Mar 2024), note: five years}
    """


def test_rounds_in_talks_tranches_terms_and_deals_are_facts(
    make: Callable[[Mapping[str, str]], Desk],
) -> None:
    desk = make({"more.yaml": MORE, "others.yaml": OTHERS})
    desk.edit(
        "More",
        ("May 2026: in talks, $1B at $8B, heard twice", "Apr 2026: rumoured, $1.1B at $9B, heard once"),
        ("Headline: priced at $3B, $20M of new money", "Headline: priced at $3.5B, $25M of new money"),
        ("Board seat: one (reported)", "Board seat: two"),
        ("| Mar 2024 | $7M (Mar 2024) |", "| Apr 2024 | $8M (Apr 2024) |"),
    )
    made = pull(desk.project, writes=True)
    assert [line for line in made.diff.splitlines() if line.startswith("+ ")] == [
        "+      - {status: rumoured, on: 2026-04, amount: $1.1B, valuation: $9B, note: heard once}",
        "+      - {id: headline, label: Headline, valuation: $3.5B, amount: $25M}",
        "+      Board seat: two",
        "+  - {id: more/licence, type: licence, to: buyer, date: 2024-04, amount: $8M (Apr 2024), note: five years}",
    ]
    assert made.left == ()
    desk.build()
    assert desk.drift() == ()


def test_what_is_worked_out_of_a_round_is_told_so(make: Callable[[Mapping[str, str]], Desk]) -> None:
    desk = make({"more.yaml": MORE, "others.yaml": OTHERS})
    desk.edit(
        "More",
        ("| Series C (reported) | Jun 18 2026 |", "| Series C (closed) | Jun 20 2026 |"),
        ("| $30M | $2–3B |", "| $31M | $2–4B |"),
        ("last_round_date: 2026-06-18", "last_round_date: 2026-06-20"),
    )
    assert {drift.why.partition(":")[0] for drift in desk.drift()} == {
        "it is what was heard of the round last",
        "it is the day of what was heard of the round last",
        "it is put together from the parts of the round",
        "it is worked out from other figures",
    }


REFUSED = {
    "a round's sum": (
        ("| **Total** | | **$130M** |", "| **Total** | | **$140M** |"),
        "worked out from other figures",
    ),
    "a count": (("rounds: 2", "rounds: 3"), "counted"),
    "the first kind": (("kind:\n  - company", "kind:\n  - investor"), "folder and template"),
    "an unknown name": (("[[Jane Roe]]", "[[Nobody]]"), "nothing is recorded under “Nobody”"),
    "an investor more": (
        ("investors:\n", 'investors:\n  - "[[Sacra]]"\n'),
        "of which round, the list does not tell",
    ),
    "a customer that nobody knows": (
        ('customers:\n  - "[[Buyer]]"', 'customers:\n  - "[[Buyer]]"\n  - "[[Nobody]]"'),
        "nothing is recorded under “Nobody”",
    ),
    "no kind at all": (("kind:\n  - company\n", "kind: []\n"), "folder and template"),
    "a stage that an id is made of": (("| Series A |", "| Series X |"), "which is made of its stage"),
    "a source as an investor": (
        ("$200M | [[The Fund]]", "$200M | [[The Paper]]"),
        "could not be read any more",
    ),
    "what cannot be read": (("**$5B** (Jan 2026)", "**plenty** (Jan 2026)"), "amount"),
    "words around a figure": (("— buys a lot", "– buys a lot"), "words around"),
    "an emptied cell": (("| Do it |", "| — |"), "take it out of the records by hand"),
    "a sentence with a figure": (("Valued at $5B", "Valued at $6B"), "which no single record says"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_pulled_is_told_with_the_reason(
    make: Callable[[Mapping[str, str]], Desk], case: str
) -> None:
    desk = make({"acme.yaml": f"{textwrap.dedent(ACME)}summary: Valued at $5B.\n", "others.yaml": OTHERS})
    before = desk.records()
    pair, why = REFUSED[case]
    desk.edit("Acme", pair)
    made = pull(desk.project, writes=True)
    (left,) = made.left
    assert why in left.why
    assert not left.can_be_pulled
    assert made.taken == made.files == ()
    assert desk.records() == before


def test_what_only_looks_different_is_no_drift(desk: Desk) -> None:
    desk.edit("Acme", ("**$5B** (Jan 2026)", "$5.0B  (January 2026)"), ("founded: 2019", 'founded: "2019"'))
    desk.edit("Buyer", ("kinds", "kinds") if "kinds" in desk.note("Buyer").read_text() else ("id", "id"))
    assert desk.drift() == ()


def test_additions_and_deletions_of_a_person_are_no_drift(desk: Desk) -> None:
    desk.edit(
        "Acme",
        ("ticker: Private\n", "rating: 5\n"),
        ("| Metric | Value |\n", "| Metric | Value |\n"),
        ("| Founded | 2019 |\n", "| Outlook | 7 of 10 |\n"),
    )
    desk.note("Acme").write_text(desk.note("Acme").read_text() + "\nMy $7 word.\n")
    assert desk.drift() == ()


def test_two_edits_of_one_claim_that_differ_are_told_and_not_pulled(desk: Desk) -> None:
    desk.edit(
        "Acme",
        ("**$5B** (Jan 2026)", "**$6B** (Jan 2026)"),
        ("valuation_usd: 5000000000", "valuation_usd: 7000000000"),
    )
    desk.edit("Acme", ("hq: Berlin", "hq: Bonn"))
    made = pull(desk.project)
    assert [str(drift.spot) for drift in made.taken] == ["hq"]
    assert sorted(str(drift.spot) for drift in made.left) == [
        "At a glance › Valuation › Value",
        "valuation_usd",
    ]
    assert all("settle on one" in drift.why for drift in made.left)


def test_two_edits_that_say_the_same_are_one(desk: Desk) -> None:
    desk.edit(
        "Acme",
        ("**$5B** (Jan 2026)", "**$6B** (Jan 2026)"),
        ("valuation_usd: 5000000000", "valuation_usd: 6000000000"),
    )
    made = pull(desk.project)
    assert (len(made.taken), made.left) == (2, ())
    assert made.diff.count("\n+ ") == 1


def test_a_claim_that_others_outweigh_is_not_pulled(make: Callable[[Mapping[str, str]], Desk]) -> None:
    said = "founded: [2019, {value: 2019, source: second}, {value: 2019, source: third}]"
    sources = "  - {id: second, title: Second Paper}\n  - {id: third, title: Third Paper}\n"
    desk = make(
        {
            "acme.yaml": textwrap.dedent(ACME).replace("founded: 2019", said),
            "others.yaml": textwrap.dedent(OTHERS) + sources,
        }
    )
    desk.edit("Acme", ("founded: 2019", "founded: 2017"), ("hq: Berlin", "hq: Bonn"))
    made = pull(desk.project)
    assert [drift.shown for drift in made.taken] == ["Bonn"]
    (left,) = made.left
    assert left.why == "the records would still show “2019”, which records/acme.yaml:8 says: decide there"
    assert "2017" not in made.diff


def test_what_the_records_changed_as_well_is_pulled_only_if_asked(desk: Desk) -> None:
    desk.edit("Acme", ("hq: Berlin", "hq: Bonn"))
    replaced(desk.root / "records" / "acme.yaml", ("Berlin", "Potsdam"))
    for _ in range(2):
        (drift,) = desk.drift()
        assert (drift.contested, drift.records, drift.shown) == (True, "Potsdam", "Bonn")
        made = pull(desk.project)
        assert made.files == ()
        assert "the records have changed as well" in made.left[0].why
        desk.build()
    assert pull_spot(desk.project, "acme", Spot(property="hq")).taken[0].shown == "Bonn"
    assert b"value: Bonn" in desk.records()["acme.yaml"]
    assert desk.build().points == ()
    assert desk.drift() == ()


def test_pull_takes_what_is_contested_if_asked(desk: Desk) -> None:
    desk.edit("Acme", ("hq: Berlin", "hq: Bonn"))
    replaced(desk.root / "records" / "acme.yaml", ("Berlin", "Potsdam"))
    assert pull(desk.project, contested=True).left == ()


def test_a_file_that_changed_meanwhile_is_left_alone(desk: Desk) -> None:
    desk.edit("Acme", ("hq: Berlin", "hq: Bonn"), ("$2B (2024)", "$3B (2024)"))
    made = pull(desk.project)
    assert len(made.files) == 2
    replaced(desk.root / "records" / "others.yaml", ("Buys things", "Buys more things"))
    before = desk.records()
    with pytest.raises(VaultError, match="has been changed meanwhile; nothing was written"):
        write(open_desk(desk.project), made)
    assert desk.records() == before


def test_a_file_that_changes_at_the_last_moment_is_left_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.edit("Acme", ("hq: Berlin", "hq: Bonn"))
    made = pull(desk.project)
    file = desk.root / "records" / "acme.yaml"
    looked_at: list[Path] = []

    def read(path: Path) -> bytes:
        looked_at.append(path)
        data = path.read_bytes()
        path.write_bytes(data + b"# saved\n")
        return data

    monkeypatch.setattr(pulling, "_read", read)
    with pytest.raises(VaultError, match="is left alone"):
        write(open_desk(desk.project), made)
    assert looked_at == [file]
    assert b"Berlin" in file.read_bytes()
    assert file.read_bytes().endswith(b"# saved\n")


def test_a_record_file_keeps_its_mode_and_line_ends(make: Callable[[Mapping[str, str]], Desk]) -> None:
    text = "\ufeff" + textwrap.dedent(ACME).replace("\n", "\r\n")
    desk = make({"acme.yaml": text, "others.yaml": OTHERS})
    file = desk.root / "records" / "acme.yaml"
    file.chmod(0o640)
    desk.edit("Acme", ("hq: Berlin", "hq: Bonn"))
    pull(desk.project, writes=True)
    assert file.read_bytes().decode() == text.replace("Berlin", "Bonn")
    assert file.stat().st_mode & 0o777 == 0o640


def test_moved_and_renamed_notes_are_meant_by_links(desk: Desk) -> None:
    desk.note("Joan Doe").rename(desk.root / "vault" / "The new chief.md")
    desk.edit("Acme", ('"[[Jane Roe]]"', '"[[The new chief]]"'))
    made = pull(desk.project)
    assert [line for line in made.diff.splitlines() if line.startswith("+ ")] == [
        "+  - {type: ceo_of, from: joan}"
    ]


def test_only_the_notes_that_are_named_are_pulled(desk: Desk) -> None:
    desk.edit("Acme", ("hq: Berlin", "hq: Bonn"))
    desk.edit("Rival", ("**$2B** (2024)", "**$3B** (2024)"))
    assert {drift.id for drift in desk.drift()} == {"acme", "rival"}
    for words in ("rival", "Rival", "Companies/Rival.md", "vault/Companies/Rival.md"):
        assert {drift.id for drift in desk.drift(words)} == {"rival"}
    with pytest.raises(VaultError, match="no note is called “Rivale”; did you mean"):
        desk.drift("Rivale")


def test_a_drift_tells_where_the_record_says_it(desk: Desk) -> None:
    desk.edit("Acme", ("hq: Berlin", "hq: Bonn"), ("**$5B** (Jan 2026)", "**$6B** (Jan 2026)"))
    assert [(drift.file, drift.line) for drift in desk.drift()] == [
        ("records/acme.yaml", 9),
        ("records/acme.yaml", 15),
    ]


def test_an_interrupted_build_comes_first(desk: Desk) -> None:
    (desk.root / "vault" / ".vaultgen" / "pending.jsonl").write_text('{"version":2}\n', encoding="utf-8")
    with pytest.raises(VaultError, match="run `vaultgen build` first"):
        desk.drift()
