"""The pages that say no: nothing is here, or the release could not be asked."""

from dataclasses import dataclass

from kg.errors import QueryError
from kg.web.pages.layout import Page
from kg.web.pages.visit import Visit


@dataclass(frozen=True, slots=True)
class Notice:
    """What the page says: a sentence, and what may be done."""

    message: str
    advice: str


def missing(visit: Visit) -> Page:
    """Return the page for an address at which there is nothing (404)."""
    words = visit.words("notice")
    notice = Notice(words["missing_message"].format(path=visit.place.path), words["missing_advice"])
    return Page("notice", words["missing"], words["missing_advice"], notice, status=404, indexed=False)


def failed(visit: Visit, error: QueryError) -> Page:
    """Return the page for what could not be asked."""
    words = visit.words("notice")
    notice = Notice(str(error), words["failed_advice"])
    return Page("notice", words["failed"], words["failed_advice"], notice, status=error.status, indexed=False)
