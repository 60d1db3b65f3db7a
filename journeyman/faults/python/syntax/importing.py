"""Imports that are turned round or ask for too much."""

from __future__ import annotations

import re

from journeyman.faults.python.near import near
from journeyman.faults.python.syntax.problem import Check, Problem
from journeyman.values import Diagnosis
from journeyman.values.fault import advice


def imports(problem: Problem) -> Diagnosis | None:
    """Imports that are turned round or ask for too much."""
    text, words = problem.text, problem.words
    if not words or words[0] not in {"import", "from"}:
        if (
            words[:1]
            and words[0] in {"Import", "From", "include", "using", "require", "imports", "form", "improt", "#include"}
            and len(words) > 1
            and words[1] not in {"=", "(", "."}
        ):
            new = re.sub(
                rf"^(\s*){re.escape(words[0])}\b", r"\1from" if words[0] in {"form", "From"} else r"\1import", text
            )
            return Diagnosis(
                "python.import_misspelt",
                f"a module is imported with `import`, not with `{words[0]}`",
                fixes=problem.repair(new) or (advice("write import NAME"),),
            )
        return None
    if words[0] == "import" and "from" in words:
        at = words.index("from")
        names, module = "".join(words[1:at]), "".join(words[at + 1 :])
        new = f"from {module} import {', '.join(names.split(','))}"
        note = new if "." not in names else "from (...) import (...)"
        return Diagnosis(
            "python.import_inverted",
            f"the import is the wrong way round: `{note}`",
            fixes=problem.repair(new) or (advice(f"write {new}"),),
        )
    return _named(problem) or _incomplete(problem)


def _named(problem: Problem) -> Diagnosis | None:
    """What is imported is not named as it must be."""
    text, words = problem.text, problem.words
    if "and" in words or "&" in words:
        return Diagnosis(
            "python.import_and",
            "several names are imported with commas between them",
            fixes=problem.repair(re.sub(r",?\s*(?:\band\b|&)\s*", ", ", text)),
        )
    if re.search(r"import\s*\(.*\)\s*as\b", text):
        return Diagnosis(
            "python.import_as_of_many",
            "`as` renames one name, not several in parentheses",
            fixes=(advice("write from M import a as b, c as d"),),
        )
    if words[:3] == ["from", "__future__", "import"] and "*" in words:
        return Diagnosis(
            "python.future_star", "from __future__ each feature is imported by its name", fixes=(advice("name them"),)
        )
    if words[0] == "import" and "(" in words:
        return Diagnosis(
            "python.import_parentheses",
            "`import` takes no parentheses; `from M import (...)` does",
            fixes=problem.repair(re.sub(r"[()]", " ", text).rstrip()),
        )
    return None


def _incomplete(problem: Problem) -> Diagnosis | None:
    """Names that are no module, or are missing."""
    text, words = problem.text, problem.words
    if words[0] == "import" and problem.tokens[1:2] and problem.tokens[1].kind == "string":
        return Diagnosis(
            "python.import_quotes",
            "a module's name needs no quotes",
            fixes=problem.repair(problem.replaced(problem.tokens[1], problem.tokens[1].text.strip("\"'"))),
        )
    if "-" in words and "import" in words:
        return Diagnosis(
            "python.import_hyphen",
            "a module's name has no hyphen: it is _ mostly",
            fixes=problem.repair(text.replace("-", "_")),
        )
    if words[0] == "from" and "import" not in words:
        return Diagnosis(
            "python.from_without_import",
            "`from M` needs `import NAME` after it",
            fixes=(advice("write from M import NAME"),),
        )
    if words[-1] in {"import", "from", ",", "as", "."}:
        return Diagnosis(
            "python.import_nothing",
            "nothing is named at the end of the import",
            fixes=problem.repair(re.sub(r"[,.]\s*$", "", text)) or (advice("name what is to be imported"),),
        )
    if (words[0] == "import" and ":" in words) or "/" in words or "\\" in text:
        return Diagnosis(
            "python.import_path",
            "a module is imported by its name, not by a path",
            fixes=(advice("write import package.module"),),
        )
    if "=" in words:
        return Diagnosis(
            "python.import_equal",
            "an import is renamed with `as`, not with `=`",
            fixes=problem.repair(text.replace("=", "as")),
        )
    return None


def future(problem: Problem) -> Diagnosis | None:
    """A feature of ``__future__`` that is misspelt."""
    match = re.search(r"future feature (\w+) is not defined", problem.message)
    if match is None:
        return None
    known = [
        "annotations",
        "division",
        "absolute_import",
        "print_function",
        "unicode_literals",
        "with_statement",
        "generators",
        "nested_scopes",
        "generator_stop",
        "barry_as_FLUFL",
    ]
    found = near(match[1], known)
    if found:
        new = re.sub(rf"\b{match[1]}\b", found[0], problem.text)
        return Diagnosis(
            "python.future_misspelt",
            f"`__future__` has no {match[1]}: `{found[0]}` was meant",
            fixes=problem.repair(new) or (advice(f"write {found[0]}"),),
        )
    return Diagnosis(
        "python.future_unknown",
        f"`__future__` has no {match[1]}; it has {', '.join(known[:4])}",
        fixes=(advice("remove the import"),),
    )


CHECKS: tuple[Check, ...] = (future, imports)
