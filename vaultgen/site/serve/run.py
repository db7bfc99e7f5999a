"""A server from its start to Ctrl-C: it builds, answers, watches and builds again."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from types import FrameType
from typing import Final

import uvicorn

from vaultgen.site.serve.app import app_for
from vaultgen.site.serve.builder import Built, Order
from vaultgen.site.serve.news import News
from vaultgen.site.serve.port import ADDRESS, listen
from vaultgen.site.serve.watching import watch, watched_by
from vaultgen.site.serve.workshop import BuildProcess, Workshop

__all__ = ["serve"]

_COMMAND: Final = "vaultgen site serve"
# Seconds that a download may take to end after Ctrl-C.
_GRACE: Final = 2

Tell = Callable[[Built], None]


def serve(order: Order, port: int, *, ready: Callable[[str], None], tell: Tell) -> None:
    """Serve until Ctrl-C; `ready` is called with the address once it can be opened, `tell` with what builds came to.

    A VaultgenError if the port is taken or the project cannot be read at all.
    """
    watched_by(order)
    stop = threading.Event()
    with listen(port, _COMMAND) as socket:
        news = News(secrets.token_hex(4))
        builds = BuildProcess(order)
        shop = Workshop(builds, lambda built: None if stop.is_set() else _take(news, tell, built))
        watcher = threading.Thread(target=watch, args=(order, shop.ask, stop), name="watcher", daemon=True)
        try:
            _take(news, tell, builds("later"))
            watcher.start()
            shop.start()
            ready(f"http://{ADDRESS}:{socket.getsockname()[1]}{news.state.base}")
            _Server(news).run([socket])
        finally:
            stop.set()
            try:
                shop.end()  # a second Ctrl-C does not wait for the build that is under way
            finally:
                builds.end()


def _take(news: News, tell: Tell, built: Built) -> None:
    """Take in a build; who asked for it is told what is new."""
    before = news.state
    news.take(built)
    if built.fault != before.fault or built.changed:
        tell(built)


class _Server(uvicorn.Server):
    """A server that ends quietly: open pages wait for news for ever, so they are let go first."""

    def __init__(self, news: News) -> None:
        config = uvicorn.Config(
            app_for(news),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            timeout_graceful_shutdown=_GRACE,
        )
        super().__init__(config)
        self._news = news

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End at the first Ctrl-C or SIGTERM, and at once at the second."""
        super().handle_exit(sig, frame)
        self._news.end()
        self._captured_signals.clear()  # it was meant for the server, and is done with
