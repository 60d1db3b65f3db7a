"""Read a text file so that it can be written back with its own encoding and line endings."""

from __future__ import annotations

import codecs
import os
from dataclasses import dataclass
from pathlib import Path

from journeyman.errors import KindError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class TextFile:
    """A file's text, untranslated, with what is needed to turn it back into bytes."""

    text: str
    encoding: str
    mark: bytes

    @property
    def newline(self) -> str:
        """The line ending in use: that of most lines."""
        pairs = self.text.count("\r\n")
        return "\r\n" if pairs and pairs * 2 > self.text.count("\n") else "\n"

    def adapt(self, text: str) -> str:
        """Return ``text`` with this file's line endings, unless it brings its own."""
        return text.replace("\n", "\r\n") if self.newline == "\r\n" and "\r\n" not in text else text

    def encode(self, text: str, name: str) -> bytes:
        """Return the bytes of ``text`` in this file's encoding. Raises KindError when a character has none."""
        try:
            return self.mark + text.encode(self.encoding)
        except UnicodeEncodeError as error:
            shown = text[error.start : error.end]
            raise KindError(f"{name} is {self.encoding}, which has no character {shown!r}") from None


def read_text_file(path: Path, name: str) -> TextFile:
    """Return the text of ``path``. Raises KindError when it is missing, a folder, unreadable or binary."""
    if not os.path.exists(path):
        raise KindError(f"{name} does not exist; create it with file.create")
    if not os.path.isfile(path):
        raise KindError(f"{name} is not a regular file")
    try:
        data = path.read_bytes()
    except OSError as error:
        raise KindError(f"cannot read {name}: {error.strerror}") from None
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", "utf-8"))
    body = data[len(mark) :]
    if b"\0" in body and encoding == "utf-8":
        raise KindError(f"{name} is a binary file; only text can be changed")
    try:
        return TextFile(body.decode(encoding), encoding, mark)
    except UnicodeDecodeError:
        # Every byte has a character in Latin-1, so what is not touched comes back exactly.
        return TextFile(body.decode("latin-1"), "latin-1", mark)
