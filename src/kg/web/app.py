"""Put the web application together: the SPARQL endpoint, its page, whole graphs, health, numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.responses import Response as HttpResponse
from starlette.routing import Route

from kg.errors import QueryError
from kg.limits import limit_meaning
from kg.namespaces import ONTOLOGY
from kg.web.answering import Answering
from kg.web.api import Programs, make_router
from kg.web.cache import AnswerCache
from kg.web.documents import PATHS
from kg.web.endpoint import SparqlEndpoint
from kg.web.express import Express
from kg.web.files import PageFiles
from kg.web.graphs import GraphStore
from kg.web.health import add_health
from kg.web.log import RequestLog
from kg.web.metrics import Metrics
from kg.web.observe import App, Observed
from kg.web.openapi import describe_api
from kg.web.pages.ahead import Ahead
from kg.web.pages.api import ApiPage
from kg.web.pages.browse import show_browse
from kg.web.pages.discrepancies import show_cases
from kg.web.pages.docs import send_robots, send_sitemap, show_docs
from kg.web.pages.home import show_home
from kg.web.pages.layout import Layout, make_layout
from kg.web.pages.place import REFERENCE
from kg.web.pages.reference import Referring
from kg.web.pages.search import Searching
from kg.web.pages.site import Make, PageRoute, Site
from kg.web.pages.stories import tell_stories
from kg.web.pages.table import send_csv
from kg.web.pages.things import Things, show
from kg.web.protocol import Receive, Scope, Send
from kg.web.rate import Rate
from kg.web.resources import Resources
from kg.web.responses import COMMON, Response, problem, wants_page
from kg.web.service import Service

#: The pages with an address of their own.
_PAGES: dict[str, Make] = {
    "/": show_home,
    "/browse": show_browse,
    "/browse.csv": send_csv,
    "/discrepancies": show_cases,
    "/docs": show_docs,
    "/robots.txt": send_robots,
    "/sitemap.xml": send_sitemap,
    "/stories": tell_stories,
}


def create_app(service: Service, layout: Layout | None = None) -> Observed:
    """Return the application (ASGI) that serves what ``service``, which has started, serves.

    ``layout``: of its pages, where there is one already.
    """
    app = FastAPI(title="aiinfra-kg", docs_url=None, redoc_url=None)
    limits = service.limits
    answering, rate = Answering(service, AnswerCache(limits.cache)), Rate(limits.rate)
    searching = Searching()
    referring = Referring()
    ahead = Ahead((searching.index, referring.read))
    site = Site(answering, layout or make_layout(), searching, ahead)
    endpoint = SparqlEndpoint(answering, rate, site, limits)
    graphs = GraphStore(answering, rate, limits)
    app.router.routes.append(Route("/sparql", endpoint, include_in_schema=False))
    app.router.routes.append(Route("/graph", graphs, include_in_schema=False))
    resources = Resources(answering, rate, partial(_show, site, referring), site.explain, limits)
    for path in PATHS:
        app.router.routes.append(Route(path, resources, include_in_schema=False))
    for path in ("/limit/{name}", "/allowed-service", "/allowed-service.{suffix}"):
        app.router.routes.append(Route(path, _lead_to_description, include_in_schema=False))
    app.router.routes.append(Route("/resource", Things(site, answering), include_in_schema=False))
    known = app.openapi
    app.openapi = lambda: describe_api(known(), limits, service.view.examples)  # type: ignore[method-assign] # FastAPI's documented way
    pages: dict[str, Make] = {
        **_PAGES,
        "/search": searching.show,
        "/docs/api": ApiPage(app.openapi),
        REFERENCE: referring.show,
        f"{REFERENCE}.svg": referring.draw,
    }
    for path, make in pages.items():
        name = "home" if path == "/" else None
        app.router.routes.append(Route(path, PageRoute(site, make), name=name, include_in_schema=False))
    app.mount("/static", PageFiles(), name="static")
    app.add_exception_handler(HTTPException, partial(_explain, site))
    app.add_exception_handler(RequestValidationError, _refuse)
    app.include_router(make_router(Programs(site, searching)))
    site.begin()
    add_health(app, answering, metrics := Metrics())
    log = RequestLog()
    # What is counted by client is read: a proxy may say in the header fields who that is.
    recall = None if limits.rate else answering.recall
    express = None if limits.rate else Express(answering, metrics, log)
    return Observed(_Ahead({"/sparql": endpoint, "/graph": graphs}, app), metrics, recall, log, express)


@dataclass(frozen=True, slots=True)
class _Ahead:
    """Hands requests to ``first`` by path, ahead of the framework's middleware and router, others to ``app``.

    The router knows these paths too: it redirects from those with a slash more.
    """

    first: Mapping[str, App]
    app: App

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "").removeprefix(scope.get("root_path", ""))
        await self.first.get(path, self.app)(scope, receive, send)


async def _show(site: Site, referring: Referring, scope: Scope, iri: str) -> Response | None:
    """Return the page about an IRI of ours: the reference for the ontology and its versions."""
    if (iri + "/").startswith(ONTOLOGY + "/") and not iri.endswith("/alignments"):
        return await site.respond(scope, referring.show, iri)
    return await show(site, scope, iri)


async def _lead_to_description(request: Request) -> HttpResponse:
    """Send on (303) whoever looks up a property of the service: its description says what it means."""
    name = request.path_params.get("name", "").partition(".")[0]
    if name and name not in limit_meaning():
        raise HTTPException(404, f"there is no limit {name}")
    return RedirectResponse(f"{request.scope.get('root_path', '')}/sparql", 303, headers=COMMON)


async def _refuse(request: Request, error: Exception) -> HttpResponse:
    """Return what is wrong with the parameters of a route for programs, in the one problem shape."""
    assert isinstance(error, RequestValidationError)
    wrong = error.errors()[0]
    name = ".".join(str(part) for part in wrong["loc"][1:])
    fault = QueryError(f"The parameter {name} is wrong: {wrong['msg']}.", code="bad-parameter")
    return _problem(fault, request.headers.get("accept"))


async def _explain(site: Site, request: Request, error: Exception) -> HttpResponse:
    """Return any HTTP error of the other routes in the endpoint's one problem shape, or as a page."""
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND and wants_page(request.headers.get("accept")):
        return _sent(await site.missing(request.scope))
    fault = QueryError(f"{request.url.path}: {error.detail}.", status=error.status_code, code="http")
    response = _problem(fault, request.headers.get("accept"))
    response.headers.update(error.headers or {})
    return response


def _problem(error: QueryError, accept: str | None) -> HttpResponse:
    return _sent(problem(error, accept))


def _sent(response: Response) -> HttpResponse:
    headers = {**COMMON, **response.headers}
    return HttpResponse(response.body, response.status, headers, media_type=response.media_type)
