"""Texts that a library, or Python itself, evaluates as code: queries, formulas, annotations, examples in comments."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

from journeyman.gate.analysis.judges.sql import sql_only_reads
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_context import Context
from journeyman.gate.analysis.words import HOLE

FORMULAS = names(
    """
    ols wls gls glsar glm gee logit probit mnlogit poisson negativebinomial quantreg rlm mixedlm phreg ordinal_gee
    conditional_logit dmatrix dmatrices from_formula build_design_matrices
    """
)
"""Functions whose formula is Python with a tilde."""

_QUERY = re.compile(r"\s*(select|with|from|show|describe|explain|summarize|pragma|values)\b", re.IGNORECASE)
_QUOTED = re.compile(r"`[^`]*`")
_EXAMPLE = re.compile(r"^[ \t]*>>> ?(.*(?:\n[ \t]*\.\.\.(?: .*|$))*)", re.MULTILINE)
_MORE = re.compile(r"\n[ \t]*\.\.\. ?")


def judge_evaluated(context: Context, text: str) -> bool:
    """Judge a text that will be evaluated; return whether it can be read. Without a call it only computes."""
    code = text.strip().replace(HOLE, "x")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    if any(isinstance(each, (ast.Call, ast.Attribute, ast.Import, ast.ImportFrom)) for each in ast.walk(tree)):
        context.record.run_python(code, context.record)
    return True


def judge_query(context: Context, text: str, use: str) -> None:
    """Judge the expression of ``frame.query(text)``, or the SQL that other things take under that name."""
    if _QUERY.match(text) or ";" in text:
        if not sql_only_reads(text.replace(HOLE, "x")):
            context.unsafe(use, f"{use} of a statement that may change the database or reach a file")
    else:
        judge_evaluated(context, _QUOTED.sub("_", text).replace("@", ""))


def judge_formula(context: Context, text: str) -> None:
    """Judge ``"y ~ C(group) + log(x)"``."""
    for side in text.split("~"):
        if not judge_evaluated(context, re.sub(r"%in%|:(?!=)", "+", side)) and "(" in side:
            context.unsafe("a formula", "a formula that cannot be read as an expression", "execute")


def judge_annotation(context: Context, node: ast.expr | None) -> None:
    """Judge the texts in an annotation: some libraries evaluate them."""
    for each in _texts(node):
        judge_evaluated(context, each)


def _texts(node: ast.AST | None) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.Subscript) and "Literal" in {
        getattr(node.value, "id", ""),
        getattr(node.value, "attr", ""),
    }:
        return
    elif node is not None:
        for each in ast.iter_child_nodes(node):
            yield from _texts(each)


def judge_examples(context: Context, text: str) -> None:
    """Judge the examples (``>>> code``) in a text: ``doctest`` runs them, in this cell or in a later one."""
    if ">>>" in text:
        for found in _EXAMPLE.finditer(text):
            judge_evaluated(context, _MORE.sub("\n", found[1]))
