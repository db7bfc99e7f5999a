"""Code is coloured as far as that takes no time, and always shown."""

from __future__ import annotations

import html
import re

import pytest

from tests.pace import in_time
from vaultgen.site.markdown.code import MOST_COLOURED, coloured

ORDINARY = 'int main(int argc, char **argv) {\n    return printf("%d", argc); /* what came */\n}\n'


@pytest.mark.parametrize(
    ("language", "code"),
    [
        ("c", " \n" * 5_000),
        ("c++", ORDINARY + "\t\n" * 9_000),
        ("c", 10 * ORDINARY + " \n" * 5_000 + 10 * ORDINARY),
        ("awk", ('\\"' * 400 + "\n") * 12),
        ("nasm", "/*\n" * 5_000),
        ("mcschema", "<!--" * 120 + '!"\n'),
        ("systemd", " " * 480 + "!\n"),
    ],
)
def test_no_code_keeps_a_build_waiting(language, code):
    assert in_time(0.5, lambda: coloured.__wrapped__(code, language)) == html.escape(code)


@pytest.mark.parametrize("language", ["c", "C", "python", "sql", "yaml"])
def test_code_as_people_write_it_is_coloured(language, project):
    code = (project / "vaultgen" / "site" / "rounds.py").read_text("utf-8")
    shown = coloured(code, language)
    assert "<span" in shown
    assert html.unescape(re.sub(r"</?span[^>]*>", "", shown)) == code


def test_short_code_may_say_the_same_over_and_over():
    assert "<span" in coloured("x = 1\n" * 20, "python")


def test_long_code_is_not_coloured():
    assert "<span" not in coloured("".join(f"value_{n} = {n}\n" for n in range(2_000)), "python")


def test_a_page_shows_only_so_much_code_in_colours(body):
    block = "".join(f"value_{n} = {n}\n" for n in range(500))
    blocks = 4 + MOST_COLOURED // len(block)
    text = "\n".join(f"```python\n{block}number = {n}\n```\n" for n in range(blocks))
    pieces = body(text).html.split('<pre class="code"')[1:]
    assert len(pieces) == blocks
    shown = ["<span" in piece for piece in pieces]
    assert shown == sorted(shown, reverse=True)
    assert 0 < shown.count(True) * len(block) <= MOST_COLOURED
