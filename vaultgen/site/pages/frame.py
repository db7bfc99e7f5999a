"""What stands around every page: the site's name, the ways through it, its style and script."""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from markupsafe import Markup
from msgspec import Struct

from vaultgen.site.goal import href
from vaultgen.site.pages import places
from vaultgen.site.settings import Settings

__all__ = ["Crumb", "Frame", "Shell", "Way"]


class Way(NamedTuple):
    """A link of the navigation; `current` when it leads to this page."""

    text: str
    href: str
    current: bool = False


class Crumb(NamedTuple):
    """A step of the way down to a page; the last one, the page itself, has no address."""

    text: str
    href: str = ""


class Frame(Struct, frozen=True):
    """The frame of one page."""

    language: str
    root: str
    kind: str
    path: str
    index: str
    title: str
    description: str
    style: str
    script: str
    theme: str
    head_extra: Markup
    home: str
    site: str
    ways: tuple[Way, ...]
    search: str
    legend: bool


class Shell(Struct, frozen=True):
    """What the frames of all pages share; `ways` are names and addresses, `versions` those of the assets."""

    settings: Settings
    ways: tuple[tuple[str, str], ...]
    style: str
    script: str
    theme: str = ""
    legend: bool = True

    def frame(
        self, page: str, kind: str, *, title: str = "", description: str = "", extra: str = "", path: str = ""
    ) -> Frame:
        """Frame one page, which stands at the address `page`."""
        settings = self.settings
        root = "../" * page.count("/")
        if page == places.MISSING and settings.url:
            root = urlsplit(
                settings.url
            ).path  # it is shown at any address, so that no relative way leads anywhere

        def way(address: str) -> str:
            return f"{root}{address}" if page == places.MISSING else href(address, page)

        index = "" if not settings.search else "own" if settings.offline else "pagefind"
        return Frame(
            settings.language, root, kind, path, index,
            f"{title} · {settings.title}" if title else settings.title,
            " ".join((description or settings.description).split()),
            f"{root}{self.style}", f"{root}{self.script}" if self.script else "",
            f"{root}{self.theme}" if self.theme else "", Markup(extra),  # noqa: S704 - made by other rooms of the site
            way(places.HOME), settings.title,
            tuple([Way(text, way(address), address == page) for text, address in self.ways]),
            way(places.SEARCH) if settings.search else "", self.legend,
        )  # fmt: skip
