"""The section `[site]` of the project file: where the site goes, and what it shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from vaultgen.values.suggest import did_you_mean

__all__ = ["SiteSection", "read_site"]

_WHOLE: Final = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_PUBLISH: Final = ("all", "opt-in")


@dataclass(frozen=True, slots=True)
class SiteSection:
    """What a project says about its site; the fields are the keys of the section.

    `out` is the folder of the site, relative to the project. An empty title or description is one that the
    project leaves to its name.
    """

    out: str = "site"
    title: str = ""
    url: str = ""
    language: str = "en"
    description: str = ""
    publish: Literal["all", "opt-in"] = "all"
    exclude: tuple[str, ...] = ()
    home: str = ""
    search: bool = True
    offline: bool = False
    twins: bool = True
    strict_line_breaks: bool = False
    vault_name: str = ""


def read_site(raw: Any, report: Callable[[str, str, str], None]) -> SiteSection:
    """Read the section; `report` is told (key, what is wrong, what now) of everything that is."""
    if not isinstance(raw, dict):
        report("site", "site: a section is expected", "begin one with a line [site]")
        return SiteSection()
    values: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in _READERS:
            advice = did_you_mean(key, _READERS) or f"known are {', '.join(_READERS)}"
            report(key, f"unknown key “{key}” in [site]", advice)
            continue
        try:
            values[key] = _READERS[key](value)
        except ValueError as error:
            report(key, f"site.{key}: {error}", "")
    return SiteSection(**values)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("a text is expected, in quotes")  # noqa: TRY004 -- reported like any other value
    return value.strip()


def _folder(value: Any) -> str:
    if not _text(value):
        raise ValueError('the name of a folder is expected, such as "site"')
    return _text(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false is expected")  # noqa: TRY004 -- as above
    return value


def _url(value: Any) -> str:
    if not isinstance(value, str) or not _WHOLE.fullmatch(value):
        raise ValueError('a whole address is expected, such as "https://example.org/research/"')
    return value if value.endswith("/") else f"{value}/"


def _language(value: Any) -> str:
    if not isinstance(value, str) or not _LANGUAGE.fullmatch(value):
        raise ValueError('the code of a language is expected, such as "en" or "pt-BR"')
    return value


def _publish(value: Any) -> str:
    if value not in _PUBLISH:
        advice = did_you_mean(value, _PUBLISH) if isinstance(value, str) else ""
        raise ValueError('"all" or "opt-in" is expected' + (f"; {advice}" if advice else ""))
    return str(value)


def _patterns(value: Any) -> tuple[str, ...]:
    texts = [value] if isinstance(value, str) else value
    if not isinstance(texts, list) or not all(isinstance(text, str) and text for text in texts):
        raise ValueError('a list of paths or patterns is expected, such as ["Templates/*"]')
    return tuple(texts)


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "out": _folder,
    "title": _text,
    "url": _url,
    "language": _language,
    "description": _text,
    "publish": _publish,
    "exclude": _patterns,
    "home": _text,
    "search": _flag,
    "offline": _flag,
    "twins": _flag,
    "strict_line_breaks": _flag,
    "vault_name": _text,
}
