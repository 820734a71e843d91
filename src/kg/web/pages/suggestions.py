"""Things by name for programs, the search fields of the pages among them: JSON, the best first."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from kg.errors import QueryError
from kg.web.pages.search import Found
from kg.web.pages.visit import Visit
from kg.web.responses import Response, problem

_MOST: Final = 60
_DEFAULT: Final = 20


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Answers ``?q=`` with what ``find`` finds, at most ``?limit=`` things."""

    find: Callable[[Visit, str, int], Awaitable[list[Found]]]

    async def __call__(self, visit: Visit) -> Response:
        """Return the names found, in JSON; a problem (400) for a limit that is none."""
        parameters = dict(visit.place.parameters)
        query, limit = parameters.get("q", "").strip(), parameters.get("limit", str(_DEFAULT))
        if not (limit.isascii() and limit.isdecimal() and 1 <= int(limit[:4]) <= _MOST):
            message = f"limit={limit} is not a number from 1 to {_MOST}."
            return problem(QueryError(message, code="bad-parameter"), None)
        found = await self.find(visit, query, int(limit)) if query else []
        body = json.dumps({"query": query, "results": [_write(hit) for hit in found]}, ensure_ascii=False)
        headers = {"cache-control": "public, no-cache", "x-release": visit.view.id}
        return Response(200, body.encode(), "application/json", headers)


def _write(hit: Found) -> dict[str, str | None]:
    return {
        "iri": hit.link.iri,
        "name": hit.link.name,
        "otherName": hit.other,
        "kind": hit.kinds[0].name if hit.kinds else None,
    }
