"""Where the files are that pages load: the one place that knows their addresses."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

#: What the site serves as files; ``dist`` in it holds the bundle that `frontend/` makes.
STATIC: Final = Path(__file__).parent / "static"
BUNDLE: Final = "dist"


def asset(name: str) -> str:
    """Return the address, below the root of the site, of the file ``name``: bundled, or of ``static``.

    A bundled file's address holds a hash of its content: what is there never changes.
    """
    bundled = _manifest().get(name)
    return f"/static/{name}" if bundled is None else f"/static/{BUNDLE}/{bundled}"


def is_bundled(name: str) -> bool:
    """Tell whether the bundle holds ``name``; a page goes without scripts where there is no bundle."""
    return name in _manifest()


def edition() -> str:
    """Return what differs when the bundle does: a page that names its files must not outlive them."""
    return " ".join(_manifest().values())


@cache
def _manifest() -> Mapping[str, str]:
    path = STATIC / BUNDLE / "manifest.json"
    names: dict[str, str] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return names
