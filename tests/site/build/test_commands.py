"""`vaultgen site build` and `check` as a person meets them: what they print, and how they end."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tests.trees import tree
from vaultgen.cli.main import main
from vaultgen.vault.lock import lock

Run = Callable[..., Result]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A vault without a project."""
    folder = tmp_path / "My notes"
    (folder / "Companies").mkdir(parents=True)
    (folder / "Companies" / "Acme.md").write_text("---\nkind: company\n---\nBacked by [[Bolt]].\n")
    (folder / "Bolt.md").write_text("An investor in [[Acme]].\n")
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, ["site", *map(str, arguments)], catch_exceptions=False)


def test_a_vault_without_a_project_becomes_a_site_in_one_line(vault, run, tmp_path):
    done = run("build", "--vault", vault, "--no-search")
    assert done.exit_code == 0
    assert done.output.count("\n") == 1
    assert "pages" in done.output
    assert (tmp_path / "site" / "companies" / "acme.html").is_file()
    assert "My notes" in (tmp_path / "site" / "index.html").read_text("utf-8")
    again = run("build", "--vault", vault, "--no-search")
    assert again.output.endswith(": nothing to do\n")


def test_an_empty_vault_becomes_a_first_page(tmp_path, run):
    (tmp_path / "empty").mkdir()
    assert run("build", "--vault", "empty", "--out", "out", "--no-search").exit_code == 0
    assert (tmp_path / "out" / "index.html").is_file()


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("template", ["graph", "note"])
def test_a_slip_in_a_template_is_told_and_the_site_stays_as_it_was(vault, run, tmp_path, template, jobs):
    vault.rename(tmp_path / "vault")
    (tmp_path / "records").mkdir()
    own = tmp_path / "templates" / "site"
    own.mkdir(parents=True)
    (tmp_path / "vaultgen.toml").write_text(
        'records = ["records"]\nvault = "vault"\ntemplates = "templates"\n[site]\nsearch = false\n'
    )
    assert run("build").exit_code == 0
    before = tree(tmp_path / "site")
    slip = '{% extends "site/base.html.j2" %}\n{% block main %}{{ nosuch.name }}{% endblock %}\n'
    (own / f"{template}.html.j2").write_text(slip)
    done = run("build", "--jobs", jobs)
    assert done.exit_code == 1
    assert f"templates/site/{template}.html.j2:2: 'nosuch' is undefined" in done.output
    assert tree(tmp_path / "site") == before
    (own / f"{template}.html.j2").unlink()
    assert run("build").exit_code == 0
    assert tree(tmp_path / "site") == before


def test_a_project_says_where_its_site_goes(vault, run, tmp_path):
    vault.rename(tmp_path / "vault")
    (tmp_path / "records").mkdir()
    (tmp_path / "vaultgen.toml").write_text(
        'records = ["records"]\nvault = "vault"\n[site]\nout = "public"\ntitle = "Research"\nsearch = false\n'
    )
    assert run("build").exit_code == 0
    assert "Research" in (tmp_path / "public" / "index.html").read_text("utf-8")
    done = json.loads(run("build", "--json").output)
    assert (done["written"], done["removed"], done["findings"]) == (0, 0, [])
    assert done["output"] == str(tmp_path / "public")


def test_search_is_made_and_taken_away_again(vault, run, tmp_path):
    assert run("build", "--vault", vault).exit_code == 0
    assert (tmp_path / "site" / "pagefind" / "pagefind.js").is_file()
    assert run("build", "--vault", vault).output.endswith(": nothing to do\n")
    (vault / "Bolt.md").write_text("A word that is new: zygote. [[Acme]]\n")
    assert run("build", "--vault", vault).exit_code == 0
    assert run("build", "--vault", vault, "--offline").exit_code == 0
    assert not (tmp_path / "site" / "pagefind").exists()


def test_a_broken_link_is_counted_told_and_fails_a_strict_build(vault, run):
    (vault / "Bolt.md").write_text("An investor in [[Acmee]].\n")
    done = run("build", "--vault", vault, "--no-search")
    assert done.exit_code == 0
    assert done.output.endswith("; 1 error (see `vaultgen site check`)\n")
    strict = run("build", "--vault", vault, "--no-search", "--strict")
    assert strict.exit_code == 1
    assert "error: Bolt.md:1: " in strict.stderr
    checked = run("check", "--vault", vault)
    assert checked.exit_code == 1
    assert "Bolt.md:1: " in checked.stderr
    assert "Acme" in checked.stderr
    assert "::error file=Bolt.md,line=1::" in run("check", "--vault", vault, "--format", "github").output
    (row,) = json.loads(run("check", "--vault", vault, "--json").output)
    assert (row["severity"], row["file"], row["line"]) == ("error", "Bolt.md", 1)


def test_warnings_alone_fail_only_a_strict_check(vault, run):
    (vault / "Odd.base").write_text(
        "views:\n  - type: table\n    order: [formula.x]\nformulas:\n  x: 'nonsense(1)'\n"
    )
    checked = run("check", "--vault", vault)
    assert checked.exit_code == 0
    assert "warning: Odd.base" in checked.stderr
    assert run("check", "--vault", vault, "--strict").exit_code == 1


def test_a_check_changes_nothing_that_readers_see(vault, run, tmp_path):
    run("build", "--vault", vault, "--no-search")
    before = tree(tmp_path / "site")
    (vault / "Bolt.md").write_text("Other words. [[Acme]]\n")
    assert run("check", "--vault", vault).output == "nothing to mend\n"
    assert tree(tmp_path / "site") == before


def test_what_was_published_before_it_became_private_is_a_leak(vault, run):
    (vault / "Project Nightjar.md").write_text("Terms. See [[Acme]].\n")
    run("build", "--vault", vault, "--no-search")
    assert run("check", "--vault", vault, "--leaks").exit_code == 0
    (vault / "Project Nightjar.md").write_text("---\npublish: false\n---\nTerms. See [[Acme]].\n")
    assert run("check", "--vault", vault, "--leaks").exit_code == 1
    run("build", "--vault", vault, "--no-search")
    assert run("check", "--vault", vault, "--leaks").exit_code == 0


def test_leaks_of_no_site_are_an_error(vault, run):
    done = run("check", "--vault", vault, "--leaks")
    assert done.exit_code == 1
    assert "there is no site to look through; make it with `vaultgen site build`" in done.stderr


def test_a_site_in_the_vault_is_refused(vault, run):
    done = run("build", "--vault", vault, "--out", vault / "site")
    assert done.exit_code == 1
    assert "must not lie in one another; name another folder with --out" in done.stderr


def test_a_site_under_work_is_left_alone(vault, run, tmp_path):
    run("build", "--vault", vault, "--no-search")
    with lock(tmp_path / ".site.vaultgen"):
        assert run("build", "--vault", vault, "--no-search").exit_code == 75


def test_a_note_with_an_id_leaves_a_redirect_where_it_stood(vault, run, tmp_path):
    acme = vault / "Companies" / "Acme.md"
    acme.write_text("---\nid: company.acme\n---\nText.\n")
    run("build", "--vault", vault, "--no-search")
    acme.rename(vault / "Companies" / "Acme Corporation.md")
    run("build", "--vault", vault, "--no-search")
    assert "acme-corporation.html" in (tmp_path / "site" / "companies" / "acme.html").read_text("utf-8")
    assert "nothing to do" in run("build", "--vault", vault, "--no-search").output


@pytest.mark.slow
def test_neither_order_nor_locale_nor_zone_nor_hash_nor_processes_matter(vault, tmp_path):
    for number in range(8):
        (vault / f"Note {number}.md").write_text(
            f"---\ntags: [a, b, ä]\n---\nSee [[Note {number - 1}]] and [[Bolt]].\n"
        )
    trees = []
    for number, (seed, zone, tongue, jobs) in enumerate(
        [
            ("0", "UTC", "C", "1"),
            ("77", "Asia/Tokyo", "C.UTF-8", "2"),
            ("3", "America/New_York", "POSIX", "3"),
        ]
    ):
        copy = tmp_path / f"copy{number}" / vault.name
        files = sorted(path for path in vault.rglob("*") if path.is_file())
        random.Random(number).shuffle(files)
        for path in files:
            target = copy / path.relative_to(vault)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, target)
        out = tmp_path / f"out{number}"
        subprocess.run(
            [
                sys.executable,
                "-m",
                "vaultgen",
                "site",
                "build",
                "--vault",
                copy,
                "--out",
                out,
                "--no-search",
                "--jobs",
                jobs,
            ],
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": tongue},
        )
        trees.append(tree(out))
    assert trees[0] == trees[1] == trees[2]


def test_a_whole_disk_is_no_site(vault, run):
    done = run("build", "--vault", vault, "--out", "/")
    assert done.exit_code == 1
    assert "a whole disk cannot be a site" in done.output
