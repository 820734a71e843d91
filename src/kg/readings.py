"""How Chinese is read aloud in Latin letters (Pinyin without tones): what people type to find names.

Run as a program, it reads texts aloud for :func:`read_all`: a list in JSON on each side.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from itertools import product
from pathlib import Path
from types import MappingProxyType
from typing import Final

#: What a text may be read as: full, with SYLLABLE between syllables, and initials, each way once.
Readings = frozenset[tuple[str, str]]

SYLLABLE: Final = "'"
#: Where Unicode has the Chinese characters in common use.
_FIRST: Final = "\u3400"
_LAST: Final = "\u9fff"
_PATIENCE = 60.0  # seconds
_MOST = 8  # readings of one text; more than that, polyphonic characters keep their first


def read_aloud(text: str) -> set[tuple[str, str]]:
    """Return full Pinyin and initials of ``text`` as it may be read, as ``("han'wu'ji", "hwj")``.

    What is not Chinese stays as it is, in lower case and without spaces; a text without Chinese gives none.
    """
    if not _is_chinese(text):
        return set()
    # Imported here: its dictionaries take 60 MB, which only the process for read_all needs to hold.
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


def read_all(
    texts: Iterable[str], known: Mapping[str, Readings] = MappingProxyType({})
) -> dict[str, Readings]:
    """Return the readings of those of ``texts`` that are Chinese; what is ``known`` is not read again.

    The others are read by another process where one can be had: to load the dictionaries takes half a second
    in which a process does nothing else.
    """
    wanted = {text for text in texts if _is_chinese(text)}
    new = sorted(wanted - known.keys())
    read = zip(new, map(frozenset, _read_elsewhere(new)), strict=True) if new else ()
    return {text: known[text] for text in wanted & known.keys()} | dict(read)


def render_readings(readings: Mapping[str, Readings]) -> bytes:
    """Return ``readings`` as :func:`load_readings` takes them: JSON, a text a line, sorted."""
    lines = ",\n".join(f"{_write(text)}:{_write(sorted(found))}" for text, found in sorted(readings.items()))
    return f'{{"by":{_write(_reader())},"readings":{{\n{lines}\n}}}}\n'.encode()


def load_readings(path: Path) -> dict[str, Readings]:
    """Return the readings at ``path``; none where there is no such file, or another version wrote it."""
    try:
        written = json.loads(path.read_bytes())
        found = written["readings"] if written["by"] == _reader() else {}
        return {text: frozenset((full, initials) for full, initials in ways) for text, ways in found.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _reader() -> str:
    """Return what the readings depend on besides the text."""
    return f"2 pypinyin {version('pypinyin')}"


def _write(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _read_elsewhere(texts: Sequence[str]) -> list[set[tuple[str, str]]]:
    try:
        done = subprocess.run(
            [sys.executable, "-P", __file__],  # -P: modules beside this one have names of Python's own
            input=json.dumps(texts).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what is typed at the server's terminal does not reach it
            timeout=_PATIENCE,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return [read_aloud(text) for text in texts]
    return [{(full, initials) for full, initials in read} for read in json.loads(done.stdout)]


def main() -> None:
    """Read a list of texts, in JSON, from the input; write what each may be read as."""
    texts = json.load(sys.stdin)
    json.dump([sorted(read_aloud(text)) for text in texts], sys.stdout)


def _is_chinese(text: str) -> bool:
    return any(_FIRST <= character <= _LAST for character in text)


def _join(syllables: list[str] | tuple[str, ...]) -> tuple[str, str]:
    bare = ("".join(syllable.lower().replace(SYLLABLE, "").split()) for syllable in syllables)
    kept = [syllable for syllable in bare if syllable]
    return SYLLABLE.join(kept), "".join(syllable[0] for syllable in kept)


if __name__ == "__main__":
    main()
