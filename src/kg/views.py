"""Show the graph in the words of another vocabulary: a view is a CONSTRUCT query in ``queries/views/``."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, QueryTriples, Store, Triple

from kg.errors import SourceError, ToolError
from kg.jsonld import write_jsonld
from kg.negotiation import GRAPH_FORMATS, JSON_LD, find_format
from kg.serialization import triples_to_bytes

_PREFIX = re.compile(r"^PREFIX\s+([\w-]*):\s*<([^>]+)>", re.MULTILINE)
#: Where a view takes one entity: a comment, until :meth:`View.of` puts the entity in.
_PLACE = "# VALUES ?entity { }"


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name, and the text of its query."""

    name: str
    text: str

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes that the query declares, which suit its triples too."""
        return dict(_PREFIX.findall(self.text))

    def of(self, entity: str) -> "View":
        """Return the view of one entity, an IRI: a query about nothing else, in milliseconds.

        Raises ToolError when this view is one of the whole only, or when ``entity`` is no IRI.
        """
        if _PLACE not in self.text:
            raise ToolError(f"the view {self.name} shows the whole graph only: leave the entity out")
        try:
            node = NamedNode(entity)
        except ValueError as error:
            raise ToolError(f"{entity!r} is no absolute IRI: name an entity by its whole IRI") from error
        return View(self.name, self.text.replace(_PLACE, f"VALUES ?entity {{ {node} }}"))


def read_views(inputs: Path) -> dict[str, View]:
    """Return the views in ``queries/views`` below ``inputs``, by name; SourceError for a broken one."""
    views = {}
    for path in sorted((inputs / "queries" / "views").glob("*.rq")):
        view = View(path.stem, path.read_text("utf-8"))
        try:
            made = Store().query(view.text)
        except SyntaxError as error:
            raise SourceError(f"{path}: {error}: mend the query there") from error
        if not isinstance(made, QueryTriples):
            raise SourceError(f"{path}: a view is a CONSTRUCT query: begin it with CONSTRUCT")
        views[view.name] = view
    return views


def read_view(inputs: Path, name: str) -> View:
    """Return one view; ToolError when there is none of that name."""
    views = read_views(inputs)
    if name not in views:
        raise ToolError(f"there is no view {name}: choose one of {', '.join(views)}")
    return views[name]


def construct(store: Store, view: View) -> list[Triple]:
    """Return the triples of ``view`` over all graphs of ``store`` together, each once, sorted."""
    made = store.query(view.text, use_default_graph_as_union=True)
    assert isinstance(made, QueryTriples)
    return sorted(set(made), key=lambda t: (str(t.subject), str(t.predicate), str(t.object)))


def write_view(triples: Sequence[Triple], view: View, format: str, root: str | None = None) -> bytes:
    """Return the triples of ``view`` as turtle, ntriples, rdfxml, jsonld, trig or nquads, with its prefixes.

    JSON-LD has a compact context of its own; with ``root``, an entity, it is one tree to stand in that
    entity's page. Raises QueryError for a format that is not there.
    """
    written = find_format(GRAPH_FORMATS, format)
    if written is JSON_LD:
        return write_jsonld(triples, view.prefixes, root)
    return triples_to_bytes(triples, written, prefixes=view.prefixes)
