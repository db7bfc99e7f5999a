"""The catalog as a whole: what is known on a day, cards, edges, texts, statements, and the order of nothing."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultgen.catalog.card import CardFigure
from vaultgen.catalog.catalog import Catalog, Setting, sorted_findings
from vaultgen.catalog.claims import compatible
from vaultgen.catalog.library import Library
from vaultgen.catalog.window import ALWAYS, Window, window_of
from vaultgen.catalog.wording import name_of, predicate_label
from vaultgen.records.records import Records
from vaultgen.values.days import parse_day

TEXT = """
sources:
  - {id: january, title: January, publisher: wsj, published: 2026-01-20}
  - {id: june, published: 2026-06, publisher: wsj}
  - {id: loose, author: Ann}
  - {id: bare}
entities:
  - id: acme
    kinds: [company]
    name: Acme
    aliases: [Acme Corp]
    founded: [{value: 2019, source: january}, {value: 2019-03, source: june}]
    hq: {value: Oslo, source: june}
    tagline: {value: builds things, source: january}
    standing: {value: NVIDIA-partnered, source: january}
    facts: {Home port: [{value: Oslo, source: june}, {value: Rome, source: january}]}
    summary: [{text: New., source: june}, {text: Old., source: january}]
    why: [{text: b, source: june}, {text: a, source: june}]
    bull:
      - {text: Grows, source: january}
      - {text: Was cheap, source: january, until: 2026-03}
    sections:
      - heading: News
        items: [{text: One, source: january}, {text: Two, source: june}]
        text: {text: Told., source: june}
        closing: {text: Done., source: june}
      - {heading: Later, source: june, text: {text: x, source: june}}
  - {id: beta, kinds: [company], name: Beta, hq: {value: Rome, source: june}}
  - {id: gamma, kinds: [company], name: Gamma}
  - {id: delta, kinds: [company], name: Delta, sections: [{heading: H, table: {of: deals}}]}
  - {id: ivp, kinds: [investor], name: IVP}
  - {id: wsj, kinds: [publisher], name: WSJ}
  - {id: sacra, kinds: [publisher], name: Sacra}
metrics:
  - {entity: acme, metric: valuation, value: $4B (Jan 2025), source: january}
  - {entity: acme, metric: arr, value: "~$600M (estimated, Mar 2026)", origin: sacra, source: june}
  - {entity: acme, metric: arr, value: "$1B (forecast, 2027)", source: june}
  - {entity: acme, metric: revenue, value: $1M, scope: Europe, source: june}
rounds:
  - {id: acme/e, entity: acme, stage: Series E, date: 2026-01, amount: $300M, valuation: $5B, status: closed,
     source: january, investors: [{investor: ivp, role: co_lead, amount: $150M}]}
  - {id: acme/f, entity: acme, status: reported, date: 2026-06, valuation: $13B, source: june, investors: [ivp]}
  - {id: acme/old, entity: acme, aggregate: true, amount: ~$285M, valuation: $1B, source: january}
deals:
  - {id: buy, type: acquisition, from: ivp, to: acme, amount: [$1B, {value: $2B, source: june}], source: january}
  - {id: deal, type: supply, from: ivp, to: beta, label: supply deal, pattern: Chips, source: june}
relations:
  - {type: customer_of, from: beta, to: acme, source: june, note: buys, inverse_note: uses it}
  - {type: customer_of, from: gamma, to: acme, status: withdrawn, source: june}
  - {type: competitor_of, from: acme, to: beta, rank: deprecated, reason: nonsense}
  - {type: ceo_of, from: sacra, to: acme, source: january, label: boss, inverse_label: firm}
"""


@pytest.fixture(scope="module")
def now(told) -> Catalog:
    return told(TEXT)


@pytest.fixture(scope="module")
def then(told) -> Catalog:
    return told(TEXT, day="2026-01-23")


# --- as of a day ----------------------------------------------------------------------------


def test_a_day_shows_only_what_was_published_by_then(now, then) -> None:
    assert [found.id for found in now.profile("acme").rounds] == ["acme/f", "acme/e", "acme/old"]
    assert [found.id for found in then.profile("acme").rounds] == ["acme/e", "acme/old"]
    assert (now.profile("acme").text("hq"), then.profile("acme").text("hq")) == ("Oslo", "")
    assert then.profile("acme").sources == ("january",)
    assert [edge.partner for edge in then.profile("acme").edges] == ["sacra"]


def test_a_source_of_june_is_known_at_the_end_of_june(told) -> None:
    assert told(TEXT, day="2026-06-29").profile("acme").text("hq") == ""
    assert told(TEXT, day="2026-06-30").profile("acme").text("hq") == "Oslo"


def test_an_entity_is_unknown_before_anything_is_told_of_it(then) -> None:
    assert not then.cards["beta"].known
    assert then.cards["acme"].known
    assert then.cards["gamma"].known is False
    assert then.cards["delta"].known
    assert "june" not in then.cards
    assert then.cards["loose"].known


def test_texts_are_the_newest_that_were_known_and_bullets_end_on_their_day(now, then) -> None:
    old, new = then.profile("acme").texts, now.profile("acme").texts
    assert (old.summary.text, new.summary.text) == ("Old.", "New.")
    assert (old.why, new.why.text) == (None, "b")
    assert [text.text for text in old.bull] == ["Grows", "Was cheap"]
    assert [text.text for text in new.bull] == ["Grows"]
    assert [(one.heading, [item.text for item in one.items]) for one in old.sections] == [("News", ["One"])]
    assert [one.heading for one in new.sections] == ["News", "Later"]
    assert new.say_anything()


def test_today_is_the_day_asked_for_or_that_of_the_newest_source(now, then, told) -> None:
    assert now.setting.today == date(2026, 6, 30)
    assert then.setting.today == date(2026, 1, 23)
    assert told(TEXT, today="2030-01-01").setting.today == date(2030, 1, 1)


# --- lines and cards ------------------------------------------------------------------------


def test_rounds_set_the_valuation_and_aggregates_do_not(now) -> None:
    line = now.profile("acme").line("valuation")
    assert [str(claim.figure()) for claim in line.shown] == ["$5B (Jan 2026)", "$13B (reported, Jun 2026)"]
    assert [str(claim.value) for claim in line.series] == ["$5B", "$4B"]
    assert line.current.scope == "acme/e"


def test_what_a_round_sets_aside_stays_with_the_company(told) -> None:
    catalog = told("""
entities: [{id: acme, kinds: [company], name: Acme}]
rounds: [{id: acme/e, entity: acme, valuation: [{value: $5B, rank: deprecated, reason: wrong}]}]
""")
    line = catalog.profile("acme").line("valuation")
    assert (line.current, [aside.why for aside in line.aside]) == (None, ["deprecated: wrong"])


def test_a_card_holds_what_others_show(now) -> None:
    card = now.cards["acme"]
    assert card.names == ("Acme", "Acme Corp")
    assert card.figure("valuation") == CardFigure("$5B", "Jan 2026", 5e9, "january")
    assert str(card.pending_figure("valuation")) == "$13B (reported, Jun 2026)"
    assert str(card.figure("arr")) == "~$600M (Sacra est., Mar 2026)"
    assert str(card.pending_figure("arr")) == "$1B (forecast, 2027)"
    assert card.figure("revenue") is None
    assert (card.hq, card.founded, card.tagline, card.standing) == (
        "Oslo",
        "Mar 2019",
        "builds things",
        "NVIDIA-partnered",
    )
    assert card.last_round == ("2026-06-30", "Jun 2026", "", "")
    assert card.priced == (("january", "$5B"), ("june", "$13B"))
    assert str(CardFigure("$4B")) == "$4B"


def test_a_card_lists_the_largest_of_what_was_backed(now) -> None:
    assert now.cards["ivp"].backed == (
        ("acme", "$2B acquisition", "", "january"),
        ("acme", "$150M", "", "january"),
        ("beta", "supply deal", "Chips", "june"),
    )
    assert [backing.round.id for backing in now.profile("ivp").backings] == ["acme/f", "acme/e"]
    assert [deal.id for deal in now.profile("ivp").deals] == ["buy", "deal"]


def test_an_edge_is_told_from_either_side(now) -> None:
    (bought,) = [edge for edge in now.profile("acme").edges if edge.type.id == "customer_of"]
    assert (bought.partner, bought.label, bought.heading, bought.note) == (
        "beta",
        "customer",
        "Customers",
        "uses it",
    )
    (sold,) = now.profile("beta").edges
    assert (sold.partner, sold.label, sold.heading, sold.note) == ("acme", "supplier", "Suppliers", "buys")
    (boss,) = [edge for edge in now.profile("acme").edges if edge.type.id == "ceo_of"]
    assert boss.label == "boss"
    assert now.profile("sacra").edges[0].label == "firm"


def test_relations_that_are_over_are_kept_apart(now) -> None:
    assert {relation.type for relation in now.profile("acme").severed} == {"customer_of", "competitor_of"}
    assert now.profile("gamma").edges == ()


def test_the_main_source_is_the_one_that_most_rests_on(now) -> None:
    assert now.profile("ivp").main_source == "january"
    assert now.profile("beta").main_source == "june"
    assert now.profile("gamma").main_source == ""
    assert str(now.profile("acme").updated) == "Jun 2026"
    assert now.profile("gamma").updated is None


def test_what_is_asked_for_and_not_known_is_empty(now) -> None:
    profile = now.profile("gamma")
    assert profile.line("arr").shown == ()
    assert profile.current("arr") is None
    assert profile.text("hq") == ""
    assert profile.derived_figure("total_raised") is None
    assert profile.co_investors() == ()


# --- sources --------------------------------------------------------------------------------


def test_every_source_is_an_entity_of_its_own(now) -> None:
    assert now.cards["january"].name == "January"
    assert now.cards["june"].name == "WSJ, Jun 2026"
    assert now.cards["loose"].name == "Ann"
    assert now.cards["bare"].name == "bare"
    assert not now.cards["june"].autolink


def test_statements_are_told_by_source_publisher_and_origin(now) -> None:
    said = {(one.subject, one.what, one.said) for one in now.profile("june").statements}
    assert ("acme", "ARR", "~$600M (Sacra est., Mar 2026)") in said
    assert ("acme", "Home port", "Oslo") in said
    assert ("acme", "Revenue (Europe)", "$1M") in said
    assert said < {(one.subject, one.what, one.said) for one in now.profile("wsj").statements}
    (sacra,) = now.profile("sacra").statements
    assert (sacra.source, sacra.origin, sacra.day, sacra.speakers) == (
        "june",
        "sacra",
        "2026-06-30",
        ("june", "wsj", "sacra"),
    )
    january = {(one.what, one.said) for one in now.profile("january").statements}
    assert {
        ("Series E, Jan 2026", "ivp: co-lead, $150M"),
        ("acquisition", "$1B"),
        ("Founded", "2019"),
    } <= january
    assert not {what for what, _ in january} & {"Approach", "Standing"}


def test_a_publisher_that_is_its_own_source_speaks_once(told) -> None:
    catalog = told("""
sources: [{id: a, publisher: p, published: 2026}, {id: b}]
entities: [{id: acme, kinds: [company], name: Acme, hq: [{value: Oslo, source: a}, {value: Rome, source: b}]},
           {id: p, kinds: [publisher], name: P}]
""")
    assert [one.said for one in catalog.profile("p").statements] == ["Oslo"]
    assert [one.day for one in catalog.profile("b").statements] == [""]
    assert dict(catalog.statements).keys() == {"a", "b", "p"}
    assert len(catalog.statements) == 3


def test_a_library_knows_roots_and_days(library: Library) -> None:
    assert library["note"].roots == {"wsj-jan", "wsj"}
    assert library["digest"].roots == {"wsj-jun", "analysts"}
    assert library["ring"].roots == {"ring"}
    assert library["nowhere"].known is None
    assert library[""].roots == frozenset()
    assert library.known_by("nowhere", date(1900, 1, 1))
    assert not library.known_by("digest", date(2026, 6, 29))
    assert library.latest([]) is None
    assert library.newest(["letter", "nowhere"]) is None
    assert str(library.newest(["wsj-jan", "digest", "wsj-jun"])) == "Jun 2026"
    assert library.name("sacra") == "Sacra"
    assert library.name("people close to it") == "people close to it"


def test_windows() -> None:
    assert window_of(parse_day("by 2025")) == Window(date(2025, 12, 31), date(2025, 12, 31))
    assert window_of(parse_day("since 2019")).start == date(2019, 1, 1)
    assert window_of(parse_day("2026-06")).days == 30
    assert ALWAYS.overlaps(window_of(parse_day("2020")))
    assert not window_of(parse_day("2020")).overlaps(window_of(parse_day("2021")))


def test_words_for_what_has_no_record(now) -> None:
    assert name_of("people close to it", now.cards) == "people close to it"
    assert predicate_label("facts.home_port", now.registry) == "home port"
    assert predicate_label("hq", now.registry) == "HQ"


def test_a_day_and_a_text_are_never_compatible(say) -> None:
    assert not compatible(say(day="2019"), say(text="2019"), 0)


# --- order ----------------------------------------------------------------------------------


def shuffled(records: Records, draw) -> Records:
    """The same records with everything that has no order of its own in another order."""

    def mixed(items):
        return tuple(draw(st.permutations(items))) if len(items) > 1 else items

    def mixed_round(found):
        changes = {
            name: mixed(getattr(found, name))
            for name in ("stage", "date", "amount", "valuation", "status_log")
        }
        return replace(found, **changes)

    def mixed_entity(entity):
        facts = {name: mixed(said) for name, said in entity.facts.items()}
        names = ("founded", "hq", "tagline", "summary", "why")
        return replace(entity, facts=facts, **{name: mixed(getattr(entity, name)) for name in names})

    return replace(
        records,
        entities={key: mixed_entity(entity) for key, entity in records.entities.items()},
        rounds={key: mixed_round(records.rounds[key]) for key in draw(st.permutations(list(records.rounds)))},
        deals={key: records.deals[key] for key in draw(st.permutations(list(records.deals)))},
        sources={key: records.sources[key] for key in draw(st.permutations(list(records.sources)))},
        metrics=mixed(records.metrics),
    )


def plain(profile) -> tuple[object, ...]:
    """A profile without the records that it was made from, which do keep the order in which they were written."""
    rounds = [found._replace(record=None, log=found.log) for found in profile.rounds]
    backings = [(backing.round.id, backing.backer) for backing in profile.backings]
    changes = {"entity": None, "rounds": (), "backings": (), "deals": ()}
    deals = [(deal.id, deal.day, deal.amount) for deal in profile.deals]
    return profile._replace(**changes), rounds, backings, deals


@settings(max_examples=25)
@given(st.data())
def test_the_order_of_records_makes_no_difference(records_of, data) -> None:
    records = records_of(TEXT)
    catalog = Catalog.of(records, Setting())
    again = Catalog.of(shuffled(records, data.draw), Setting())
    assert again.cards == catalog.cards
    assert again.findings() == catalog.findings()
    for key in catalog.cores:
        one, other = catalog.profile(key), again.profile(key)
        assert sorted(one.statements) == sorted(other.statements)
        assert plain(one._replace(statements=())) == plain(other._replace(statements=()))


def test_open_contradictions_come_first(now) -> None:
    findings = now.findings()
    assert findings == sorted_findings(reversed(findings))
    assert [finding.open for finding in findings] == sorted(
        (finding.open for finding in findings), reverse=True
    )


def test_a_core_depends_on_nothing_but_what_touches_the_entity(records_of, now) -> None:
    records = records_of(TEXT)
    alone = replace(
        records,
        entities={"beta": records.entities["beta"]},
        rounds={},
        deals={"deal": records.deals["deal"]},
        metrics=(),
        relations=tuple(one for one in records.relations if "beta" in {one.giver, one.taker}),
    )
    assert Catalog.of(alone, Setting()).cards["beta"] == now.cards["beta"]


def test_looking_for_garbage_is_as_it_was_afterwards(records_of) -> None:
    records = records_of(TEXT)
    gc.disable()
    try:
        Catalog.of(records, Setting())
        assert not gc.isenabled()
    finally:
        gc.enable()
    Catalog.of(records, Setting())
    assert gc.isenabled()
