"""Where a None probably came from."""

from __future__ import annotations

import re

from journeyman.faults.python.failure import Failure
from journeyman.values import Fix
from journeyman.values.fault import advice

_IN_PLACE = "sort|reverse|append|extend|insert|remove|clear|update|add|shuffle|setdefault_none"


def origin_of_none(failure: Failure, attribute: str) -> tuple[str, tuple[Fix, ...]]:
    """Return why a value is None, in words, and what would help."""
    source, code = failure.source, failure.case.code
    found = (
        re.search(rf"([\w.]+)(\(.{{0,200}}?\))?(?:\[.{{0,40}}?\])?\.{re.escape(attribute)}\b", source)
        if attribute
        else None
    )
    base = found[1] if found else ""
    text = f"{source}\n{_assigned(base, code)}"
    if match := re.search(rf"\.({_IN_PLACE})\([^=\n]*\)\s*(?:$|\.)", text, re.MULTILINE):
        why = f"`.{match[1]}()` changes its object and returns None"
        return why, (advice(f"call `.{match[1]}()` on a line of its own, and use the object afterwards"),)
    if re.search(r"\bre\.(?:match|search|fullmatch)\(|\.(?:match|search|fullmatch)\(", text) or attribute in {
        "group",
        "groups",
        "span",
    }:
        return "the pattern did not match", (advice("check the match for None before it is used"),)
    if re.search(r"\.(?:find|select_one|find_next|get_element)\(", text):
        return "nothing was found in the document", (advice("check the result for None before it is used"),)
    if ".get(" in text:
        return "the key is not in the dictionary (`.get` returned None)", (
            advice("give `.get` a default, or check for None"),
        )
    if re.search(r"\bprint\(", text):
        return "`print()` returns None", (advice("call `print` on a line of its own"),)
    if re.search(r"=\s*None\b", _assigned(base, code)):
        return f"`{base}` is still None", (advice(f"give `{base}` a value before"),)
    if match := re.search(r"=\s*(?:await )?(\w+)\(", text):
        if re.search(rf"def {match[1]}\(", code):
            return f"`{match[1]}()` returned nothing", (advice(f"add the missing `return` to `{match[1]}`"),)
        return f"`{match[1]}()` returned None", (advice("check its result for None"),)
    name = f"`{base}`" if base else "the value before the dot"
    return f"{name} is None", (advice(f"find out why {name.strip('`')} is None, or check `is not None` before"),)


def _assigned(name: str, code: str) -> str:
    """Return the last line of ``code`` that assigns ``name``."""
    if not name or not code:
        return ""
    lines = re.findall(rf"^[ \t]*{re.escape(name)} *(?::[^=\n]*)?=(?!=).*$", code, re.MULTILINE)
    return lines[-1] if lines else ""
