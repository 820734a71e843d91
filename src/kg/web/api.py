"""The routes for programs that speak no SPARQL: things, claims, discrepancies, search, example queries."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response as HttpResponse
from pydantic import BaseModel

from kg.errors import QueryError
from kg.namespaces import AII
from kg.negotiation import RESULT_FORMATS
from kg.parameters import RESERVED, cut, fill
from kg.sparql import Question
from kg.web.openapi import MOST_ITEMS, MOST_PAGES, MOST_ROWS
from kg.web.pages.claims import Claim, Link, find_claims
from kg.web.pages.discrepancies import find_cases
from kg.web.pages.search import Searching
from kg.web.pages.site import Site
from kg.web.pages.visit import Visit, write_iri
from kg.web.protocol import Receive, Scope, Send
from kg.web.records import (
    Batch,
    CaseRecord,
    Cases,
    ClaimRecord,
    Claims,
    Hit,
    Hits,
    ParameterRecord,
    Queries,
    QueryRecord,
    SpotRecord,
    Thing,
    Things,
    write_csv,
)
from kg.web.responses import COMMON, Response, problem
from kg.web.streaming import Streamed, deliver

_MOST_HITS = 60
#: What an address of an example's answer may end in, and the names of what cuts that answer.
_SUFFIXES = frozenset({"json", "csv", "tsv", "xml"})
_CUTTING = ("limit", "page", "size")
_SIZE = 50

Language = Annotated[
    Literal["en", "zh"] | None,
    Query(description="Language of names; without it the Accept-Language header decides."),
]
Search = Annotated[
    str, Query(min_length=1, max_length=200, description="A part of a name.", examples=["hwj"])
]
Number = Annotated[int, Query(ge=1, le=MOST_PAGES, description="The page, from 1.")]
Size = Annotated[int, Query(ge=1, le=MOST_ITEMS, description="Items on a page.")]
Most = Annotated[
    int | None,
    Query(ge=1, le=MOST_ROWS, description="At most so many rows, the first; without page and size."),
]
SomePage = Annotated[
    int | None, Query(ge=1, le=MOST_PAGES, description="The page, from 1; all rows without it and size.")
]
SomeSize = Annotated[
    int | None, Query(ge=1, le=MOST_ITEMS, description=f"Rows on a page; {_SIZE} where only page is given.")
]
Subject = Annotated[
    str | None, Query(description="IRI of a thing.", examples=["https://w3id.org/aiinfra/id/chip-mlu370"])
]
Property = Annotated[str | None, Query(description="IRI of a property.", examples=[AII + "int8Throughput"])]
Iri = Annotated[str | None, Query(description="IRI of a thing or passage.")]
Kind = Annotated[str, Query(description="IRI of a class.", examples=[AII + "AIChip"])]


@dataclass(frozen=True, slots=True)
class Programs:
    """Answers the routes for programs, JSON or CSV by the end of the path."""

    site: Site
    searching: Searching

    async def send(self, request: Request, make: Callable[[Visit], Awaitable[Batch]]) -> HttpResponse:
        """Return what ``make`` makes, kept like a page; what is wrong is a problem document."""

        async def write(visit: Visit) -> Response:
            batch = await make(visit)
            if not request.url.path.endswith(".csv"):
                return Response(200, batch.model_dump_json().encode(), "application/json")
            items: Sequence[BaseModel] = getattr(batch, "items", ())
            return Response(200, write_csv(items), "text/csv; charset=utf-8")

        accept = request.headers.get("accept")
        try:
            response = await self.site.respond(request.scope, write, raw=True)
        except QueryError as error:
            response = problem(error, accept, allow="GET, HEAD")
        assert response is not None
        headers = {**COMMON, **response.headers}
        return HttpResponse(response.body, response.status, headers, media_type=response.media_type)


def make_router(programs: Programs) -> APIRouter:
    """Return the routes, under ``/api``."""
    router = APIRouter(prefix="/api", tags=["For programs"])
    methods = ["GET", "HEAD"]

    async def search(
        request: Request,
        q: Annotated[
            str, Query(min_length=1, max_length=200, description="A part of a name.", examples=["hwj"])
        ],
        size: Size = 20,
        lang: Language = None,
    ) -> HttpResponse:
        """Find things by any name: a part of it, Chinese, English or Pinyin, typing errors forgiven."""
        return await programs.send(request, lambda visit: _search(visit, programs.searching, q, size))

    async def entities(
        request: Request,
        kind: Kind = AII + "Entity",
        page: Number = 1,
        size: Size = 50,
        lang: Language = None,
    ) -> HttpResponse:
        """List the things of a class."""
        return await programs.send(request, lambda visit: _entities(visit, kind, page, size))

    async def claims(
        request: Request,
        *,
        subject: Subject = None,
        property: Property = None,
        object: Iri = None,
        passage: Iri = None,
        page: Number = 1,
        size: Size = 50,
        lang: Language = None,
    ) -> HttpResponse:
        """List claims, those with this subject, property, object and passage."""
        fixed = {"subject": subject, "property": property, "object": object, "statedIn": passage}
        wanted = {role: iri for role, iri in fixed.items() if iri}
        return await programs.send(request, lambda visit: _claims(visit, wanted, page, size))

    async def discrepancies(
        request: Request, page: Number = 1, size: Size = 50, lang: Language = None
    ) -> HttpResponse:
        """List the places where the report disagrees with itself."""
        return await programs.send(request, lambda visit: _discrepancies(visit, page, size))

    async def queries(request: Request, lang: Language = None) -> HttpResponse:
        """List the example queries."""
        return await programs.send(request, _queries)

    for name, route, model in (
        ("search", search, Hits),
        ("entities", entities, Things),
        ("claims", claims, Claims),
        ("discrepancies", discrepancies, Cases),
        ("queries", queries, Queries),
    ):
        router.add_api_route(f"/{name}", route, methods=["GET"], response_model=model, name=name)
        router.add_api_route(f"/{name}", route, methods=["HEAD"], include_in_schema=False)
        router.add_api_route(f"/{name}.csv", route, methods=methods, include_in_schema=False)

    async def answer(
        request: Request,
        number: Annotated[str, Path(description="Its number.", examples=["01"])],
        *,
        format: Annotated[Literal["json", "csv", "tsv", "xml"], Query(description="Of the answer.")] = "json",
        limit: Most = None,
        page: SomePage = None,
        size: SomeSize = None,
    ) -> HttpResponse:
        """Ask the example query of this number, with its parameters; `.csv` may follow the number."""
        return await _answer(programs.site, request, number, format, _Slice(limit, page, size))

    content: dict[str, Any] = {offer.media_types[0]: {} for offer in RESULT_FORMATS}
    router.add_api_route(
        "/queries/{number}",
        answer,
        methods=["GET"],
        name="query",
        response_class=HttpResponse,
        responses={200: {"content": content}},
    )
    router.add_api_route("/queries/{number}", answer, methods=["HEAD"], include_in_schema=False)
    return router


async def _search(visit: Visit, searching: Searching, q: str, size: int) -> Hits:
    found = await searching.find(visit, q, min(size, _MOST_HITS))
    items = [
        Hit(
            **_fields(hit.link),
            matched=None if hit.other is None else str(hit.other),
            kinds=[_thing(kind) for kind in hit.kinds],
            score=round(hit.score, 2),
        )
        for hit in found
    ]
    return Hits(release=visit.view.id, count=len(items), page=1, size=size, items=items)


async def _entities(visit: Visit, kind: str, page: int, size: int) -> Things:
    pattern = f"?thing a {_iri(kind)} FILTER (isIRI(?thing))"
    found = await _slice(visit, "thing", pattern, page, size)
    names = await visit.name(found)
    items = [Thing(iri=iri, name=names[iri], address=visit.place.link(iri)) for iri in found]
    count = await _count(visit, "thing", pattern)
    return Things(release=visit.view.id, count=count, page=page, size=size, items=items)


async def _claims(visit: Visit, wanted: dict[str, str], page: int, size: int) -> Claims:
    limits = " . ".join(f"?claim <{AII}{role}> {_iri(iri)}" for role, iri in wanted.items())
    pattern = f"?claim a <{AII}Claim> . {limits}"
    found = await _slice(visit, "claim", pattern, page, size)
    given = " ".join(f"<{iri}>" for iri in found)
    claims = await find_claims(visit, f"VALUES ?claim {{ {given} }}") if found else []
    count = await _count(visit, "claim", pattern)
    items = [_record(claim) for claim in claims]
    return Claims(release=visit.view.id, count=count, page=page, size=size, items=items)


async def _discrepancies(visit: Visit, page: int, size: int) -> Cases:
    cases = await find_cases(visit)
    items = [
        CaseRecord(
            **_fields(case.link),
            kind=case.kind,
            open=case.open,
            reading=case.reading,
            claims=list(case.involved),
            preferred=sorted(case.preferred),
        )
        for case in cases[(page - 1) * size : page * size]
    ]
    return Cases(release=visit.view.id, count=len(cases), page=page, size=size, items=items)


async def _queries(visit: Visit) -> Queries:
    items = [
        QueryRecord(
            iri=example.iri,
            name=getattr(example, visit.place.language),
            address=visit.place.link(example.iri),
            number=example.number,
            sparql=example.text,
            parameters=[
                ParameterRecord(
                    name=parameter.name,
                    kind=parameter.kind,
                    default=parameter.default,
                    meaning=getattr(parameter, visit.place.language),
                )
                for parameter in example.parameters
            ],
        )
        for example in visit.view.examples
    ]
    return Queries(release=visit.view.id, count=len(items), page=1, size=len(items), items=items)


@dataclass(frozen=True, slots=True)
class _Slice:
    """What part of an answer is asked for: its first rows, or a page of it. None of them: all of it."""

    limit: int | None
    page: int | None
    size: int | None

    def of(self, query: str) -> str:
        """Return ``query`` cut to that part. Raises QueryError (400)."""
        paged = self.page is not None or self.size is not None
        if self.limit is not None and paged:
            raise QueryError("Give limit, or page and size, not both.", code="bad-parameter")
        if self.limit is not None:
            return cut(query, most=self.limit)
        size = self.size or _SIZE
        return cut(query, most=size, after=((self.page or 1) - 1) * size) if paged else query


async def _answer(site: Site, request: Request, number: str, format: str, part: _Slice) -> HttpResponse:
    number, _, suffix = number.partition(".")
    examples = site.answering.service.view.examples
    example = next((e for e in examples if e.number == number), None)
    parameters = request.query_params
    given = [(name, value) for name, value in parameters.multi_items() if name not in RESERVED]
    try:
        if twice := [name for name in _CUTTING if len(parameters.getlist(name)) > 1]:
            raise QueryError(f"The parameter {twice[0]} is given twice: give it once.", code="bad-parameter")
        if example is None or (suffix and suffix not in _SUFFIXES):
            raise QueryError(
                f"There is no query {number}: /api/queries lists them.", status=404, code="no-query"
            )
        query = part.of(fill(example.text, given, query=f"The query {number}"))
        question = Question(query, format=suffix or format)
        answer = await site.answering.respond(request.scope, request.receive, question)
    except QueryError as error:
        answer = problem(error, request.headers.get("accept"), allow="GET, HEAD")
    return _Delivery(answer, site.answering.service.limits.holding)


class _Delivery(HttpResponse):
    """Sends an answer as the endpoint does, a long one piece by piece."""

    def __init__(self, answer: Response | Streamed, patience: float) -> None:
        super().__init__()
        self._answer = answer
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await deliver(scope, receive, send, self._answer, patience=self._patience)


async def _slice(visit: Visit, name: str, pattern: str, page: int, size: int) -> list[str]:
    order = f"ORDER BY ?{name} OFFSET {(page - 1) * size} LIMIT {size}"
    rows = await visit.ask(f"SELECT DISTINCT ?{name} {{ {pattern} }} {order}")
    return [str(row[name]) for row in rows]


async def _count(visit: Visit, name: str, pattern: str) -> int:
    rows = await visit.ask(f"SELECT (COUNT(DISTINCT ?{name}) AS ?count) {{ {pattern} }}")
    count = rows[0]["count"] if rows else 0
    return count if isinstance(count, int) else 0


def _iri(text: str) -> str:
    try:
        return write_iri(text)
    except ValueError as error:
        raise QueryError(f"{error}: give an absolute one.", code="bad-parameter") from error


def _fields(link: Link) -> dict[str, str]:
    return {"iri": link.iri, "name": str(link.name), "address": link.address}


def _thing(link: Link) -> Thing:
    return Thing(**_fields(link))


def _maybe(link: Link | None) -> Thing | None:
    return None if link is None else _thing(link)


def _record(claim: Claim) -> ClaimRecord:
    return ClaimRecord(
        iri=claim.iri,
        address=claim.address,
        kind=claim.kind,
        subject=_maybe(claim.subject),
        property=_maybe(claim.property),
        object=_maybe(claim.object),
        value=_number(claim.value),
        unit=_maybe(claim.unit),
        figure=claim.figure,
        hedge=claim.hedge,
        text=claim.text,
        modality=None if claim.modality is None else str(claim.modality.name),
        qualifiers={role: [_thing(link) for link in links] for role, links in claim.qualifiers},
        places=[SpotRecord(passage=w.iri, words=w.words, printed=w.printed) for w in claim.where],
        discrepancies=[_thing(dispute.link) for dispute in claim.disputes],
    )


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
