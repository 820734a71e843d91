"""The SPARQL endpoint as a bare ASGI application: one request in, one response out."""

import asyncio
from dataclasses import dataclass

from kg.errors import QueryError
from kg.limits import Limits
from kg.sparql import Question
from kg.web.answering import Answering
from kg.web.pages.place import read_place
from kg.web.pages.query import QueryPage
from kg.web.pages.site import Site
from kg.web.protocol import ClientGone, Receive, Request, Scope, Send, header, read_request, receive_body
from kg.web.rate import Rate
from kg.web.responses import PREFLIGHT, Response, problem, wants_page
from kg.web.streaming import Streamed, deliver

_LARGEST_SHOWN = 4 << 20
_SHOWABLE = "application/sparql-results+json, text/turtle"


@dataclass(frozen=True, slots=True)
class SparqlEndpoint:
    """Answers SPARQL 1.1 Protocol requests; without a query, describes itself or shows a page."""

    answering: Answering
    rate: Rate
    site: Site
    limits: Limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request (ASGI)."""
        try:
            response = await self._respond(scope, receive)
        except ClientGone:
            return
        await deliver(scope, receive, send, response, patience=self.limits.holding)

    async def _respond(self, scope: Scope, receive: Receive) -> Response | Streamed:
        if scope["method"] == "OPTIONS":
            return Response(204, b"", headers=PREFLIGHT)
        try:
            body = await receive_body(scope, receive, max_body=self.limits.length)
            request = read_request(scope, body, max_body=self.limits.length)
            return await self._answer(scope, receive, request)
        except QueryError as error:
            return problem(error, header(scope, b"accept"))

    async def _answer(self, scope: Scope, receive: Receive, request: Request) -> Response | Streamed:
        if _wants_page(request):
            return await self._show(scope, receive, request)
        if request.query is None:
            return self.answering.describe(scope, _address(scope), request.format)
        self.rate.count(scope)
        question = _question(request, request.accept, request.format)
        return await self.answering.respond(scope, receive, question, scope.get("kg.bytes"))

    async def _show(self, scope: Scope, receive: Receive, request: Request) -> Response:
        """Return the query page: the form, and under it the answer or what is wrong."""
        view, query = self.answering.service.view, request.query
        asked = () if query is None else (("query", query),)
        place = read_place(scope, request.language).with_parameters(*asked, ("format", "html"))
        shown = QueryPage(place, view.examples, view.graphs)
        if query is None:
            return self.site.set_page(shown.form(), place)
        try:
            self.rate.count(scope)
            question = _question(request, _SHOWABLE, None)
            answer = await self.answering.answer(scope, receive, question, _LARGEST_SHOWN)
        except QueryError as error:
            return self.site.set_page(shown.failed(query, error), place)
        return await asyncio.to_thread(lambda: self.site.set_page(shown.answered(query, answer), place))


def _question(request: Request, accept: str | None, name: str | None) -> Question:
    assert request.query is not None
    return Question(
        request.query, accept=accept, format=name, dataset=request.dataset, seconds=request.seconds
    )


def _wants_page(request: Request) -> bool:
    """Tell whether HTML is asked for by name, or wanted before every format of data."""
    if request.format is not None:
        return request.format == "html"
    return wants_page(request.accept)


def _address(scope: Scope) -> str:
    """Return the address at which the client asked."""
    host = header(scope, b"host") or "localhost"
    return f"{scope['scheme']}://{host}{scope['path']}"
