from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from vaultgen import __version__
from vaultgen.cli.site_deploy import deploy_init
from vaultgen.errors import ProjectError
from vaultgen.site.deploy.recipes import HOSTS, Facts, facts_of, recipe
from vaultgen.site.reach.hosting import HEADERS
from vaultgen.site.settings import Settings

PINNED = f"pip install 'vaultgen[site]=={__version__}'"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in a folder of a repository."""
    (tmp_path / ".git").mkdir()
    root = tmp_path / "my notes"
    (root / "records").mkdir(parents=True)
    (root / "vaultgen.toml").write_text(
        'records = ["records"]\nvault = "vault"\n[site]\nurl = "https://example.org/research"\n',
        encoding="utf-8",
    )
    return root


def facts(project: Path, *, url: str = "https://example.org/research/", title: str = "Research") -> Facts:
    return facts_of(Settings(project / "vault", project / "site", title, url=url), project)


def run(project: Path, *words: str):
    return CliRunner().invoke(deploy_init, [*words, "-C", str(project)], obj=Path())


def test_the_workflow_for_github_is_yaml_with_every_action_pinned(project):
    workflow = yaml.safe_load(recipe("github", facts(project)).text)
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    used = [step["uses"] for step in steps if "uses" in step]
    assert len(used) == 5
    assert all(re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40}", one) for one in used)
    commands = [step["run"] for step in steps if "run" in step]
    assert commands == [PINNED, "vaultgen -C 'my notes' site build"]
    uploaded = next(step for step in steps if "upload-pages-artifact" in step.get("uses", ""))
    assert uploaded["with"]["path"] == "my notes/site"
    assert workflow["permissions"] == {"contents": "read"}


def test_the_pipeline_for_gitlab_is_yaml_and_publishes_public(project):
    pages = yaml.safe_load(recipe("gitlab", facts(project)).text)["pages"]
    assert pages["script"] == [PINNED, "vaultgen -C 'my notes' site build --out public"]
    assert pages["artifacts"]["paths"] == ["public"]
    assert re.fullmatch(r"python:3\.\d+-slim", pages["image"])


@pytest.mark.parametrize("title", ["Research", 'A "quoted" \\ title', "Ünïcode — 研究", "] = oops\n[evil]"])
def test_the_files_for_cloudflare_and_netlify_are_toml_whatever_the_title(project, title):
    wrangler = tomllib.loads(recipe("cloudflare", facts(project, title=title)).text)
    assert wrangler["pages_build_output_dir"] == "my notes/site"
    assert set(wrangler) == {"name", "pages_build_output_dir", "compatibility_date"}
    netlify = tomllib.loads(recipe("netlify", facts(project, title=title)).text)
    assert netlify["build"]["command"] == f"{PINNED} && vaultgen -C 'my notes' site build"
    assert netlify["build"]["publish"] == "my notes/site"


def test_the_server_for_nginx_has_the_headers_and_stands_at_the_base_path(project):
    text = recipe("nginx", facts(project)).text
    assert text.count("{") == text.count("}")
    assert all(line.rstrip()[-1] in "{};" for line in text.splitlines() if line.strip() and line[0] != "#")
    assert "server_name example.org;" in text
    assert "location /research/ {" in text
    assert "error_page 404 /research/404.html;" in text
    for name, value in HEADERS:
        assert f'add_header {name} "{value}" always;' in text


def test_a_server_at_the_root_of_its_host_redirects_nobody(project):
    text = recipe("nginx", facts(project, url="https://example.org/")).text
    assert "location / {" in text
    assert "return 302" not in text


def test_an_address_cannot_break_out_of_the_configuration(project):
    text = recipe("nginx", facts(project, url="https://exa;mple{}.org/a;}evil{/")).text
    assert "evil{" not in text
    assert "exa;" not in text


def test_the_steps_ask_for_the_address_only_if_it_is_not_known(project):
    for host in HOSTS:
        assert any("url =" in step for step in recipe(host, facts(project, url="")).steps)
        assert not any("url =" in step for step in recipe(host, facts(project)).steps)


def test_a_site_out_of_its_repository_cannot_be_published(project, tmp_path):
    with pytest.raises(ProjectError, match="lies out of"):
        facts_of(Settings(project / "vault", tmp_path.parent / "site", "Research"), project)


def test_the_file_is_written_where_the_host_looks_for_it(project):
    told = run(project, "github")
    assert told.exit_code == 0
    assert (project.parent / ".github/workflows/site.yml").is_file()
    assert ".github/workflows/site.yml: written" in told.output
    assert "GitHub Actions" in told.output
    assert "up to date" in run(project, "github").output


def test_a_file_that_says_something_else_is_never_overwritten(project):
    own = project.parent / "netlify.toml"
    own.write_text("mine = true\n", encoding="utf-8")
    told = run(project, "netlify")
    assert isinstance(told.exception, ProjectError)
    assert "--stdout" in str(told.exception)
    assert own.read_text(encoding="utf-8") == "mine = true\n"


@pytest.mark.parametrize("host", sorted(HOSTS))
def test_printing_writes_nothing(project, host):
    before = sorted(project.parent.rglob("*"))
    told = run(project, host, "--stdout")
    assert told.exit_code == 0
    assert told.output == recipe(host, facts(project)).text.replace('"research"', '"my-notes"')
    assert sorted(project.parent.rglob("*")) == before
