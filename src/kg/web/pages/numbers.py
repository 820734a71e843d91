"""Write figures for reading: 1.75 trillion, 1.75万亿, 57%. Pure."""

from decimal import Decimal
from typing import Final

#: The word and what it stands for, the largest first.
_SCALES: Final = {
    "en": (("trillion", Decimal(10) ** 12), ("billion", Decimal(10) ** 9), ("million", Decimal(10) ** 6)),
    "zh": (("万亿", Decimal(10) ** 12), ("亿", Decimal(10) ** 8), ("万", Decimal(10) ** 4)),
}
_DIGITS = 4  # significant digits beyond which a scale word would be harder to read than the digits
_CLOSE = {"%", "×"}  # symbols that stand close to their number
_NARROW = "\u202f"
_CURRENCIES = {"CNY", "EUR", "USD"}


def write_number(value: Decimal, language: str, *, plain: bool = False) -> str:
    """Return ``value`` with digits grouped, or with a scale word where few digits are left by that.

    ``plain``: digits only and not grouped, as years are written.
    """
    if plain:
        return _digits(value)
    for word, size in _SCALES[language]:
        scaled = value / size
        if abs(scaled) >= 1 and len(scaled.normalize().as_tuple().digits) <= _DIGITS:
            return f"{_grouped(scaled)}{'' if language == 'zh' else ' '}{word}"
    return _grouped(value)


def write_quantity(value: Decimal, language: str, *, symbol: str = "", unit: str = "") -> str:
    """Return ``value`` with its unit, which has this ``symbol`` and is called ``unit`` in ``language``."""
    number = write_number(value, language)
    if symbol in ("", "1"):
        return number if symbol or not unit else f"{number} {unit}"
    if language == "zh" and (symbol in _CURRENCIES or symbol == "×"):
        return number + {"CNY": "元", "EUR": "欧元", "USD": "美元", "×": "倍"}[symbol]
    return number + symbol if symbol in _CLOSE else f"{number}{_NARROW}{symbol}"


def _grouped(value: Decimal) -> str:
    whole, mark, rest = _digits(value).partition(".")
    return f"{int(whole):,}{mark}{rest}" if whole.lstrip("-") != "0" else whole + mark + rest


def _digits(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"
