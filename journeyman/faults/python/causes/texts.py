"""Encodings, and formats of texts."""

from __future__ import annotations

import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.failure import Failure
from journeyman.values import Diagnosis
from journeyman.values.fault import advice


def decoding(failure: Failure) -> Diagnosis | None:
    """Explain bytes that are no text in the encoding."""
    match = re.search(
        r"'([\w-]+)' codec can't decode bytes? (?:0x([0-9a-f]{2}) )?in position (\d+)(?:-\d+)?: (.+)", failure.message
    )
    if match is None:
        return None
    codec, byte, position = match[1], match[2] or "", int(match[3])
    if "unicodeescape" in codec:
        return Diagnosis(
            "python.path_escapes",
            "a backslash in a text was read as an escape",
            fixes=(advice("write r'...' or forward slashes"),),
        )
    if byte in {"ff", "fe"} and position == 0:
        return Diagnosis(
            "python.utf16_file",
            f"the file is UTF-16 (or no text), and was read as {codec}",
            fixes=(advice("open it with encoding='utf-16'; a picture or archive with 'rb'"),),
        )
    if byte == "8b" and position == 1:
        return Diagnosis(
            "python.compressed_as_text",
            "the file is compressed (gzip), and was read as text",
            fixes=(advice("use gzip.open(path, 'rt')"),),
        )
    if (byte in {"89", "d0"} and position == 0) or ("start byte" in match[4] and byte == "80" and position == 0):
        return Diagnosis(
            "python.binary_as_text",
            "the file is no text (a picture, archive or pickle)",
            fixes=(advice("open it with 'rb'"),),
        )
    other = "encoding='utf-8'" if codec in {"ascii", "charmap", "cp1252", "gbk"} else "encoding='latin-1' (or 'cp1252')"
    return Diagnosis(
        "python.encoding",
        f"the bytes are not {codec}: byte 0x{byte or '..'} at position {position}",
        fixes=(advice(f"open it with {other}, or errors='replace'"),),
    )


def json(failure: Failure) -> Diagnosis | None:
    """Explain a text that is no JSON."""
    match = re.search(r"(.+?): line (\d+) column (\d+) \(char (\d+)\)", failure.message)
    if match is None:
        return None
    problem, at = match[1], f"line {match[2]}, column {match[3]}"
    if problem.endswith("Expecting value") and match[4] == "0":
        web = ".json()" in failure.source or failure.packages & {"requests", "httpx"}
        what = "the server's answer is no JSON (empty, or an error page)" if web else "the text is empty, or no JSON"
        fix = advice(
            "look at response.status_code and response.text"
            if web
            else "look at the text: a file's name given to json.loads, an empty file, or HTML"
        )
        return Diagnosis("python.json_empty", what, fixes=(fix,))
    reasons = (
        (
            "Extra data",
            "json_extra_data",
            "there is more after the JSON value (one object a line?)",
            "read it line by line",
        ),
        (
            "property name enclosed",
            "json_quotes",
            "keys must be in double quotes, and no comma may stand before `}`",
            "use double quotes; for a Python literal use ast.literal_eval",
        ),
        (
            "Illegal trailing comma",
            "json_trailing_comma",
            "no comma may stand before a closing bracket",
            "remove the comma",
        ),
        ("Unterminated string", "json_cut_off", "a text does not end: the JSON was cut off", "get the whole text"),
        (
            "Invalid control character",
            "json_control_character",
            "a text has a line break or tab in it",
            "escape it as \\n, or give strict=False",
        ),
        ("Invalid \\", "json_escape", "a backslash must be doubled in JSON", "double the backslashes"),
        ("Expecting ',' delimiter", "json_comma", "a comma is missing, or a bracket is not closed", "add it"),
        ("Expecting ':' delimiter", "json_colon", "a colon is missing after a key", "add it"),
        ("BOM", "json_byte_order_mark", "the text begins with a byte order mark", "open it with encoding='utf-8-sig'"),
    )
    for sign, code, what, help_ in reasons:
        if sign in problem:
            return Diagnosis(f"python.{code}", f"no valid JSON at {at}: {what}", fixes=(advice(help_),))
    return Diagnosis(
        "python.json_decode", f"no valid JSON at {at}: {problem[:80]}", fixes=(advice("look at the text there"),)
    )


CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    ("UnicodeDecodeError", decoding),
    Cause(
        "python.surrogates",
        "UnicodeEncodeError",
        r"surrogates not allowed",
        "the text has half characters (surrogates) that cannot be written",
        (advice("write with errors='surrogateescape' or 'replace'"),),
    ),
    Cause(
        "python.encoding_write",
        "UnicodeEncodeError",
        r"'([\w-]+)' codec can't encode characters? (.{1,40}?) in position",
        "the encoding {1} has no character {2}",
        (advice("write with encoding='utf-8' (terminal: PYTHONIOENCODING=utf-8)"),),
    ),
    Cause(
        "python.utf16_file",
        "UnicodeError",
        r"UTF-16 stream does not start with BOM",
        "the file is not UTF-16",
        (advice("open it with encoding='utf-8'"),),
    ),
    Cause(
        "python.host_name_encoding",
        "UnicodeError",
        r"label (?:empty|too long|too)|idna",
        "the host name is not valid (an empty part, or too long)",
    ),
    ("JSONDecodeError ValueError", json),
    Cause(
        "python.json_decode",
        "JSONDecodeError",
        r"(.*)",
        "the text is no valid JSON: {0}",
        (advice("look at the text itself"),),
    ),
    Cause(
        "python.csv_field_limit",
        "Error",
        r"field larger than field limit",
        "a field of the CSV is very long: a quote is not closed, or it really is",
        (advice("csv.field_size_limit(10**9), or check the quotes"),),
    ),
    Cause(
        "python.csv_binary",
        "Error",
        r"line contains NUL|iterator should return strings, not bytes|new-line character seen|did you open the file in text mode",
        "the CSV file was opened in binary mode, or is no text",
        (advice("open it with mode 'r' and newline=''"),),
    ),
    Cause(
        "python.csv_fields",
        "ValueError",
        r"dict contains fields not in fieldnames: (.+)",
        "the row has fields that are not in fieldnames: {0}",
        (advice("add them to fieldnames, or extrasaction='ignore'"),),
    ),
    Cause(
        "python.csv_option",
        "TypeError",
        r"\"?(?:delimiter|quotechar|lineterminator)\"? must be",
        "the delimiter of a CSV is one character",
        (advice("give one character"),),
    ),
    Cause(
        "python.xml",
        "ParseError ExpatError XMLSyntaxError",
        r"(.*)",
        "the text is no well-formed XML: {0}",
        (advice("look at that line: & must be &amp;, tags closed, one root"),),
    ),
    Cause(
        "python.yaml",
        "ScannerError ParserError ComposerError ConstructorError YAMLError ReaderError",
        r"(.*)",
        "the text is no valid YAML: {0}",
        (advice("use blanks instead of tabs, quotes around values with `: `, equal indentation"),),
        package="yaml ruamel",
    ),
    Cause(
        "python.toml",
        "TOMLDecodeError TomlDecodeError",
        r"(.*)",
        "the text is no valid TOML: {0}",
        (advice("texts need quotes; a key may stand once"),),
    ),
    Cause(
        "python.ini",
        "MissingSectionHeaderError DuplicateOptionError DuplicateSectionError ParsingError",
        r"(.*)",
        "the configuration file is not valid: {0}",
        (advice("a [section] must stand before the keys, each once"),),
    ),
    Cause(
        "python.ini_missing",
        "NoSectionError NoOptionError",
        r"(.*)",
        "the configuration file has no such section or key: {0}",
        (advice("check that the file was found (read() says nothing when it is missing)"),),
    ),
    Cause(
        "python.ini_interpolation",
        "InterpolationSyntaxError InterpolationMissingOptionError",
        r".*",
        "a `%` in the configuration file must be doubled",
        (advice("write %%, or interpolation=None"),),
    ),
    Cause(
        "python.pickle_file",
        "UnpicklingError PickleError",
        r"(.*)",
        "the file is no pickle, or was cut off: {0}",
        (advice("open it with 'rb', and make it again"),),
    ),
    Cause(
        "python.pickle_version",
        "ValueError",
        r"unsupported pickle protocol: (\d+)",
        "the pickle was made by a newer Python (protocol {0})",
        (advice("write it with protocol=4, or use the newer Python"),),
    ),
    Cause(
        "python.pickle_impossible",
        "PicklingError",
        r".*",
        "the object cannot be pickled",
        (advice("functions and classes must be at the top level of a module"),),
    ),
    Cause(
        "python.argument_parser", "ArgumentError", r"(.*)", "an argument of the command line is not defined well: {0}"
    ),
    Cause(
        "python.literal",
        "ValueError",
        r"malformed node or string",
        "the text is no Python literal",
        (advice("use json.loads for JSON"),),
    ),
    Cause(
        "python.template_variable",
        "UndefinedError",
        r"'?(.+?)'? is undefined|has no attribute '(\w+)'",
        "the template uses `{0}`, which was not given",
        (advice("pass it to render()"),),
    ),
    Cause(
        "python.template_missing",
        "TemplateNotFound TemplateDoesNotExist",
        r"(.*)",
        "there is no template {0}",
        (advice("put it into the folder templates/ beside the app, or check the name"),),
    ),
    Cause(
        "python.template_syntax",
        "TemplateSyntaxError",
        r"(.*)",
        "the template is not valid: {0}",
        (advice("check the tag in that line, and its end tag"),),
    ),
)
