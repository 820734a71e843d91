import gzip
from collections.abc import Callable

import brotli
import pytest
import zstandard

from kg.web.coding import choose_coding, coder, compress

BODY = b"".join(b"row %d of an answer," % n for n in range(20_000))


def unzstd(body: bytes) -> bytes:
    return zstandard.ZstdDecompressor().decompressobj().decompress(body)


@pytest.mark.parametrize(
    ("wanted", "coding"),
    [
        (None, None),
        ("", None),
        ("zstd", "zstd"),
        ("gzip, br, zstd", "zstd"),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", "br"),
        ("gzip;q=0.5", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP ; Q=0.3", "gzip"),
        ("*;q=0.5, zstd;q=0", "br"),
        ("identity;q=0.5, gzip;q=0.6", "gzip"),
        ("identity;q=0.7, gzip;q=0.6", None),
        ("gzip;q=0.0001, br;q=2", None),
        ("*;q=0", None),
        ("snappy", None),
    ],
)
def test_the_coding_is_the_one_wanted_most(wanted: str | None, coding: str | None) -> None:
    assert choose_coding(wanted) == coding


@pytest.mark.parametrize(
    ("coding", "undo"), [("gzip", gzip.decompress), ("br", brotli.decompress), ("zstd", unzstd)]
)
def test_pieces_and_the_whole_hold_the_same(coding: str, undo: Callable[[bytes], bytes]) -> None:
    pieces = coder(coding)
    coded = b"".join(pieces.compress(BODY[place : place + 9999]) for place in range(0, len(BODY), 9999))
    assert undo(coded + pieces.finish()) == undo(compress(BODY, coding)) == BODY
    assert len(compress(BODY, coding)) < len(BODY) / 4
