"""Links of published files that lead nowhere, by Obsidian's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from vaultgen.site.atlas import Atlas, fragment_of
from vaultgen.site.finding import Finding
from vaultgen.site.sheet import NOTE_KINDS, Link, Sheet
from vaultgen.site.survey.sheets import kind_of
from vaultgen.values.names import name_key
from vaultgen.values.suggest import nearest

__all__ = ["check_links"]

# Looking for a similar name is slow in a large vault; a vault with more broken links has other troubles.
_SUGGESTED = 100


def check_links(atlas: Atlas, paths: Iterable[str] | None = None) -> Iterator[Finding]:
    """Every link that leads nowhere, or to a private note, which is no fault; of some published files or of all."""
    names = _Names(atlas)
    for path in atlas.sheets if paths is None else paths:
        for link in atlas.surveyed[path].links:
            if found := _check(atlas, names, path, link):
                yield found


def _check(atlas: Atlas, names: _Names, path: str, link: Link) -> Finding | None:
    target = atlas.find(link.target, path)
    if not target:
        return _nowhere(names, path, link)
    sheet = atlas.sheets.get(target)
    if sheet is None:
        return None if link.hidden else _private(path, link)
    if link.subpath and fragment_of(atlas.surveyed[target], link.subpath)[1]:
        return _no_place(atlas.surveyed[target], path, link)
    return None


def _private(path: str, link: Link) -> Finding:
    message = f"{link.written}: leads to a note that is not published"
    return Finding(path, link.line, "private link", message, "pages show it as words", "info")


def _nowhere(names: _Names, path: str, link: Link) -> Finding:
    kind = kind_of(link.target)
    name = link.target.rpartition("/")[2]
    if owner := names.owner(name):
        message = f"{link.written}: no file has this name; it is an alias, and Obsidian follows none"
        return Finding(path, link.line, "alias link", message, f"write [[{owner}|{name}]]")
    meant = names.nearest(name)
    advice = f"did you mean {'!' if link.embed else ''}[[{meant}]]?" if meant else ""
    attached = kind not in NOTE_KINDS and kind != "other"
    rule, reason = (
        ("missing asset", "there is no such attachment")
        if attached
        else ("broken link", "no file has this name")
    )
    return Finding(path, link.line, rule, f"{link.written}: {reason}", advice)


def _no_place(sheet: Sheet, path: str, link: Link) -> Finding:
    if sheet.kind == "base":
        what, known = "view", [f"#{view.text}" for view in sheet.headings]
    elif link.subpath.startswith("#^"):
        what, known = "block", [f"#^{name}" for name in sheet.blocks]
    elif link.subpath.startswith("#[^"):
        what, known = "footnote", [f"#[^{name}]" for name in sheet.footnotes]
    else:
        what, known = "heading", [f"#{heading.text}" for heading in sheet.headings]
    wanted = f"#{link.subpath.rpartition('#')[2]}" if what == "heading" else link.subpath
    meant = nearest(wanted, known)
    message = f"{link.written}: the {sheet.kind} has no such {what}"
    return Finding(path, link.line, f"broken {what}", message, f"did you mean “{meant}”?" if meant else "")


class _Names:
    """What files are called, for links that found none."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self.left = _SUGGESTED
        self.owners: dict[str, str] | None = None
        self.names: list[str] = []

    def owner(self, alias: str) -> str:
        """The name of the note that has such an alias."""
        if self.owners is None:
            self.owners = {}
            for path, sheet in self.atlas.surveyed.items():
                name = path.rpartition("/")[2]
                self.names.append(name.removesuffix(".md"))
                for other in sheet.aliases:
                    self.owners.setdefault(name_key(other), name.removesuffix(".md"))
        return self.owners.get(name_key(alias.strip()), "")

    def nearest(self, name: str) -> str:
        """The name that was probably meant; none after a hundred of them."""
        self.left -= 1
        return nearest(name.removesuffix(".md"), self.names) if self.left >= 0 else ""
