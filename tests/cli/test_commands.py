"""What a person gets from each command: output, exit code, and nothing written on any error."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from vaultgen.cli.main import main
from vaultgen.vault.lock import lock


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False)


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    assert run("init", tmp_path / "demo").exit_code == 0
    return tmp_path / "demo"


@pytest.fixture
def built(sample: Path) -> Path:
    assert run("-C", sample, "build").exit_code == 0
    return sample


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        # The lock is opened by every build; what it says is nobody's.
        if path.is_file() and path.name != "lock"
    }


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_sample_project_builds_at_once_and_then_has_nothing_to_do(sample: Path) -> None:
    first, second = run("-C", sample, "build"), run("build", "-C", sample)
    assert first.exit_code == second.exit_code == 0
    assert first.stdout.count("\n") == second.stdout.count("\n") == 1
    assert "created" in first.stdout
    assert second.stdout.endswith("notes: nothing to do\n")
    assert first.stderr == second.stderr == ""


def test_init_overwrites_nothing(sample: Path) -> None:
    before = contents(sample)
    result = run("init", sample)
    assert result.exit_code == 1
    assert "exists already" in result.stderr
    assert contents(sample) == before


def test_init_without_a_folder_starts_in_the_present_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("init").exit_code == 0
    assert (tmp_path / "vaultgen.toml").is_file()
    assert run("build").exit_code == 0


def test_check_writes_nothing_and_tells_by_its_exit_code(sample: Path) -> None:
    result = run("-C", sample, "build", "--check")
    assert result.exit_code == 4
    assert "would be created" in result.stdout
    assert not (sample / "vault").exists()
    run("-C", sample, "build")
    assert run("-C", sample, "build", "--check").exit_code == 0


def test_diff_shows_what_a_changed_figure_changes(built: Path) -> None:
    replace(built / "seeds/acme-robotics.yaml", "~$9M", "~$11M")
    result = run("-C", built, "build", "--check", "--diff")
    assert result.exit_code == 4
    assert "-| Annualized revenue | ~$9M" in result.stdout
    assert "+| Annualized revenue | ~$11M" in result.stdout


def test_build_reports_for_machines(built: Path) -> None:
    replace(built / "seeds/acme-robotics.yaml", "~$9M", "~$11M")
    result = run("-C", built, "build", "--json")
    told = json.loads(result.stdout)
    assert told["counts"]["update"] == len(told["changes"]) > 0
    assert {"action": "update", "path": "Companies/Acme Robotics.md"} in told["changes"]


def test_a_note_that_a_person_edited_takes_what_is_new_in_the_records(built: Path) -> None:
    note = built / "vault/Companies/Acme Robotics.md"
    note.write_text(note.read_text(encoding="utf-8") + "\nMy own words.\n", encoding="utf-8")
    replace(built / "seeds/acme-robotics.yaml", "~$9M", "~$11M")
    result = run("-C", built, "build")
    assert result.exit_code == 0
    assert "~$11M" in note.read_text(encoding="utf-8")
    assert note.read_text(encoding="utf-8").endswith("\nMy own words.\n")


def test_a_figure_that_both_corrected_is_told_and_to_settle(built: Path) -> None:
    note = built / "vault/Companies/Acme Robotics.md"
    note.write_text(note.read_text(encoding="utf-8").replace("~$9M", "~$10M"), encoding="utf-8")
    assert run("-C", built, "build").exit_code == 0
    replace(built / "seeds/acme-robotics.yaml", "~$9M", "~$11M")
    for _ in range(2):
        result = run("-C", built, "build")
        assert result.exit_code == 3
        assert "to settle" in result.stdout
        assert "~$10M" in note.read_text(encoding="utf-8")


def test_a_build_while_another_is_at_work_exits_with_75(built: Path) -> None:
    replace(built / "seeds/acme-robotics.yaml", "~$9M", "~$11M")
    with lock(built / "vault"):
        result = run("-C", built, "build")
    assert result.exit_code == 75
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("acme-robotics.yaml", "valuaton: $5B", "unknown key “valuaton”"),
        ("broken.yaml", "id: [unclosed", "broken.yaml:2"),
        ("tab.yaml", "id: x\n\tname: y", "tab"),
        ("twice.yaml", "id: twice\nid: twice\nkinds: [company]\nname: Twice", "twice"),
        (
            "reference.yaml",
            "id: ref\nkinds: [company]\nname: Ref\nrelations: [{type: partner_of, to: acme-robotic}]",
            "did you mean",
        ),
        ("date.yaml", "id: date\nkinds: [company]\nname: Date\nfounded: 2026-02-30", "date.yaml:4"),
        (
            "money.yaml",
            "id: money\nkinds: [company]\nname: Money\nmetrics: [{valuation: $5B equity + $2B debt}]",
            "money.yaml:4",
        ),
        ("rounds.csv", "id,entity,amout\nx,acme-robotics,$5M\n", "amout"),
        ("empty.yaml", "", "empty.yaml"),
    ],
)
def test_bad_records_are_told_with_their_place_and_nothing_is_written(
    built: Path, file: str, text: str, said: str
) -> None:
    path = built / "seeds" / file
    if path.exists():
        text = path.read_text(encoding="utf-8") + "\n" + text
    path.write_text(text + "\n", encoding="utf-8")
    before = contents(built / "vault")
    for command in (
        ["build"],
        ["build", "--check"],
        ["check"],
        ["render", "acme-robotics"],
        ["show", "acme-robotics"],
    ):
        result = run("-C", built, *command)
        assert result.exit_code == 1, command
        assert said in result.stderr
        assert "Traceback" not in result.stderr
    assert contents(built / "vault") == before


def test_no_records_at_all_is_an_error_and_never_an_empty_vault(built: Path) -> None:
    before = contents(built / "vault")
    for path in (built / "seeds").iterdir():
        path.unlink()
    result = run("-C", built, "build")
    assert result.exit_code == 1
    assert "no records" in result.stderr
    assert contents(built / "vault") == before


def test_losing_most_records_is_refused_unless_it_is_meant(built: Path) -> None:
    replace(
        built / "seeds/others.yaml",
        "entities:",
        "entities:\n  - {id: filler, kinds: [company], name: Filler}",
    )
    run("-C", built, "build")
    (built / "seeds/acme-robotics.yaml").unlink()
    (built / "seeds/others.yaml").write_text(
        "entities: [{id: one, kinds: [company], name: One}]\n", encoding="utf-8"
    )
    before = contents(built / "vault")
    refused = run("-C", built, "build")
    assert refused.exit_code == 1
    assert "--allow-mass-removal" in refused.stderr
    assert contents(built / "vault") == before
    assert run("-C", built, "build", "--allow-mass-removal").exit_code == 0


def test_check_lists_findings_and_ends_with_3_on_an_open_contradiction(sample: Path) -> None:
    assert run("-C", sample, "check").exit_code == 0
    replace(
        sample / "seeds/acme-robotics.yaml",
        "founded: 2021",
        "founded: [{value: 2021, source: trade-daily-2026-03-05}, {value: 2019}]",
    )
    result = run("-C", sample, "check")
    assert result.exit_code == 3
    assert "Contradictions (1)" in result.stdout
    assert "seeds/acme-robotics.yaml:" in result.stdout
    github = run("-C", sample, "check", "--format", "github")
    assert github.stdout.startswith("::error file=seeds/acme-robotics.yaml,line=")
    told = json.loads(run("-C", sample, "check", "--json").stdout)
    assert [found["open"] for found in told].count(True) == 1
    replace(
        sample / "seeds/acme-robotics.yaml",
        "{value: 2019}",
        "{value: 2019, rank: deprecated, reason: a typo}",
    )
    assert run("-C", sample, "check").exit_code == 0


def test_check_says_what_a_weak_figure_is_and_where_it_stands(sample: Path) -> None:
    records = sample / "seeds/acme-robotics.yaml"
    replace(
        records,
        "metrics:\n",
        "metrics:\n  - {employees: 40 (2019), source: trade-daily-2026-03-05}\n  - {revenue: $1M (2025)}\n",
    )
    line = records.read_text(encoding="utf-8").splitlines().index("  - {revenue: $1M (2025)}") + 1
    told = run("-C", sample, "check").stdout
    assert f"  seeds/acme-robotics.yaml:{line - 1}: acme-robotics: Employees: 40, 2019\n" in told
    assert f"  seeds/acme-robotics.yaml:{line}: acme-robotics: Revenue: $1M (2025)\n" in told
    github = run("-C", sample, "check", "--format", "github").stdout
    assert (
        f"::warning file=seeds/acme-robotics.yaml,line={line},col=5::acme-robotics: Revenue: $1M (2025)\n"
        in github
    )


def test_a_kind_without_a_template_is_an_error_with_its_place(sample: Path) -> None:
    records = sample / "seeds/acme-robotics.yaml"
    replace(records, "kinds: [company]", "kinds: [compny]")
    line = records.read_text(encoding="utf-8").splitlines().index("kinds: [compny]") + 1
    said = f"seeds/acme-robotics.yaml:{line}:9: no template for the kind “compny”; did you mean “company”?"
    for command in ("check", "build", "show acme-robotics", "render acme-robotics"):
        result = run("-C", sample, *command.split())
        assert result.exit_code == 1
        assert said in result.stderr
    assert not list((sample / "vault").glob("*.md"))


def test_check_tells_errors_for_machines_too(sample: Path) -> None:
    (sample / "seeds/broken.yaml").write_text("id: 7 8\n", encoding="utf-8")
    told = json.loads(run("-C", sample, "check", "--json").stdout)
    assert {found["severity"] for found in told} == {"error"}
    assert run("-C", sample, "check", "--format", "github").stdout.startswith(
        "::error file=seeds/broken.yaml"
    )


def test_show_names_rounds_and_tells_what_has_ended(sample: Path) -> None:
    records = sample / "seeds/acme-robotics.yaml"
    replace(records, "{investor: jane-roe, note: angel}", "{investor: jane-roe, status: withdrawn}")
    replace(records, "sells instead of renting}", "sells, rank: deprecated, reason: they merged}")
    told = json.loads(run("-C", sample, "show", "acme-robotics", "--json").stdout)
    assert told["severed"] == [
        {"partner": "Botworks", "was_its": "competitor", "why": "they merged", "by": ""}
    ]
    assert told["rounds"][1]["investors"] == "North Fund (lead, €8M), not shown: Jane Roe"
    assert {"Series A, May 2024", "North Fund"} in [set(one["inputs"]) for one in told["derived"]]
    shown = run("-C", sample, "show", "acme-robotics").stdout
    assert "Not shown" in shown
    assert "they merged" in shown
    for words in ("acme-robotics/", "north-fund", "jane-roe"):
        assert words not in shown


def test_show_tells_who_says_what_and_what_is_not_shown(project: Path) -> None:
    result = run("-C", project, "show", "baseten")
    assert result.exit_code == 0
    for words in ("$5B", "shown beside it", "Who says so", "Sacra", "Found", "Sources"):
        assert words in result.stdout
    told = json.loads(run("-C", project, "show", "Baseten", "--json").stdout)
    assert told["id"] == "baseten"
    assert {"what", "claim", "by", "shown"} == set(told["claims"][0])


@pytest.mark.parametrize("entity", ["nvidia", "sacra", "tuhin-srivastava", "inference-platforms"])
def test_show_has_something_for_every_kind(project: Path, entity: str) -> None:
    assert run("-C", project, "show", entity).exit_code == 0


def test_an_unknown_entity_gets_a_suggestion(project: Path) -> None:
    for command in ("show", "render"):
        result = run("-C", project, command, "basten")
        assert result.exit_code == 1
        assert "baseten" in result.stderr.lower()


def test_render_prints_what_the_build_writes(built: Path) -> None:
    result = run("-C", built, "render", "Acme Robotics")
    assert result.stdout == (built / "vault/Companies/Acme Robotics.md").read_text(encoding="utf-8")


def test_render_of_a_mere_mention_says_why_there_is_no_note(project: Path) -> None:
    result = run("-C", project, "render", "greylock")
    assert result.exit_code == 1
    assert "level: mention" in result.stderr


def test_a_day_may_be_a_month_and_nonsense_is_a_usage_error(built: Path) -> None:
    assert run("-C", built, "render", "acme-robotics", "--as-of", "Feb 2026").exit_code == 0
    assert run("-C", built, "build", "--as-of", "someday").exit_code == 2
    assert run("-C", built, "build", "--as-of", "since 2020").exit_code == 2


def test_schema_is_json() -> None:
    assert "$schema" in json.loads(run("schema").stdout)


def test_without_a_project_the_advice_is_to_start_one(tmp_path: Path) -> None:
    result = run("-C", tmp_path, "build")
    assert result.exit_code == 1
    assert "vaultgen init" in result.stderr


def test_an_as_of_build_goes_back_and_the_next_one_returns(built: Path) -> None:
    before = {path: data for path, (data, _) in contents(built / "vault").items() if path.endswith(".md")}
    assert run("-C", built, "build", "--as-of", "2025-12-31").exit_code == 0
    assert "$300M" not in (built / "vault/Companies/Acme Robotics.md").read_text(encoding="utf-8")
    assert run("-C", built, "build").exit_code == 0
    shutil.rmtree(built / "vault/.trash", ignore_errors=True)
    after = {path: data for path, (data, _) in contents(built / "vault").items() if path.endswith(".md")}
    assert after == before


def test_check_tells_of_a_base_that_was_not_committed(built: Path) -> None:
    assert run("-C", built, "build", "--check").exit_code == 0
    for path in (built / "vault/.vaultgen/base").iterdir():
        path.unlink()
    result = run("-C", built, "build", "--check", "--json")
    assert result.exit_code == 4
    assert json.loads(result.stdout)["changes"] == [{"action": "update", "path": ".vaultgen/base"}]
    run("-C", built, "build")
    assert run("-C", built, "build", "--check").exit_code == 0
