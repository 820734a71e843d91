"""What is served now: workers over a release and its view; exchanged for another while requests go on."""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine
from pathlib import Path

from kg.errors import KgError
from kg.limits import Limits
from kg.sparql import Answer, Question
from kg.views import View as Rewording
from kg.web.view import View, look_at
from kg.workers.pool import Pool, start_pool
from kg.workers.stream import Stream
from kg.workers.wire import Source

_LOG = logging.getLogger("kg")
_TRIES = 60
_PAUSE = 1.0


class Service:
    """Serves ``source``. ``view`` is what it shows; ``pool`` computes its answers.

    ``services``: the other endpoints that a query may ask (kg.services). ``report``: the text of the
    operator's own copy of the report, whose passages the pages then show. ``schema``: the view of the graph
    in schema.org's words, which the pages then tell search engines. ``readings``: the file that says how
    names are read aloud; ``templates``: the folder for compiled templates.
    ``followers`` are called when another release is served, or the same one anew.
    """

    def __init__(
        self,
        source: Source,
        *,
        union: bool,
        limits: Limits,
        services: tuple[str, ...] = (),
        report: str | None = None,
        schema: Rewording | None = None,
        readings: Path | None = None,
        templates: Path | None = None,
    ) -> None:
        self.source = source
        self.union = union
        self.limits = limits
        self.services = services
        self.report = report
        self.schema = schema
        self.readings = readings
        self.templates = templates
        self.reloads = 0
        self.followers: list[Callable[[], None]] = []
        self._past: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()
        self.pool: Pool
        self.view: View

    async def start(self) -> None:
        """Start to serve. Raises SourceError, ToolError or QueryError when it cannot."""
        self.pool, self.view = await self._load()

    async def ask(self, question: Question) -> Answer | Stream:
        """Return the answer to ``question``, or the first part of a long one. Raises as Pool.ask does."""
        return await self.pool.ask(question)

    async def ask_whole(self, question: Question) -> Answer:
        """Return the whole answer to ``question``. Raises as Pool.ask does."""
        return await self.pool.ask_whole(question)

    @property
    def ready(self) -> bool:
        """True when there are workers to ask."""
        return not self.pool.closed and self.pool.alive > 0

    @property
    def stopped(self) -> Counter[str]:
        """The workers that were killed or died since the start, by reason."""
        return self._past + self.pool.stopped

    async def reload(self) -> bool:
        """Serve the release as it is on disk now; False when it cannot be read, and the old one stays."""
        async with self._turn:
            try:
                pool, view = await self._load()
            except KgError as error:
                _LOG.error("Not reloaded: %s", error)
                return False
            old, self.pool, self.view = self.pool, pool, view
            self.reloads += 1
            for follow in self.followers:
                follow()
            self._do(self._retire(old))
            _LOG.info("Release %s is served.", view.id)
            return True

    async def close(self) -> None:
        """End every process."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.pool.close()

    async def _load(self) -> tuple[Pool, View]:
        pool = await start_pool(
            self.source,
            union=self.union,
            limits=self.limits,
            services=self.services,
            gone=self._recover,
        )
        try:
            loaded = pool.loaded
            view = await look_at(
                pool.ask_whole,
                id=loaded.id,
                modified=loaded.modified,
                union=self.union,
                limits=self.limits,
                services=self.services,
                report=self.report,
                schema=self.schema,
                readings=self.readings,
            )
        except BaseException:
            await pool.close()
            raise
        return pool, view

    async def _retire(self, pool: Pool) -> None:
        try:
            await pool.drain()
        finally:
            await pool.close()
            self._past += pool.stopped

    def _recover(self) -> None:
        """Start new workers after the nursery was lost."""
        self._do(self._try_again())

    async def _try_again(self) -> None:
        for _ in range(_TRIES):
            if self.ready or await self.reload():
                return
            await asyncio.sleep(_PAUSE)

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
