"""One build of a site that is being served, in a folder of its own, and what came of it in words."""

from __future__ import annotations

import contextlib
import gc
import signal
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from vaultgen.errors import GivenUpError, VaultgenError
from vaultgen.site.build.choices import history_of, settings_of
from vaultgen.site.build.run import build_site
from vaultgen.site.build.stand import Index
from vaultgen.site.digest import digest_of_text
from vaultgen.site.reach.places import base_path
from vaultgen.site.search.pagefind import GiveUp
from vaultgen.site.settings import Settings
from vaultgen.site.survey.rest import collector_at_rest
from vaultgen.vault.disk import write_if_changed

__all__ = ["Built", "Order", "build", "build_on_demand", "served_settings"]


@dataclass(frozen=True, slots=True)
class Order:
    """Which site: that of the project that `folder` is in, or that of any vault."""

    folder: Path
    vault: Path | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """How a build ended. `fault` is what stopped it, in the words of its error; then nothing else is known.

    Nor is there of one that was given up.
    """

    output: Path | None = None
    base: str = "/"
    changed: bool = False
    summary: str = ""
    fault: str = ""
    given_up: bool = False


def served_settings(order: Order) -> Settings:
    """The settings of the site as it is served: never in the folder that is published, nor in another vault's."""
    settings = _published(order)
    hidden = settings.output.with_name(f".{settings.output.name}.vaultgen")
    own = f"serve-{digest_of_text(str(settings.vault))[:8]}" if order.vault else "serve"
    return replace(settings, output=hidden / own)


def _published(order: Order) -> Settings:
    return settings_of(order.folder, vault=order.vault)


def build(order: Order, index: Index, give_up: GiveUp | None = None) -> Built:
    """Bring the served site up to date; its index can be given up while it is made."""
    try:
        settings = served_settings(order)
        write_if_changed(settings.output.parent / ".gitignore", "*\n")
        history = history_of(_published(order), has_project=order.vault is None)
        outcome = build_site(
            settings,
            index=index,
            history=history,
            keep=False,
            command="vaultgen site serve",
            give_up=give_up,
        )
    except GivenUpError:
        return Built(given_up=True)
    except VaultgenError as error:
        return Built(fault=str(error))
    count = len(outcome.findings)
    warnings = f"; {count:,} warning{'' if count == 1 else 's'}" if count else ""
    return Built(settings.output, base_path(settings), outcome.changed, f"{outcome.counts}{warnings}")


def build_on_demand(order: Order, line: Connection) -> None:
    """Build each time that the server asks for it, until it hangs up or is no more.

    Whatever it says while the index is made means that it shall be given up; None is nothing more than that.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the server, which ends what it has started
    with contextlib.suppress(EOFError, ConnectionError):
        while True:
            index = line.recv()
            if index is not None:
                with collector_at_rest():
                    built = build(order, index, line.poll if index == "now" else None)
                line.send(built)
                gc.collect()  # now that nobody waits
