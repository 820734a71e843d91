"""Compare two releases: the triples gained and lost, by named graph. Pure."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Quad,
    RdfFormat,
    parse,
)

from kg.namespaces import GRAPH


@dataclass(frozen=True, slots=True)
class Changes:
    """What one release has and the other has not, as sorted lines of N-Quads."""

    gained: tuple[str, ...]
    lost: tuple[str, ...]


def compare(new: Iterable[Quad], old: Iterable[Quad]) -> Changes:
    """Return what ``new`` gained and lost against ``old``.

    Blank nodes are called after what is said of them, so an axiom that nobody touched is no change.
    """
    now, before = write_lines(new), write_lines(old)
    return Changes(tuple(sorted(now - before)), tuple(sorted(before - now)))


def count_by_graph(lines: Sequence[str]) -> dict[str, int]:
    """Return how many of ``lines``, as write_lines gives them, each named graph has, by name."""
    counts = Counter(line.rsplit(" ", 2)[-2].strip("<>").removeprefix(GRAPH) for line in lines)
    return dict(sorted(counts.items()))


def write_lines(quads: Iterable[Quad]) -> set[str]:
    """Return ``quads`` as lines of N-Quads whose blank nodes have the same label in every release."""
    lines, nameless = set(), []
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            nameless.append(quad)
        else:
            lines.add(_line(quad))
    for group in _groups(nameless):
        lines |= _write_group(group)
    return lines


def label_nodes(quads: Iterable[Quad]) -> list[Quad]:
    """Return ``quads`` with their blank nodes labelled as write_lines labels them, sorted by their lines."""
    text = "\n".join(sorted(write_lines(quads)))
    return list(parse(text, format=RdfFormat.N_QUADS))


def _write_group(quads: Sequence[Quad]) -> set[str]:
    """Return quads that hang together by blank nodes, labelled by RDFC-1.0 and a digest of the whole."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    lines = {_line(quad) for quad in dataset}
    digest = hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]
    return {line.replace("_:c14n", f"_:b{digest}n") for line in lines}


def _groups(quads: Iterable[Quad]) -> list[list[Quad]]:
    """Return ``quads`` in groups that share no blank node."""
    parent: dict[BlankNode, BlankNode] = {}

    def find(node: BlankNode) -> BlankNode:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    held = []
    for quad in quads:
        nodes = [node for node in (quad.subject, quad.object) if isinstance(node, BlankNode)]
        parent[find(nodes[-1])] = find(nodes[0])
        held.append((nodes[0], quad))
    groups: dict[BlankNode, list[Quad]] = defaultdict(list)
    for node, quad in held:
        groups[find(node)].append(quad)
    return list(groups.values())


def _line(quad: Quad) -> str:
    graph = "" if isinstance(quad.graph_name, DefaultGraph) else f"{quad.graph_name} "
    return f"{quad.triple.subject} {quad.triple.predicate} {quad.triple.object} {graph}."
