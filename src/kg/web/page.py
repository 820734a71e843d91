"""The query page: a form that works without scripts, example queries, answers as tables, all escaped."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from kg.errors import QueryError
from kg.namespaces import BASE, RDFS, SH, graph_iri
from kg.negotiation import GRAPH_FORMATS, RESULT_FORMATS
from kg.sparql import Answer
from kg.values import shorten
from kg.web.words import WORDS

SHOWN_ROWS: Final = 1000
#: Asks a release for its example queries.
EXAMPLES = f"""
SELECT ?query ?text (SAMPLE(?chinese) AS ?zh) (SAMPLE(?english) AS ?en) WHERE {{
  GRAPH <{graph_iri("queries")}> {{
    ?query <{SH}select>|<{SH}ask>|<{SH}construct> ?text
    OPTIONAL {{ ?query <{RDFS}label> ?chinese FILTER(LANG(?chinese) = "zh") }}
    OPTIONAL {{ ?query <{RDFS}label> ?english FILTER(LANG(?english) = "en") }}
  }}
}} GROUP BY ?query ?text ORDER BY ?query
"""
_FIRST_QUERY = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?label WHERE {
  ?thing rdfs:label ?label
} ORDER BY ?thing LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A query to start from, with its question in Chinese and English (its name where it has none)."""

    text: str
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the result table: what is shown, where it leads if anywhere, its language and full form."""

    text: str
    link: str | None = None
    language: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class QueryPage:
    """Renders the query page. ``examples`` and ``graphs`` are those of the release."""

    template: Template
    examples: Sequence[Example]
    graphs: Sequence[str]

    def form(self, languages: str | None) -> str:
        """Return the page with no answer yet; ``languages`` is an Accept-Language or a single tag."""
        query = self.examples[0].text if self.examples else _FIRST_QUERY
        return self._render(languages, query)

    def failed(self, languages: str | None, query: str, error: QueryError) -> str:
        """Return the page with what is wrong with ``query``, and where."""
        return self._render(languages, query, error=error, wrong_line=_line_of(query, error))

    def answered(self, languages: str | None, query: str, answer: Answer) -> str:
        """Return the page with ``answer``: results in JSON as a table, triples in Turtle as text."""
        if answer.form == "graph":
            return self._render(languages, query, form="graph", turtle=answer.body.decode())
        document = json.loads(answer.body)
        if answer.form == "ask":
            return self._render(languages, query, form="ask", truth=document["boolean"])
        columns, found = document["head"]["vars"], document["results"]["bindings"]
        rows = [[_cell(row.get(column)) for column in columns] for row in found[:SHOWN_ROWS]]
        return self._render(languages, query, form="select", columns=columns, rows=rows, count=len(found))

    def _render(self, languages: str | None, query: str, **parts: Any) -> str:
        language = pick_language(languages)
        other = next(tag for tag in WORDS if tag != language)
        return self.template.render(
            language=language,
            words=WORDS[language],
            query=query,
            other=other,
            links={tag: _query_link(query, tag) for tag in WORDS},
            examples=[(getattr(e, language), _query_link(e.text, language)) for e in self.examples],
            graphs=[(shorten(graph), graph) for graph in self.graphs],
            downloads=_downloads(query, parts.get("form")),
            **parts,
        )


def make_page(examples: Sequence[Example], graphs: Sequence[str]) -> QueryPage:
    """Return the query page for a release with these ``examples`` and named ``graphs``."""
    loader = PackageLoader("kg.web")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return QueryPage(environment.get_template("query.html"), examples, graphs)


def read_examples(answer: Answer) -> list[Example]:
    """Return the example queries out of the answer, in JSON, to :data:`EXAMPLES`."""
    rows = json.loads(answer.body)["results"]["bindings"]
    found = [{name: term["value"] for name, term in row.items()} for row in rows]
    return [_example(**row) for row in found if "text" in row]


def _example(query: str, text: str, zh: str | None = None, en: str | None = None) -> Example:
    name = shorten(query)
    return Example(text, zh=zh or en or name, en=en or zh or name)


def pick_language(languages: str | None) -> str:
    """Return ``zh`` or ``en``, whichever an Accept-Language header (RFC 9110 §12.5.4) wants more."""
    wanted = []
    for place, part in enumerate((languages or "").split(",")):
        tag, _, quality = part.strip().lower().partition(";q=")
        if tag[:2] in WORDS:
            wanted.append((-_number(quality), place, tag[:2]))
    return min(wanted)[2] if wanted else "en"


def _number(quality: str) -> float:
    try:
        return float(quality or "1")
    except ValueError:
        return 0.0


def _query_link(query: str, language: str) -> str:
    return f"?query={quote(query, safe='')}&format=html&lang={language}"


def _downloads(query: str, form: str | None) -> list[tuple[str, str]]:
    """Return name and address of each format that the answer can be had in."""
    offers = GRAPH_FORMATS if form == "graph" else RESULT_FORMATS
    return [(f.names[0], f"?query={quote(query, safe='')}&format={f.names[0]}") for f in offers]


def _line_of(query: str, error: QueryError) -> tuple[str, str] | None:
    """Return the line at fault, split at the place of the fault."""
    if error.line is None or error.column is None:
        return None
    lines = query.split("\n")
    line = lines[error.line - 1] if error.line <= len(lines) else ""
    return line[: error.column - 1], line[error.column - 1 :]


def _cell(term: dict[str, Any] | None) -> Cell:
    """Return how a term of a JSON result (SPARQL 1.1 Query Results JSON) is shown."""
    match term:
        case None:
            return Cell("")
        case {"type": "uri", "value": str(iri)}:
            return Cell(shorten(iri), link=_iri_link(iri), title=iri)
        case {"type": "bnode", "value": str(label)}:
            return Cell(f"_:{label}")
        case {"type": "literal", "value": str(text)}:
            datatype = term.get("datatype")
            return Cell(text, language=term.get("xml:lang"), title=datatype and shorten(datatype))
        case _:
            return Cell(json.dumps(term.get("value"), ensure_ascii=False))


def _iri_link(iri: str) -> str | None:
    """Return where an IRI leads: ours to a description here, a web address to itself, others nowhere."""
    if iri.startswith(BASE):
        return f"?query={quote(f'DESCRIBE <{iri}>', safe='')}&format=html"
    return iri if urlsplit(iri).scheme in ("http", "https") else None
