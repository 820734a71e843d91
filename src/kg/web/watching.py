"""Notice that files have changed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

_PAUSE = 0.5  # seconds between looks; what changes from one to the next is still being written
_State = list[tuple[int, int, int] | None]


async def watch(paths: Sequence[Path], changed: Callable[[], Awaitable[object]]) -> None:
    """Call ``changed`` each time that files at ``paths`` have changed and rest again; never return."""
    known = last = _look(paths)
    while True:
        await asyncio.sleep(_PAUSE)
        now = _look(paths)
        if now == last and now != known and None not in now:
            known = now
            await changed()
        last = now


def _look(paths: Sequence[Path]) -> _State:
    """Return what tells another content of each file, None for one that is not there."""
    return [_mark(path) for path in paths]


def _mark(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
