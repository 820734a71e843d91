"""Build a release: the one place that knows the order of the steps."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg.checks import check_passages, check_shapes, placed, read_sources, to_problem
from kg.conformance import fingerprint, read_known, render_known
from kg.coordinates import describe_points
from kg.derive import derive_facts, find_doubled, find_unbacked
from kg.describe import describe_queries, describe_release
from kg.entail import entail
from kg.errors import FactsError
from kg.linksets import describe_linksets
from kg.namespaces import GRAPHS, NAMING, graph_iri
from kg.readings import read_all, render_readings
from kg.settings import Settings
from kg.sources import InputFile, digest_inputs, read_inputs
from kg.store import Manifest, is_fresh, read_manifest, replace_file, write_manifest, write_release

#: The parts of the inputs that decide whether a node conforms, the node apart.
_RULES = frozenset({"ontology", "alignments", "shapes"})

STEPS = ("sources", "passages", "derive", "validate", "entail", "describe", "store")

#: Called as each step begins: its name, its number from 1, and how many there are.
Progress = Callable[[str, int, int], None]

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Build:
    """What a build left: the release's id, whether it stood there already, its sizes, the seconds it took."""

    release: str
    fresh: bool
    graphs: Mapping[str, int]
    seconds: float


def build(settings: Settings, *, progress: Progress | None = None, force: bool = False) -> Build:
    """Make the release of ``settings.inputs``; when nothing changed, and without ``force``, leave it.

    Nodes that conformed in the last build and are unchanged are not judged again, unless ``force`` says so.

    Raises SourceError or FactsError, and ToolError when the disk refuses; the old release then stays as it
    was.
    """
    started = time.perf_counter()
    inputs = read_inputs(settings.inputs)
    digest = digest_inputs(inputs, [settings.report] if settings.report else [])
    manifest = read_manifest(settings.manifest)
    fresh = manifest is not None and not force and is_fresh(settings.release, manifest, digest)
    fresh = fresh and settings.readings.is_file()
    if manifest is None or not fresh:
        manifest = _make(inputs, digest, settings, _Steps(progress), force=force)
    return Build(manifest.id, fresh, manifest.graphs, time.perf_counter() - started)


def _make(
    inputs: Sequence[InputFile], digest: str, settings: Settings, begin: "_Steps", *, force: bool
) -> Manifest:
    rules = digest_inputs([file for file in inputs if file.part in _RULES])
    known = frozenset[str]() if force else read_known(settings.conformed, rules)
    store, prints = assemble(inputs, settings.report, begin, known)
    begin("store")
    sizes = Counter(quad.graph_name for quad in store)
    graphs = {name: sizes[NamedNode(graph_iri(name))] for name in GRAPHS}
    release = write_release(settings.release, store)
    manifest = Manifest(inputs=digest, release=release, id=release[:16], graphs=graphs)
    write_manifest(settings.manifest, manifest)
    replace_file(settings.conformed, render_known(prints, rules))
    replace_file(settings.readings, render_readings(read_all(_names(store))))
    return manifest


def _names(store: Store) -> Iterator[str]:
    """Yield the names of all things."""
    for iri in NAMING:
        for quad in store.quads_for_pattern(None, NamedNode(iri), None):
            if isinstance(quad.object, Literal):
                yield quad.object.value


def assemble(
    inputs: Sequence[InputFile],
    report: Path | None,
    begin: Callable[[str], None],
    known: frozenset[str] = frozenset(),
) -> tuple[Store, Mapping[str, str]]:
    """Return all named graphs of the release that ``inputs`` make, checked, and its nodes' fingerprints.

    ``begin`` hears of each step. Nodes with a fingerprint ``known`` to conform are not judged again.
    """
    begin("sources")
    sources, strangers = read_sources(inputs)
    _refuse(strangers)
    store = Store()
    store.extend(sources.quads)
    begin("passages")
    _refuse(placed(check_passages(sources, report), inputs))
    begin("derive")
    _add(store, "facts", derive_facts(store))
    begin("validate")
    prints = fingerprint(sources.quads)
    violations, extent = check_shapes(sources, prints, known)
    _refuse(placed([to_problem(violation) for violation in violations], inputs))
    _refuse(placed(find_unbacked(store), inputs))
    begin("entail")
    _add(store, "inferred", entail(quad.triple for quad in store))
    begin("describe")
    _add(store, "shapes", sources.shapes)
    _add(store, "queries", describe_queries(sources.queries))
    meta = describe_release(
        store,
        shapes=extent.shapes,
        constraints=extent.constraints,
        focus_nodes=extent.focus_nodes,
        more=[*describe_linksets(store), *describe_points(store)],
    )
    _add(store, "meta", meta)
    _refuse(placed(find_doubled(store), inputs))
    return store, prints


def _add(store: Store, name: str, triples: Iterable[Triple]) -> None:
    graph = NamedNode(graph_iri(name))
    store.extend(Quad(t.subject, t.predicate, t.object, graph) for t in triples)


def _refuse(lines: Sequence[str]) -> None:
    """Raise FactsError with the first of ``lines`` and the number of the others; without any, do nothing."""
    if not lines:
        return
    head = "1 thing is" if len(lines) == 1 else f"{len(lines)} things are"
    more = [f"… and {len(lines) - _SHOWN} more"] if len(lines) > _SHOWN else []
    tail = "Nothing was written. Mend what is named above and run `kg build` again."
    raise FactsError("\n".join([f"{head} wrong with the graph:", *lines[:_SHOWN], *more, tail]))


class _Steps:
    """Tells ``progress``, if any, of each step by name, number and total."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def __call__(self, name: str) -> None:
        if self._progress is not None:
            self._progress(name, STEPS.index(name) + 1, len(STEPS))
