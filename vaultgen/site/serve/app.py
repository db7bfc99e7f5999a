"""The answers of the server: the files of the site, with a script in each page that waits for news."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Final

import anyio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from vaultgen.notes.templates import built_in_templates
from vaultgen.site.reach.hosting import HEADERS
from vaultgen.site.serve.files import content_type, file_for
from vaultgen.site.serve.news import News, State

__all__ = ["HOSTS", "app_for", "host_of", "with_script"]

HOSTS: Final = frozenset({"localhost", "127.0.0.1", "[::1]"})
"""The only names under which this server answers; others may be those of a stranger's page that means us."""

_COMMON: Final = {**dict(HEADERS), "Cache-Control": "no-store"}
_OWN: Final = {"_serve.js": "text/javascript; charset=utf-8", "_serve.css": "text/css; charset=utf-8"}
# Browsers ask for it without being told to; a site that has none is no fault that their console need report.
_ICON: Final = "favicon.ico"
_METHODS: Final = ("GET", "HEAD")


def app_for(news: News) -> ASGIApp:
    """The server's answers, by what `news` says of the site."""
    routes = [Route(f"/{name}", partial(_own, name)) for name in _OWN]
    routes += [
        Route("/_serve/events", partial(_events, news)),
        Route("/{address:path}", partial(_site, news), methods=list(_METHODS)),
    ]
    return _Doorman(Starlette(routes=routes))


class _Doorman:
    """Lets in only those who call this server by a name that nobody else can have."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        hosts = [value.decode("latin-1") for name, value in scope.get("headers", ()) if name == b"host"]
        if scope["type"] == "http" and (len(hosts) != 1 or host_of(hosts[0]) not in HOSTS):
            refusal = PlainTextResponse("This server answers to localhost alone.\n", 421, headers=_COMMON)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


def host_of(header: str) -> str:
    """The name in a Host header, without its port."""
    name, colon, port = header.strip().lower().rpartition(":")
    return name if colon and (port.isdigit() or not port) else header.strip().lower()


async def _own(name: str, _request: Request) -> Response:
    data = await anyio.Path(built_in_templates() / "serve" / name).read_bytes()
    return Response(data, media_type=_OWN[name], headers=_COMMON)


async def _events(news: News, _request: Request) -> Response:
    return StreamingResponse(news.events(), media_type="text/event-stream", headers=_COMMON)


async def _site(news: News, request: Request) -> Response:
    """A file of the site, at the place on its host that it has when it is published."""
    state = news.state
    if state.output is None:
        return _broken(state)
    address = f"/{request.path_params['address']}"
    if not address.startswith(state.base) and address != f"/{_ICON}":
        if address in ("/", state.base.rstrip("/")):
            return RedirectResponse(state.base, 307, headers=_COMMON)
        return await _missing(state)
    inner = _ICON if address == f"/{_ICON}" else address.removeprefix(state.base)
    return await anyio.to_thread.run_sync(_answer, state, inner)


def _answer(state: State, address: str) -> Response:
    root = state.output or Path()
    found = file_for(root, address)
    if found is None and address and not address.endswith("/") and file_for(root, f"{address}/") is not None:
        return RedirectResponse(f"{address.rpartition('/')[2]}/", 307, headers=_COMMON)
    if found is None and address == _ICON:
        return Response(status_code=204, headers=_COMMON)
    if found is None:
        return _not_found(state)
    if found.suffix == ".html":
        return _page(found, state, 200)
    return FileResponse(found, headers=_COMMON, media_type=content_type(found))


async def _missing(state: State) -> Response:
    return await anyio.to_thread.run_sync(_not_found, state)


def _not_found(state: State) -> Response:
    page = file_for(state.output, "404.html") if state.output else None
    if page is None:
        return PlainTextResponse("There is no such page.\n", 404, headers=_COMMON)
    return _page(page, state, 404)


def _page(path: Path, state: State, status: int) -> Response:
    try:
        data = path.read_bytes()
    except OSError:  # it went while it was looked for
        return PlainTextResponse("There is no such page.\n", 404, headers=_COMMON)
    return Response(with_script(data, state.mark), status, _COMMON, "text/html; charset=utf-8")


def with_script(page: bytes, mark: str) -> bytes:
    """The page with the script that waits for news."""
    script = f'<script defer src="/_serve.js?mark={escape(mark)}"></script>\n'.encode()
    head, end, rest = page.rpartition(b"</body>")
    return head + script + end + rest if end else page + script


def _broken(state: State) -> Response:
    """What is shown as long as there is no site, since its first build failed."""
    fault = escape(state.fault or "The site is being built.")
    page = (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Not built</title>\n'
        '<link rel="stylesheet" href="/_serve.css">\n</head>\n<body>\n'
        f'<main class="serve-fault"><h1>The site could not be built</h1><pre>{fault}</pre></main>\n</body>\n</html>\n'
    )
    headers: Mapping[str, str] = _COMMON
    return Response(with_script(page.encode(), state.mark), 503, headers, "text/html; charset=utf-8")
