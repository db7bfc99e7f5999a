"""What the files of a vault are, by their endings."""

from __future__ import annotations

from typing import Final, Literal

__all__ = ["NOTE_KINDS", "Kind"]

Kind = Literal["note", "base", "canvas", "image", "audio", "video", "pdf", "other"]

NOTE_KINDS: Final = ("note", "base", "canvas")
"""The kinds of file that have a page; all others are attachments."""
