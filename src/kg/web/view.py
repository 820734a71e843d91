"""What the web side knows of a release without asking each time: description, examples, graphs."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from email.utils import formatdate
from pathlib import Path

from pyoxigraph import RdfFormat, parse

from kg.limits import Limits
from kg.namespaces import DATASET, graph_iri
from kg.sparql import Answer, Question
from kg.values import Text, Value
from kg.views import View as Rewording
from kg.web.description import Description, describe_service
from kg.web.examples import EXAMPLES, Example, read_examples
from kg.web.excerpts import find_excerpts
from kg.web.memory import Memory

#: Whoever computes answers. Raises QueryError as kg.sparql.answer does.
Ask = Callable[[Question], Awaitable[Answer]]
#: A thing's name in one language and its symbol.
Named = tuple[Text | None, str | None]
#: An answer of ours: the bound variables of each row.
Rows = Sequence[Mapping[str, Value]]

_META = f"CONSTRUCT {{ ?s ?p ?o }} {{ GRAPH <{graph_iri('meta')}> {{ ?s ?p ?o }} }}"
_MOST_NAMES = 50_000
_MOST_TOLD = 8 << 20  # bytes
_MOST_ROWS = 4 << 20  # bytes of answers; rows take some times as many
_GRAPHS = "SELECT ?graph { GRAPH ?graph {} } ORDER BY ?graph"


@dataclass(frozen=True, slots=True)
class View:
    """A release as the web side sees it. ``headers`` cite it, on every answer that comes from it.

    ``excerpts``: the text of passages, by IRI, where the operator has the report; ``union``: the default
    graph is all graphs together; ``schema``: how to say in schema.org's words what is said of a thing;
    ``readings``: the file that says how names are read aloud (kg.readings).

    What pages have found is kept as long as the release is served: ``names`` by language and IRI, a name and
    a symbol, None where there is none; ``rows`` by query, those of long answers; ``told`` by IRI, in JSON,
    what schema.org's words say of a thing.
    """

    id: str
    graphs: tuple[str, ...]
    description: Description
    examples: tuple[Example, ...]
    excerpts: Mapping[str, str]
    union: bool
    headers: Mapping[str, str]
    schema: Rewording | None
    readings: Path | None = None
    names: Memory[tuple[str, str], Named] = field(default_factory=lambda: Memory(_MOST_NAMES), compare=False)
    rows: Memory[str, Rows] = field(default_factory=lambda: Memory(_MOST_ROWS), compare=False)
    told: Memory[str, str] = field(default_factory=lambda: Memory(_MOST_TOLD), compare=False)


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
    readings: Path | None = None,
) -> View:
    """Return the view of the release that ``ask`` answers from. Raises QueryError.

    ``services``: the other endpoints that a query may ask. ``report``: the text of the operator's own copy
    of its source. ``schema``: the view of the graph in schema.org's words, for pages. ``readings``: the file
    that says how names are read aloud.
    """
    meta = await ask(Question(_META, format="nt", own=True))
    found = json.loads((await ask(Question(_GRAPHS, format="json", own=True))).body)["results"]["bindings"]
    graphs = tuple(row["graph"]["value"] for row in found)
    triples = [quad.triple for quad in parse(meta.body, RdfFormat.N_TRIPLES)]
    description = describe_service(triples, graphs, union=union, limits=limits, services=services)
    examples = read_examples(await ask(Question(EXAMPLES, format="json", own=True)))
    headers = _headers(id, modified, description.licence)
    excerpts = await find_excerpts(ask, report)
    return View(id, graphs, description, tuple(examples), excerpts, union, headers, schema, readings)


def _headers(id: str, modified: float, licence: str | None) -> dict[str, str]:
    links = ['<.well-known/void>; rel="describedby"']
    if licence is not None:
        links += [f'<{licence}>; rel="license"', f'<{DATASET}>; rel="cite-as"']
    last = formatdate(modified, usegmt=True)
    return {"x-release": id, "last-modified": last, "link": ", ".join(links)}
