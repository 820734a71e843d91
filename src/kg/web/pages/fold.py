"""Fold text so that what reads the same compares the same: case, width, diacritics, spaces. Pure."""

import unicodedata


def fold(text: str) -> str:
    """Return ``text`` without case, compatibility forms (full width), diacritics and runs of white space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", kept).split())
