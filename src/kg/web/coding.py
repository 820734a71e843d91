"""Content codings (RFC 9110 §8.4.1): which one a client wants, and bytes in it, whole or piece by piece."""

import gzip
import re
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import brotli
import zstandard

# Each as hard as takes about the time that gzip takes at its default.
_GZIP_LEVEL: Final = 6
_BROTLI_QUALITY: Final = 5
_ZSTD_LEVEL: Final = 6
_QUALITY = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")


@dataclass(frozen=True, slots=True)
class Coder:
    """Compresses what comes piece by piece: what is given, and what is left at the end."""

    compress: Callable[[bytes], bytes]
    finish: Callable[[], bytes]


def _zstd_coder() -> Coder:
    pieces = zstandard.ZstdCompressor(_ZSTD_LEVEL).compressobj()
    return Coder(pieces.compress, pieces.flush)


def _zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(_ZSTD_LEVEL).compress(body)


def _brotli_coder() -> Coder:
    pieces = brotli.Compressor(quality=_BROTLI_QUALITY)
    return Coder(pieces.process, pieces.finish)


def _brotli(body: bytes) -> bytes:
    done: bytes = brotli.compress(body, quality=_BROTLI_QUALITY)
    return done


def _gzip_coder() -> Coder:
    pieces = zlib.compressobj(_GZIP_LEVEL, wbits=16 + zlib.MAX_WBITS)
    return Coder(pieces.compress, pieces.flush)


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, _GZIP_LEVEL, mtime=0)


#: The codings by name, ours first, each with what compresses a whole and what compresses pieces.
_CODINGS: Final[dict[str, tuple[Callable[[bytes], bytes], Callable[[], Coder]]]] = {
    "zstd": (_zstd, _zstd_coder),
    "br": (_brotli, _brotli_coder),
    "gzip": (_gzip, _gzip_coder),
}


@lru_cache(maxsize=256)
def choose_coding(accept_encoding: str | None) -> str | None:
    """Return the coding that Accept-Encoding (RFC 9110 §12.5.3) wants most, None for none.

    The highest q wins, among equals our order; none is what a client without the header gets, and one that
    wants it more than any coding.
    """
    wanted = _read(accept_encoding or "")
    rest = wanted.get("*", 0.0)
    qualities = {name: wanted.get(name, rest) for name in _CODINGS}
    best = max(_CODINGS, key=lambda name: qualities[name])
    return best if qualities[best] > 0 and qualities[best] >= wanted.get("identity", 0.0) else None


def compress(body: bytes, coding: str) -> bytes:
    """Return ``body`` in ``coding``, one that choose_coding returned."""
    return _CODINGS[coding][0](body)


def coder(coding: str) -> Coder:
    """Return what compresses a body piece by piece in ``coding``, one that choose_coding returned."""
    return _CODINGS[coding][1]()


def _read(accept_encoding: str) -> dict[str, float]:
    """Return the q of each coding; what cannot be read is passed over."""
    found: dict[str, float] = {}
    for part in accept_encoding.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        quality = _QUALITY.fullmatch("".join(parameters)) if parameters else None
        if quality is not None or not parameters:
            found[name.removeprefix("x-")] = float(quality[1]) if quality else 1.0
    return found
