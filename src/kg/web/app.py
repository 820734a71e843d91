"""Put the web application together: the SPARQL endpoint, its page, whole graphs, health, numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus

from fastapi import FastAPI, Request
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse
from starlette.responses import Response as HttpResponse
from starlette.routing import Route

from kg.errors import QueryError
from kg.web import metrics as prometheus
from kg.web.answering import Answering
from kg.web.cache import AnswerCache
from kg.web.endpoint import SparqlEndpoint
from kg.web.files import PageFiles
from kg.web.graphs import GraphStore
from kg.web.metrics import Metrics
from kg.web.observe import App, Observed
from kg.web.openapi import describe_api
from kg.web.pages.api import ApiPage
from kg.web.pages.browse import show_browse
from kg.web.pages.discrepancies import show_cases
from kg.web.pages.docs import send_robots, send_sitemap, show_docs
from kg.web.pages.home import show_home
from kg.web.pages.layout import make_layout
from kg.web.pages.search import Searching
from kg.web.pages.site import Make, PageRoute, Site
from kg.web.pages.stories import tell_stories
from kg.web.pages.table import send_csv
from kg.web.pages.things import Things
from kg.web.protocol import Receive, Scope, Send
from kg.web.rate import Rate
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


def create_app(service: Service) -> App:
    """Return the application (ASGI) that serves what ``service``, which has started, serves."""
    app = FastAPI(title="aiinfra-kg", docs_url=None, redoc_url=None)
    limits = service.limits
    answering, rate = Answering(service, AnswerCache(limits.cache)), Rate(limits.rate)
    searching = Searching()
    site = Site(answering, make_layout(), searching)
    endpoint = SparqlEndpoint(answering, rate, site, limits)
    graphs = GraphStore(answering, rate, limits)
    app.router.routes.append(Route("/sparql", endpoint, include_in_schema=False))
    app.router.routes.append(Route("/graph", graphs, include_in_schema=False))
    for path in ("id", "claim", "discrepancy", "source", "vocabulary", "query"):
        things = Things(site, answering)
        app.router.routes.append(Route(f"/{path}/{{name:path}}", things, include_in_schema=False))
    app.router.routes.append(Route("/resource", Things(site, answering), include_in_schema=False))
    known = app.openapi
    app.openapi = lambda: describe_api(known(), limits)  # type: ignore[method-assign] # FastAPI's documented way
    pages: dict[str, Make] = {**_PAGES, "/search": searching.show, "/docs/api": ApiPage(app.openapi)}
    for path, make in pages.items():
        name = "home" if path == "/" else None
        app.router.routes.append(Route(path, PageRoute(site, make), name=name, include_in_schema=False))
    app.mount("/static", PageFiles(), name="static")
    app.add_exception_handler(HTTPException, partial(_explain, site))
    _add_health(app, answering, metrics := Metrics())
    return Observed(_Ahead({"/sparql": endpoint, "/graph": graphs}, app), metrics)


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


def _add_health(app: FastAPI, answering: Answering, metrics: Metrics) -> None:
    """Add what tells of the state of the service, and what the release says of itself."""
    service = answering.service

    def ready() -> JSONResponse:
        """Tell whether there are workers, and which release they serve."""
        state = {"ready": service.ready, "release": service.view.id, "workers": service.pool.alive}
        return JSONResponse(state, 200 if service.ready else 503)

    def numbers() -> HttpResponse:
        """Return the counts for Prometheus."""
        body = metrics.write(_gauges(answering), service.stopped)
        return HttpResponse(body, media_type=prometheus.MEDIA_TYPE)

    def void(request: Request, format: str | None = None) -> HttpResponse:
        """Return what the release says of itself in VoID, DCAT and as a SPARQL service."""
        accept, url = request.headers.get("accept"), str(request.url_for("home")) + "sparql"
        try:
            answer = service.view.description.answer(url, accept=accept, format=format)
        except QueryError as error:
            return _problem(error, accept)
        headers = {**service.view.headers, "access-control-allow-origin": "*", "vary": "Accept"}
        return HttpResponse(answer.body, 200, headers, media_type=answer.media_type)

    app.add_api_route("/healthz", _health, methods=["GET", "HEAD"])
    app.add_api_route("/readyz", ready, methods=["GET", "HEAD"])
    app.add_api_route("/metrics", numbers, methods=["GET", "HEAD"])
    app.add_api_route("/.well-known/void", void, methods=["GET", "HEAD"])


def _gauges(answering: Answering) -> dict[str, tuple[str, float]]:
    service, cache = answering.service, answering.cache
    pool = service.pool
    return {
        "workers": ("Workers that live.", pool.alive),
        "workers_busy": ("Workers that compute.", pool.busy),
        "waiting": ("Questions that wait for a worker.", pool.waiting),
        "reloads_total": ("Times that another release was taken up.", service.reloads),
        "cache_bytes": ("Bytes of answers kept.", cache.size),
        "cache_answers": ("Answers kept.", len(cache)),
        "cache_hits_total": ("Answers found in the cache.", cache.hits),
        "cache_misses_total": ("Answers not found in the cache.", cache.misses),
    }


async def _health() -> dict[str, str]:
    """Tell that this process answers."""
    return {"status": "ok"}


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
