"""What is no Python at all: prompts, commands, other languages."""

from __future__ import annotations

import itertools
import re

from journeyman.faults.python.syntax.problem import Check, Problem
from journeyman.values import Diagnosis
from journeyman.values.fault import advice, command

_SHELL = re.compile(
    r"^\s*[$%]?\s*(?:(?:sudo )?(?:pip3?|conda|npm|npx|git|apt|apt-get|brew|docker|make|curl|wget|uv|poetry|cargo) +[\w-]"
    r"|python[\d.]* +(?:-\w|[\w./-]+\.py)|(?:ls|cd|mkdir|rm|cp|mv|cat|chmod|export|source|echo)(?: +[\w./~$*-]+)+ *$|friendly |(?:streamlit|flask|jupyter|uvicorn|pytest) +\w)"
)


def prompt(problem: Problem) -> Diagnosis | None:
    """Code that was copied together with a prompt, a traceback, or a diff."""
    text = problem.text.lstrip()
    if match := re.match(r"(>>>|\.\.\.(?! *=)|In ?\[\d*\]:|Out ?\[\d*\]:)(?: |$)", text):
        clean = re.sub(r"^\s*(?:>>>|\.\.\.|In ?\[\d*\]:) ?", "", problem.text)
        summary = f"the code was copied together with the prompt `{match[1]}`"
        return Diagnosis(
            "python.prompt_pasted",
            summary,
            fixes=problem.repair(clean) or (advice("remove the prompts and the output"),),
        )
    if text.startswith(("Traceback (most recent", 'File "')):
        return Diagnosis(
            "python.traceback_pasted", "a traceback was pasted where code is expected", fixes=(advice("remove it"),)
        )
    if re.match(r"(?:<<<<<<<|>>>>>>>|=======)(?: |$)", text):
        return Diagnosis(
            "python.conflict_marker",
            "a merge conflict is not resolved in the file",
            fixes=(advice("choose one side and remove the three marker lines"),),
        )
    if re.match(r"(?:@@ -\d+|diff --git|\+\+\+ |--- a/)", text):
        return Diagnosis(
            "python.diff_pasted",
            "a diff was pasted where code is expected",
            fixes=(advice("remove the lines of the diff"),),
        )
    if re.match(r"```|~~~", text):
        return Diagnosis(
            "python.fence_pasted",
            "a fence of Markdown was pasted with the code",
            fixes=problem.repair("") or (advice("remove the lines with ```"),),
        )
    if re.match(r"<(?:!DOCTYPE|html|\?xml|div|script)", text, re.IGNORECASE):
        return Diagnosis(
            "python.html_for_code", "this is HTML, not Python", fixes=(advice("look at what was downloaded"),)
        )
    return None


def shell(problem: Problem) -> Diagnosis | None:
    """A command for the shell, or a magic in a file."""
    text = problem.text.strip()
    if problem.brackets.open and problem.brackets.open[0].line < problem.line:
        return None
    if re.match(r"[!%]{1,2}[a-z]\w*", text):
        fix = advice("run it in a notebook or IPython, or use subprocess in a file")
        return Diagnosis(
            "python.magic_in_file", f"`{text.split()[0]}` works only in IPython and notebooks", fixes=(fix,)
        )
    if re.match(r"[\w.]+\?{1,2}$", text):
        return Diagnosis(
            "python.magic_in_file",
            "`?` asks for help only in IPython",
            fixes=(advice(f"write help({text.rstrip('?')})"),),
        )
    if _SHELL.match(text) and not re.match(r"\w+ *[=(.]", text):
        clean = text.lstrip("$% ")
        summary = f"this is a command for the terminal, not Python: `{clean[:60]}`"
        return Diagnosis(
            "python.shell_command_in_python",
            summary,
            fixes=(
                advice(f"run it in the terminal, or with ! before it in a notebook: !{clean[:80]}"),
                command(clean, "ask"),
            ),
        )
    return None


def other_language(problem: Problem) -> Diagnosis | None:
    """What is written as in C, JavaScript, Java, or a shell."""
    _text, words = problem.text, problem.words
    if not words:
        return None
    return _loop_of_c(problem) or _signs(problem) or _declared(problem) or _keywords(problem) or _braces(problem)


def _loop_of_c(problem: Problem) -> Diagnosis | None:
    """A loop with three parts."""
    if problem.words[0] == "for" and problem.words.count(";") == 2:
        summary = "a loop over numbers is written: for i in range(n):"
        return Diagnosis("python.for_of_c", summary, fixes=(advice("write for i in range(n):"),))
    return None


def _signs(problem: Problem) -> Diagnosis | None:
    """Operators of other languages."""
    text, words = problem.text, problem.words
    pairs = list(itertools.pairwise(words))
    for (one, two), name, new in ((("&", "&"), "&&", " and "), (("|", "|"), "||", " or ")):
        if any(pair == (one, two) for pair in pairs) and name in text:
            return Diagnosis(
                "python.logical_operator",
                f"`{name}` is written `{new.strip()}`",
                fixes=problem.repair(re.sub(rf"\s*{re.escape(name)}\s*", new, text)),
            )
    if match := re.search(r"(?<![\w!=<>])!\s*(?=[\w(])", text):
        return Diagnosis(
            "python.not_operator",
            "`!` is written `not`",
            fixes=problem.repair(text[: match.start()] + "not " + text[match.end() :]),
        )
    if match := re.search(r"(\w+)(\+\+|--)(?!\w)|(\+\+|--)(\w+)\s*$", text):
        name, sign = match[1] or match[4], (match[2] or match[3])[0]
        new = text[: match.start()] + f"{name} {sign}= 1" + text[match.end() :]
        return Diagnosis(
            "python.increment", f"`{sign * 2}` does not exist: `{name} {sign}= 1`", fixes=problem.repair(new)
        )
    if re.search(r"===|!==", text):
        return Diagnosis(
            "python.strict_equality",
            "`===` is written `==`",
            fixes=problem.repair(text.replace("!==", "!=").replace("===", "==")),
        )
    if (match := re.search(r"^(\s*)(?:[\w.]+\s*=\s*)?.*\?\s*[^:]+:\s*.+$", text)) and "?" in words:
        return Diagnosis(
            "python.ternary",
            "`a ? b : c` is written `b if a else c`",
            fixes=(advice("write value_if_true if condition else value_if_false"),),
        )
    return None


def _declared(problem: Problem) -> Diagnosis | None:
    """Declarations and comments of other languages."""
    text, words = problem.text, problem.words
    if (
        words[0]
        in {"var", "let", "const", "int", "float", "double", "string", "String", "char", "bool", "boolean", "long"}
        and len(words) > 2
        and words[1].isidentifier()
        and words[2] in {"=", ";", ":="}
    ):
        new = re.sub(rf"^(\s*){words[0]}\s+", r"\1", text).rstrip(";")
        return Diagnosis(
            "python.declaration",
            f"variables need no declaration in Python: leave out `{words[0]}`",
            fixes=problem.repair(new) or (advice(f"leave out `{words[0]}`"),),
        )
    if "var" in words and re.search(r"\bvar\s+\w+\s*:?=", text):
        return Diagnosis(
            "python.declaration",
            "variables need no declaration in Python: leave out `var`",
            fixes=problem.repair(re.sub(r"\bvar\s+", "", text)),
        )
    if re.match(r"\s*//", text) or re.search(r";\s*//|\)\s*//\s*[A-Za-z]+ [a-z]+", text):
        return Diagnosis(
            "python.comment_slashes",
            "a comment begins with `#`, not with `//`",
            fixes=problem.repair(re.sub(r"//", "#", text, count=1)),
        )
    if re.match(r"\s*(?:/\*|\*/)", text):
        return Diagnosis(
            "python.comment_slashes",
            "a comment begins with `#`, not with `/*`",
            fixes=(advice('put # before each line, or use """..."""'),),
        )
    return None


def _keywords(problem: Problem) -> Diagnosis | None:
    """Keywords of other languages."""
    text, words = problem.text, problem.words
    if words[0] in {"function", "func", "fn", "fun", "sub", "proc"} and len(words) > 1 and words[1].isidentifier():
        new = re.sub(rf"^(\s*){words[0]}\b", r"\1def", text).rstrip().rstrip("{").rstrip()
        return Diagnosis(
            "python.function_keyword",
            f"a function begins with `def`, not with `{words[0]}`",
            fixes=problem.repair(new if new.endswith(":") else f"{new}:") or (advice("write def name(...):"),),
        )
    if (
        words[0]
        in {
            "switch",
            "do",
            "foreach",
            "unless",
            "until",
            "loop",
            "then",
            "end",
            "endif",
            "fi",
            "done",
            "begin",
            "catch",
            "throw",
            "new",
        }
        or "catch" in words[:2]
    ):
        new_words = {
            "switch": "match",
            "catch": "except",
            "throw": "raise",
            "foreach": "for",
            "until": "while not",
            "unless": "if not",
            "do": "while",
        }
        word = "catch" if "catch" in words[:2] else words[0]
        if len(words) == 1 or words[1] not in {"=", ".", "(", ")", ","} or word in {"switch", "catch"}:
            return Diagnosis(
                "python.keyword_of_other_language",
                f"`{word}` is not Python" + (f": use `{new_words[word]}`" if word in new_words else ""),
                fixes=(advice(f"use `{new_words.get(word, 'indentation')}`"),),
            )
    if re.search(r"=\s*new\s+\w+\s*\(", text):
        return Diagnosis(
            "python.keyword_of_other_language",
            "an object is made without `new`",
            fixes=problem.repair(re.sub(r"\bnew\s+", "", text)),
        )
    return None


def _braces(problem: Problem) -> Diagnosis | None:
    """Braces, arrows and dollars."""
    text, _words = problem.text, problem.words
    above = problem.lines[problem.previous_line() - 1] if problem.previous_line() else ""
    if re.match(r"\s*(?:if|while|for|else|elif|try|switch)\b.*\{\s*$", above):
        summary = "a block begins with a colon and is indented; braces are for dictionaries"
        return Diagnosis("python.braces_for_blocks", summary, fixes=(advice("use a colon and indentation"),))
    if re.match(r"\s*(?:if|while|for|def|class|else|elif|try|function)\b.*\{\s*$", text) or (
        text.strip() in {"{", "}"} and not problem.brackets.open
    ):
        return Diagnosis(
            "python.braces_for_blocks",
            "a block begins with a colon and is indented; braces are for dictionaries",
            fixes=problem.repair(re.sub(r"\s*\{\s*$", ":", text)) or (advice("use a colon and indentation"),),
        )
    if re.search(r"=>", text):
        return Diagnosis(
            "python.arrow_function",
            "`=>` is no operator: `>=` compares, `lambda x: ...` makes a function",
            fixes=problem.repair(text.replace("=>", ">=")),
        )
    if re.search(r"\$\w", text):
        return Diagnosis(
            "python.dollar_name", "names have no `$` in Python", fixes=problem.repair(re.sub(r"\$(\w)", r"\1", text))
        )
    return None


CHECKS: tuple[Check, ...] = (prompt, shell)
LATE_CHECKS: tuple[Check, ...] = (other_language,)
