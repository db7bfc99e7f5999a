"""The tests of the site cannot be left out unnoticed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = """
import pytest

@pytest.mark.browser
def test_a_page(browser):
    assert browser.is_connected()
"""


def _run_without_browser(folder: Path, **surroundings: str) -> subprocess.CompletedProcess[str]:
    (folder / "conftest.py").write_bytes((ROOT / "tests/site/conftest.py").read_bytes())
    (folder / "test_sample.py").write_text(SAMPLE, "utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-ra", "-p", "no:cacheprovider", "-c", "/dev/null"]
    return subprocess.run(
        [*command, "--rootdir", str(folder), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env={key: text for key, text in os.environ.items() if key != "BROWSER_TESTS"}
        | {"PATH": "/nonexistent", **surroundings},
    )


@pytest.mark.slow
def test_without_a_browser_its_tests_are_skipped_with_the_reason_and_the_cure(tmp_path: Path) -> None:
    done = _run_without_browser(tmp_path)
    assert done.returncode == 0, done.stdout
    assert "1 skipped" in done.stdout
    assert "sudo apt install chromium" in done.stdout


@pytest.mark.slow
def test_a_run_that_must_have_a_browser_fails_without_one(tmp_path: Path) -> None:
    done = _run_without_browser(tmp_path, BROWSER_TESTS="required")
    assert done.returncode == 1, done.stdout
    assert "no Chromium on this machine" in done.stdout
