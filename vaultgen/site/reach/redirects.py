"""Old addresses that lead on to where their pages stand now."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import quote

from vaultgen.site.goal import href
from vaultgen.site.reach.places import absolute, base_path
from vaultgen.site.settings import Settings

__all__ = ["redirect_lines", "redirect_page"]


def redirect_page(settings: Settings, old: str, new: str, title: str) -> bytes:
    """A page at an old address that takes readers on, without a script."""
    way = escape(href(new, old))
    whole = escape(absolute(settings, new) or href(new, old))
    return (
        f'<!doctype html>\n<html lang="{escape(settings.language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="refresh" content="0; url={way}">\n<meta name="robots" content="noindex">\n'
        f'<link rel="canonical" href="{whole}">\n<title>{escape(title)}</title>\n</head>\n<body>\n'
        f'<p>This page has moved: <a href="{way}">{escape(title)}</a></p>\n</body>\n</html>\n'
    ).encode("utf-8", "replace")


def redirect_lines(settings: Settings, moved: Mapping[str, str]) -> str:
    """The same for hosts that read `_redirects`: a line an address."""
    base = base_path(settings)
    return "".join(
        f"{_path(base + old)} {_path(base + new)} 301\n" for old, new in sorted(moved.items()) if old != new
    )


def _path(text: str) -> str:
    return quote(text, safe="/-._~")
