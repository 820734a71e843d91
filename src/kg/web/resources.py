"""Answer for our IRIs at their own paths, in every RDF format, or with a page for whoever wants HTML."""

import asyncio
import difflib
import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import quote

from kg.errors import QueryError
from kg.limits import Limits
from kg.namespaces import BASE
from kg.negotiation import GRAPH_FORMATS, choose_format, find_format
from kg.sparql import DatasetChoice, Question
from kg.values import can_write
from kg.web.answering import Answering
from kg.web.documents import KINDS, Document, find_document, list_names
from kg.web.protocol import ClientGone, Receive, Scope, Send, header, read_form, single
from kg.web.rate import Rate
from kg.web.responses import PREFLIGHT, Response, problem, wants_page
from kg.web.streaming import Streamed, deliver

#: Makes the page about an IRI; None where there is none.
Show = Callable[[Scope, str], Awaitable[Response | None]]
#: Makes the page that says what went wrong.
Explain = Callable[[Scope, QueryError], Awaitable[Response]]

_ALLOW: Final = "GET, HEAD, OPTIONS"
#: What an address may end in, and the format that it then means.
_SUFFIXES: Final = {
    name: find_format(GRAPH_FORMATS, name) for name in ("ttl", "jsonld", "rdf", "nt", "trig", "nq")
}
#: What an answer is also offered as. A page names its own.
_OTHERS: Final = {name: _SUFFIXES[name].media_types[0] for name in ("ttl", "jsonld", "rdf", "nt")} | {
    "html": "text/html"
}
_LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for: our IRI, and the format it names.

    ``path`` leads there from ``root``, under which a proxy has the server, both encoded as in a URL.
    """

    iri: str
    root: str
    path: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Resources:
    """The path of each of our IRIs as one ASGI application; ``show`` and ``explain`` make the pages."""

    answering: Answering
    rate: Rate
    show: Show
    explain: Explain
    limits: Limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request (ASGI)."""
        try:
            response: Response | Streamed = await self._respond(scope, receive)
        except ClientGone:
            return
        except QueryError as error:
            accept = header(scope, b"accept")
            wants = wants_page(accept) and scope["method"] in ("GET", "HEAD")
            response = await self.explain(scope, error) if wants else problem(error, accept, allow=_ALLOW)
        await deliver(scope, receive, send, response, patience=self.limits.holding)

    async def _respond(self, scope: Scope, receive: Receive) -> Response | Streamed:
        method = scope["method"]
        if method == "OPTIONS":
            return Response(204, b"", headers={**PREFLIGHT, "allow": _ALLOW})
        if method not in ("GET", "HEAD"):
            message = f"{method} is not for what is only read: the release never changes."
            raise QueryError(message, status=405, code="method-not-allowed")
        self.rate.count(scope)
        asked, accept = read_address(scope), header(scope, b"accept")
        if asked.name == "html" or (asked.name is None and wants_page(accept)):
            await self._find(asked.iri, asked.iri)
            shown = await self.show(scope, asked.iri)
            if shown is not None:
                return _with_place(shown, asked, asked.name, {})
            asked, accept = replace(asked, name=None), None  # what has no page is sent as data
        written, media_type = choose_format(GRAPH_FORMATS, accept=accept, name=asked.name)
        suffix = next(name for name, format in _SUFFIXES.items() if format == written)
        document = await self._find(asked.iri, f"{asked.iri}.{suffix}")
        question = Question(document.query, accept=media_type, dataset=document.dataset)
        response = await self.answering.respond(scope, receive, question)
        if isinstance(response, Streamed):
            return replace(response, head=_with_place(response.head, asked, suffix, _OTHERS))
        return _with_place(response, asked, suffix, _OTHERS)

    async def _find(self, iri: str, address: str) -> Document:
        """Return what answers for ``iri``. Raises QueryError (404) when nothing does."""
        view = self.answering.service.view
        found = None
        if can_write(iri):
            licence = view.description.licence
            found = find_document(iri, address, graphs=view.graphs, union=view.union, licence=licence)
        if found is None or not await self._ask(found):
            raise await self._nothing(iri)
        return found

    async def _ask(self, document: Document) -> bool:
        question = Question(document.exists, format="json", dataset=document.dataset, own=True)
        answer = await self.answering.service.ask_whole(question)
        return bool(json.loads(answer.body)["boolean"])

    async def _nothing(self, iri: str) -> QueryError:
        """Return the error that says that nothing is called ``iri``, and what is called nearly so."""
        near = await self._near(iri)
        advice = f"did you mean {' or '.join(near)}?" if near else "the data set’s description says what is."
        return QueryError(f"Nothing here is called {iri}: {advice}", status=404, code="no-such-thing")

    async def _near(self, iri: str) -> list[str]:
        kind, _, name = iri.removeprefix(BASE).partition("/")
        if kind not in KINDS or not name or len(name) > _LONGEST_NAME:
            return []
        view = self.answering.service.view
        graphs = DatasetChoice() if view.union else DatasetChoice(default=view.graphs)
        question = Question(list_names(kind), format="json", dataset=graphs, own=True)
        answer = await self.answering.service.ask_whole(question)
        rows = json.loads(answer.body)["results"]["bindings"]
        names = [row["iri"]["value"].removeprefix(f"{BASE}{kind}/") for row in rows]
        near = await asyncio.to_thread(difflib.get_close_matches, name, names)
        return [f"{BASE}{kind}/{found}" for found in near]


def read_address(scope: Scope) -> Asked:
    """Return what the path of ``scope`` names. Its suffix, as ``.ttl``, comes before ``?format=``.

    Raises QueryError (400) for a query string that cannot be read.
    """
    path = str(scope["path"]).removeprefix(scope.get("root_path", "")).lstrip("/")
    name = single(read_form(scope["query_string"], "The query string"), "format")
    stem, dot, suffix = path.rpartition(".")
    if dot and (suffix in _SUFFIXES or suffix == "html"):
        path, name = stem, suffix
    root = quote(scope.get("root_path", ""), safe="/~")
    return Asked(BASE + path, root, quote(path, safe="/~"), name)


def _with_place(response: Response, asked: Asked, suffix: str | None, others: Mapping[str, str]) -> Response:
    """Return ``response`` with where exactly it is, what it is about, and where it is in other formats."""
    known = response.headers.get("link", "").replace("<.well-known", f"<{asked.root}/.well-known")
    links = [*([known] if known else []), f'<{asked.iri}>; rel="canonical"']
    links += [
        f'<{asked.root}/{asked.path}.{name}>; rel="alternate"; type="{media_type}"'
        for name, media_type in others.items()
        if name != suffix
    ]
    told = {"link": ", ".join(links)}
    if suffix is not None:
        told["content-location"] = f"{asked.root}/{asked.path}.{suffix}"
    return replace(response, headers={**response.headers, **told})
