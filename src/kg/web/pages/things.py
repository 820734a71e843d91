"""Everything that has an IRI: which page shows it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from kg.errors import QueryError
from kg.namespaces import CLAIM, DISCREPANCY, QUERY, SOURCE
from kg.parameters import fill
from kg.sparql import Question
from kg.values import can_write
from kg.web.answering import Answering
from kg.web.pages.claim import show_claim
from kg.web.pages.discrepancies import show_case
from kg.web.pages.entity import show_entity
from kg.web.pages.layout import Page
from kg.web.pages.passage import show_passage, show_source
from kg.web.pages.place import read_place
from kg.web.pages.site import Site
from kg.web.pages.visit import Visit
from kg.web.protocol import ClientGone, Receive, Scope, Send, header, read_form
from kg.web.responses import Response, problem, wants_page
from kg.web.streaming import Streamed, deliver

#: How IRIs of ours begin, and who may have a page for them besides that of any thing.
_MAKERS: tuple[tuple[str, tuple[Callable[[Visit, str], Awaitable[Page | None]], ...]], ...] = (
    (CLAIM, (show_claim,)),
    (DISCREPANCY, (show_case,)),
    (SOURCE, (show_passage, show_source)),
)


async def show(site: Site, scope: Scope, iri: str) -> Response | None:
    """Return the page of the thing called ``iri``, in the language of the request; None for what is unknown.

    An example query leads to the query page with it, its parameters as the address has them. Raises
    QueryError for a broken query string, and for a parameter that it does not have.
    """
    example = next((e for e in site.answering.service.view.examples if e.iri == iri), None)
    if iri.startswith(QUERY) and example is not None:
        place = read_place(scope)
        given = [(name, value) for name, value in place.parameters if name != "format"]
        query = fill(example.text, given, query=f"The query {example.number}")
        target = place.to("/sparql", query=query, format="html")
        return Response(303, b"", headers={"location": target, "cache-control": "no-cache"})
    return await site.respond(scope, partial(_make, iri=iri), iri)


async def _make(visit: Visit, iri: str) -> Page | None:
    if not can_write(iri):
        return None
    for start, makers in _MAKERS:
        if iri.startswith(start):
            for make in makers:
                page = await make(visit, iri)
                if page is not None:
                    return page
    return await show_entity(visit, iri)


@dataclass(frozen=True, slots=True)
class Things:
    """``/resource?iri=``: any thing, ours or not, as one ASGI application."""

    site: Site
    answering: Answering

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request (ASGI)."""
        accept = header(scope, b"accept")
        try:
            response = await self._respond(scope, receive, accept)
        except ClientGone:
            return
        except QueryError as error:
            response = problem(error, accept, allow="GET, HEAD")
        patience = self.answering.service.limits.holding
        await deliver(scope, receive, send, response, patience=patience)

    async def _respond(self, scope: Scope, receive: Receive, accept: str | None) -> Response | Streamed:
        if scope["method"] not in ("GET", "HEAD"):
            message = f"{scope['method']} is not for what is only read."
            raise QueryError(message, status=405, code="method-not-allowed")
        parameters = read_form(scope["query_string"], "The query string")
        iri = next((value for name, value in parameters if name == "iri"), "")
        if wants_page(accept):
            return await show(self.site, scope, iri) or await self.site.missing(scope)
        if not can_write(iri):
            raise QueryError(f"{iri!r} is no IRI.", status=404, code="no-such-thing")
        return await self.answering.respond(scope, receive, Question(f"DESCRIBE <{iri}>", accept=accept))
