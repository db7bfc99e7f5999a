"""`vaultgen.toml`: found, read, and judged with all its faults at once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultgen.errors import ProjectError
from vaultgen.vault.project import PROJECT_FILE, find_project, load_project


def project_file(folder: Path, text: str) -> Path:
    file = folder / PROJECT_FILE
    file.write_text(text, encoding="utf-8")
    return file


def faults(folder: Path, text: str) -> list[str]:
    """What is said about a project file, without its path."""
    file = project_file(folder, text)
    with pytest.raises(ProjectError) as caught:
        load_project(folder)
    return [line.removeprefix(f"{file}:") for line in str(caught.value).replace(f"{file}: ", "").split("\n")]


PLAIN = 'records = ["records"]\nvault = "vault"\n'


def test_a_short_project_file_is_enough(tmp_path):
    project_file(tmp_path, PLAIN)
    project = load_project(tmp_path)
    assert project.root == tmp_path
    assert project.records == (tmp_path / "records",)
    assert project.vault == tmp_path / "vault"
    assert project.templates is None
    assert (project.tag_line, project.footnotes, project.currency) == (False, "sources", "USD")
    assert (project.approx, project.stale_after_months, project.name) == (Decimal("0.10"), 12, "")


def test_every_key_is_read(tmp_path):
    (tmp_path / "look").mkdir()
    project_file(
        tmp_path,
        'name = "AI"\nrecords = "seeds"\nvault = "out/vault"\ntemplates = "look"\ntag_line = true\n'
        'footnotes = "none"\ncurrency = "EUR"\napprox = 0.05\nstale_after_months = 6\n',
    )
    project = load_project(tmp_path)
    assert project.records == (tmp_path / "seeds",)
    assert project.templates == tmp_path / "look"
    assert project.vault == tmp_path / "out" / "vault"
    assert (project.tag_line, project.footnotes, project.currency) == (True, "none", "EUR")
    assert (project.approx, project.stale_after_months, project.name) == (Decimal("0.05"), 6, "AI")


def test_the_project_is_found_from_any_folder_below_it_and_by_its_file(tmp_path):
    file = project_file(tmp_path, PLAIN)
    deep = tmp_path / "records" / "deep"
    deep.mkdir(parents=True)
    assert find_project(deep) == find_project(tmp_path) == find_project(file) == file
    assert load_project(deep).root == tmp_path


def test_a_folder_without_a_project_says_how_to_start_one(tmp_path):
    with pytest.raises(ProjectError, match=r"no vaultgen\.toml here or in a folder above; .*vaultgen init"):
        load_project(tmp_path)


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path):
    (tmp_path / PROJECT_FILE).write_bytes(b"\xef\xbb\xbf" + PLAIN.replace("\n", "\r\n").encode())
    assert load_project(tmp_path).vault == tmp_path / "vault"


def test_all_faults_are_told_at_once_in_the_order_of_their_lines(tmp_path):
    text = PLAIN + 'curency = "USD"\ntag_line = "yes"\n\n[notes]\nx = 1\n'
    known = "name, records, vault, templates, tag_line, footnotes, currency, approx, stale_after_months"
    assert faults(tmp_path, text) == [
        "3: unknown key “curency”; did you mean “currency”?",
        "4: tag_line: true or false is expected",
        f"6: unknown section “notes”; known are {known}",
    ]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("name = 3", 'name: a text is expected, such as "vault"'),
        ('name = "  "', 'name: a text is expected, such as "vault"'),
        ("tag_line = 1", "tag_line: true or false is expected"),
        ('footnotes = "source"', 'footnotes: "sources" or "none" is expected; did you mean “sources”?'),
        ('footnotes = "x"', 'footnotes: "sources" or "none" is expected'),
        ("footnotes = 1", 'footnotes: "sources" or "none" is expected'),
        ('currency = "usd"', 'currency: a currency code of three capitals is expected, such as "USD"'),
        ("currency = 1", 'currency: a currency code of three capitals is expected, such as "USD"'),
        ("approx = 1.5", "approx: a number from 0 up to 1 is expected, such as 0.10 for ten per cent"),
        ("approx = nan", "approx: a number from 0 up to 1 is expected, such as 0.10 for ten per cent"),
        ("approx = true", "approx: a number from 0 up to 1 is expected, such as 0.10 for ten per cent"),
        ('approx = "10%"', "approx: a number from 0 up to 1 is expected, such as 0.10 for ten per cent"),
        ("stale_after_months = 0", "stale_after_months: a whole number of months is expected, 1 or more"),
        ("stale_after_months = 1.0", "stale_after_months: a whole number of months is expected, 1 or more"),
        ("stale_after_months = true", "stale_after_months: a whole number of months is expected, 1 or more"),
        ('"tag_line" = 0', "tag_line: true or false is expected"),
    ],
)
def test_a_value_of_the_wrong_kind_says_what_is_expected(tmp_path, line, fault):
    assert faults(tmp_path, f"{PLAIN}{line}\n") == [f"3: {fault}"]


def test_nought_per_cent_is_exact(tmp_path):
    project_file(tmp_path, PLAIN + "approx = 0\n")
    assert load_project(tmp_path).approx == 0


@pytest.mark.parametrize("records", ["[]", '[""]', "3", '["a", 3]'])
def test_records_must_be_named(tmp_path, records):
    fault = '1: records: a list of texts is expected, such as ["records"]'
    assert faults(tmp_path, f'records = {records}\nvault = "vault"\n') == [fault]


def test_what_is_missing_is_named_with_an_example(tmp_path):
    assert faults(tmp_path, "\n") == [
        '“records” is missing; add a line such as records = ["records"]',
        '“vault” is missing; add a line such as vault = "vault"',
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("vault = \n", "1:9: not TOML: invalid value"),
        (f'{PLAIN}vault = "again"\n', "3:16: not TOML: cannot overwrite a value"),
        ('vault = "open', "not TOML: "),
    ],
)
def test_what_is_not_toml_is_pointed_at(tmp_path, text, fault):
    assert faults(tmp_path, text)[0].startswith(fault)


def test_a_file_that_is_not_utf8_or_cannot_be_read_is_told(tmp_path):
    file = tmp_path / PROJECT_FILE
    file.write_bytes(b"name = '\xff'\n")
    with pytest.raises(ProjectError, match="not UTF-8 at byte 9"):
        load_project(tmp_path)
    file.unlink()
    file.symlink_to("/proc/self/mem")
    with pytest.raises(ProjectError, match="cannot be read"):
        load_project(tmp_path)


@pytest.mark.parametrize("vault", ["/tmp", "../out", "a/../../out"])  # noqa: S108 -- never made, only refused
def test_the_vault_stays_in_the_project(tmp_path, vault):
    fault = f"2: vault: {vault!r} leads out of the project {tmp_path}; name a place inside it"
    assert fault in faults(tmp_path, f'records = ["records"]\nvault = "{vault}"\n')


def test_a_link_out_of_the_project_is_seen_through(tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "vault").symlink_to(tmp_path)
    assert "leads out of the project" in faults(tmp_path / "inside", PLAIN)[0]


def test_records_may_be_anywhere_if_their_path_is_absolute(tmp_path):
    home = tmp_path / "inside"
    home.mkdir()
    project_file(home, f'records = ["{tmp_path}/elsewhere", "~/records"]\nvault = "vault"\n')
    assert load_project(home).records == (tmp_path / "elsewhere", Path("~/records").expanduser())
    assert "leads out of the project" in faults(home, 'records = ["../elsewhere"]\nvault = "vault"\n')[0]


@pytest.mark.parametrize(
    ("records", "vault"), [("seeds", "seeds/vault"), ("vault/seeds", "vault"), ("a", "a"), (".", "vault")]
)
def test_vault_and_records_must_lie_apart(tmp_path, records, vault):
    found = faults(tmp_path, f'records = ["{records}"]\nvault = "{vault}"\n')
    assert [fault[:9] for fault in found] == ["2: vault:"]
    assert "must not lie in one another; give each a folder of its own" in found[0]


@pytest.mark.parametrize("vault", [".", "x/.."])
def test_the_project_itself_is_not_the_vault(tmp_path, vault):
    fault = "2: vault: the project itself cannot be the vault; name a folder inside it"
    assert faults(tmp_path, f'records = ["records"]\nvault = "{vault}"\n') == [fault]


def test_templates_must_be_there_and_not_in_the_vault(tmp_path):
    found = faults(tmp_path, f'{PLAIN}templates = "look"\n')
    assert found == [f"3: templates: there is no folder {tmp_path}/look; make it or drop the key"]
    (tmp_path / "vault").mkdir()
    assert "must not lie in one another" in faults(tmp_path, f'{PLAIN}templates = "vault"\n')[0]


@given(st.text(alphabet=st.sampled_from("records=vault\"'[]{}.\n#0x1_ -:é\t\\")))
def test_nonsense_gives_a_project_error_and_nothing_else(tmp_path_factory, text):
    folder = tmp_path_factory.mktemp("nonsense", numbered=True)
    project_file(folder, text)
    with pytest.raises(ProjectError):
        load_project(folder)


def test_the_site_has_a_section_of_its_own(tmp_path):
    project_file(
        tmp_path,
        PLAIN + '[site]\nout = "public"\ntitle = "Research"\nurl = "https://example.org/r"\nlanguage = "de"\n'
        'publish = "opt-in"\nexclude = ["Templates/*"]\nhome = "Start.md"\nsearch = false\noffline = true\n',
    )
    project = load_project(tmp_path)
    assert project.site_out == tmp_path / "public"
    assert (project.site.title, project.site.url) == ("Research", "https://example.org/r/")
    assert (project.site.language, project.site.publish, project.site.home) == ("de", "opt-in", "Start.md")
    assert project.site.exclude == ("Templates/*",)
    assert (project.site.search, project.site.offline, project.site.twins) == (False, True, True)


def test_without_a_section_the_site_goes_beside_the_vault(tmp_path):
    project_file(tmp_path, PLAIN)
    assert load_project(tmp_path).site_out == tmp_path / "site"


def test_all_faults_of_the_site_are_told_at_once_with_their_lines(tmp_path):
    text = (
        PLAIN + 'name = "x"\n\n[site]\nurl = "example.org"\nsearch = "yes"\npublisch = "all"\nexclude = 3\n'
    )
    assert faults(tmp_path, text) == [
        '6: site.url: a whole address is expected, such as "https://example.org/research/"',
        "7: site.search: true or false is expected",
        "8: unknown key “publisch” in [site]; did you mean “publish”?",
        '9: site.exclude: a list of paths or patterns is expected, such as ["Templates/*"]',
    ]
    assert faults(tmp_path, 'site = "x"\n' + PLAIN) == [
        "1: site: a section is expected; begin one with a line [site]"
    ]


@pytest.mark.parametrize(
    "key", ["title = 3", 'publish = "opt_in"', 'language = "English please"', 'out = ""']
)
def test_a_value_of_the_site_that_means_nothing_is_told(tmp_path, key):
    (fault,) = faults(tmp_path, f"{PLAIN}[site]\n{key}\n")
    assert fault.startswith(f"4: site.{key.partition(' ')[0]}: ")


@pytest.mark.parametrize("out", ["vault", "vault/site", "records", ".", "look/x"])
def test_the_site_lies_apart_from_all_that_it_is_made_from(tmp_path, out):
    (tmp_path / "look").mkdir()
    (fault,) = faults(tmp_path, f'{PLAIN}templates = "look"\n[site]\nout = "{out}"\n')
    assert fault.startswith("5: site.out: ")
