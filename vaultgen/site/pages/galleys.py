"""Galleys: templates that have been set, as code, are kept beside the site, and the next build need not set them."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from typing import Final, NamedTuple

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from msgspec import MsgspecError, msgpack

from vaultgen.errors import VaultError
from vaultgen.vault.disk import write_bytes

__all__ = ["Galley", "Galleys"]

_SEAL: Final = 32
_WE: Final = os.getuid() if hasattr(os, "getuid") else 0


class Galley(NamedTuple):
    """A file for the code of templates, beside one called `mark`, and a digest of the program that makes such code."""

    file: Path
    mark: str
    program: str


class Galleys(BytecodeCache):
    """The code that one program made of the templates that there are now, in one file.

    Code can do anything, so none is loaded but what this program has sealed. The seal tells of the program, of the
    templates, and of the mark what only this disk knows: who packs such a folder for somebody else cannot have known
    it. What has another seal counts for nothing and is written over, and a disk that takes no file costs only time.
    """

    def __init__(self, galley: Galley, templates: str) -> None:
        self._file = galley.file
        self._mark = galley.file.with_name(galley.mark)
        self._of = f"{galley.program}\n{templates}"
        self._codes = self._read()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if that is kept; Jinja compares the digests of its text."""
        if (code := self._codes.get(bucket.key)) is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template, too."""
        self._codes[bucket.key] = bucket.bytecode_to_string()
        packed = msgpack.encode(self._codes)
        with suppress(OSError, VaultError):
            write_bytes(self._file, self._seal(packed) + packed)

    def _read(self) -> dict[str, bytes]:
        try:
            kept = self._file.read_bytes()
            packed = kept[_SEAL:]
            if kept[:_SEAL] == self._seal(packed):
                return msgpack.decode(packed, type=dict[str, bytes])
        except (OSError, MsgspecError):
            pass
        return {}

    def _seal(self, packed: bytes) -> bytes:
        """The seal of such a file; an OSError in the folder of another, who may well know all that a seal tells."""
        about = self._mark.stat()
        if about.st_uid != _WE:
            raise PermissionError(self._mark)
        key = blake2b(f"{self._of}\n{about.st_ino} {about.st_ctime_ns}".encode()).digest()
        return blake2b(packed, key=key, digest_size=_SEAL).digest()
