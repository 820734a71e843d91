"""Parameters of the example queries: declared in their comments, given by name, written as RDF terms. Pure.

A query declares a parameter in a comment and uses it as a variable that a VALUES of its own binds:

    # ?page (integer): page of the report | 报告页码
    SELECT ?claim WHERE { VALUES ?page { 13 } ?claim aii:statedIn/aii:page ?page }

What VALUES holds is the default. Only that is exchanged, for one term: nothing given is ever read as SPARQL.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.errors import QueryError
from kg.namespaces import PREFIXES, XSD
from kg.values import can_write

#: What a parameter may be, with an XSD datatype where it is a literal.
KINDS: Final = {
    "iri": None,
    "integer": XSD + "integer",
    "decimal": XSD + "decimal",
    "year": XSD + "integer",
    "string": XSD + "string",
}
#: What the route that asks an example takes besides, so that no parameter of a query is called so.
RESERVED: Final = frozenset({"format", "lang", "limit", "page", "size"})
_DECLARED = re.compile(r"^# \?(\w+) \((\w+)\): (\S[^|\n]*) \| (\S[^|\n]*)$", re.MULTILINE)
_OWN_SLICE = re.compile(r"\s(LIMIT|OFFSET)\s+([0-9]{1,18})\s*\Z", re.IGNORECASE | re.ASCII)
_BEGUN = re.compile(r"^# *\?.*$", re.MULTILINE)
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)
_YEAR = re.compile(r"[1-9][0-9]{3}", re.ASCII)
_SHAPES = {"integer": _INTEGER, "decimal": _DECIMAL, "year": _YEAR}
_LONGEST = 1000
_HINTS = {
    "iri": "give the IRI of a thing, whole or with a prefix",
    "integer": "give a whole number",
    "decimal": "give a number, its fraction after a point",
    "year": "give a year of four digits",
    "string": f"give at most {_LONGEST} characters, no half of a surrogate pair",
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What may be given to a query: its name, its kind (one of KINDS), its default, what it means."""

    name: str
    kind: str
    default: str
    en: str
    zh: str


def read_parameters(text: str) -> tuple[Parameter, ...]:
    """Return the parameters that the query ``text`` declares and binds, in order."""
    found: list[Parameter] = []
    for name, kind, english, chinese in _DECLARED.findall(text):
        bound = _binding(name).findall(text)
        if kind in KINDS and len(bound) == 1 and name not in {parameter.name for parameter in found}:
            found.append(Parameter(name, kind, _plain(bound[0][2]), english.strip(), chinese.strip()))
    return tuple(found)


def find_fault(text: str) -> tuple[int, str] | None:
    """Return the line, from 1, and the fault of the first declaration in ``text`` that does not hold."""
    held = {parameter.name: parameter for parameter in read_parameters(text)}
    for number, line in enumerate(text.split("\n"), start=1):
        if not _BEGUN.fullmatch(line):
            continue
        declared = _DECLARED.fullmatch(line)
        if declared is None or declared[2] not in KINDS:
            kinds = ", ".join(KINDS)
            return number, f"declare a parameter as `# ?name (kind): meaning | 含义`, kind one of {kinds}"
        if declared[1] in RESERVED:
            return number, f"call the parameter ?{declared[1]} something else: the route has one of that name"
        parameter = held.pop(declared[1], None)
        if parameter is None:
            name = declared[1]
            return number, f"bind ?{name} once, as `VALUES ?{name} {{ default }}`, and declare it once"
        try:
            write_term(parameter, parameter.default)
        except QueryError as error:
            return number, str(error)
    return None


def fill(text: str, given: Sequence[tuple[str, str]], *, query: str) -> str:
    """Return the query ``text`` with its parameters as ``given`` by name and value, others as they are.

    ``query``: what to call it. Raises QueryError (400) for what it does not declare, and for what is not of
    its kind.
    """
    declared = {parameter.name: parameter for parameter in read_parameters(text)}
    names = [name for name, _ in given]
    terms = {}
    for name, value in given:
        if name not in declared:
            raise _wrong(f"{query} has no parameter {name!r}: {_say(declared)}")
        if names.count(name) > 1:
            raise _wrong(f"The parameter {name} is given {names.count(name)} times: give it once.")
        terms[name] = write_term(declared[name], value)
    if not terms:
        return text
    # All at once: what is put in for one is not looked at for the next.
    return _binding("|".join(terms)).sub(lambda found: f"{found[1]}{terms[found[2]]}{found[4]}", text)


def cut(text: str, *, most: int, after: int = 0) -> str:
    """Return the query ``text`` with at most ``most`` of its answers, those that follow the first ``after``.

    A LIMIT and an OFFSET that it ends with itself hold too: the answers are those of the whole query's.
    """
    own: dict[str, int] = {}
    while found := _OWN_SLICE.search(text):
        own[found[1].upper()] = int(found[2])
        text = text[: found.start()]
    rest = max(0, own["LIMIT"] - after) if "LIMIT" in own else most
    return f"{text}\nLIMIT {min(most, rest)} OFFSET {own.get('OFFSET', 0) + after}"


def write_term(parameter: Parameter, value: str) -> str:
    """Return ``value`` as the term of SPARQL that ``parameter`` takes. Raises QueryError (400)."""
    shape = _SHAPES.get(parameter.kind)
    if shape is not None:
        if shape.fullmatch(value):
            return str(Literal(value, datatype=NamedNode(str(KINDS[parameter.kind]))))
    elif parameter.kind == "string":
        if len(value) <= _LONGEST and _is_text(value):
            return str(Literal(value))
    else:
        iri = expand(value)
        if len(iri) <= _LONGEST and can_write(iri):
            return str(NamedNode(iri))
    message = f"The parameter {parameter.name} is {value[:80]!r}, which is no {parameter.kind}"
    raise _wrong(f"{message}: {_HINTS[parameter.kind]}, such as {parameter.default}.")


def _wrong(message: str) -> QueryError:
    return QueryError(message, code="bad-parameter")


def _say(names: Iterable[str]) -> str:
    listed = ", ".join(names)
    return f"it takes {listed}." if listed else "it takes none."


def _binding(name: str) -> re.Pattern[str]:
    """Return what finds the VALUES of ``name``, in groups: up to its one term, the name, that, the rest."""
    term = r'<[^<>"{}|^`\\\s]*>|"(?:[^"\\\n{}]|\\["\\])*"|[^\s{}<>"#]+'
    return re.compile(rf"(\bVALUES \?({name}) \{{ )({term})( \}})")


def _plain(term: str) -> str:
    """Return how one would give the default that a query has as ``term``."""
    if term.startswith('"'):
        return re.sub(r"\\(.)", r"\1", term[1:-1])
    return term[1:-1] if term.startswith("<") else term


def expand(value: str) -> str:
    """Return the whole IRI of one that has a prefix of ours; any other as it is."""
    prefix, colon, name = value.partition(":")
    start = PREFIXES.get(prefix) if colon else None
    return start + name if start is not None else value


def _is_text(value: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in value)
