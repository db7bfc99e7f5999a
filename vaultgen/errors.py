"""The errors that a person can mend, each saying where, what and what to do now.

::

    VaultgenError            exit code 1
    ├── RecordsError         one or more records cannot be used; carries every problem
    ├── ProjectError         vaultgen.toml or a path in it is wrong
    ├── TemplateError        a template cannot be rendered
    ├── VaultError           the vault cannot be read or written as it stands
    ├── LockedError          another build is at work; exit code 75
    └── GivenUpError         what was asked for has been called off

    NotationError            a ValueError that points at the character a parser could not read
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "GivenUpError",
    "LockedError",
    "NotationError",
    "Problem",
    "ProjectError",
    "RecordsError",
    "TemplateError",
    "VaultError",
    "VaultgenError",
]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with the input: where it stands, what is wrong, what to do.

    `line` and `column` count from 1; 0 means that the place inside the file is not known.
    """

    file: str
    line: int
    column: int
    message: str
    advice: str = ""

    def __str__(self) -> str:
        """`file:line:column: message; advice`, as editors and continuous integration read it."""
        place = self.file
        if self.line:
            place += f":{self.line}:{self.column}" if self.column else f":{self.line}"
        text = f"{place}: {self.message}" if place else self.message
        return f"{text}; {self.advice}" if self.advice else text


class VaultgenError(Exception):
    """Something that the user can mend."""

    exit_code = 1


class RecordsError(VaultgenError):
    """Records that cannot be used; `problems` holds all of them, in the order of the files."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ProjectError(VaultgenError):
    """The project file, or a path that it names, is wrong."""


class TemplateError(VaultgenError):
    """A template cannot be rendered."""


class VaultError(VaultgenError):
    """The vault cannot be read or written as it stands."""


class LockedError(VaultgenError):
    """Another build holds the vault."""

    exit_code = 75


class GivenUpError(VaultgenError):
    """What was asked for has been called off before it was done; everything is as it was."""


class NotationError(ValueError):
    """Text that a parser of this package cannot read; `position` is the offset of the first bad character."""

    def __init__(self, text: str, position: int, message: str) -> None:
        self.text = text
        self.position = position
        self.reason = message
        super().__init__(f"{message}: {text!r}, character {position + 1}" if text else message)
