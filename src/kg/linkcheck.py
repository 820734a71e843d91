"""Hold links against evidence and against our own graph: names, places and identifiers must agree. Pure."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.evidence import Evidence, Witness
from kg.links import SAME, Link, plain_property
from kg.namespaces import ID

#: What a name may end with and still be the same name.
_KIND = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|省|市|新区)$")
_COUNTRY = re.compile(r"\s*\([^()]*\)$")
_ABOUT = re.compile(r"[\W_]+")
_CHINA = "CN"
#: Sources that are the address itself, or that nobody can look up again: they bear nothing out.
UNNAMED = frozenset({"title", "homepage", "public-texts"})
#: How sure a link may be by the number of sources that know its object; the last for more of them.
SURE = (0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True, slots=True)
class Things:
    """What our graph says of its things: their names, by IRI, and for each the places it lies or is based in.

    ``countries`` are the things that are countries.
    """

    names: Mapping[str, frozenset[str]]
    places: Mapping[str, frozenset[str]]
    countries: frozenset[str]


@dataclass(frozen=True, slots=True)
class Fault:
    """A link that something speaks against: where it stands, and what speaks against it."""

    place: str
    message: str

    def __str__(self) -> str:
        """Return the fault in a line."""
        return f"{self.place}: {self.message}"


def fold(name: str) -> str:
    """Return ``name`` as names are compared: no case, accents' forms, punctuation, or kind of place."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return _ABOUT.sub("", _KIND.sub("", _COUNTRY.sub("", plain)))


def key_of(link: Link) -> str:
    """Return the object as evidence names it."""
    return f"{link.scheme.name}:{link.identifier}"


def find_faults(links: Sequence[Link], evidence: Evidence, things: Things) -> list[Fault]:
    """Return every link that evidence or our graph speaks against, in the order of ``links``."""
    return list(_Check(links, evidence, things).run())


def names_agree(link: Link, ours: Iterable[str], theirs: Iterable[str]) -> bool:
    """Return whether one of their names is one of ours; in a link to something near it, holds one of ours."""
    mine, others = {fold(name) for name in ours} - {""}, {fold(name) for name in theirs} - {""}
    if plain_property(link) or link.predicate == SAME:
        return not mine.isdisjoint(others)
    return any(name in other for name in mine for other in others)


class _Check:
    """The links of one file, and for each thing what they give it."""

    def __init__(self, links: Sequence[Link], evidence: Evidence, things: Things) -> None:
        self._links, self._evidence, self._things = links, evidence, things
        self._given: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for link in links:
            if plain_property(link) or link.predicate == SAME:
                self._given[link.subject][link.scheme.name].add(link.identifier)

    def run(self) -> Iterator[Fault]:
        for link in self._links:
            witnesses = self._evidence.witnesses.get(key_of(link), ())
            messages = [
                *self._check_names(link, witnesses),
                *self._check_same(link, witnesses),
                *self._check_country(link, witnesses),
                *self._check_place(link, witnesses),
                *self._check_title(link),
                *_check_confidence(link, witnesses),
            ]
            yield from (Fault(link.place, f"id:{link.subject.removeprefix(ID)}: {text}") for text in messages)

    def _check_names(self, link: Link, witnesses: Sequence[Witness]) -> Iterator[str]:
        if not witnesses:
            yield f"{key_of(link)} is in no row of graph/evidence/objects.tsv: add what a source says of it"
            return
        theirs = [name for witness in witnesses for name in witness.names]
        if link.object and link.label not in [witness.names[0] for witness in witnesses]:
            yield f"{key_of(link)} is called “{theirs[0]}”, not “{link.label}”: mend its id or label"
        ours = self._things.names.get(link.subject, frozenset())
        if not names_agree(link, ours, theirs) and not self._is_judged(link, key_of(link)):
            yield f"no source calls {key_of(link)} by one of our names: it is “{theirs[0]}” there"

    def _check_same(self, link: Link, witnesses: Sequence[Witness]) -> Iterator[str]:
        for witness in witnesses:
            for key in witness.same_as:
                scheme, _, identifier = key.partition(":")
                given = self._given[link.subject].get(scheme)
                if given and identifier not in given and not self._is_judged(link, key):
                    yield f"who knows {key_of(link)} says {key}, our links {', '.join(sorted(given))}"

    def _check_country(self, link: Link, witnesses: Sequence[Witness]) -> Iterator[str]:
        ours = self._country(link.subject)
        for theirs in {witness.country for witness in witnesses} - {""}:
            if ours and theirs != ours:
                yield f"{key_of(link)} is in {theirs}, our thing in {ours}"
        if link.scheme.name == "iso3166-2" and ours and not link.identifier.startswith(ours + "-"):
            yield f"{link.identifier} is no code of a division of {ours}"

    def _check_place(self, link: Link, witnesses: Sequence[Witness]) -> Iterator[str]:
        """Hold the town of a record, and the province of a code, against the places in which ours lies."""
        for place in self._around(link.subject):
            towns = (
                self._given[place].get("geonames", set()) if place not in self._things.countries else set()
            )
            for witness in witnesses:
                if link.scheme.name == "ror" and towns and witness.code and f"{witness.code}/" not in towns:
                    yield f"{key_of(link)} is in GeoNames {witness.code}, not in id:{place.removeprefix(ID)}"
            for code in self._given[place].get("gbt2260", ()):
                if link.scheme.name == "gbt2260" and link.identifier[:2] != code[:2]:
                    yield f"{link.identifier} is no code of a place within {code}"

    def _check_title(self, link: Link) -> Iterator[str]:
        """Hold DBpedia to Wikipedia: it names its things by the titles of the English pages."""
        titles = self._given[link.subject].get("wikipedia", set())
        if link.scheme.name == "dbpedia" and titles and link.identifier not in titles:
            yield f"{key_of(link)} should have the title of the Wikipedia page, {', '.join(sorted(titles))}"

    def _country(self, thing: str) -> str:
        """Return the alpha-2 code of the country a thing is or lies in, as far as our graph says so."""
        for place in (thing, *self._around(thing)):
            if place in self._things.countries:
                return next(iter(self._given[place].get("iso3166-1-alpha2", ())), "")
        coded = any(self._given[place].get("gbt2260") for place in (thing, *self._around(thing)))
        return _CHINA if coded else ""

    def _around(self, thing: str) -> list[str]:
        """Return the places around ``thing``, near ones first."""
        found: list[str] = []
        waiting = sorted(self._things.places.get(thing, ()))
        while waiting:
            place = waiting.pop(0)
            if place not in found:
                found.append(place)
                waiting += sorted(self._things.places.get(place, ()))
        return found

    def _is_judged(self, link: Link, key: str) -> bool:
        return ("id:" + link.subject.removeprefix(ID), key) in self._evidence.judged


def _check_confidence(link: Link, witnesses: Sequence[Witness]) -> Iterator[str]:
    sources = {source for witness in witnesses for source in witness.sources} - UNNAMED
    most = SURE[min(len(sources), len(SURE) - 1)]
    if link.confidence > most:
        known = ", ".join(sorted(sources)) or "no source that can be looked up"
        sure = f"{key_of(link)} has confidence {link.confidence:g}"
        yield f"{sure}, and {most:g} at most by its evidence: {known}"
