"""What templates write is what Jinja would, down to what is unsafe, undefined or not escaped on purpose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, StrictUndefined, UndefinedError
from markupsafe import Markup, escape

from vaultgen.site.pages.typesetter import Typesetter, written

TEXTS = st.text(st.sampled_from("&<>\"';#3 aä\n\x00\udc80"))
VALUES = TEXTS | TEXTS.map(Markup) | st.integers() | st.none() | st.booleans() | st.lists(TEXTS, max_size=2)
TEMPLATE = """
{% macro row(one) %}<i>{{ one }}</i>{% endmacro %}
{% block a %}{{ one }}{{ one | safe }}{{ row(one) }}{% autoescape false %}{{ one }}{% endautoescape %}{% endblock %}
{% for each in (one, "<", 1 < 2) %}{{ loop.index }}{{ each }}{{ each ~ "&" }}{% endfor %}
{% set kept %}<b>{{ one }}</b>{% endset %}{{ kept }}{{ "<b>" }}{{ "<b>" | escape }}
{% set raw = plain %}{% autoescape raw %}{{ one }}{% endautoescape %}
"""


class Said:
    """What is HTML by its own account."""

    def __html__(self):
        return "<b>"


@given(value=VALUES)
def test_a_value_is_written_as_jinja_escapes_it(value):
    assert written(value) == escape(value)


def test_what_says_that_it_is_html_is_not_escaped():
    assert written(Said()) == written(Markup("<b>")) == "<b>"
    assert written(type("Text", (str,), {})("<b>")) == "&lt;b&gt;"


@given(value=VALUES, plain=st.booleans())
def test_a_template_gives_what_jinja_makes_of_it(value, plain):
    ours, theirs = (
        made(autoescape=True, undefined=StrictUndefined).from_string(TEMPLATE).render(one=value, plain=plain)
        for made in (Typesetter, Environment)
    )
    assert ours == theirs


def test_what_is_undefined_is_not_written():
    template = Typesetter(autoescape=True, undefined=StrictUndefined).from_string("{{ one.nosuch }}")
    with pytest.raises(UndefinedError, match="has no attribute 'nosuch'"):
        template.render(one="")
