"""One-liners in PHP, Julia and Lua: an allowlist of words and signs that can only compute, read and print.

R is not among them: it runs the `.Rprofile` of the folder first.
"""

from __future__ import annotations

import re

from journeyman.gate.analysis.names import names

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<number>\d[\d_.]*(?:[eE][-+]?\d+)?L?)
    | (?P<text>'(?:[^'\\\n$`]|\\[^\n])*' | "(?:[^"\\\n$`]|\\[^\n])*")
    | (?P<variable>\$[a-z_]\w*)
    | (?P<word>[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)
    | (?P<sign><-|->|=>|::?|[-+*/%^=<>!&|?,.;(){}\[\]])
    """,
    re.VERBOSE,
)
_SWALLOWING = ("//", "/*", "--", "[[", "?>", "<?")
"""What may begin a comment, a long text or plain output in one of these languages, and swallow a quote."""
_WORDS = {
    "php": names(
        """
        echo print printf var_dump print_r json_encode json_decode file_get_contents strlen strtoupper strtolower
        str_repeat implode explode count array_sum array_keys array_values array_unique array_reverse range max min
        round floor ceil abs sqrt pow date time mktime strtotime PHP_VERSION PHP_EOL PHP_OS PHP_OS_FAMILY PHP_INT_MAX
        PHP_INT_SIZE PHP_BINARY M_PI JSON_PRETTY_PRINT phpversion php_sapi_name php_uname ini_get extension_loaded
        get_loaded_extensions memory_get_usage memory_get_peak_usage foreach as if else for while true false null md5
        sha1 crc32 base64_encode base64_decode bin2hex dechex hexdec bindec decbin intdiv substr strpos str_replace
        str_contains trim ucfirst ucwords sprintf number_format isset empty in_array gettype is_array is_string strrev
        """
    ),
    "julia": names(
        """
        println print VERSION sqrt sum prod length round floor ceil abs exp log sin cos pi maximum minimum sort reverse
        collect range zeros ones typeof string join uppercase lowercase true false nothing for in end if else div mod
        """
    ),
    "lua": names("print _VERSION math.sqrt math.floor math.pi math.max math.min string.format string.rep for do end"),
}
_SAME = {"luajit": "lua"}
_READS = re.compile(r"\bfile_get_contents\s*\(")


def only_calculates(text: str, language: str) -> bool:  # noqa: PLR0911 - a table of cases
    """Return whether code can do no more than compute, read files and print; False for what is not understood."""
    language = language.lower()
    words = _WORDS.get(_SAME.get(language, language))
    if words is None or any(sign in text for sign in _SWALLOWING):
        return False
    if language == "julia" and "'" in text:
        return False  # it is an operator, too
    position, before, kind_before = 0, "", ""
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            return False
        position = match.end()
        kind, word = str(match.lastgroup), match[0]
        if kind == "space":
            continue
        if word == "(" and (kind_before in {"text", "variable", "number", "member"} or before in {")", "]", "}"}):
            return False  # a call of what is put together
        if kind == "word" and word not in words:
            if before != "->" or language != "php":
                return False
            kind = "member"
        if kind == "variable" and language != "php":
            return False
        before, kind_before = word, kind
    return not _reads_addresses(text)


def _reads_addresses(text: str) -> bool:
    """Return whether a file is read whose name is not one plain text, or may be an address or a filter."""
    named = [text[found.end() :].lstrip() for found in _READS.finditer(text)]
    return not all(re.match(r"""('[^':|\\]*'|"[^":|\\]*")\s*[,)]""", each) for each in named)


def calculation_reads(text: str) -> bool:
    """Return whether such code reads files."""
    return _READS.search(text) is not None
