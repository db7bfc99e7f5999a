"""Digests of values, by which a build sees whether something is another one."""

from __future__ import annotations

from hashlib import blake2b, sha256
from typing import Any

import msgspec

__all__ = ["digest_of", "digest_of_text"]


def _as_text(value: Any) -> str:
    """What JSON does not know, but is a text, as finished HTML is."""
    if isinstance(value, str):
        return str(value)
    raise TypeError(f"a {type(value).__name__} has no digest")


_encode = msgspec.json.Encoder(enc_hook=_as_text).encode


def digest_of(*parts: Any) -> str:
    """A digest of values that JSON can hold, tuples and dataclasses of such among them."""
    try:
        told = _encode(parts)
    except UnicodeEncodeError:  # half a character, as names of files may have
        told = repr(parts).encode("utf-8", "surrogatepass")
    return blake2b(told, digest_size=12).hexdigest()


def digest_of_text(text: str) -> str:
    """A digest of one long text: it need not become JSON, and most processors work out SHA-256 themselves."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]
