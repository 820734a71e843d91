"""The example queries of a release."""

import json
from dataclasses import dataclass

from kg.namespaces import QUERY, RDFS, SH, graph_iri
from kg.parameters import Parameter, read_parameters
from kg.sparql import Answer
from kg.values import shorten

#: Asks a release for its example queries.
EXAMPLES = f"""
SELECT ?query ?text (SAMPLE(?chinese) AS ?zh) (SAMPLE(?english) AS ?en) WHERE {{
  GRAPH <{graph_iri("queries")}> {{
    ?query <{SH}select>|<{SH}ask>|<{SH}construct> ?text
    OPTIONAL {{ ?query <{RDFS}label> ?chinese FILTER(LANG(?chinese) = "zh") }}
    OPTIONAL {{ ?query <{RDFS}label> ?english FILTER(LANG(?english) = "en") }}
  }}
}} GROUP BY ?query ?text ORDER BY ?query
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A query to start from, with its IRI and its question in Chinese and English (its name without one).

    ``parameters`` are those that it declares.
    """

    iri: str
    text: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...] = ()

    @property
    def number(self) -> str:
        """The number that its IRI begins with, below those of queries."""
        return self.iri.removeprefix(QUERY).partition("-")[0]


def read_examples(answer: Answer) -> list[Example]:
    """Return the example queries out of the answer, in JSON, to :data:`EXAMPLES`."""
    rows = json.loads(answer.body)["results"]["bindings"]
    found = [{name: term["value"] for name, term in row.items()} for row in rows]
    return [_example(**row) for row in found if "text" in row]


def _example(query: str, text: str, zh: str | None = None, en: str | None = None) -> Example:
    name = shorten(query)
    return Example(query, text, zh=zh or en or name, en=en or zh or name, parameters=read_parameters(text))
