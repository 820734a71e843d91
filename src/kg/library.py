"""What ``import kg`` offers: a release to ask, and its answers as Python values."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, overload

import pyoxigraph as ox

from kg.changes import label_nodes
from kg.errors import ToolError
from kg.namespaces import AII, GRAPHS, ONTOLOGY, PREFIXES, graph_iri
from kg.negotiation import GRAPH_FORMATS, N_QUADS, TRIG, Format, find_format
from kg.serialization import triples_to_bytes
from kg.sparql import DatasetChoice, evaluation_error, run
from kg.terms import QUERIES, Reference, read_reference
from kg.values import IRI, Blank, Text, Value, to_python

if TYPE_CHECKING:
    import owlready2
    import pandas

__all__ = ["IRI", "Blank", "Release", "Row", "Rows", "Text", "Triples", "Value"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row: ``row["chip"]``, ``row.chip`` and ``row[0]`` are the same; iterating gives the values.

    Unbound is None. ``dict(row)`` has the columns as keys. A column that is called like one of the attributes
    here (``columns``, ``cells``, ``keys``) is had by ``row["…"]`` alone.
    """

    columns: tuple[str, ...]
    cells: tuple[Value | None, ...]

    def keys(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        return self.columns

    def __getitem__(self, key: str | int) -> Value | None:
        """Return a value by name (KeyError when there is no such column) or by place."""
        if isinstance(key, int):
            return self.cells[key]
        if key not in self.columns:
            raise KeyError(key)
        return self.cells[self.columns.index(key)]

    def __getattr__(self, name: str) -> Value | None:
        """Return a value by name."""
        if name in Row.__slots__ or name not in self.columns:
            raise AttributeError(f"no column {name}: there are {', '.join(self.columns)}")
        return self[name]

    def __iter__(self) -> Iterator[Value | None]:
        """Iterate over the values, in the order of the columns."""
        return iter(self.cells)

    def __len__(self) -> int:
        """Return the number of columns."""
        return len(self.cells)


@dataclass(frozen=True, slots=True)
class Rows(Sequence[Row]):
    """The answer of SELECT: a sequence of :class:`Row`; ``columns`` are the variables as in SELECT."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> "Rows": ...
    def __getitem__(self, index: int | slice) -> "Row | Rows":
        """Return a row, or the rows of a slice."""
        return Rows(self.columns, self.rows[index]) if isinstance(index, slice) else self.rows[index]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.rows)

    def to_frame(self) -> "pandas.DataFrame":
        """Return a pandas data frame, a column a variable. Raises ToolError when pandas is not installed."""
        try:
            import pandas  # noqa: PLC0415 - an optional dependency
        except ImportError as error:
            raise ToolError("to_frame() needs pandas: pip install aiinfra-kg[pandas]") from error
        return pandas.DataFrame([row.cells for row in self.rows], columns=list(self.columns))


@dataclass(frozen=True, slots=True)
class Triples(Sequence[tuple[Value, Value, Value]]):
    """The answer of CONSTRUCT or DESCRIBE: a sequence of (subject, predicate, object) as Python values."""

    terms: tuple[ox.Triple, ...]

    @overload
    def __getitem__(self, index: int) -> tuple[Value, Value, Value]: ...
    @overload
    def __getitem__(self, index: slice) -> "Triples": ...
    def __getitem__(self, index: int | slice) -> "tuple[Value, Value, Value] | Triples":
        """Return a triple, or the triples of a slice."""
        if isinstance(index, slice):
            return Triples(self.terms[index])
        term = self.terms[index]
        return to_python(term.subject), to_python(term.predicate), to_python(term.object)

    def __len__(self) -> int:
        """Return the number of triples."""
        return len(self.terms)

    def serialize(self, format: str = "turtle") -> bytes:
        """Return the triples as turtle, ntriples, rdfxml, jsonld, trig or nquads."""
        return triples_to_bytes(self.terms, find_format(GRAPH_FORMATS, format))


@dataclass(frozen=True, slots=True)
class Release:
    """A release, or any RDF data in a store. The default graph of a query is all its graphs together."""

    store: ox.Store

    def query(self, text: str) -> Rows | bool | Triples:
        """Return the answer of a SPARQL query: SELECT → Rows, ASK → bool, CONSTRUCT and DESCRIBE → Triples.

        Raises QueryError, with line and column where the query cannot be read. SERVICE is refused.
        """
        result = run(self.store, text, dataset=DatasetChoice())
        try:
            if isinstance(result, ox.QueryBoolean):
                return bool(result)
            return Triples(tuple(result)) if isinstance(result, ox.QueryTriples) else _rows(result)
        except (RuntimeError, OSError) as error:
            raise evaluation_error(error) from error

    def export(self, format: str = "nquads", graph: str | None = None) -> bytes:
        """Return the whole data set, or one graph (its IRI, or a name of ours such as ``facts``), sorted.

        Blank nodes have the same label each time, so that the bytes are the same too.
        ``format`` is nquads, trig, turtle, ntriples, rdfxml or jsonld; only nquads and trig keep graph names.
        Raises QueryError for a format, ToolError for a graph, that is not there.
        """
        written = find_format(GRAPH_FORMATS, format)
        quads = label_nodes(list(self.store) if graph is None else self._quads_of(graph))
        if written in (N_QUADS, TRIG):
            return _write_quads(quads, written)
        return triples_to_bytes(sorted({quad.triple for quad in quads}, key=_order), written)

    def ontology(self) -> "owlready2.Ontology":
        """Return the ontology with all individuals, facts, citations and claims, to use with owlready2.

        Each call loads a fresh world (about 2 s), so that nothing you change or a reasoner concludes is seen
        anywhere else. Terms are attributes (``ontology.AIChip``). Properties are not individuals there:
        ``docs/owlready2.md`` tells what that leaves out.
        """
        # Imported here: owlready2 takes 0.3 s, which who only asks need not pay.
        from kg.flat import flatten  # noqa: PLC0415
        from kg.world import drop_punning, load_world  # noqa: PLC0415

        return load_world(drop_punning(flatten(self.store, ONTOLOGY)), AII)

    def reference(self) -> Reference:
        """Return every term of the ontology with its labels, use, an example, alignments and shapes."""
        return read_reference({name: self._bound(text) for name, text in QUERIES.items()})

    def _bound(self, text: str) -> list[dict[str, Value]]:
        rows = self.query(text)
        assert isinstance(rows, Rows)
        return [{name: cell for name in row.columns if (cell := row[name]) is not None} for row in rows]

    def _quads_of(self, graph: str) -> list[ox.Quad]:
        name = _graph_node(graph)
        if not self.store.contains_named_graph(name):
            names = ", ".join(sorted(node.value for node in self.store.named_graphs()))
            raise ToolError(f"there is no graph {graph}: choose one of {names}")
        return list(self.store.quads_for_pattern(None, None, None, name))


def _graph_node(graph: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(graph_iri(graph) if graph in GRAPHS else graph)
    except ValueError as error:
        raise ToolError(f"{graph} is no graph: give its IRI, or one of {', '.join(GRAPHS)}") from error


def _rows(solutions: ox.QuerySolutions) -> Rows:
    columns = tuple(variable.value for variable in solutions.variables)
    rows = (tuple(None if term is None else to_python(term) for term in solution) for solution in solutions)
    return Rows(columns, tuple(Row(columns, row) for row in rows))


def _write_quads(quads: Sequence[ox.Quad], written: Format) -> bytes:
    assert isinstance(written.engine, ox.RdfFormat)
    ordered = sorted(quads, key=lambda quad: (_name(quad), *_order(quad.triple)))
    return ox.serialize(ordered, format=written.engine, prefixes=PREFIXES) or b""


def _name(quad: ox.Quad) -> str:
    return "" if isinstance(quad.graph_name, ox.DefaultGraph) else str(quad.graph_name)


def _order(triple: ox.Triple) -> tuple[str, str, str]:
    return str(triple.subject), str(triple.predicate), str(triple.object)
