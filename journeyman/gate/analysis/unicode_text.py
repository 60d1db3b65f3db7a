"""Characters that deceive the reader: invisible ones, and letters of other scripts that look like Latin ones."""

from __future__ import annotations

import re
import unicodedata

_INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xa0\xad\u034f\u0600-\u0605\u061c\u115f\u1160\u1680\u17b4\u17b5\u180b-\u180f\u2000-\u200c"
    "\u200e\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff\uffa0\ufff9-\ufffb\ue000-\uf8ff"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
    # a joiner belongs between the parts of an emoji, and nowhere else
    "|(?<![\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
)
_HOMOGLYPHS = frozenset(
    "\u0430\u0441\u0435\u043e\u0440\u0445\u0443\u0456\u0458\u0455\u0501\u051b\u051d\u04bb\u043a\u043c\u0442\u0432\u043d\u0433\u04cf"
    "\u0410\u0412\u0421\u0415\u041d\u0406\u0408\u041a\u041c\u041e\u0420\u0405\u0422\u0425\u0423\u0417\u04c0\u051a\u051c\u050c"
    "\u03bf\u03bd\u03c1\u03c5\u03b9\u03ba\u03c7\u03b1\u03f3\u03f2\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f"
    "\u03a1\u03a4\u03a5\u03a7\u03f9\u037f\u0585\u057d\u0570\u0578\u0561\u0581\u0251\u0261\u0131\u026a\u0280\u01c3\u01c0"
)
"""Letters of Cyrillic, Greek and Armenian, and phonetic signs, that cannot be told from ASCII by eye."""
_SEPARATORS = frozenset("\u2044\u2215\u29f8\u2571\u2024\uff0e\uff0f\ufe52\u02d7\u223c\u02dc")
_TOKEN = re.compile(r"[^\W_]+")
_DIGIT_SIGNS = {"No"}


def strip_invisible(text: str) -> tuple[str, str]:
    """Return ``text`` without characters that nobody sees, and why it was changed ("" when it was not)."""
    if text.isascii() and text.isprintable():
        return text, ""
    found = _INVISIBLE.search(text)
    if found is None:
        return text, ""
    return _INVISIBLE.sub("", text), f"the command holds the invisible character U+{ord(found.group()):04X}"


def lookalike(word: str) -> str:
    """Return why ``word``, a program's name or a path, may not be what it looks like ("" when it is plain)."""
    for sign in word:
        if sign.isascii() or sign in "\ufe0f\u200d":
            continue
        if sign in _SEPARATORS or (unicodedata.category(sign) not in _DIGIT_SIGNS and _ascii_form(sign)):
            return f"{_shown(sign)} looks like {_ascii_form(sign) or 'an ASCII sign'!r}"
    for token in _TOKEN.findall(word):
        alike = [sign for sign in token if sign in _HOMOGLYPHS]
        if alike and (any(sign.isascii() and sign.isalpha() for sign in token) or len(alike) == len(token) > 1):
            return f"{_shown(alike[0])} looks like a Latin letter"
    return ""


def _ascii_form(sign: str) -> str:
    """Return the one ASCII letter, digit or separator that a compatibility character stands for."""
    form = unicodedata.normalize("NFKC", sign)
    return form if len(form) == 1 and form.isascii() and (form.isalnum() or form in "/.~-_$`&|;<>\\'\"") else ""


def _shown(sign: str) -> str:
    return f"U+{ord(sign):04X} ({unicodedata.name(sign, 'unnamed').lower()})"
