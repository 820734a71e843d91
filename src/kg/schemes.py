"""Identifier schemes of others: how an identifier looks, its check digits, the IRIs it stands in. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kg.namespaces import AII

#: Crockford's base 32 without a check symbol, as ROR writes it (https://ror.readme.io/docs/identifier).
_BASE32 = "0123456789abcdefghjkmnpqrstvwxyz"
#: The first two digits of a GB/T 2260 code: province-level divisions.
_PROVINCES = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 82))
    for number in range(first, last + 1)
)
_ARXIV_FIVE_DIGITS = 1501  # since January 2015 (https://info.arxiv.org/help/arxiv_identifier.html)
_MONTHS = 12
#: A title of the English Wikipedia as it stands in an address, and in DBpedia's IRIs.
_TITLE = r"[A-Z0-9][^\s<>#\[\]{}|\"\\^`%]*"


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme: ``namespace`` is what its IRIs begin with, empty for codes that have no IRI.

    ``form`` is the whole of an identifier; ``property`` the term of ours that holds it as a plain value, if
    one does; ``is_valid`` what a pattern cannot say: check digits and ranges.
    """

    name: str
    title: str
    namespace: str
    form: re.Pattern[str]
    property: str | None = None
    is_valid: Callable[[str], bool] = lambda _: True


def has_ror_checksum(identifier: str) -> bool:
    """Return whether the last two digits of a ROR id are its ISO/IEC 7064 MOD 97-10 checksum."""
    number = 0
    for symbol in identifier[:-2]:
        number = number * 32 + _BASE32.index(symbol)
    return 98 - number * 100 % 97 == int(identifier[-2:])


def has_province(code: str) -> bool:
    """Return whether a GB/T 2260 code begins with a province-level division."""
    return code[:2] in _PROVINCES


def has_arxiv_date(identifier: str) -> bool:
    """Return whether an arXiv id begins with a month, and its number has that month's count of digits."""
    date, _, number = identifier.partition(".")
    digits = 5 if int(date) >= _ARXIV_FIVE_DIGITS else 4
    return 1 <= int(date[2:]) <= _MONTHS and len(number) == digits


SCHEMES = (
    Scheme(
        "wikidata",
        "Wikidata",
        "http://www.wikidata.org/entity/",
        re.compile(r"Q[1-9]\d*"),
        AII + "wikidata",
    ),
    Scheme(
        "geonames",
        "GeoNames",
        "https://sws.geonames.org/",
        re.compile(r"[1-9]\d{0,8}/"),
        AII + "geonamesId",
    ),
    Scheme(
        "ror",
        "Research Organization Registry (ROR)",
        "https://ror.org/",
        re.compile(r"0[0-9a-hjkmnp-tv-z]{6}\d{2}"),
        AII + "rorId",
        has_ror_checksum,
    ),
    Scheme("dbpedia", "DBpedia", "http://dbpedia.org/resource/", re.compile(_TITLE)),
    Scheme("wikipedia", "English Wikipedia", "https://en.wikipedia.org/wiki/", re.compile(_TITLE)),
    Scheme(
        "arxiv", "arXiv", "https://arxiv.org/abs/", re.compile(r"\d{4}\.\d{4,5}"), is_valid=has_arxiv_date
    ),
    Scheme(
        "github",
        "GitHub",
        "https://github.com/",
        re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}/[\w.-]{1,100}", re.ASCII),
    ),
    Scheme("web", "web page", "https://", re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+/\S*")),
    Scheme("webhttp", "web page", "http://", re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+/\S*")),
    Scheme("iso3166-1-alpha2", "ISO 3166-1 alpha-2", "", re.compile("[A-Z]{2}"), AII + "iso3166_1Alpha2"),
    Scheme("iso3166-1-alpha3", "ISO 3166-1 alpha-3", "", re.compile("[A-Z]{3}"), AII + "iso3166_1Alpha3"),
    Scheme("iso3166-1-numeric", "ISO 3166-1 numeric", "", re.compile(r"\d{3}"), AII + "iso3166_1Numeric"),
    Scheme("iso3166-2", "ISO 3166-2", "", re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}"), AII + "iso3166_2"),
    Scheme("gbt2260", "GB/T 2260", "", re.compile(r"\d{6}"), AII + "gbt2260", has_province),
)


def find_scheme(iri: str) -> Scheme | None:
    """Return the scheme of an object's IRI, the one with the longest namespace that it begins with."""
    fitting = [scheme for scheme in SCHEMES if scheme.namespace and iri.startswith(scheme.namespace)]
    return max(fitting, key=lambda scheme: len(scheme.namespace), default=None)


def is_well_formed(scheme: Scheme, identifier: str) -> bool:
    """Return whether ``identifier``, without its namespace, is one that ``scheme`` can have given."""
    return scheme.form.fullmatch(identifier) is not None and scheme.is_valid(identifier)
