"""The words of the pages in English and Chinese, a file a page, and which of the two a reader wants."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

LANGUAGES: Final = ("en", "zh")
#: The words that stand on every page.
COMMON: Final = "common"


@cache
def read_words(page: str, language: str) -> Mapping[str, str]:
    """Return the words of ``page`` in ``language`` by name, those of every page among them."""
    words = {name: forms[language] for name, forms in _read(COMMON).items()}
    words |= {name: forms[language] for name, forms in _read(page).items()}
    return MappingProxyType(words)


def _read(page: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((files("kg.web") / "words" / f"{page}.toml").read_text("utf-8"))


def pick_language(languages: str | None) -> str:
    """Return ``zh`` or ``en``, whichever an Accept-Language header (RFC 9110 §12.5.4) wants more."""
    wanted = []
    for place, part in enumerate((languages or "").split(",")):
        tag, _, quality = part.strip().lower().partition(";q=")
        if tag[:2] in LANGUAGES:
            wanted.append((-_number(quality), place, tag[:2]))
    return min(wanted)[2] if wanted else LANGUAGES[0]


def _number(quality: str) -> float:
    try:
        return float(quality or "1")
    except ValueError:
        return 0.0
