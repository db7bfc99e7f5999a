"""Promises about whole builds: deterministic to the byte, links that resolve, names that survive, nothing lost."""

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.benchmarks.record_files import write_tables
from tests.benchmarks.records import generate
from vaultgen.vault.links_check import check_frontmatter, check_links, check_names

SETTINGS = 'records = ["seeds"]\nvault = "vault"\n'


def vaultgen(root: Path, *words: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "vaultgen", "-C", str(root), *words]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), **surroundings}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )


def notes(vault: Path) -> dict[str, bytes]:
    return {
        path.relative_to(vault).as_posix(): path.read_bytes()
        for path in sorted(vault.rglob("*"))
        if path.is_file() and "cache" not in path.parts and path.name != "lock"
    }


def write_project(root: Path, files: dict[str, str]) -> Path:
    (root / "seeds").mkdir(parents=True)
    (root / "vaultgen.toml").write_text(SETTINGS, encoding="utf-8")
    for name, text in files.items():
        (root / "seeds" / name).write_text(text, encoding="utf-8")
    return root


@pytest.mark.slow
def test_hash_seed_locale_and_time_zone_do_not_matter(project: Path, tmp_path: Path) -> None:
    builds = []
    for number, surroundings in enumerate(
        [
            {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
            {"PYTHONHASHSEED": "1", "TZ": "Asia/Kolkata", "LC_ALL": "C.UTF-8"},
            {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "PYTHONUTF8": "0", "LANG": "tr_TR.UTF-8"},
        ]
    ):
        root = tmp_path / str(number)
        root.mkdir()
        shutil.copytree(project / "seeds", root / "seeds")
        shutil.copy(project / "vaultgen.toml", root)
        assert vaultgen(root, "build", **surroundings).returncode == 0
        builds.append(notes(root / "vault"))
    assert builds[0] == builds[1] == builds[2]


@pytest.mark.slow
def test_the_order_of_files_rows_and_columns_does_not_matter(tmp_path: Path) -> None:
    choice = random.Random(5)
    first, second = write_project(tmp_path / "one", {}), write_project(tmp_path / "two", {})
    write_tables(generate(80, seed=11), first / "seeds")
    for path in sorted((first / "seeds").iterdir()):
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        choice.shuffle(rows)
        mixed = [dict(choice.sample(list(row.items()), len(row))) for row in rows]
        half = len(mixed) // 2
        for part, lines in (("b", mixed[:half]), ("a", mixed[half:])):
            text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in lines)
            (second / "seeds" / f"{path.stem}-{part}.jsonl").write_text(text, encoding="utf-8")
    for root in (first, second):
        assert vaultgen(root, "build").returncode == 0
    assert notes(first / "vault") == notes(second / "vault")


def test_every_link_heading_and_name_of_the_demo_holds(project: Path) -> None:
    vault = project / "vault"
    assert check_links(vault) == []
    found = [path.relative_to(vault).as_posix() for path in vault.rglob("*.md") if ".trash" not in path.parts]
    assert check_names(found) == []
    wrong = {name: check_frontmatter((vault / name).read_text(encoding="utf-8")) for name in found}
    assert {name: told for name, told in wrong.items() if told} == {}


NAMES = {
    "a16z": "A16Z | Growth]]",
    "c-sharp": "C#",
    "hidden": ".hidden",
    "con": "CON",
    "lei-jun": "雷军",
    "acao": "Ac\u0327a\u0303o",
    "nubank": "Nubank",
    "nubank-2": "nubank",
    "long": "Long " * 60,
    "template": "{{ 7*7 }}",
    "rtl": "שלום עולם",
    "emoji": "🚀 Rocket 👩‍🚀",
    "home": "Home",
    "conflicts": "Conflicts",
    "companies": "Companies",
    "dollar": "Cash $5 & Co <b>",
    "node": "Node.md",
    "slash": "AC/DC: Power",
    "dots": "...",
    "quote": "\"Quoted\" 'n' `code`",
}


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    entities = [
        {
            "id": key,
            "kinds": "company",
            "name": name,
            "tags": "a b; C++; 2026; ünïcode",
            "aliases": f"{name} alias",
            "summary": f"{name} is {{{{ 7*7 }}}}, [[{list(NAMES)[index - 1]}]], $5$ ~x~ <script>alert(1)</script>",
        }
        for index, (key, name) in enumerate(NAMES.items())
    ]
    relations = [
        {"type": "partner_of", "from": key, "to": list(NAMES)[index - 1], "note": "a | b ]] $x$ *y*"}
        for index, key in enumerate(NAMES)
    ]
    text = {"entities": entities, "relations": relations}
    files = {
        f"{table}.jsonl": "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        for table, rows in text.items()
    }
    return write_project(tmp_path / "odd", files)


def test_odd_names_survive_as_notes_and_links(odd: Path) -> None:
    result = vaultgen(odd, "build")
    assert result.returncode == 0, result.stderr
    vault = odd / "vault"
    found = [path.relative_to(vault).as_posix() for path in vault.rglob("*.md")]
    assert len([name for name in found if name.startswith("Companies/")]) == len(NAMES)
    assert check_names(found) == []
    assert check_links(vault) == []
    for name in found:
        text = (vault / name).read_text(encoding="utf-8")
        assert check_frontmatter(text) == [], name
        assert "49" not in text
        assert "<script>" not in text.replace("\\<script>", "")


def test_bad_input_gives_a_clear_error_in_a_moment_and_leaves_the_vault(odd: Path) -> None:
    assert vaultgen(odd, "build").returncode == 0
    before = notes(odd / "vault")
    nonsense: dict[str, Callable[[Path], object]] = {
        "folder.yaml": lambda path: path.mkdir(),
        "binary.yaml": lambda path: path.write_bytes(bytes(range(256)) * 10),
        "huge.yaml": lambda path: path.write_bytes(b"nonsense: [\n" * 9_000_000),
        "latin.csv": lambda path: path.write_bytes("id,name\nx,Ação\n".encode("latin-1")),
        "bomb.yaml": lambda path: path.write_text("a: &a [x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n"),
        "rounds.jsonl": lambda path: path.write_text('{"id": "x"\n'),
        "deep.yaml": lambda path: path.write_text("[" * 100_000),
    }
    for name, make in nonsense.items():
        path = odd / "seeds" / name
        make(path)
        result = vaultgen(odd, "build")
        assert result.returncode == 1, (name, result.stderr)
        assert name in result.stderr
        assert "Traceback" not in result.stderr
        path.rmdir() if path.is_dir() else path.unlink()
    assert notes(odd / "vault") == before


@pytest.mark.slow
def test_two_builds_at_once_leave_a_whole_vault(tmp_path: Path) -> None:
    root = write_project(tmp_path / "both", {})
    write_tables(generate(300, seed=2), root / "seeds")
    command = [sys.executable, "-m", "vaultgen", "-C", str(root), "build"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    running = [
        subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(3)
    ]
    codes = sorted(process.wait() for process in running)
    assert codes[0] == 0
    assert set(codes) <= {0, 75}
    assert vaultgen(root, "build", "--check").returncode == 0
