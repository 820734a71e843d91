"""The pages that say no: nothing is here, or the release could not be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from kg.errors import QueryError
from kg.web.pages.claims import Link
from kg.web.pages.layout import Page
from kg.web.pages.visit import Visit


@dataclass(frozen=True, slots=True)
class Notice:
    """What the page says: a sentence, what may be done, and what the reader may have meant."""

    message: str
    advice: str
    guesses: tuple[Link, ...] = ()


def guess(path: str) -> str:
    """Return what to search for when nothing is at ``path``: the words of its last part, less its kind."""
    last = unquote(path).rstrip("/").rpartition("/")[2]
    first, dash, rest = last.partition("-")
    return (rest if dash else first).replace("-", " ").partition(".")[0]


def missing(visit: Visit, guesses: Sequence[Link]) -> Page:
    """Return the page for an address at which there is nothing (404); it offers ``guesses``."""
    words = visit.words("notice")
    message = words["missing_message"].format(path=visit.place.path)
    notice = Notice(message, words["missing_advice"], tuple(guesses))
    return Page("notice", words["missing"], words["missing_advice"], notice, status=404, indexed=False)


def failed(visit: Visit, error: QueryError) -> Page:
    """Return the page for what could not be asked."""
    words = visit.words("notice")
    notice = Notice(str(error), words["failed_advice"])
    return Page("notice", words["failed"], words["failed_advice"], notice, status=error.status, indexed=False)
