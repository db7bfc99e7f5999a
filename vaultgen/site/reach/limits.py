"""How large a site is, and which hosts would not take it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from vaultgen.site.settings import Settings

__all__ = ["Host", "report_on"]

_LARGEST: Final = 5
_MOST_REDIRECTS: Final = 2_000
_MIB: Final = 1 << 20
_GB: Final = 10**9


class Host(NamedTuple):
    """What a host takes: files, bytes in one file, bytes in all; 0 where it says nothing."""

    name: str
    files: int = 0
    file: int = 0
    site: int = 0


_HOSTS: Final = (
    Host("Cloudflare Pages (free)", files=20_000, file=25 * _MIB),
    Host("GitHub Pages", file=100 * _MIB, site=_GB),
    Host("GitLab Pages (gitlab.com)", files=200_000, site=_GB),
    Host("Netlify", file=_GB),
)


def report_on(
    settings: Settings, outputs: Iterable[tuple[str, int]], *, redirects: int = 0
) -> tuple[str, ...]:
    """Lines about a site that has these files (address, bytes): its size, its largest pages, and what to mind."""
    sizes = sorted(outputs)
    pages = [(address, size) for address, size in sizes if address.endswith(".html")]
    total = sum(size for _, size in sizes)
    lines = [f"{len(pages):,} pages, {len(sizes):,} files, {_amount(total)}"]
    largest = sorted(pages, key=lambda one: (-one[1], one[0]))[:_LARGEST]
    if largest:
        lines.append(
            "largest pages: " + ", ".join(f"{address} ({_amount(size)})" for address, size in largest)
        )
    for host in _HOSTS:
        lines += [f"too much for {host.name}: {fault}" for fault in _faults(host, sizes, total)]
    if redirects > _MOST_REDIRECTS:
        lines.append(f"Cloudflare Pages reads {_MOST_REDIRECTS:,} redirects at most; there are {redirects:,}")
    if not settings.url:
        lines.append("left out, since no url is set in [site]: site map, feeds, canonical addresses")
    return tuple(lines)


def _faults(host: Host, sizes: list[tuple[str, int]], total: int) -> list[str]:
    found = []
    if host.files and len(sizes) > host.files:
        found.append(f"{len(sizes):,} files, {host.files:,} are allowed")
    large = [address for address, size in sizes if host.file and size > host.file]
    if large:
        more = f" and {len(large) - 1:,} more" if len(large) > 1 else ""
        found.append(f"{large[0]}{more} over {_amount(host.file)}")
    if host.site and total > host.site:
        found.append(f"{_amount(total)} in all, {_amount(host.site)} is allowed")
    return found


def _amount(size: int) -> str:
    for unit, name in ((10**9, "GB"), (10**6, "MB"), (10**3, "kB")):
        if size >= unit:
            return f"{size / unit:.1f} {name}"
    return f"{size} bytes"
