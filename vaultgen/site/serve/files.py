"""Which file of a site a request asks for, and of what type it is."""

from __future__ import annotations

import mimetypes
from pathlib import Path
from typing import Final

__all__ = ["content_type", "file_for"]

_TYPES: Final = {
    ".csv": "text/csv",
    ".html": "text/html",
    ".js": "text/javascript",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/markdown",
    ".txt": "text/plain",
    ".wasm": "application/wasm",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".m4a": "audio/mp4",
    ".flac": "audio/flac",
    ".ogv": "video/ogg",
    ".webm": "video/webm",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
# Not the system's own table, which differs from one machine to the next.
_OTHERS: Final = mimetypes.MimeTypes()


def file_for(root: Path, address: str) -> Path | None:
    """The file at an address below `root`, the `index.html` of a folder; None if there is none that may be shown.

    Hidden files may not, nor what a link leads to outside of `root`.
    """
    if "\\" in address or "\0" in address or ":" in address:
        return None
    parts = address.split("/")
    if not parts[-1]:
        parts[-1] = "index.html"
    if any(not part or part.startswith(".") for part in parts):
        return None
    try:
        whole = root.resolve(strict=True)
        path = root.joinpath(*parts).resolve(strict=True)
    except (OSError, ValueError, RuntimeError):
        return None
    return path if path.is_relative_to(whole) and path.is_file() else None


def content_type(path: Path) -> str:
    """The type of a file by its ending, with the encoding that all texts of a site have."""
    found = _TYPES.get(path.suffix.lower()) or _OTHERS.guess_type(path.name)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found
