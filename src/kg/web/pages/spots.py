"""Where in the report something is said: passage, page, and the passage's text where it may be shown."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.namespaces import AII, OA
from kg.values import Text
from kg.web.pages.visit import Names, Row, Visit, group

_SPOTS = f"""
SELECT ?passage ?section ?page ?ordinal ?kind ?start ?end {{
  VALUES ?passage {{ %s }}
  ?passage <{AII}section> ?section ; <{AII}page> ?page ; <{AII}ordinal> ?ordinal ; <{AII}passageKind> ?kind ;
    <{OA}hasSelector> ?selector .
  ?selector <{OA}start> ?start ; <{OA}end> ?end
}} ORDER BY ?ordinal ?start
"""


@dataclass(frozen=True, slots=True)
class Spot:
    """A passage of the report. ``ranges`` are code points of the canonical text, its pieces.

    ``text``: the passage itself, where the operator gave the report. ``page`` 0 is the unnumbered one.
    """

    iri: str
    section: str
    page: int
    ordinal: int
    kind: str
    ranges: tuple[tuple[int, int], ...]
    text: str | None = None

    def split(self, printed: str | None, at: int | None) -> tuple[str, str, str] | None:
        """Return the passage before, of and after ``printed``, which stands ``at`` that code point.

        All of it comes first when nothing is printed there; None without the text.
        """
        if self.text is None:
            return None
        if not printed or at is None:
            return self.text, "", ""
        done = 0
        for start, end in self.ranges:
            if start <= at < end:
                begin = done + at - start
                return (
                    self.text[:begin],
                    self.text[begin : begin + len(printed)],
                    self.text[begin + len(printed) :],
                )
            done += end - start
        return self.text, "", ""


async def find_spots(visit: Visit, passages: Iterable[str]) -> dict[str, Spot]:
    """Return the passages by IRI; one that the release says too little of is not among them."""
    wanted = " ".join(f"<{iri}>" for iri in sorted(set(passages)))
    rows = await visit.ask(_SPOTS % wanted) if wanted else []
    return {str(iri): _spot(str(iri), found, visit.view.excerpts) for iri, found in group(rows, "passage")}


def _spot(iri: str, rows: Sequence[Row], excerpts: Mapping[str, str]) -> Spot:
    first = rows[0]
    ranges = sorted({(_whole(row["start"]), _whole(row["end"])) for row in rows})
    return Spot(
        iri,
        str(first["section"]),
        _whole(first["page"]),
        _whole(first["ordinal"]),
        str(first["kind"]),
        tuple(ranges),
        excerpts.get(iri),
    )


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def say_where(spot: Spot | None, iri: str, names: Names, words: Mapping[str, str]) -> str:
    """Return in words where a passage is: ``section 2.3.2, paragraph 1, page 13``."""
    name: Text = names[iri]
    if spot is None:
        return name
    page = words["page"].format(page=spot.page) if spot.page else words["no_page"]
    return words["where"].format(name=name, page=page)
