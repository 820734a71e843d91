"""What pages need and what takes long: made once for each release, before somebody has to wait for it."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from kg.errors import QueryError
from kg.web.pages.visit import Visit


@dataclass(slots=True)
class Ahead:
    """Has each of ``makers`` make what it keeps of the release that was visited last."""

    makers: Sequence[Callable[[Visit], Awaitable[object]]]
    _visit: Visit | None = None
    _made: str = ""
    _task: asyncio.Task[None] | None = None

    def begin(self, visit: Visit) -> None:
        """Begin, unless all is made of the release of ``visit``; what is being made is ended first."""
        self._visit = visit
        if self._made != visit.view.id and self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._make())

    async def _make(self) -> None:
        try:
            while (visit := self._visit) is not None and self._made != visit.view.id:
                for make in self.makers:
                    await make(visit)
                self._made = visit.view.id
        except QueryError:
            pass  # whoever needs it is told
        finally:
            self._task = None
