"""How Chinese is read aloud in Latin letters (Pinyin without tones): what people type to find names."""

from itertools import product
from typing import Final

#: Where Unicode has the Chinese characters in common use.
_FIRST: Final = "\u3400"
_LAST: Final = "\u9fff"
_MOST = 8  # readings of one text; more than that, polyphonic characters keep their first


def read_aloud(text: str) -> set[tuple[str, str]]:
    """Return full Pinyin and initials of ``text`` as it may be read, as ``("hanwuji", "hwj")``.

    What is not Chinese stays as it is, in lower case and without spaces; a text without Chinese gives none.
    """
    if not any(_FIRST <= character <= _LAST for character in text):
        return set()
    # Imported here: its dictionaries take 60 MB, which a server whose pages nobody opens need not hold.
    from pypinyin import Style, lazy_pinyin, pinyin  # noqa: PLC0415

    usual = lazy_pinyin(text)
    syllables = pinyin(text, style=Style.NORMAL, heteronym=True)
    found = {_join(usual)}
    ways = 1
    for choices in syllables:
        ways *= len(choices)
    if ways <= _MOST:
        found |= {_join(way) for way in product(*syllables)}
    return found


def _join(syllables: list[str] | tuple[str, ...]) -> tuple[str, str]:
    kept = [syllable.lower().strip() for syllable in syllables if syllable.strip()]
    return "".join(kept), "".join(syllable[0] for syllable in kept)
