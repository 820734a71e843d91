"""What the web side shows of a release without asking each time: its description, its page, its graphs."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate

from pyoxigraph import RdfFormat, parse

from kg.limits import Limits
from kg.namespaces import DATASET, graph_iri
from kg.sparql import Answer, Question
from kg.web.description import Description, describe_service
from kg.web.page import EXAMPLES, QueryPage, make_page, read_examples

#: Whoever computes answers. Raises QueryError as kg.sparql.answer does.
Ask = Callable[[Question], Awaitable[Answer]]

_META = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph_iri('meta')}> {{ ?s ?p ?o }} }}"
_GRAPHS = "SELECT ?graph { GRAPH ?graph {} } ORDER BY ?graph"


@dataclass(frozen=True, slots=True)
class View:
    """A release as the web side sees it. ``headers`` cite it, on every answer that comes from it."""

    id: str
    graphs: tuple[str, ...]
    description: Description
    page: QueryPage
    headers: Mapping[str, str]


async def look_at(ask: Ask, *, id: str, modified: float, union: bool, limits: Limits) -> View:
    """Return the view of the release that ``ask`` answers from. Raises QueryError."""
    meta = await ask(Question(_META, format="nt", own=True))
    found = json.loads((await ask(Question(_GRAPHS, format="json", own=True))).body)["results"]["bindings"]
    graphs = tuple(row["graph"]["value"] for row in found)
    triples = [quad.triple for quad in parse(meta.body, RdfFormat.N_TRIPLES)]
    description = describe_service(triples, graphs, union=union, limits=limits)
    examples = read_examples(await ask(Question(EXAMPLES, format="json", own=True)))
    headers = _headers(id, modified, description.licence)
    return View(id, graphs, description, make_page(examples, graphs), headers)


def _headers(id: str, modified: float, licence: str | None) -> dict[str, str]:
    links = ['<.well-known/void>; rel="describedby"']
    if licence is not None:
        links += [f'<{licence}>; rel="license"', f'<{DATASET}>; rel="cite-as"']
    last = formatdate(modified, usegmt=True)
    return {"x-release": id, "last-modified": last, "link": ", ".join(links)}
