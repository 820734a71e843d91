"""Tell how the server does, and what its release says of itself: the routes of monitors and harvesters."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from starlette.responses import JSONResponse
from starlette.responses import Response as HttpResponse

from kg.errors import QueryError
from kg.web import metrics as prometheus
from kg.web.answering import Answering
from kg.web.metrics import Metrics
from kg.web.openapi import GRAPH_NAMES, Told, void_responses
from kg.web.responses import COMMON, Response, problem

_FORMAT = Query(description="Beats the Accept header", json_schema_extra={"enum": ["", *GRAPH_NAMES]})


def add_health(app: FastAPI, answering: Answering, metrics: Metrics) -> None:
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

    def void(request: Request, format: Annotated[str | None, _FORMAT] = None) -> HttpResponse:
        """Return what the release says of itself in VoID, DCAT and as a SPARQL service."""
        url = str(request.url_for("home")) + "sparql"
        try:
            return _sent(answering.describe(request.scope, url, format or None))
        except QueryError as error:
            return _sent(problem(error, request.headers.get("accept")))

    routes: list[tuple[str, Callable[..., Any], type[HttpResponse], Told]] = [
        ("/healthz", _health, JSONResponse, {}),
        ("/readyz", ready, JSONResponse, {503: {"description": "There are no workers."}}),
        ("/metrics", numbers, HttpResponse, {200: {"content": {prometheus.MEDIA_TYPE: {}}}}),
        ("/.well-known/void", void, HttpResponse, void_responses()),
    ]
    for path, work, kind, told in routes:
        app.add_api_route(path, work, methods=["GET"], response_class=kind, responses=told)
        app.add_api_route(path, work, methods=["HEAD"], include_in_schema=False)


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


def _sent(response: Response) -> HttpResponse:
    headers = {**COMMON, **response.headers}
    return HttpResponse(response.body, response.status, headers, media_type=response.media_type)
