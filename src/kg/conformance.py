"""Remember which nodes conformed, so that the next build holds only changed nodes against the shapes.

A core constraint (SHACL, section 4) on a direct path looks at the focus node's own triples and, for
``sh:class``, at the types of its values. A node whose triples and whose values' types are as they were when
it conformed conforms still, as long as shapes, ontology and program are the same. Rules over the whole graph
always run.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.namespaces import DATASET, OWL, RDF, SH

#: What a blank node of the ontology says: lists, and axioms that have no IRI.
_OF_AXIOMS = frozenset({RDF + "first", RDF + "rest", RDF + "type", OWL + "members"})
_TARGETS = frozenset(SH + name for name in ("targetClass", "targetSubjectsOf", "targetNode"))
#: What a shape may say and still look no further than its focus node and its values' types.
_LOCAL = _TARGETS | frozenset(
    SH + name
    for name in (
        *(
            "property",
            "path",
            "minCount",
            "maxCount",
            "class",
            "datatype",
            "nodeKind",
            "pattern",
            "flags",
            "or",
        ),
        *("minLength", "maxLength", "minInclusive", "maxInclusive", "minExclusive", "maxExclusive", "in"),
        *("languageIn", "uniqueLang", "lessThan", "lessThanOrEquals", "equals", "disjoint", "hasValue"),
        *("message", "severity", "name", "description", "order", "group"),
        *("declare", "prefix", "prefixes", "namespace", "select", "sparql"),
    )
)


def fingerprint(triples: Iterable[Triple | Quad]) -> dict[str, str]:
    """Return for each IRI that is a subject the SHA-256 of its triples and of the types of its values."""
    lines: dict[str, list[tuple[str, str]]] = defaultdict(list)
    types: dict[str, list[str]] = defaultdict(list)
    for triple in triples:
        subject, predicate, value = str(triple.subject), str(triple.predicate), _written(triple.object)
        if isinstance(triple.subject, NamedNode):
            lines[subject].append((predicate, value))
        if predicate == f"<{RDF}type>":
            types[subject].append(value)
    return {
        subject[1:-1]: _digest(subject, said, {value: sorted(types.get(value, ())) for _, value in said})
        for subject, said in lines.items()
    }


def choose_nodes(
    triples: Iterable[Triple | Quad],
    prints: Mapping[str, str],
    known: frozenset[str],
    shapes: Iterable[Triple],
) -> list[str] | None:
    """Return the nodes to judge, sorted: those with a fingerprint that is not ``known``, and the data set.

    None means all of them: nothing is known, a shape looks further than its focus node, or there are blank
    nodes in the data, which have no fingerprint.
    """
    if not known or not is_local(shapes) or any(_is_blank_data(triple) for triple in triples):
        return None
    return sorted({DATASET, *(node for node, digest in prints.items() if digest not in known)})


def is_local(shapes: Iterable[Triple]) -> bool:
    """Tell whether no shape looks further than its focus node, save rules that aim at the data set."""
    known = list(shapes)
    aims = {str(t.subject): str(t.object) for t in known if t.predicate.value == SH + "targetNode"}
    judging = _judging_values(known)
    return all(
        (not predicate.startswith(SH) or predicate in _LOCAL)
        and not (predicate == SH + "path" and not isinstance(triple.object, NamedNode))
        and not (predicate == SH + "sparql" and aims.get(str(triple.subject)) != f"<{DATASET}>")
        and not (str(triple.subject) in judging and predicate not in (SH + "class", RDF + "type"))
        for triple in known
        for predicate in (triple.predicate.value,)
    )


def read_known(path: Path, rules: str) -> frozenset[str]:
    """Return the fingerprints that conformed to ``rules``; none when the file is not there or of others."""
    try:
        remembered = json.loads(path.read_bytes())
        return frozenset(remembered["nodes"]) if remembered["rules"] == rules else frozenset()
    except (OSError, ValueError, TypeError, KeyError):
        return frozenset()


def render_known(prints: Mapping[str, str], rules: str) -> bytes:
    """Return the file's content: ``rules`` and every fingerprint that conformed to them."""
    return json.dumps({"rules": rules, "nodes": sorted(prints.values())}).encode()


def _written(term: object) -> str:
    """Return a term as text; a blank node's label is another at each reading."""
    return "_:" if isinstance(term, BlankNode) else str(term)


def _is_blank_data(triple: Triple | Quad) -> bool:
    return isinstance(triple.subject, BlankNode) and triple.predicate.value not in _OF_AXIOMS


def _judging_values(shapes: list[Triple]) -> frozenset[str]:
    """Return the shapes in the lists of sh:or that judge the values of a path, not the focus node itself."""
    objects = {(str(t.subject), t.predicate.value): str(t.object) for t in shapes}
    found = []
    for triple in shapes:
        if triple.predicate.value != SH + "or" or (str(triple.subject), SH + "path") not in objects:
            continue
        rest: str | None = str(triple.object)
        while rest is not None:
            found.append(objects.get((rest, RDF + "first"), ""))
            rest = objects.get((rest, RDF + "rest"))
    return frozenset(found)


def _digest(subject: str, said: list[tuple[str, str]], types: Mapping[str, list[str]]) -> str:
    text = repr((subject, sorted(said), sorted(types.items())))
    return hashlib.sha256(text.encode()).hexdigest()
