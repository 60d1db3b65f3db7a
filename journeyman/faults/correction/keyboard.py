"""Signs that only look right, and words that were typed on another keyboard layout."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from journeyman.faults.correction.known_programs import PROGRAMS

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,./QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?"
_LAYOUTS = (
    "йцукенгшщзхъфывапролджэячсмитьбю.ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,",
    "йцукенгшщзхїфівапролджєячсмитьбю.ЙЦУКЕНГШЩЗХЇФІВАПРОЛДЖЄЯЧСМИТЬБЮ,",
    ";ςερτυθιοπ[]ασδφγηξκλ\u0384'ζχψωβνμ,./:΅ΕΡΤΥΘΙΟΠ{}ΑΣΔΦΓΗΞΚΛ¨\"ΖΧΨΩΒΝΜ<>?",
    "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ.",
    "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرلاىةوزظ",
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ[]ㅁㄴㅇㄹㅎㅗㅓㅏㅣ;'ㅋㅌㅊㅍㅠㅜㅡ,./ㅃㅉㄸㄲㅆㅛㅕㅑㅒㅖ{}ㅁㄴㅇㄹㅎㅗㅓㅏㅣ:\"ㅋㅌㅊㅍㅠㅜㅡ<>?",
)
_TABLES = tuple(dict(zip(map(ord, layout), _LATIN, strict=False)) for layout in _LAYOUTS)
_FIRST, _VOWELS, _LAST = 0xAC00, 21, 28
_JAMO_FIRST = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_JAMO_VOWEL = [
    "ㅏ",
    "ㅐ",
    "ㅑ",
    "ㅒ",
    "ㅓ",
    "ㅔ",
    "ㅕ",
    "ㅖ",
    "ㅗ",
    "ㅗㅏ",
    "ㅗㅐ",
    "ㅗㅣ",
    "ㅛ",
    "ㅜ",
    "ㅜㅓ",
    "ㅜㅔ",
    "ㅜㅣ",
    "ㅠ",
    "ㅡ",
    "ㅡㅣ",
    "ㅣ",
]
_JAMO_LAST = [
    "",
    *[
        "ㄱ",
        "ㄲ",
        "ㄱㅅ",
        "ㄴ",
        "ㄴㅈ",
        "ㄴㅎ",
        "ㄷ",
        "ㄹ",
        "ㄹㄱ",
        "ㄹㅁ",
        "ㄹㅂ",
        "ㄹㅅ",
        "ㄹㅌ",
        "ㄹㅍ",
        "ㄹㅎ",
        "ㅁ",
        "ㅂ",
        "ㅂㅅ",
        "ㅅ",
        "ㅆ",
        "ㅇ",
        "ㅈ",
        "ㅊ",
        "ㅋ",
        "ㅌ",
        "ㅍ",
        "ㅎ",
    ],
]
_SIGNS = str.maketrans(
    {"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u2013": "-", "\u2014": "--", "\u2212": "-"}
)


def retyped(command: str) -> Iterator[str]:
    """Yield the command in plain signs, when it has others and begins with a known program then."""
    if command.isascii():
        return
    plain = "".join(" " if unicodedata.category(sign) == "Zs" else sign for sign in command).translate(_SIGNS)
    wide = unicodedata.normalize("NFKC", plain)
    for text in (plain, wide, *(_letters(plain).translate(table) for table in _TABLES)):
        words = text.split()
        if text != command and words and (words[0] in PROGRAMS or (words[0] == "sudo" and len(words) > 1)):
            yield text.strip()
            return


def _letters(text: str) -> str:
    """Take Hangul syllables apart into the keys that were pressed."""
    found = []
    for sign in text:
        at = ord(sign) - _FIRST
        if 0 <= at < len(_JAMO_FIRST) * _VOWELS * _LAST:
            first, rest = divmod(at, _VOWELS * _LAST)
            found += [_JAMO_FIRST[first], _JAMO_VOWEL[rest // _LAST], _JAMO_LAST[rest % _LAST]]
        else:
            found.append(sign)
    return "".join(found)
