"""Count the queries of each client address, minute by minute."""

import time
from collections import Counter
from collections.abc import Callable

from kg.errors import QueryError
from kg.web.protocol import Scope

_MINUTE = 60.0
_CLIENTS = 10_000


class Rate:
    """Lets each client ask ``most`` queries a minute, or any number when that is 0."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.most = most
        self._clock = clock
        self._minute = -1
        self._asked: Counter[str] = Counter()

    def count(self, scope: Scope) -> None:
        """Count a query of the client of ``scope``. Raises QueryError (429) past the limit."""
        if not self.most:
            return
        minute = int(self._clock() // _MINUTE)
        if minute != self._minute or len(self._asked) >= _CLIENTS:
            self._minute = minute
            self._asked.clear()
        client = (scope.get("client") or ("",))[0]
        self._asked[client] += 1
        if self._asked[client] > self.most:
            message = f"You have asked {self.most} queries this minute, which is the limit: wait a little."
            raise QueryError(message, status=429, code="too-many-requests")
