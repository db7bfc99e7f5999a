"""What the tests of the site share: a browser that can reach nothing but this machine, and the demo as a site."""

from __future__ import annotations

import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[2]
BROWSERS = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
REQUIRED = "BROWSER_TESTS"  # set to "required" where a run without a browser must fail
REASON = (
    "no Chromium on this machine, so the pages were not tried in a browser; "
    "on Debian and Ubuntu: sudo apt install chromium"
)
# Names lead nowhere: a page that asks for anything beyond this machine gets an error, and the test sees it.
FLAGS = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


def find_browser() -> str | None:
    """The Chromium of this machine, if it has one."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Where there is no browser its tests are skipped, or fail if the run must have one."""
    if find_browser() or os.environ.get(REQUIRED) == "required":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=REASON))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium."""
    executable = find_browser()
    if executable is None:
        pytest.fail(REASON)
    from playwright.sync_api import sync_playwright

    # Chromium cannot build its sandbox for the user root, which is who tests run as in a container.
    flags = [*FLAGS, "--no-sandbox"] if os.geteuid() == 0 else list(FLAGS)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=flags)
        yield chromium
        chromium.close()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing: the tests' output is for the tests."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A browser that goes away in the middle of an answer is no fault."""


@pytest.fixture(scope="session")
def serve_folder() -> Iterator[Any]:
    """A function that serves a folder over loopback and gives its address, ending in `/`."""
    servers = []

    def serve(folder: Path) -> str:
        server = _Server(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_address[1]}/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


def build_site(out: Path, *options: str) -> Path:
    """Build the demo as a site with the command that users type."""
    subprocess.run(
        [sys.executable, "-m", "vaultgen", "-C", str(ROOT), "site", "build", "--out", str(out), *options],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return out


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo's site, with search."""
    return build_site(tmp_path_factory.mktemp("demo") / "site")


@pytest.fixture(scope="session")
def offline_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the demo's site as one takes it along: it opens from the disk."""
    return build_site(tmp_path_factory.mktemp("offline") / "site", "--offline")
