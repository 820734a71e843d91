"""Say how to cite a thing of the release: a line of text, and BibTeX. Pure."""

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

from kg.web.view import View

_AUTHORS = "The aiinfra-kg authors"
_SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\{",
        "}": r"\}",
        **{c: "\\" + c for c in "&%$#_"},
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_NO_KEY = re.compile(r"[^A-Za-z0-9]+")


@dataclass(frozen=True, slots=True)
class Citation:
    """How to cite: for a text, and for BibTeX."""

    text: str
    bibtex: str


def cite(view: View, iri: str, name: str) -> Citation:
    """Return how to cite the thing called ``iri``, as the release of ``view`` has it."""
    year = parsedate_to_datetime(view.headers["last-modified"]).year
    key = _NO_KEY.sub("-", f"aiinfra-kg {iri.rpartition('/')[2]}").strip("-").lower()
    fields = {
        "author": "{" + _AUTHORS + "}",
        "title": f"{{{name.translate(_SPECIAL)}}}",
        "howpublished": f"aiinfra-kg, release {view.id}",
        "year": str(year),
        "url": iri.replace("\\", "").replace("{", "%7B").replace("}", "%7D"),
    }
    lines = [f"  {field} = {{{value}}}," for field, value in fields.items()]
    text = f"{_AUTHORS} ({year}). {name}. aiinfra-kg, release {view.id}. {iri}"
    return Citation(text, "\n".join([f"@misc{{{key},", *lines, "}"]))
