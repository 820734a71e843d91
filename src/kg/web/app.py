"""Put the web application together: the SPARQL endpoint, its page, health. The store is passed in."""

import asyncio
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
from pyoxigraph import Store
from starlette.exceptions import HTTPException
from starlette.responses import Response as HttpResponse
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

from kg.errors import QueryError
from kg.sparql import Answer, Question, answer
from kg.web.description import describe_service
from kg.web.endpoint import Ask, SparqlEndpoint
from kg.web.page import make_page
from kg.web.responses import problem

_STATIC = Path(__file__).parent / "static"


def create_app(store: Store, *, union: bool = True, ask: Ask | None = None) -> FastAPI:
    """Return the application that serves ``store``.

    ``union``: the default graph is all graphs together, unless a query or request names a data set.
    ``ask`` computes the answers; by default a thread of this process does.
    """
    app = FastAPI(title="aiinfra-kg", docs_url=None, redoc_url=None)
    endpoint = SparqlEndpoint(
        ask=ask or ask_in_threads(store, union=union),
        description=describe_service(store, union=union),
        page=make_page(store),
    )
    app.router.routes.append(Route("/sparql", endpoint, include_in_schema=False))
    app.mount("/static", StaticFiles(directory=_STATIC), name="static")
    app.add_api_route("/", _home, include_in_schema=False)
    app.add_api_route("/healthz", _health, methods=["GET", "HEAD"])
    app.add_exception_handler(HTTPException, _explain)
    return app


def ask_in_threads(store: Store, *, union: bool = True) -> Ask:
    """Return an ``ask`` that answers over ``store`` in threads of this process."""

    async def ask(question: Question) -> Answer:
        return await asyncio.to_thread(
            answer,
            store,
            question.query,
            accept=question.accept,
            format=question.format,
            dataset=question.dataset,
            union=union,
        )

    return ask


async def _home() -> RedirectResponse:
    return RedirectResponse("sparql?format=html", status_code=303)


async def _health() -> dict[str, str]:
    """Tell that this process answers."""
    return {"status": "ok"}


async def _explain(request: Request, error: Exception) -> HttpResponse:
    """Return any HTTP error of the other routes in the endpoint's one problem shape."""
    assert isinstance(error, HTTPException)
    fault = QueryError(f"{request.url.path}: {error.detail}.", status=error.status_code, code="http")
    response = problem(fault, request.headers.get("accept"))
    headers = {**response.headers, **(error.headers or {})}
    return HttpResponse(response.body, response.status, headers, media_type=response.media_type)
