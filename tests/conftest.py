"""What all tests share: where the project is, a copy of it to work in, and a calm hypothesis."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent

# The gate must depend on the code alone, so its examples are always the same; whoever looks for new ones says
# `pytest --hypothesis-profile=explore`. No deadlines: a shared machine makes single examples slow now and then.
settings.register_profile(
    "gate", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("explore", settings.get_profile("gate"), derandomize=False, max_examples=1_000)
settings.load_profile("gate")


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No colour, a wide terminal, no project or build day named from outside: every run prints the same."""
    for name in [name for name in os.environ if name.startswith("VAULTGEN_")]:
        monkeypatch.delenv(name)
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")


@pytest.fixture(scope="session")
def project() -> Path:
    """The root of this project."""
    return ROOT


@pytest.fixture(scope="session")
def tracked() -> tuple[str, ...]:
    """The project's own files, relative to its root: what git keeps or is about to keep."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout.decode()
    return tuple(sorted(name for name in set(listed.split("\0")) if name and (ROOT / name).is_file()))


@pytest.fixture
def copy_project(tmp_path: Path, tracked: tuple[str, ...]) -> Callable[[], Path]:
    """A function that copies the project's own files into an empty folder and gives the folder."""

    def copy() -> Path:
        target = tmp_path / "vaultgen"
        for name in tracked:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)
        return target

    return copy


@pytest.fixture
def command_line() -> dict[str, str]:
    """An environment in which `vaultgen` and `python` are the ones under test, found first on the path."""
    scripts = Path(sys.executable).parent
    left_out = {"PYTHONPATH", "MAKEFLAGS", "MAKELEVEL"}
    surroundings = {key: text for key, text in os.environ.items() if key not in left_out}
    return surroundings | {"PATH": f"{scripts}{os.pathsep}{os.environ.get('PATH', '')}"}
