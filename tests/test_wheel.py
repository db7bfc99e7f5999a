"""The built wheel is the whole program: installed alone in a clean environment, it makes a vault."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

DISPOSABLE = {".vaultgen/lock", ".vaultgen/cache"}


@pytest.fixture(scope="module")
def wheel(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the working tree with the backend that is installed."""
    folder = tmp_path_factory.mktemp("wheel")
    building = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run(building, cwd=project, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """`vaultgen` of a fresh environment that holds the wheel and what it depends on, nothing else."""
    environment = tmp_path_factory.mktemp("clean") / "venv"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    installing = [scripts / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", wheel]
    subprocess.run(installing, check=True, cwd=environment)
    return scripts / "vaultgen"


def _run(program: Path, folder: Path, *arguments: str) -> str:
    surroundings = {key: text for key, text in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [program, *arguments], cwd=folder, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{arguments}: exit code {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def _files(folder: Path) -> Iterator[tuple[str, int, int]]:
    """Each file with what a rewrite would change: its inode and its time."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not any(name.startswith(disposable) for disposable in DISPOSABLE):
            yield name, path.stat().st_ino, path.stat().st_mtime_ns


def test_every_template_is_in_the_wheel(wheel, project, tracked):
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    templates = [name for name in tracked if name.startswith("templates/")]
    assert templates
    for name in templates:
        assert packed[f"vaultgen/_{name}"] == (project / name).read_bytes()


def test_the_wheel_holds_the_package_and_its_licence_and_no_tests(wheel):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"vaultgen"}
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_installed_wheel_makes_a_vault_and_a_second_build_writes_nothing(program, tmp_path):
    _run(program, tmp_path, "init", "demo")
    _run(program, tmp_path, "-C", "demo", "build")
    vault = tmp_path / "demo" / "vault"
    first = list(_files(vault))
    assert [name for name, _, _ in first if name.endswith(".md")]
    _run(program, tmp_path, "-C", "demo", "build")
    assert list(_files(vault)) == first
