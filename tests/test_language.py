import tomllib
from pathlib import Path

import pytest

from kg.web.language import LANGUAGES, read_words
from tests.release import ROOT

WORDS = sorted((ROOT / "src/kg/web/words").glob("*.toml"))


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.stem)
def test_each_word_has_every_language_and_no_other(path: Path) -> None:
    for name, forms in tomllib.loads(path.read_text("utf-8")).items():
        assert set(forms) == set(LANGUAGES), name
        assert all(form.strip() for form in forms.values()), name


@pytest.mark.parametrize("path", WORDS, ids=lambda path: path.stem)
def test_a_page_has_words_and_a_template_of_one_name(path: Path) -> None:
    assert set(read_words(path.stem, "en")) == set(read_words(path.stem, "zh"))
    if path.stem not in ("common", "outside"):
        assert (ROOT / "src/kg/web/templates" / f"{path.stem}.html").is_file()
