"""Parse RDF of any format, its literals as written, and say of a mistake in which file and line it stands."""

import re
from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from kg.errors import SourceError

#: The RDF format that a file name's suffix stands for.
FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".n3": RdfFormat.N3,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}

_PLACE = re.compile(r"^Parser error at .*?: ")


def choose_format(path: Path) -> RdfFormat:
    """Return the format that the suffix of ``path`` stands for; SourceError when it stands for none."""
    if path.suffix.lower() not in FORMATS:
        raise SourceError(f"{path}: its format is unknown: name it {', '.join(FORMATS)}")
    return FORMATS[path.suffix.lower()]


def parse_rdf(path: Path) -> list[Triple]:
    """Return the triples of an RDF file, graph names dropped. Raises SourceError with file:line:column."""
    form = choose_format(path)
    try:
        return parse_bytes(path.read_bytes(), form, str(path), base=path.resolve().as_uri())
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror}): name a file that is there") from error


def parse_bytes(data: bytes, form: RdfFormat, name: str, *, base: str | None = None) -> list[Triple]:
    """Return the triples of ``data``; a SourceError begins with ``name``:line:column.

    Unlike a Store, the parser leaves literals as written (``01`` stays ``01``), so shapes see them so. Blank
    nodes are renamed: two files may use one label.
    """
    try:
        return [quad.triple for quad in parse(data, format=form, base_iri=base, rename_blank_nodes=True)]
    except SyntaxError as error:
        raise syntax_error(error, name) from error


def syntax_error(error: SyntaxError, name: str) -> SourceError:
    """Return the parser's ``error`` as one sentence that begins with ``name``:line:column."""
    place = f"{name}:{error.lineno}:{error.offset}" if error.lineno else name
    return SourceError(f"{place}: {_PLACE.sub('', error.msg or str(error))}; mend the file there")
