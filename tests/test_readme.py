"""README.md does what it says: every `console` or `sh` block is run as written.

A comment before the block says where (nothing else stands between the two):

    <!-- run: project -->           in a fresh copy of this project; the default, the comment may be left out
    <!-- run: empty folder -->      in a fresh empty folder
    <!-- run: same folder -->       where the block before it stopped, with what that block left there
    <!-- run: set-up -->            installs or fetches something: `make …` is tried as `make -n …` in a copy
                                    of the project, other commands are only read by the shell (`sh -n`)

and how the last command ends, if not well: `<!-- run: project, exit 3 -->`.

In a `console` block a command starts with `$ ` and goes on in the next line after a `\\`. The lines below
it are its output (both streams): if there are any they must match, line by line, where `…` stands for any
text in a line and a line of only `…` for any number of lines. A `sh` block without `$ ` is commands only.
One shell runs a block, so a `cd` holds until its end; `vaultgen` is the one under test.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = re.compile(
    r"(?:<!-- run: (?P<where>[a-z -]+?)(?:, exit (?P<status>\d+))? -->\n\s*)?"
    r"^```(?P<language>console|sh)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
SHELL_FENCE = re.compile(r"^[ >]*(?:```+|~~~+) *(?:console|sh|bash|shell|zsh)\b", re.MULTILINE)
PLACES = ("project", "empty folder", "same folder", "set-up")
MARK = "\x1evaultgen-readme"  # stands before what the shell tells after each command


@dataclass(frozen=True, slots=True)
class Command:
    """A command as written, and the output written below it."""

    text: str
    output: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A block of commands that one shell runs."""

    line: int
    where: str
    status: int
    commands: tuple[Command, ...]


def read_blocks(markdown: str) -> list[Block]:
    """Every block of commands in a Markdown text."""
    blocks = []
    for found in BLOCK.finditer(markdown):
        line = markdown.count("\n", 0, found.start("language")) + 1
        where = found["where"] or "project"
        assert where in PLACES, f"line {line}: “run: {where}” is none of {', '.join(PLACES)}"
        commands = tuple(_read_commands(found["language"], found["body"]))
        blocks.append(Block(line, where, int(found["status"] or 0), commands))
    told = [found for found in BLOCK.finditer(markdown) if found["where"]]
    assert markdown.count("<!-- run:") == len(told), "a comment “run: …” stands before no block"
    fences = len(SHELL_FENCE.findall(markdown))
    assert fences == len(blocks), (
        "a block of commands is indented, or neither `console` nor `sh`: it would not be run"
    )
    return blocks


def _read_commands(language: str, body: str) -> Iterable[Command]:
    lines = body.splitlines()
    if language == "sh" and not any(line.startswith("$ ") for line in lines):
        lines = [f"$ {line}" for line in body.replace("\\\n", "\\\n\0").splitlines() if line.strip()]
        lines = [line.replace("$ \0", "> ") for line in lines]
    text, output = "", []
    for line in lines:
        if text.endswith("\\"):
            text += "\n" + line.removeprefix("> ")
        elif line.startswith("$ "):
            if text:
                yield Command(text, tuple(output))
            text, output = line.removeprefix("$ "), []
        else:
            assert text, f"output before the first command: {line!r}"
            output.append(line)
    while output and not output[-1].strip():
        output.pop()
    yield Command(text, tuple(output))


def matches(expected: Iterable[str], output: str) -> bool:
    """Whether an output is the expected lines, `…` being anything in a line and alone on one any lines."""
    pattern = ""
    for line in expected:
        if line.strip() == "…":
            pattern += r"(?:.*\n)*"
        else:
            pattern += ".*".join(re.escape(part) for part in line.rstrip().split("…")) + r"[ \t]*\n"
    return re.fullmatch(pattern, output.rstrip() + "\n") is not None


def stories(blocks: Iterable[Block]) -> list[list[Block]]:
    """Blocks that work in the same folder, together."""
    told: list[list[Block]] = []
    for block in blocks:
        if block.where == "same folder":
            told[-1].append(block)
        else:
            told.append([block])
    return told


def play(block: Block, folder: Path, surroundings: dict[str, str]) -> Path:
    """Run a block in a folder, compare what it prints, and give the folder in which it stopped."""
    script = "".join(f"{command.text}\nprintf '{MARK} %s %s\\n' $? \"$PWD\"\n" for command in block.commands)
    done = subprocess.run(
        ["sh", "-c", script], cwd=folder, env=surroundings, check=False, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    parts = re.split(rf"{MARK} (\d+) (.*)\n", done.stdout)
    for number, command in enumerate(block.commands):
        output, status, folder_after = parts[3 * number : 3 * number + 3]
        is_last = number == len(block.commands) - 1
        told = f"README.md, block in line {block.line}: $ {command.text}\n{output}"
        assert int(status) == (block.status if is_last else 0), f"{told}exit code {status}"
        fits = not command.output or matches(command.output, output)
        assert fits, f"{told}is not what it says:\n" + "\n".join(command.output)
        folder = Path(folder_after)
    return folder


def try_out(block: Block, folder: Path, surroundings: dict[str, str]) -> None:
    """Set-up: what make would do, and whether a shell understands the rest."""
    for command in block.commands:
        dry = re.sub(r"^make\b", "make -n", command.text)
        shell = ["sh", "-c" if dry != command.text else "-nc", dry]
        done = subprocess.run(
            shell, cwd=folder, env=surroundings, check=False, capture_output=True, text=True
        )
        assert done.returncode == 0, f"README.md, block in line {block.line}: {command.text}\n{done.stderr}"


@pytest.mark.slow
@pytest.mark.parametrize(
    "story",
    stories(read_blocks(README.read_text("utf-8"))) if README.exists() else [],
    ids=lambda story: f"line{story[0].line}",
)
def test_the_readme_does_what_it_says(
    story: list[Block],
    copy_project: Callable[[], Path],
    tmp_path: Path,
    command_line: dict[str, str],
) -> None:
    folder = tmp_path if story[0].where == "empty folder" else copy_project()
    for block in story:
        if block.where == "set-up":
            try_out(block, folder, command_line)
        else:
            folder = play(block, folder, command_line)


def test_the_readme_shows_commands():
    assert read_blocks(README.read_text("utf-8"))


SAMPLE = """
Text.

<!-- run: empty folder, exit 3 -->
```console
$ echo one; echo two >&2
one
two
$ mkdir -p \\
>   inner && cd inner
$ sh -c 'echo "took 0.31 s"; exit 3'
took … s
```

```python
print("not run")
```

<!-- run: same folder -->

```sh
# where we are
pwd
printf '%s\\n' a \\
  b
```

```console
$ make help
…
make vault …
…
```
"""


def test_blocks_are_read_with_place_ending_and_expected_output():
    first, second, third = read_blocks(SAMPLE)
    assert (first.line, first.where, first.status) == (5, "empty folder", 3)
    assert first.commands[0] == Command("echo one; echo two >&2", ("one", "two"))
    assert first.commands[1] == Command("mkdir -p \\\n  inner && cd inner")
    assert (second.where, [command.text for command in second.commands]) == (
        "same folder",
        ["# where we are", "pwd", "printf '%s\\n' a \\\n  b"],
    )
    assert third.where == "project"
    assert [len(story) for story in stories([first, second, third])] == [2, 1]


def test_a_block_runs_in_one_shell_and_the_next_goes_on_where_it_stopped(tmp_path, command_line):
    first, second, _ = read_blocks(SAMPLE)
    folder = play(first, tmp_path, command_line)
    assert folder == tmp_path / "inner"
    assert play(second, folder, command_line) == folder


@pytest.mark.parametrize(
    "body",
    ["$ echo two\none\n", "$ false\n", "$ echo one\none\ntwo\n", "$ false\n$ true\n", "$ exit 0\n$ true\n"],
)
def test_a_block_that_does_not_do_what_it_says_is_caught(body, tmp_path, command_line):
    (block,) = read_blocks(f"```console\n{body}```\n")
    with pytest.raises((AssertionError, ValueError)):
        play(block, tmp_path, command_line)


@pytest.mark.parametrize("text", ["make nothing-such", "git clone 'x", "make -n vault BAD=("])
def test_a_set_up_that_cannot_work_is_caught(text, project, command_line):
    with pytest.raises(AssertionError):
        try_out(Block(1, "set-up", 0, (Command(text),)), project, command_line)


def test_a_set_up_is_tried_without_being_done(project, command_line):
    commands = (
        Command("make help"),
        Command("git clone https://example.com/x.git && cd x"),
        Command("make test"),
    )
    try_out(Block(1, "set-up", 0, commands), project, command_line)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("<!-- run: moon -->\n```console\n$ true\n```\n", "none of"),
        ("<!-- run: project -->\nText.\n```console\n$ true\n```\n", "no block"),
        ("1. Do\n\n   ```console\n   $ true\n   ```\n", "would not be run"),
        ("```bash\ntrue\n```\n", "would not be run"),
    ],
)
def test_a_block_that_would_not_be_run_is_caught(text, what):
    with pytest.raises(AssertionError, match=what):
        read_blocks(text)


@pytest.mark.parametrize(
    ("expected", "output", "fits"),
    [
        (["a", "b"], "a\nb\n", True),
        (["a"], "a\nb\n", False),
        (["a", "…"], "a\nb\nc\n", True),
        (["…", "c"], "c\n", True),
        (["took … s"], "took 1.5 s\n", True),
        (["took … s"], "took 1.5 s more\n", False),
        (["x…y…z"], "x1y2z", True),
        (["(a)*"], "(a)*\n", True),
        (["a"], "a  \n", True),
        (["", "a"], "\na\n", True),
    ],
)
def test_the_expected_output_fits(expected, output, fits):
    assert matches(expected, output) is fits
