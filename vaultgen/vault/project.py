"""The project file `vaultgen.toml`: where the records are and the vault goes, and how figures are read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, Literal

from vaultgen.errors import Problem, ProjectError
from vaultgen.values.suggest import did_you_mean
from vaultgen.vault.site_section import SiteSection, read_site

__all__ = ["PROJECT_FILE", "Project", "find_project", "load_project"]

PROJECT_FILE: Final = "vaultgen.toml"

_POSITION: Final = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)")
_CURRENCY: Final = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True)
class Project:
    """One project; its fields are the keys of `vaultgen.toml`. All paths are absolute.

    `approx` is how far an approximate figure may be off, as a fraction; a figure older than
    `stale_after_months` is stale. `tag_line` repeats the tags under the properties; `footnotes` says whether
    notes cite their sources. `site` is the section `[site]`, and `site_out` the folder that it names; `has_site` says
    whether the file has that section.
    """

    root: Path
    records: tuple[Path, ...]
    vault: Path
    templates: Path | None = None
    tag_line: bool = False
    footnotes: Literal["sources", "none"] = "sources"
    currency: str = "USD"
    approx: Decimal = Decimal("0.10")
    stale_after_months: int = 12
    name: str = ""
    site: SiteSection = field(default_factory=SiteSection)
    has_site: bool = False
    site_out: Path = Path()


def find_project(start: Path) -> Path:
    """Find the project file in `start` or the nearest folder above it; `start` may be the file itself."""
    start = start.absolute()
    if start.is_file():
        return start
    for folder in (start, *start.parents):
        if (folder / PROJECT_FILE).is_file():
            return folder / PROJECT_FILE
    raise ProjectError(
        f"{start}: no {PROJECT_FILE} here or in a folder above; start one with `vaultgen init`"
    )


def load_project(start: Path) -> Project:
    """Load the project that `start` is in; a ProjectError tells all that is wrong with its file at once."""
    file = find_project(start)
    reader = _Reader(file, _text(file))
    values = reader.read()
    if reader.problems:
        raise ProjectError("\n".join(str(problem) for problem in sorted(reader.problems)))
    return Project(**values)


def _text(file: Path) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ProjectError(f"{file}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ProjectError(f"{file}: not UTF-8 at byte {error.start + 1}; save it as UTF-8") from error


def _string(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError('a text is expected, such as "vault"')
    return value


def _strings(value: Any) -> tuple[str, ...]:
    texts = (value,) if isinstance(value, str) else value
    if (
        not isinstance(texts, (list, tuple))
        or not texts
        or not all(isinstance(text, str) and text for text in texts)
    ):
        raise ValueError('a list of texts is expected, such as ["records"]')
    return tuple(texts)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false is expected")  # noqa: TRY004 -- reported like any other value
    return value


def _footnotes(value: Any) -> str:
    if value not in ("sources", "none"):
        advice = did_you_mean(value, ("sources", "none")) if isinstance(value, str) else ""
        raise ValueError('"sources" or "none" is expected' + (f"; {advice}" if advice else ""))
    return str(value)


def _currency(value: Any) -> str:
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        raise ValueError('a currency code of three capitals is expected, such as "USD"')
    return value


def _fraction(value: Any) -> Decimal:
    number = isinstance(value, (int, Decimal)) and not isinstance(value, bool)
    if not number or Decimal(value).is_nan() or not 0 <= value < 1:
        raise ValueError("a number from 0 up to 1 is expected, such as 0.10 for ten per cent")
    return Decimal(value)


def _months(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("a whole number of months is expected, 1 or more")
    return value


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "name": _string,
    "records": _strings,
    "vault": _string,
    "templates": _string,
    "tag_line": _flag,
    "footnotes": _footnotes,
    "currency": _currency,
    "approx": _fraction,
    "stale_after_months": _months,
}


class _Reader:
    """One reading of a project file, with all that is wrong in it."""

    def __init__(self, file: Path, text: str) -> None:
        self.file = file
        self.root = file.parent.resolve()
        self.text = text
        self.problems: list[Problem] = []

    def read(self) -> dict[str, Any]:
        """Give the fields of the project; they are only good for one if there are no problems."""
        table = self._table()
        values: dict[str, Any] = {"root": self.root}
        raw_site = table.pop("site", None)
        site = read_site(raw_site if raw_site is not None else {}, self._report_site)
        for key, raw in table.items():
            reader = _READERS.get(key)
            if reader is None:
                what = "section" if isinstance(raw, dict) else "key"
                advice = did_you_mean(key, (*_READERS, "site")) or f"known are {', '.join(_READERS)}"
                self._report(key, f"unknown {what} “{key}”", advice)
                continue
            try:
                values[key] = reader(raw)
            except ValueError as error:
                self._report(key, f"{key}: {error}")
        for key, example in (("records", '["records"]'), ("vault", '"vault"')):
            if key not in table:
                self._report(key, f"“{key}” is missing", f"add a line such as {key} = {example}")
        self._find_places(values)
        values["site"], values["has_site"] = site, raw_site is not None
        values["site_out"] = (self.root / Path(site.out).expanduser()).resolve()
        if raw_site is not None and not self.problems:
            self._check_site(values["site_out"], values)
        return values

    def _table(self) -> dict[str, Any]:
        try:
            return tomllib.loads(self.text.replace("\r\n", "\n"), parse_float=Decimal)
        except tomllib.TOMLDecodeError as error:
            place = _POSITION.search(str(error))
            line, column = (int(place[1] or 0), int(place[2] or 0)) if place else (0, 0)
            message = _POSITION.sub("", str(error))
            problem = Problem(str(self.file), line, column, f"not TOML: {message[:1].lower()}{message[1:]}")
            raise ProjectError(str(problem)) from error

    def _report(self, key: str, message: str, advice: str = "") -> None:
        self.problems.append(Problem(str(self.file), self._line(key), 0, message, advice))

    def _report_site(self, key: str, message: str, advice: str) -> None:
        line = self._line(key, self._line("site")) or self._line("site")
        self.problems.append(Problem(str(self.file), line, 0, message, advice))

    def _line(self, key: str, after: int = 0) -> int:
        """Find the line on which the key is set, 0 if it is not: tomllib does not tell."""
        pattern = re.compile(rf"""\s*\[?\[?\s*["']?{re.escape(key)}["']?\s*[.=\]]""")
        lines = self.text.split("\n")[after:]
        return next((number for number, line in enumerate(lines, after + 1) if pattern.match(line)), 0)

    def _find_places(self, values: dict[str, Any]) -> None:
        """Turn the names of files and folders into paths, and see that none is where another has to be."""
        records = tuple(self._record_place(text) for text in values.get("records", ()))
        values["records"] = records
        places: dict[str, Path] = {
            key: self._inner_place(key, values[key]) for key in ("vault", "templates") if key in values
        }
        values.update(places)
        templates = places.get("templates")
        if templates and not templates.is_dir():
            self._report("templates", f"templates: there is no folder {templates}", "make it or drop the key")
        if "vault" in places:
            self._check_apart(places["vault"], (*records, templates) if templates else records)

    def _record_place(self, text: str) -> Path:
        """Give the place of records, which alone may be outside the project."""
        place = Path(text).expanduser()
        return place if place.is_absolute() else self._inner_place("records", text)

    def _inner_place(self, key: str, text: str) -> Path:
        place = (self.root / text).resolve()
        if Path(text).is_absolute() or not place.is_relative_to(self.root):
            message = f"{key}: {text!r} leads out of the project {self.root}"
            self._report(key, message, "name a place inside it")
        return place

    def _check_apart(self, vault: Path, others: tuple[Path, ...]) -> None:
        if self.root.is_relative_to(vault):
            self._report("vault", "vault: the project itself cannot be the vault", "name a folder inside it")
            return
        for other in others:
            place = other.resolve()
            if vault.is_relative_to(place) or place.is_relative_to(vault):
                message = f"vault: {vault} and {other} must not lie in one another"
                self._report("vault", message, "give each a folder of its own")

    def _check_site(self, site: Path, values: Mapping[str, Any]) -> None:
        """See that the site holds nothing that the project is made from, nor lies in it."""
        if self.root.is_relative_to(site):
            self._report_site("out", "site.out: the project cannot be the site", "name a folder inside it")
            return
        for other in (values["vault"], *values["records"], values.get("templates")):
            place = other.resolve() if other else None
            if place and (site.is_relative_to(place) or place.is_relative_to(site)):
                message = f"site.out: {site} and {other} must not lie in one another"
                self._report_site("out", message, "give each a folder of its own")
