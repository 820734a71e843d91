"""What the web side knows of a release without asking each time: description, examples, graphs."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from email.utils import formatdate

from pyoxigraph import RdfFormat, parse

from kg.limits import Limits
from kg.namespaces import DATASET, graph_iri
from kg.sparql import Answer, Question
from kg.views import View as Rewording
from kg.web.description import Description, describe_service
from kg.web.examples import EXAMPLES, Example, read_examples
from kg.web.excerpts import find_excerpts

#: Whoever computes answers. Raises QueryError as kg.sparql.answer does.
Ask = Callable[[Question], Awaitable[Answer]]

_META = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph_iri('meta')}> {{ ?s ?p ?o }} }}"
_GRAPHS = "SELECT ?graph { GRAPH ?graph {} } ORDER BY ?graph"


@dataclass(frozen=True, slots=True)
class View:
    """A release as the web side sees it. ``headers`` cite it, on every answer that comes from it.

    ``excerpts``: the text of passages, by IRI, where the operator has the report; ``union``: the default
    graph is all graphs together; ``schema``: how to say in schema.org's words what is said of a thing.
    """

    id: str
    graphs: tuple[str, ...]
    description: Description
    examples: tuple[Example, ...]
    excerpts: Mapping[str, str]
    union: bool
    headers: Mapping[str, str]
    schema: Rewording | None


async def look_at(
    ask: Ask,
    *,
    id: str,
    modified: float,
    union: bool,
    limits: Limits,
    services: tuple[str, ...] = (),
    report: str | None = None,
    schema: Rewording | None = None,
) -> View:
    """Return the view of the release that ``ask`` answers from. Raises QueryError.

    ``services``: the other endpoints that a query may ask. ``report``: the text of the operator's own copy
    of its source. ``schema``: the view of the graph in schema.org's words, for pages.
    """
    meta = await ask(Question(_META, format="nt", own=True))
    found = json.loads((await ask(Question(_GRAPHS, format="json", own=True))).body)["results"]["bindings"]
    graphs = tuple(row["graph"]["value"] for row in found)
    triples = [quad.triple for quad in parse(meta.body, RdfFormat.N_TRIPLES)]
    description = describe_service(triples, graphs, union=union, limits=limits, services=services)
    examples = read_examples(await ask(Question(EXAMPLES, format="json", own=True)))
    headers = _headers(id, modified, description.licence)
    excerpts = await find_excerpts(ask, report)
    return View(id, graphs, description, tuple(examples), excerpts, union, headers, schema)


def _headers(id: str, modified: float, licence: str | None) -> dict[str, str]:
    links = ['<.well-known/void>; rel="describedby"']
    if licence is not None:
        links += [f'<{licence}>; rel="license"', f'<{DATASET}>; rel="cite-as"']
    last = formatdate(modified, usegmt=True)
    return {"x-release": id, "last-modified": last, "link": ", ".join(links)}
