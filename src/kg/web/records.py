"""What the routes for programs return, as models that OpenAPI describes, and as rows for CSV. Pure."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, Field


class Thing(BaseModel):
    """A thing of the release: what identifies it, what it is called, where its page is."""

    iri: str = Field(examples=["https://w3id.org/aiinfra/id/chip-mlu370"])
    name: str = Field(description="In the language asked for.", examples=["MLU370"])
    address: str = Field(description="Path of its page on this site.", examples=["/id/chip-mlu370"])


class Hit(Thing):
    """A thing found by name."""

    matched: str | None = Field(description="The name that fits, when it is another than `name`.")
    kinds: list[Thing]
    score: float = Field(description="How well it fits, 100 at most.")


class SpotRecord(BaseModel):
    """Where the report says something."""

    passage: str = Field(description="IRI of the passage.")
    words: str = Field(examples=["section 2.3.2, paragraph 1, page 13"])
    printed: str | None = Field(description="The form in which it is printed.", examples=["256 TOPS"])


class ClaimRecord(BaseModel):
    """A claim of the report."""

    iri: str
    address: str
    kind: str = Field(examples=["quantity"])
    subject: Thing | None
    property: Thing | None
    object: Thing | None
    value: int | float | None = Field(description="Of a figure, in its unit.", examples=[256])
    unit: Thing | None
    figure: str | None = Field(description="Number and unit for reading.", examples=["256 TOPS"])
    hedge: str | None = Field(description="Unset for what is exact.", examples=["up to"])
    text: str | None
    modality: str | None = Field(description="Unset for what is reported.", examples=["forecast"])
    qualifiers: dict[str, list[Thing]] = Field(description="Period, market, scope and so on.")
    places: list[SpotRecord]
    discrepancies: list[Thing]


class CaseRecord(Thing):
    """A place where the report disagrees with itself."""

    kind: str | None
    open: bool
    reading: str | None
    claims: list[str] = Field(description="IRIs of the claims involved.")
    preferred: list[str] = Field(description="Those of them that this release goes by.")


class ParameterRecord(BaseModel):
    """A parameter of an example query: what may be given by its name in the address of its answer."""

    name: str
    kind: str = Field(description="iri, integer, decimal, year or string")
    default: str
    meaning: str


class QueryRecord(Thing):
    """An example query; ask it at `/api/queries/` and its number."""

    number: str = Field(examples=["01"])
    sparql: str
    parameters: list[ParameterRecord]


class Batch(BaseModel):
    """One page of a longer list, and the release that it comes from."""

    release: str
    count: int = Field(description="How many there are on all pages.")
    page: int
    size: int


class Hits(Batch):
    """Things found by name, the best first."""

    items: list[Hit]


class Things(Batch):
    """Things of a class."""

    items: list[Thing]


class Claims(Batch):
    """Claims, by IRI."""

    items: list[ClaimRecord]


class Cases(Batch):
    """Discrepancies, by IRI."""

    items: list[CaseRecord]


class Queries(Batch):
    """Example queries, by number."""

    items: list[QueryRecord]


def write_csv(items: Sequence[BaseModel]) -> bytes:
    """Return ``items`` as CSV (RFC 4180): a thing within becomes its IRI and its name, a list is joined."""
    rows = [_flatten(item.model_dump()) for item in items]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def _flatten(fields: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for name, value in fields.items():
        if isinstance(value, Mapping) and "iri" in value:
            row |= {name: value["iri"], f"{name}_name": value["name"]}
        elif isinstance(value, Mapping):
            row[name] = "; ".join(f"{role}={_word(part)}" for role, parts in value.items() for part in parts)
        elif isinstance(value, list):
            row[name] = "; ".join(map(_word, value))
        else:
            row[name] = value
    return row


def _word(part: Any) -> str:
    if not isinstance(part, Mapping):
        return str(part)
    return str(part.get("iri") or part.get("words"))
