"""The reading part of the Graph Store HTTP Protocol (W3C, 2013): a whole graph by its IRI."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.errors import QueryError
from kg.limits import Limits
from kg.sparql import DatasetChoice, Question
from kg.web.answering import Answering
from kg.web.protocol import ClientGone, Receive, Scope, Send, header, read_form, single
from kg.web.rate import Rate
from kg.web.responses import PREFLIGHT, Response, problem
from kg.web.streaming import Streamed, deliver

_ALLOW = "GET, HEAD, OPTIONS"
_ALL = "CONSTRUCT WHERE { ?s ?p ?o }"


@dataclass(frozen=True, slots=True)
class GraphStore:
    """Answers ``?graph=IRI`` and ``?default`` with the triples of that graph."""

    answering: Answering
    rate: Rate
    limits: Limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request (ASGI)."""
        try:
            response: Response | Streamed = await self._respond(scope, receive)
        except ClientGone:
            return
        except QueryError as error:
            response = problem(error, header(scope, b"accept"), allow=_ALLOW)
        await deliver(scope, receive, send, response, patience=self.limits.holding)

    async def _respond(self, scope: Scope, receive: Receive) -> Response | Streamed:
        method = scope["method"]
        if method == "OPTIONS":
            return Response(204, b"", headers={**PREFLIGHT, "allow": _ALLOW})
        if method not in ("GET", "HEAD"):
            message = f"{method} is not for these graphs: the release they come from never changes."
            raise QueryError(message, status=405, code="method-not-allowed")
        self.rate.count(scope)
        parameters = read_form(scope["query_string"], "The query string")
        dataset = self._choose([value for name, value in parameters if name == "graph"], dict(parameters))
        name = single(parameters, "format")
        question = Question(_ALL, accept=header(scope, b"accept"), format=name, dataset=dataset)
        return await self.answering.respond(scope, receive, question)

    def _choose(self, graphs: list[str], parameters: dict[str, str]) -> DatasetChoice:
        """Return the one graph that is asked for. Raises QueryError: 400, or 404 when it is not there."""
        if len(graphs) + ("default" in parameters) != 1:
            message = "Name one graph: with ?graph= and its IRI, or with ?default."
            raise QueryError(message, code="bad-parameter")
        if not graphs:
            return DatasetChoice()
        try:
            NamedNode(graphs[0])
        except ValueError as error:
            message = f"{graphs[0]!r} is no absolute IRI: graph takes one."
            raise QueryError(message, code="bad-parameter") from error
        if graphs[0] not in self.answering.service.view.graphs:
            message = f"There is no graph <{graphs[0]}> here: the service description lists them."
            raise QueryError(message, status=404, code="no-such-graph")
        return DatasetChoice(default=(graphs[0],))
