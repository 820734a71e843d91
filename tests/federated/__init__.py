"""The federated examples, and a network of our endpoint and stand-ins for the others to ask them in."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.release import ROOT, built_release
from tests.server import serving

QUERIES = sorted((ROOT / "queries" / "federated").glob("*.rq"))
OURS = "https://w3id.org/aiinfra/sparql"
#: The endpoints of others that the examples name, and what stands in for them.
OTHERS = {
    "https://query.wikidata.org/sparql": "wikidata.ttl",
    "https://dbpedia.org/sparql": "dbpedia.ttl",
}
_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Example:
    """A federated query: its text, the endpoint it is to be asked of and the one that asks in turn."""

    path: Path
    text: str
    at: str
    service: str

    @property
    def without_service(self) -> str:
        """The query for an engine that finds out by itself who knows what."""
        return self.text.replace(f"SERVICE <{self.service}> ", "")

    @property
    def with_two_services(self) -> str:
        """The query for an engine that holds no data: what comes after its SERVICE is in another."""
        rest = re.compile(r"(?<=\n  \}\n)(.*)(?=^\}\nORDER BY)", re.DOTALL | re.MULTILINE)
        return rest.sub(rf"  SERVICE <{self.at}> {{\n\1  }}\n", self.text)

    @property
    def other(self) -> str:
        """The one of the two endpoints that is not ours."""
        return self.service if self.at == OURS else self.at


def read_example(path: Path) -> Example:
    """Return the example in the file ``path``."""
    text = path.read_text("utf-8")
    (at,) = re.findall(r"^# Asked at <(.+)>$", text, re.MULTILINE)
    (service,) = re.findall(r"SERVICE <(.+?)> \{", text)
    return Example(path, text, at, service)


EXAMPLES = [read_example(path) for path in QUERIES]


@dataclass(frozen=True, slots=True)
class Network:
    """Where each endpoint that the examples name really is, as one that is asked and as one that asks."""

    asked: dict[str, str]
    asking: dict[str, str]

    def at_home(self, query: str) -> str:
        """Return ``query`` with the addresses of the endpoints that a SERVICE really asks."""
        for iri, address in self.asked.items():
            query = query.replace(f"SERVICE <{iri}>", f"SERVICE <{address}>")
        return query


@contextmanager
def network() -> Iterator[Network]:
    """Run the stand-ins, our endpoint that may ask these, and stand-ins that may ask our endpoint."""
    built_release()
    wikidata, dbpedia = (str(_FOLDER / name) for name in OTHERS.values())
    few = "--workers=2"
    with serving(wikidata, few) as first, serving(dbpedia, few) as second:
        theirs = dict(zip(OTHERS, (first.sparql, second.sparql), strict=True))
        with serving(few, *(f"--allow-service={address}" for address in theirs.values())) as ours:
            allowed = f"--allow-service={ours.sparql}"
            with serving(wikidata, few, allowed) as third, serving(dbpedia, few, allowed) as fourth:
                asking = dict(zip(OTHERS, (third.sparql, fourth.sparql), strict=True))
                yield Network({OURS: ours.sparql, **theirs}, {OURS: ours.sparql, **asking})
