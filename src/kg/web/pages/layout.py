"""The frame that every page stands in: head, navigation, search, language switch, footer, policy. Pure."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from kg.web.language import LANGUAGES, read_words
from kg.web.pages.compiled import Compiled
from kg.web.pages.place import Place

#: A page loads nothing from elsewhere, runs no script but the site's own files, stands in no frame.
STRICT: Final = (
    "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: What leads from every page to others: the word that names it, and its path.
NAVIGATION: Final = (
    ("nav_browse", "/browse"),
    ("nav_discrepancies", "/discrepancies"),
    ("nav_stories", "/stories"),
    ("nav_query", "/sparql?format=html"),
    ("nav_docs", "/docs"),
)
_OWN_NAMES = {"en": "English", "zh": "中文"}
_HAN = re.compile("[\u4e00-\u9fff]")
_LOCALES = {"en": "en_GB", "zh": "zh_CN"}


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same as a page holds, in another format: its media type, what it is called, where it is."""

    media_type: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Page:
    """What a page says, before it is set in the frame.

    ``name`` is that of its template and of its file of words; ``it`` is what the template shows;
    ``about`` is said to machines in schema.org's words (JSON-LD, or its text); ``indexed``: search engines
    may list it.
    """

    name: str
    title: str
    description: str
    it: object
    status: int = 200
    policy: str = STRICT
    alternates: Sequence[Alternate] = ()
    about: Mapping[str, Any] | str | None = None
    indexed: bool = True


@dataclass(frozen=True, slots=True)
class Layout:
    """Renders pages. Everything that is not of our templates is escaped."""

    environment: Environment

    def compile(self) -> None:
        """Read all templates and words, lest the first reader waits for that."""
        for template in self.environment.list_templates():
            self.environment.get_template(template)

    def render(self, page: Page, place: Place, *, release: str, licence: str | None) -> str:
        """Return ``page`` in HTML as it stands at ``place``, of the data called ``release``."""
        words = read_words(page.name, place.language)
        return self.environment.get_template(f"{page.name}.html").render(
            page=page,
            it=page.it,
            words=words,
            place=place,
            language=place.language,
            locale=_LOCALES[place.language],
            languages=[(tag, _OWN_NAMES[tag], place.switch(tag)) for tag in LANGUAGES],
            navigation=_navigation(place, words),
            about=None if page.about is None else _inert(page.about),
            release=release,
            licence=licence,
        )


def make_layout(compiled: Path | None = None) -> Layout:
    """Return the layout with the templates of the package, kept in the folder ``compiled`` if given."""
    options = {
        "autoescape": True,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    environment = Environment(
        loader=PackageLoader("kg.web"),
        bytecode_cache=None if compiled is None else Compiled(compiled, options),
        **options,  # type: ignore[arg-type] # so that what they are called is told to both
    )
    environment.globals["read_words"] = read_words
    environment.filters["lang"] = _tag
    return Layout(environment)


@pass_context
def _tag(context: Context, text: str) -> Markup:
    """Return the attribute that tells the language of ``text``, nothing for that of the page.

    A text without a language is the report's, in Chinese, if it has a Chinese character.
    """
    language = getattr(text, "language", "") or ("zh" if _HAN.search(text) else "")
    if not language or language.partition("-")[0] == context["language"]:
        return Markup("")
    return Markup(' lang="{}"').format(language)


def _navigation(place: Place, words: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """Return name and address of each entry, and whether the page stands under it."""
    found = []
    for word, target in NAVIGATION:
        path, _, query = target.partition("?")
        parameters = tuple(
            (name, value) for name, _, value in (p.partition("=") for p in query.split("&") if p)
        )
        here = place.path == path or place.path.startswith(path + "/")
        found.append((words[word], place.to(path, parameters), here))
    return found


def _inert(data: Mapping[str, Any] | str) -> Markup:
    """Return JSON that cannot end the script element which holds it."""
    text = data if isinstance(data, str) else json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
