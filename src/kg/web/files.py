"""Serve the files that pages load: bundled ones for good, as their names change with their content."""

import os
import re
from os import PathLike
from pathlib import Path
from typing import Final

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from kg.web.assets import BUNDLE, STATIC

#: Media types by the end of the name; what the machine's own table says of them differs.
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_HASHED: Final = re.compile(r".+-[A-Z0-9]{8}\.[a-z]+")
_GZIP: Final = re.compile(
    r"(?:^|,)\s*(?:gzip|\*)\s*(?:;\s*q=(?:1|0?\.\d*[1-9])\S*\s*)?(?:,|$)", re.IGNORECASE
)


class PageFiles(StaticFiles):
    """The files of the package that pages load; those of the bundle compressed as it holds them."""

    def __init__(self) -> None:
        super().__init__(directory=STATIC)

    def file_response(
        self,
        full_path: PathLike[str] | str,
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Return the file, or 304, with its type and how long it may be kept."""
        path = Path(full_path)
        zipped = path.with_name(path.name + ".gz")
        compressed = (
            zipped.is_file() and _GZIP.search(Headers(scope=scope).get("accept-encoding", "")) is not None
        )
        if compressed:
            full_path, stat_result = zipped, zipped.stat()
        response = super().file_response(full_path, stat_result, scope, status_code)
        lasting = path.parent.name == BUNDLE and _HASHED.fullmatch(path.name) is not None
        response.headers["cache-control"] = "public, max-age=31536000, immutable" if lasting else "no-cache"
        response.headers["vary"] = "Accept-Encoding"
        response.headers["x-content-type-options"] = "nosniff"
        if compressed:
            response.headers["content-encoding"] = "gzip"
        if path.suffix in _TYPES and "content-type" in response.headers:
            response.headers["content-type"] = _TYPES[path.suffix]
        return response
