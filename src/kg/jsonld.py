"""Write triples as JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/) with a compact context of their own. Pure.

The context stands in the document, so that nobody has to fetch one. It names one vocabulary without a prefix,
the one that most properties are of, and says of a property what its values are wherever they all are alike.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.namespaces import RDF, XSD

_TYPE = RDF + "type"
_TEXT = XSD + "string"
_TONGUED = RDF + "langString"
_WHOLE = XSD + "integer"
_TRUTH = XSD + "boolean"
#: Datatypes that JSON has itself, or JSON-LD writes in another way.
_PLAIN = frozenset({_TEXT, _TONGUED, _WHOLE, _TRUTH})
_SAFE = 2**53  # beyond it a JSON reader may round an integer

_Node = dict[str, list[Any]]


def write_jsonld(triples: Iterable[Triple], prefixes: Mapping[str, str], root: str | None = None) -> bytes:
    """Return ``triples`` as JSON-LD in UTF-8: sorted, one node object a subject.

    With ``root``, an IRI, the document is that node, and each other node stands inside the first that names
    it; what the root does not lead to follows beside it. No ``<`` is in the bytes, so that they may stand in
    a script element of HTML as they are.
    """
    nodes = _group(triples)
    writer = _Writer(nodes, prefixes)
    if root is None or root not in nodes:
        body = {"@graph": [writer.node(key, {}) for key in sorted(nodes)]}
    else:
        inside = _place(nodes, root)
        placed = {root, *(key for keys in inside.values() for key in keys)}
        rest = [writer.node(key, {}) for key in sorted(nodes.keys() - placed)]
        tree = writer.node(root, inside)
        body = {"@graph": [tree, *rest]} if rest else tree
    text = json.dumps({"@context": writer.context(), **body}, ensure_ascii=False, indent=1)
    return (text.replace("<", "\\u003c") + "\n").encode()


def _group(triples: Iterable[Triple]) -> dict[str, _Node]:
    """Return the objects by subject and predicate, sorted."""
    nodes: dict[str, _Node] = defaultdict(lambda: defaultdict(list))
    for triple in sorted(set(triples), key=str):
        nodes[_key(triple.subject)][triple.predicate.value].append(triple.object)
    return nodes


def _place(nodes: Mapping[str, _Node], root: str) -> dict[str, set[str]]:
    """Return which nodes stand inside which: each inside the one nearest to ``root`` that names it first."""
    inside: dict[str, set[str]] = defaultdict(set)
    seen, queue = {root}, [root]
    for parent in queue:
        for predicate in sorted(nodes[parent].keys() - {_TYPE}):
            for value in nodes[parent][predicate]:
                if not isinstance(value, Literal) and (key := _key(value)) in nodes and key not in seen:
                    seen.add(key)
                    inside[parent].add(key)
                    queue.append(key)
    return inside


class _Writer:
    """Turns nodes into JSON, names as the context has them."""

    def __init__(self, nodes: Mapping[str, _Node], prefixes: Mapping[str, str]) -> None:
        self._nodes = nodes
        self._prefixes = prefixes
        self._used: set[str] = set()
        self._vocabulary = self._most_used()
        self._kinds = self._common_kinds()

    def node(self, key: str, inside: Mapping[str, set[str]]) -> dict[str, Any]:
        """Return the node ``key`` with the nodes that stand inside it."""
        written: dict[str, Any] = {"@id": key}
        said = self._nodes[key]
        if _TYPE in said:
            written["@type"] = _single([self._name(_key(kind)) for kind in said[_TYPE]])
        within = set(inside.get(key, ()))
        for predicate in sorted(said.keys() - {_TYPE}):
            values = [self._value(predicate, value, within, inside) for value in said[predicate]]
            written[self._name(predicate)] = _single(values)
        return written

    def context(self) -> dict[str, Any]:
        """Return the context for what was written so far."""
        terms = {
            self._name(predicate): {"@type": self._name(kind)} for predicate, kind in self._kinds.items()
        }
        prefixes = {prefix: self._prefixes[prefix] for prefix in sorted(self._used)}
        return {"@version": 1.1, "@vocab": self._vocabulary, **prefixes, **dict(sorted(terms.items()))}

    def _value(self, predicate: str, value: Any, within: set[str], inside: Mapping[str, set[str]]) -> Any:
        if isinstance(value, Literal):
            return self._literal(predicate, value)
        key = _key(value)
        if key in within:
            within.discard(key)
            return self.node(key, inside)
        return key if predicate in self._kinds else {"@id": key}

    def _literal(self, predicate: str, literal: Literal) -> Any:
        kind = literal.datatype.value
        if literal.language:
            return {"@language": literal.language, "@value": literal.value}
        if kind == _TRUTH and literal.value in ("true", "false"):
            return literal.value == "true"
        if kind == _WHOLE and abs(int(literal.value)) < _SAFE and str(int(literal.value)) == literal.value:
            return int(literal.value)
        if kind == _TEXT or predicate in self._kinds:
            return literal.value
        return {"@type": self._name(kind), "@value": literal.value}

    def _name(self, iri: str) -> str:
        """Return ``iri`` as a term of the vocabulary, with a prefix, or as it is."""
        if iri == "@id":
            return iri
        local = iri.removeprefix(self._vocabulary)
        if local != iri and local.isalnum():
            return local
        for prefix, namespace in self._prefixes.items():
            local = iri.removeprefix(namespace)
            if local != iri and prefix and local and not local.startswith("//"):
                self._used.add(prefix)
                return f"{prefix}:{local}"
        return iri

    def _most_used(self) -> str:
        counts = Counter(
            namespace
            for said in self._nodes.values()
            for predicate in said
            for namespace in self._prefixes.values()
            if predicate.startswith(namespace)
        )
        return max(sorted(counts), key=lambda namespace: counts[namespace], default=XSD)

    def _common_kinds(self) -> dict[str, str]:
        """Return for each predicate whose values are all nodes ``@id``, all of one datatype that datatype."""
        kinds: dict[str, set[str]] = defaultdict(set)
        for said in self._nodes.values():
            for predicate in said.keys() - {_TYPE}:
                kinds[predicate] |= {_kind(value) for value in said[predicate]}
        return {predicate: one for predicate, (one, *more) in kinds.items() if not more and one not in _PLAIN}


def _kind(value: Any) -> str:
    return value.datatype.value if isinstance(value, Literal) else "@id"


def _key(node: Any) -> str:
    assert isinstance(node, NamedNode | BlankNode)
    return str(node) if isinstance(node, BlankNode) else node.value


def _single(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values
