"""What a host is told about the site: headers, robots, and which files are to stay as they are."""

from __future__ import annotations

from typing import Final

from vaultgen.site.reach.places import absolute, base_path
from vaultgen.site.scripts import SCRIPTS
from vaultgen.site.settings import Settings

__all__ = ["HEADERS", "POLICY", "headers_file", "robots"]

POLICY: Final = (
    "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "
    "object-src 'self'; base-uri 'none'; form-action 'self'"
)
"""What pages may load: nothing from elsewhere, no script in a page; the search index is WebAssembly."""

HEADERS: Final = (
    ("Content-Security-Policy", f"{POLICY}; frame-ancestors 'self'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
)

# The names of styles and scripts end in their digest (`?v=…`), so what they hold never changes.
_FOREVER: Final = "public, max-age=31536000, immutable"
_TYPES: Final = (("*.md", "text/markdown; charset=utf-8"), ("*.csv", "text/csv; charset=utf-8"))


def headers_file(settings: Settings) -> str:
    """The file `_headers`, which Cloudflare Pages and Netlify read."""
    base = base_path(settings)
    blocks: list[tuple[str, tuple[tuple[str, str], ...]]] = [(f"{base}*", HEADERS)]
    blocks += [
        (f"{base}{address}", (("Cache-Control", _FOREVER),)) for address in ("assets/style.css", *SCRIPTS)
    ]
    blocks += [(f"{base}{pattern}", (("Content-Type", kind),)) for pattern, kind in _TYPES]
    return "".join(
        f"{pattern}\n" + "".join(f"  {name}: {text}\n" for name, text in pairs) for pattern, pairs in blocks
    )


def robots(settings: Settings) -> str:
    """The file `robots.txt`: everything may be read, and where the site map is."""
    lines = ["User-agent: *", "Allow: /"]
    if settings.url:
        lines += ["", f"Sitemap: {absolute(settings, 'sitemap.xml')}"]
    return "".join(f"{line}\n" for line in lines)
