"""What pages need and what takes long: made once for each release, before somebody has to wait for it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from kg.errors import QueryError
from kg.web.pages.visit import Visit


@dataclass(slots=True)
class Ahead:
    """Has each of ``makers`` make what it keeps of the release that is visited."""

    makers: Sequence[Callable[[Visit], Awaitable[object]]]
    _release: str = ""
    _task: asyncio.Task[None] | None = None

    def begin(self, visit: Visit) -> None:
        """Begin, unless all is made or being made of the release of ``visit``."""
        if self._release != visit.view.id and self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._make(visit))

    async def _make(self, visit: Visit) -> None:
        try:
            for make in self.makers:
                await make(visit)
            self._release = visit.view.id
        except QueryError:
            pass  # whoever needs it is told
        finally:
            self._task = None
