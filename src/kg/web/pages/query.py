"""The query page: a form that works without scripts, example queries, answers as tables, all escaped."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlsplit

from kg.errors import QueryError
from kg.namespaces import BASE, PREFIXES
from kg.negotiation import GRAPH_FORMATS, RESULT_FORMATS, Format
from kg.sparql import Answer
from kg.values import shorten
from kg.web.examples import Example
from kg.web.language import read_words
from kg.web.pages.layout import STRICT, Page
from kg.web.pages.place import Place

SHOWN_ROWS: Final = 1000
#: Browsers set style attributes of their own where one types over a selection.
POLICY: Final = f"{STRICT}; style-src-attr 'unsafe-inline'"
#: Ends of the names of files to download, where they are not the format's own name.
_SUFFIXES: Final = {"turtle": "ttl", "ntriples": "nt", "rdfxml": "rdf", "nquads": "nq", "xlsx-csv": "csv"}
#: What formats are called, by their own names.
_CALLED: Final = {
    "json": "JSON",
    "xml": "XML",
    "csv": "CSV",
    "tsv": "TSV",
    "turtle": "Turtle",
    "ntriples": "N-Triples",
    "rdfxml": "RDF/XML",
    "jsonld": "JSON-LD",
    "trig": "TriG",
    "nquads": "N-Quads",
}
_FIRST_QUERY = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT ?thing ?label WHERE {
  ?thing rdfs:label ?label
} ORDER BY ?thing LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the result table: what is shown, where it leads if anywhere, its language and full form."""

    text: str
    link: str | None = None
    language: str | None = None
    title: str | None = None


@dataclass(frozen=True, slots=True)
class QueryPage:
    """Makes the query page at ``place``. ``examples`` and ``graphs`` are those of the release."""

    place: Place
    examples: Sequence[Example]
    graphs: Sequence[str]

    def form(self) -> Page:
        """Return the page with no answer yet."""
        return self._page(self.examples[0].text if self.examples else _FIRST_QUERY)

    def failed(self, query: str, error: QueryError) -> Page:
        """Return the page with what is wrong with ``query``, and where."""
        return self._page(query, status=error.status, error=error, wrong_line=_line_of(query, error))

    def answered(self, query: str, answer: Answer) -> Page:
        """Return the page with ``answer``: results in JSON as a table, triples in Turtle as text."""
        if answer.form == "graph":
            return self._page(query, form="graph", turtle=answer.body.decode())
        document = json.loads(answer.body)
        if answer.form == "ask":
            return self._page(query, form="ask", truth=document["boolean"])
        columns, found = document["head"]["vars"], document["results"]["bindings"]
        rows = [[self._cell(row.get(column)) for column in columns] for row in found[:SHOWN_ROWS]]
        return self._page(query, form="select", columns=columns, rows=rows, count=len(found))

    def _page(self, query: str, *, status: int = 200, **parts: Any) -> Page:
        language = self.place.language
        words = read_words("query", language)
        it = {
            "query": query,
            "examples": [
                (getattr(e, language), self._query_link(e.text), self._blanks(e)) for e in self.examples
            ],
            "graphs": [(shorten(graph), graph) for graph in self.graphs],
            "downloads": _downloads(query, parts.get("form"), {**_CALLED, "xlsx-csv": words["spreadsheet"]}),
            "script": _SCRIPT_DATA,
            "form": None,
            "error": None,
            **parts,
        }
        return Page(
            "query", words["title"], words["description"], it, status, policy=POLICY, indexed=not parts
        )

    def _blanks(self, example: Example) -> tuple[str, list[tuple[str, str, str]]] | None:
        """Return where ``example`` is filled in, and name, default and meaning of each of its parameters."""
        language = self.place.language
        blanks = [(p.name, p.default, getattr(p, language)) for p in example.parameters]
        return (self.place.link(example.iri).partition("?")[0], blanks) if blanks else None

    def _query_link(self, query: str) -> str:
        return self.place.to("/sparql", (("query", query), ("format", "html")))

    def _cell(self, term: dict[str, Any] | None) -> Cell:
        """Return how a term of a JSON result (SPARQL 1.1 Query Results JSON) is shown."""
        match term:
            case None:
                return Cell("")
            case {"type": "uri", "value": str(iri)}:
                return Cell(shorten(iri), link=self._iri_link(iri), title=iri)
            case {"type": "bnode", "value": str(label)}:
                return Cell(f"_:{label}")
            case {"type": "literal", "value": str(text)}:
                datatype = term.get("datatype")
                return Cell(text, language=term.get("xml:lang"), title=datatype and shorten(datatype))
            case _:
                return Cell(json.dumps(term.get("value"), ensure_ascii=False))

    def _iri_link(self, iri: str) -> str | None:
        """Return where an IRI leads: ours to its page here, a web address to itself, others nowhere."""
        if iri.startswith(BASE):
            return self.place.link(iri)
        return iri if urlsplit(iri).scheme in ("http", "https") else None


def _downloads(query: str, form: str | None, called: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return name and address of each format that the answer can be had in."""
    offers = GRAPH_FORMATS if form == "graph" else RESULT_FORMATS
    return [
        (called.get(f.names[0], f.names[0]), f"?query={quote(query, safe='')}&format={f.names[0]}")
        for f in offers
    ]


def _line_of(query: str, error: QueryError) -> tuple[str, str] | None:
    """Return the line at fault, split at the place of the fault."""
    if error.line is None or error.column is None:
        return None
    lines = query.split("\n")
    line = lines[error.line - 1] if error.line <= len(lines) else ""
    return line[: error.column - 1], line[error.column - 1 :]


def _names(offers: Sequence[Format]) -> list[tuple[str, str]]:
    """Return name, and end of a file's name, of each format."""
    return [(f.names[0], _SUFFIXES.get(f.names[0], f.names[0])) for f in offers]


#: What the page's script must know, as attributes of the element it fills.
_SCRIPT_DATA: Final = {
    "base": BASE,
    "prefixes": json.dumps(PREFIXES),
    "formats": json.dumps({"results": _names(RESULT_FORMATS), "graph": _names(GRAPH_FORMATS)}),
}
