"""An answer too long to be held whole: its first part, and the rest as a worker sends it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass, replace

from kg.errors import QueryError
from kg.sparql import Answer
from kg.workers.wire import Reply


@dataclass(eq=False, slots=True)
class Stream:
    """A long answer. ``first`` holds what it is and the first part of its body; close it in any case.

    The worker waits while nobody takes the next part, and that time is not counted as its own.
    """

    first: Answer
    go_on: Callable[[], Awaitable[Reply]]
    close: Callable[[], None]
    rows: int | None = None

    async def rest(self) -> AsyncGenerator[bytes, None]:
        """Yield the further parts of the body; ``rows`` is known after the last.

        Raises QueryError, as kg.workers.pool.Pool.ask does, when no more can come.
        """
        more = True
        while more:
            reply = await self.go_on()
            more = reply.more
            self.rows = None if more else reply.rows
            yield reply.body

    async def whole(self, most: int | None = None) -> Answer:
        """Return the answer with its whole body. Raises as rest does, and 507 past ``most`` bytes."""
        body = bytearray(self.first.body)
        try:
            async for part in self.rest():
                body += part
                if most is not None and len(body) > most:
                    message = f"The answer is larger than {most} bytes, too large to be shown: download it."
                    raise QueryError(message, status=507, code="too-large")
        finally:
            self.close()
        return replace(self.first, body=bytes(body), rows=self.rows or 0)
