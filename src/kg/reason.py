"""Ask HermiT, through owlready2, whether triples can all be true at once."""

import shutil
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import owlready2
from pyoxigraph import NamedNode, Store, Triple

from kg.errors import ToolError
from kg.flat import flatten
from kg.namespaces import AII, graph_iri
from kg.world import load_world


@dataclass(frozen=True, slots=True)
class Verdict:
    """What HermiT says of some triples: how many they were, and what is wrong, in seconds.

    ``unsatisfiable`` are the IRIs of the classes that can have no member, sorted; when the triples are not
    ``consistent`` no class can, and none is listed.
    """

    triples: int
    consistent: bool
    unsatisfiable: tuple[str, ...]
    seconds: float

    @property
    def good(self) -> bool:
        """Whether nothing is wrong."""
        return self.consistent and not self.unsatisfiable

    def __str__(self) -> str:
        """Return the verdict as one sentence."""
        told = "consistent" if self.consistent else "NOT consistent"
        listed = ", ".join(self.unsatisfiable) or "none"
        classes = f", unsatisfiable classes: {listed}" if self.consistent else ""
        return f"{self.triples:,} triples, {told}{classes} (HermiT, {self.seconds:.1f} s)"


def judge_release(store: Store) -> Iterator[tuple[str, Verdict]]:
    """Yield the verdicts on a release, each with the name of what it is on: the ontology, then the flat file.

    Raises as :func:`judge` does.
    """
    graphs = [NamedNode(graph_iri(name)) for name in ("ontology", "alignments")]
    quads = (quad for graph in graphs for quad in store.quads_for_pattern(None, None, None, graph))
    yield "ontology with alignments", judge(quad.triple for quad in quads)
    yield "flat file", judge(flatten(store))


def judge(triples: Iterable[Triple]) -> Verdict:
    """Return what HermiT says of ``triples``, an OWL 2 DL ontology without imports.

    Raises ToolError when there is no Java, and when HermiT stops, as it does at a datatype outside OWL 2.
    """
    if shutil.which(owlready2.JAVA_EXE) is None:
        raise ToolError("HermiT needs Java, and there is no `java` here: install a JRE (Debian: default-jre)")
    given = list(triples)
    started = time.perf_counter()
    # HermiT's conclusions change the world they are written to: this one is thrown away.
    ontology = load_world(given, AII)
    try:
        owlready2.sync_reasoner_hermit(ontology.world, debug=0)
        empty = {term.iri for term in ontology.world.inconsistent_classes()}
        unsatisfiable = sorted(empty - {owlready2.Nothing.iri})
        consistent = True
    except owlready2.OwlReadyInconsistentOntologyError:
        unsatisfiable, consistent = [], False
    except owlready2.OwlReadyJavaError as error:
        raise ToolError(f"HermiT stopped before it had an answer: {_reason(str(error))}") from error
    finally:
        ontology.world.close()
    return Verdict(len(given), consistent, tuple(unsatisfiable), time.perf_counter() - started)


def _reason(message: str) -> str:
    """Return the line of a Java error that names the exception."""
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    return next(
        (line for line in lines if "Exception" in line or "Error:" in line), lines[-1] if lines else ""
    )
