"""Names and addresses that stand in each other's way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from vaultgen.site.atlas import Atlas
from vaultgen.site.finding import Finding
from vaultgen.site.history import History, hidden_redirects
from vaultgen.site.privacy import is_excluded
from vaultgen.site.sheet import NOTE_KINDS
from vaultgen.values.names import name_key

__all__ = ["FAULTY", "check_addresses", "check_aliases", "check_files", "check_home", "check_ids"]

FAULTY: Final = "faulty file"


def check_files(atlas: Atlas, paths: Iterable[str] | None = None) -> Iterator[Finding]:
    """What the first pass found wrong with files, some or all, of those held back too."""
    for path in atlas.surveyed if paths is None else paths:
        sheet = atlas.surveyed[path]
        if sheet.faults and not is_excluded(path, atlas.settings.exclude):
            for fault in sheet.faults:
                yield Finding(path, fault.line, FAULTY, fault.message, fault.advice)


def check_addresses(atlas: Atlas, history: History) -> Iterator[Finding]:
    """Files that do not stand where their names would put them, and former addresses that others have now."""
    for clash in atlas.places.clashes:
        if clash.given:
            message = f"would stand at {clash.wanted}, where “{clash.other}” is; it stands at {clash.given}"
            rule, advice = "address clash", "rename one of them, so that more than case or signs differ"
        else:
            taken = f", which “{clash.other}” has" if clash.other else ""
            message = f"cannot have the permalink “{clash.wanted}”{taken}"
            rule, advice = "permalink refused", "give words between slashes, such as “deals/baseten”"
        yield Finding(clash.path, 0, rule, message, advice, "warning")
    for hidden in hidden_redirects(history, atlas):
        message = f"its former address {hidden.address} leads to “{hidden.other}” now"
        yield Finding(hidden.path, 0, "hidden redirect", message, "old links end up there", "warning")


def check_home(atlas: Atlas) -> Iterator[Finding]:
    """A first page that is to show a note which no reader can see."""
    home = atlas.settings.home
    if home and home not in atlas.sheets:
        known = atlas.surveyed.get(home)
        message = f"is to be the first page, but {'is not published' if known else 'there is no such note'}"
        yield Finding(home, 0, "no home", message, "name another as `home` of the site", "warning")


def check_aliases(atlas: Atlas) -> Iterator[Finding]:
    """Aliases that another published note has too, or is called by."""
    owners: dict[str, list[str]] = {}
    names: dict[str, list[str]] = {}
    for path, sheet in atlas.sheets.items():
        if sheet.kind in NOTE_KINDS:
            called = {name_key(path.rpartition("/")[2].rpartition(".")[0]), name_key(sheet.title)}
            for name in sorted(called):
                names.setdefault(name, []).append(path)
            for alias in sorted(set(map(name_key, sheet.aliases)) - called):
                owners.setdefault(alias, []).append(path)
    for path, sheet in atlas.sheets.items():
        for alias in sheet.aliases:
            key = name_key(alias)
            others = [other for other in (*names.get(key, ()), *owners.get(key, ())) if other != path]
            if others and path in owners.get(key, ()):
                message = f"the alias “{alias}” also means “{others[0]}”"
                yield Finding(path, 0, "alias clash", message, "take it from one of them", "warning")


def check_ids(atlas: Atlas) -> Iterator[Finding]:
    """Ids that several notes have: none of those notes has a history of addresses."""
    owners: dict[str, list[str]] = {}
    for path, sheet in atlas.sheets.items():
        key = sheet.properties.get("id")
        if isinstance(key, str | int) and str(key).strip():
            owners.setdefault(str(key).strip(), []).append(path)
    for key, paths in owners.items():
        for path in paths[1:]:
            message = f"the id “{key}” is that of “{paths[0]}” too"
            yield Finding(path, 0, "double id", message, "give one of them another id", "warning")
