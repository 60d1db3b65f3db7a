"""Values that have the right type, and do not fit all the same."""

from __future__ import annotations

import re

from journeyman.faults.python.cause import Cause, Explainer
from journeyman.faults.python.failure import Failure
from journeyman.values import Diagnosis
from journeyman.values.fault import advice

_INT = re.compile(r"invalid literal for int\(\) with base (\d+): (b?['\"].*['\"])", re.DOTALL)
_FLOAT = re.compile(
    r"could not convert string to (float|complex): (b?['\"]?.*['\"]?)|(complex)\(\) arg is a malformed", re.DOTALL
)


def whole_number(failure: Failure) -> Diagnosis | None:
    """Explain a text that int() cannot read."""
    match = _INT.search(failure.message)
    if match is None:
        return None
    text = match[2].strip("b'\"")
    shown = match[2][:60]
    if re.fullmatch(r"\s*[-+]?\d+\.\d*(?:[eE][-+]?\d+)?\s*|\s*[-+]?\.\d+\s*|\s*[-+]?\d+[eE][-+]?\d+\s*", text):
        call = re.search(r"\bint\((.+)\)", failure.source)
        fixes = failure.replace("int(", "int(float(") if False else (advice("write int(float(...)), or keep a float"),)
        del call
        return Diagnosis("python.int_of_decimal", f"int() cannot read {shown}: it has a decimal point", fixes=fixes)
    if not text.strip("\\nrt "):
        fix = advice("check for the empty text first (an empty line or field, or nothing typed)")
        return Diagnosis("python.number_from_empty_text", "int() was given an empty text", fixes=(fix,))
    if re.fullmatch(r"[\s$€£]*[-+]?\d{1,3}(?:[ ,.']\d{3})+[\s$€£%]*", text):
        return Diagnosis(
            "python.number_with_separators",
            f"int() cannot read {shown}: it has thousands separators",
            fixes=(advice("remove them first: text.replace(',', '')"),),
        )
    if match[1] != "10" or re.match(r"0[xob]", text, re.IGNORECASE):
        return Diagnosis(
            "python.number_base",
            f"int() cannot read {shown} in base {match[1]}",
            fixes=(advice("give the right base: int(text, 16), or 0 for a text with 0x"),),
        )
    return Diagnosis(
        "python.int_literal",
        f"int() cannot read {shown} as a whole number",
        fixes=(advice("strip what is no digit, or skip the line (a header?)"),),
    )


def decimal_number(failure: Failure) -> Diagnosis | None:
    """Explain a text that float() cannot read."""
    match = _FLOAT.search(failure.message)
    if match is None:
        return None
    shown = (match[2] or "the text")[:60]
    text = shown.strip("b'\"")
    if not text.strip():
        return Diagnosis(
            "python.number_from_empty_text",
            "float() was given an empty text",
            fixes=(advice("check for the empty text first"),),
        )
    if re.fullmatch(r"[-+]?\d+,\d+", text):
        return Diagnosis(
            "python.decimal_comma",
            f"float() cannot read {shown}: it has a decimal comma",
            fixes=(advice("replace it first: text.replace(',', '.')"),),
        )
    if re.search(r"[\d][\s,$€£%]|^[$€£]", text):
        return Diagnosis(
            "python.number_with_separators",
            f"float() cannot read {shown}",
            fixes=(advice("remove signs and separators first: text.strip('$%').replace(',', '')"),),
        )
    if failure.packages & {"pandas", "numpy", "sklearn"}:
        return Diagnosis(
            "python.column_is_text",
            f"a column holds the text {shown}, where numbers are needed",
            fixes=(advice("convert it: pd.to_numeric(column, errors='coerce'), or encode the categories"),),
        )
    return Diagnosis(
        "python.float_literal",
        f"float() cannot read {shown} as a number",
        fixes=(advice("strip what is no digit, or skip the line (a header?)"),),
    )


def unpack(failure: Failure) -> Diagnosis | None:
    """Explain an unpacking of the wrong size."""
    match = re.search(
        r"not enough values to unpack \(expected (at least )?(\d+)(?:, got (\d+))?\)|too many values to unpack(?: \(expected (\d+)(?:, got (\d+))?\))?|need more than (\d+) values? to unpack",
        failure.message,
    )
    if match is None:
        return None
    source = failure.source
    if (
        re.search(r"\bfor\b.+,.+\bin\b", source)
        and "items()" not in source
        and "too many" in match[0]
        and re.search(r"= *(?:\{[^}]*:|dict\()", failure.case.code)
    ):
        return Diagnosis(
            "python.items_missing",
            "a loop over a dictionary gives its keys only: `.items()` is missing",
            fixes=(advice("write `in d.items()`"),),
        )
    fewer = "not enough" in match[0] or "need more" in match[0]
    what = (
        f"{match[2]} expected, {match[3]} there"
        if match[3]
        else (f"{match[4]} expected, more are there" if match[4] else "")
    )
    hint = " (split found another number of parts)" if ".split(" in source else ""
    names = "more names than values" if fewer else "more values than names"
    fix = advice("give as many names as there are values, or collect the rest: `a, *rest = ...`")
    return Diagnosis(
        "python.unpack_count", f"there are {names} on the left{': ' + what if what else ''}{hint}", fixes=(fix,)
    )


CAUSES: tuple[tuple[str, Explainer] | Cause, ...] = (
    Cause(
        "python.int_string_limit",
        "ValueError",
        r"Exceeds the limit \((\d+)(?: digits)?\) for integer string conversion",
        "the number has more digits than Python turns into text",
        (advice("sys.set_int_max_str_digits(0), or work with hex()"),),
    ),
    ("ValueError", whole_number),
    ("ValueError", decimal_number),
    ("ValueError", unpack),
    Cause(
        "python.empty_sequence",
        "ValueError",
        r"(max|min)\(\)(?: arg is an empty sequence| iterable argument is empty)|zero-size array to reduction operation (\w+)",
        "`{0}` was given nothing to choose from",
        (advice("give it default=..., or check that there are elements"),),
    ),
    Cause(
        "python.empty_range",
        "ValueError",
        r"empty range(?: for| in) rand\w+|empty range",
        "the range for a random number is empty: its end is before its start",
        (advice("swap the two numbers"),),
    ),
    Cause(
        "python.sample_too_large",
        "ValueError",
        r"Sample larger than population|Cannot take a larger sample",
        "a sample larger than what there is was asked for",
        (advice("ask for fewer, or use choices() / replace=True"),),
    ),
    Cause(
        "python.not_in_list",
        "ValueError",
        r"list\.remove\(x\): x not in list|(.{1,80}?) is not in (?:list|tuple|deque)|tuple\.index\(x\)|not in list",
        "the value is not in the list: {0}",
        (advice("check with `in` first"),),
    ),
    Cause(
        "python.substring_missing",
        "ValueError",
        r"substring not found|subsection not found",
        "the text does not contain what was looked for",
        (advice("use .find(...), which gives -1, or check with `in` first"),),
    ),
    Cause(
        "python.empty_separator",
        "ValueError",
        r"empty separator",
        "`split` was given an empty text to split at",
        (advice("use list(text) for its characters"),),
    ),
    Cause(
        "python.date_format",
        "ValueError",
        r"time data (.{1,80}?) does(?:n't| not) match format (.{1,80})|unconverted data remains(?: when parsing with format .*?)?: ?(.{0,40})|Invalid isoformat string: (.{1,60})",
        "the date does not have the expected form: {0}",
        (advice("compare the text with the format: %Y is four digits, %y two, %d day, %m month, %H:%M:%S"),),
    ),
    Cause(
        "python.date_format_directive",
        "ValueError",
        r"'?(.)'? is a bad directive in format|stray %",
        "the date format has an unknown letter after `%`: {0}",
    ),
    Cause(
        "python.date_out_of_range",
        "ValueError",
        r"(day|month|hour|minute|second|year) (?:is out of range|must be in|\d+ is out of range)|day \d+ must be in range|month must be in|is out of range for month|date value out of range",
        "there is no such date or time ({0})",
        (advice("check the order of year, month and day"),),
    ),
    Cause(
        "python.date_unreadable",
        "ValueError ParserError DateParseError OutOfBoundsDatetime",
        r"[Uu]nknown (?:string|datetime string) format|String does not contain a date|day is out of range|Unable to parse|Out of bounds nanosecond|Given date string",
        "the text is not a date that can be read",
        (advice("give the format, or errors='coerce'"),),
    ),
    Cause(
        "python.math_domain",
        "ValueError",
        r"math domain error|expected a (?:non-?negative|positive) (?:input|number)|[Nn]on-?negative|factorial\(\) not defined for negative|factorial\(\) only accepts integral",
        "the function is not defined for this number (a root or logarithm of a negative one, say)",
        (advice("check the number first"),),
    ),
    Cause(
        "python.not_a_number_to_integer",
        "ValueError OverflowError IntCastingNaNError",
        r"cannot convert float (NaN|infinity) to integer|Cannot convert non-finite values",
        "{0} cannot become a whole number",
        (advice("remove or fill missing values first: .fillna(0), math.isfinite"),),
    ),
    Cause(
        "python.closed_file",
        "ValueError",
        r"I/O operation on closed (?:file|stream)|read of closed file|write to closed file|seek of closed file|readline of closed",
        "the file was already closed when it was used",
        (advice("use it inside of the `with` block"),),
    ),
    Cause(
        "python.file_mode",
        "ValueError",
        r"invalid mode: (.+)|must have exactly one of create/read/write/append|binary mode doesn't take an? (\w+) argument|can't have text and binary|can't have unbuffered text",
        "the mode given to open() is not possible: {0}",
        (advice("use 'r', 'w', 'a' or 'x', with 'b' for bytes and no encoding"),),
    ),
    Cause(
        "python.null_character",
        "ValueError",
        r"embedded null (?:byte|character)",
        "a path or text has a null character in it",
        (advice("look for \\0 in the text (a backslash in a path needs r'...')"),),
    ),
    Cause(
        "python.format_spec",
        "ValueError",
        r"[Uu]nknown format code '?(.)'? for object of type '(\w+)'|Invalid format specifier|Cannot specify '(.)' with|Single '([{{}}])' encountered|expected '}' before end of string|unmatched '\{' in format|Precision not allowed|Sign not allowed|unsupported format character '(.)'|incomplete format|cannot switch from (?:manual|automatic) field|Format specifier missing",
        "the format in the text is not possible: {0}",
        (advice("after the colon: 'd' for whole numbers, '.2f' for decimals, 's' for texts; double a literal brace"),),
    ),
    Cause(
        "python.chr_range",
        "ValueError OverflowError",
        r"chr\(\) arg not in range|byte must be in range|bytes must be in range",
        "the number is no character or byte (0 to 255)",
    ),
    Cause(
        "python.slice_step",
        "ValueError",
        r"slice step cannot be zero|range\(\) arg 3 must not be zero",
        "the step must not be 0",
        (advice("use 1 or -1"),),
    ),
    Cause(
        "python.slice_assignment",
        "ValueError",
        r"attempt to assign sequence of size (\d+) to extended slice of size (\d+)",
        "{1} elements cannot be put into a slice of {2}",
    ),
    Cause(
        "python.negative_shift",
        "ValueError",
        r"negative shift count|pow\(\) (?:2nd|3rd) argument (?:cannot be 0|cannot be negative)|base is not invertible|pow\(\) (\w+) arg",
        "a number is negative or 0 where the function does not allow it: pow() 3rd argument, or a shift",
        (advice("check the number first"),),
    ),
    Cause(
        "python.enum_value",
        "ValueError",
        r"(.{1,60}?) is not a valid (\w+)$",
        "{1} is not one of the members of {2}",
        (advice("use one of its members"),),
    ),
    Cause(
        "python.dataclass_mutable_default",
        "ValueError",
        r"mutable default (.{1,60}?) for field (\w+) is not allowed",
        "the field `{2}` has a default that can be changed",
        (advice("write field(default_factory=...)"),),
    ),
    Cause(
        "python.slots_conflict",
        "ValueError",
        r"'(\w+)' in __slots__ conflicts with class variable",
        "`{0}` is both in `__slots__` and a class variable",
        (advice("remove one of them"),),
    ),
    Cause(
        "python.zip_lengths",
        "ValueError",
        r"zip\(\) argument (\d+) is (shorter|longer)",
        "the sequences given to zip(strict=True) have different lengths",
    ),
    Cause(
        "python.dict_sequence",
        "ValueError TypeError",
        r"dictionary update sequence element #(\d+) has length (\d+); 2 is required|cannot convert dictionary update sequence",
        "a dictionary is made of pairs, and element {1} has {2} parts",
        (advice("give pairs, or use dict(zip(keys, values))"),),
    ),
    Cause(
        "python.generator_in_use",
        "ValueError",
        r"(generator|coroutine|async generator) already executing",
        "the {0} was asked for its next value while it was still at work (a thread, or itself)",
        (advice("use a lock, or one generator each"),),
    ),
    Cause(
        "python.circular_reference",
        "ValueError",
        r"Circular reference detected",
        "the value contains itself, so it cannot be written as JSON",
        (advice("break the circle before writing"),),
    ),
    Cause(
        "python.nan_in_json",
        "ValueError",
        r"Out of range float values are not JSON compliant",
        "JSON has no NaN or infinity",
        (advice("replace them by None first"),),
    ),
    Cause(
        "python.signal_thread",
        "ValueError",
        r"signal only works in main thread",
        "signals can only be handled in the main thread",
    ),
    Cause(
        "python.invalid_url",
        "ValueError MissingSchema InvalidURL InvalidSchema LocationParseError UnsupportedProtocol",
        r"unknown url type: (.+)|Invalid URL (.+?): No scheme|No scheme supplied|No connection adapters were found for (.+)|URL can't contain|Failed to parse|missing an? 'http|Port could not be cast|No host (?:supplied|included)",
        "the address is not complete: {0}",
        (advice("write it with https:// in front"),),
    ),
    Cause(
        "python.ip_address",
        "ValueError AddressValueError",
        r"(.+) does not appear to be an IPv4 or IPv6",
        "{0} is no IP address",
    ),
    Cause("python.uuid", "ValueError", r"badly formed hexadecimal UUID", "the text is no UUID"),
    Cause(
        "python.hex",
        "ValueError Error",
        r"non-hexadecimal number found|Odd-length string|fromhex\(\) arg",
        "the text is not hexadecimal",
        (advice("two digits 0-9a-f for each byte"),),
    ),
    Cause(
        "python.base64",
        "Error ValueError",
        r"Incorrect padding|Invalid base64|Only base64 data is allowed|number of data characters",
        "the text is not complete base64",
        (advice("add the missing `=` at its end, and remove line breaks"),),
    ),
    Cause("python.too_few_digits", "ValueError", r"decimal point|could not convert", "the number cannot be read"),
    Cause(
        "python.regular_expression",
        "error PatternError",
        r"(.{1,100}?) at position (\d+)|(.{1,100})",
        "the regular expression is not valid: {0}",
        (advice("escape a literal character with a backslash (re.escape), close brackets, and use r'...'"),),
        package="re sre_constants sre_compile re._parser re._constants",
    ),
    Cause(
        "python.struct",
        "error",
        r"unpack requires a buffer of (\d+) bytes|required argument is not|pack expected (\d+) items|format requires|bad char in struct format|argument out of range|(?:un)?pack_from|iterative unpacking",
        "the bytes do not fit the struct format",
        (advice("compare struct.calcsize(format) with the length, and the values with the letters"),),
        package="struct",
    ),
    Cause(
        "python.compressed_data",
        "error",
        r"Error -\d+ while|incorrect header check|invalid (?:block|stored|distance|code)|incomplete or truncated",
        "the data is not compressed this way, or is damaged",
        (advice("check what made the data (zlib, gzip, raw)"),),
        package="zlib",
    ),
    Cause(
        "python.statistics_empty",
        "StatisticsError",
        r".*",
        "there are too few values for this statistic",
        (advice("check that there are values first"),),
    ),
)
