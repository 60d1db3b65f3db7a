"""Findings of linters, formatters and type checkers for Python and JavaScript."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import reworded, with_option
from journeyman.values import Fix
from journeyman.values.fault import advice, command, install

_FIXABLE = re.compile(r"(\d+) fixable with (?:the )?`?--fix|potentially fixable with the `--fix`|\[\*\]")
_RUFF_SHORT = r"^(?P<path>[^\s:]{1,300}\.(?:pyi?|ipynb)):(?:cell \d+:)?(?P<line>\d+):(?P<column>\d+): "


def _eslint_fix(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return _own_fix(case, "eslint", "npx eslint . --fix")


def _ruff_fix(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return _own_fix(case, "ruff", "ruff check --fix .")


def _own_fix(case: Case, program: str, otherwise: str) -> Sequence[Fix]:
    """Return the checker's own repair, where it says that it has one."""
    if not any(_FIXABLE.search(line) for _, line in case.holding("--fix", "[*]")):
        return ()
    if any(program in segment.words[:2] for segment in case.segments) and (fixed := with_option(case, "--fix")):
        return tuple(command(fix.command, "safe", "its own repairs") for fix in fixed)
    return (command(otherwise, "safe", "its own repairs"),)


def _without_check(match: re.Match[str], case: Case) -> Sequence[Fix]:
    for option in ("--check-only", "--check", "--diff"):
        if fixed := reworded(case, option, ""):
            return tuple(command(" ".join(fix.command.split()), "safe", "rewrites the files") for fix in fixed)
    return ()


def _prettier(match: re.Match[str], case: Case) -> Sequence[Fix]:
    for option in ("--check", "-c", "--list-different", "-l"):
        if fixed := reworded(case, option, "--write"):
            return tuple(command(fix.command, "safe", "rewrites the files") for fix in fixed)
    return (command("npx prettier --write .", "safe", "rewrites the files"),)


def _stubs(match: re.Match[str], case: Case) -> Sequence[Fix]:
    for _, line in case.holding("python3 -m pip install types-", "python -m pip install types-"):
        if found := re.search(r"(types-[\w.-]{1,80})", line):
            return (install(f"pip install {found[1]}"),)
    return (command("mypy --install-types --non-interactive", "ask"),)


LINTERS = Table(
    "linters",
    (
        Rule(
            "eslint.no_settings",
            ("couldn't find a configuration file", "couldn't find an eslint.config", "No ESLint configuration found"),
            re.compile(r"ESLint couldn't find an? (?:configuration file|eslint\.config)|No ESLint configuration found"),
            "eslint has no settings here",
            (
                command("npm init @eslint/config", "ask", "asks what you want and writes them"),
                advice("eslint 9 reads eslint.config.js, older ones .eslintrc.*"),
            ),
        ),
        Rule(
            "eslint.plugin_not_found",
            ("couldn't find the plugin", "couldn't find the config", "Failed to load plugin", "Failed to load parser"),
            re.compile(
                r"couldn't find the (?:plugin|config) \"([^\"]{1,100})\"|Failed to load (?:plugin|parser) '([^']{1,100})'"
            ),
            "eslint's settings name something that is not installed: {0}",
            (install("npm install --save-dev {0}"),),
        ),
        Rule(
            "eslint.rule_not_found",
            ("Definition for rule",),
            re.compile(r"Definition for rule '([^']{1,100})' not found"),
            "eslint's settings name a rule that does not exist: {0}",
            (advice("check the rule's name, and that its plugin is loaded"),),
        ),
        Rule(
            "eslint.bad_settings",
            ("Configuration for rule", "is invalid:", "Unexpected top-level property"),
            re.compile(
                r"Configuration for rule \"([^\"]{1,100})\" is invalid|ESLint configuration in .{1,300} is invalid"
            ),
            "eslint's settings are not valid: {0}",
            (advice("look at the rule's options in its documentation"),),
        ),
        Rule(
            "eslint.no_files",
            ("No files matching the pattern", "all of the files matching"),
            re.compile(
                r"No files matching the pattern \"?'?([^\"'\s]{1,200})|all of the files matching .{1,200} are ignored"
            ),
            "eslint found no files: {0}",
            (advice("check the path, the extension, and what is ignored"),),
        ),
        Rule(
            "eslint.parse_error",
            ("Parsing error",),
            re.compile(r"^\s{1,8}(\d+):\d+\s{1,4}error\s{1,4}Parsing error: (.{1,200})"),
            "eslint cannot read a file: {2} (line {1})",
            (advice("correct the syntax there, or set the parser for it (TypeScript, JSX)"),),
        ),
        Rule(
            "eslint.problems",
            ("error",),
            re.compile(r"^\s{1,8}(\d+):\d+\s{1,4}error\s{1,4}(.{1,200}?)\s{2,}([@\w/-]{2,80})$"),
            "eslint: {2} ({3}, line {1})",
            (advice("change the line, or the rule in eslint's settings"),),
            derive=_eslint_fix,
        ),
        Rule(
            "mypy.stubs_missing",
            ("Library stubs not installed", "[import-untyped]"),
            re.compile(r"error: (?:Library stubs not installed for \"([^\"]{1,80})\"|.{1,100}missing library stubs)"),
            "mypy has no types of {0}",
            derive=_stubs,
        ),
        Rule(
            "mypy.module_not_found",
            ("Cannot find implementation or library stub",),
            re.compile(r"error: Cannot find implementation or library stub for module named \"([^\"]{1,80})\""),
            "mypy does not find the module {0}",
            (
                install("pip install {0}", "into the environment that mypy runs in"),
                advice("or set ignore_missing_imports for it"),
            ),
        ),
        Rule(
            "mypy.type_error",
            (".py:",),
            re.compile(r"^(\S{1,300}\.pyi?):(\d+)(?::\d+)?: error: (.{1,300}?)(?:  \[([\w-]{1,60})\])?$"),
            "mypy: {3} ({1}:{2})",
            (advice("change the value, or the type that is written"),),
        ),
        Rule(
            "pyright.type_error",
            (" - error: ",),
            re.compile(r"^\s{0,4}(\S{1,300}\.pyi?):(\d+):\d+ - error: (.{1,300})"),
            "pyright: {3} ({1}:{2})",
            (advice("change the value, or the type that is written"),),
        ),
        Rule(
            "ruff.bad_settings",
            ("Failed to parse", "unknown field", "ruff failed"),
            re.compile(
                r"^\s{0,8}(?:Cause: )?(?:Failed to parse (\S{1,200}\.toml).{0,200}|unknown field `([^`]{1,60})`.{0,100})"
            ),
            "ruff's settings cannot be read: {0}",
            (advice("look at the line that it names"),),
        ),
        Rule(
            "ruff.invalid_syntax",
            ("invalid-syntax", "E999", "SyntaxError: "),
            re.compile(_RUFF_SHORT + r"(?:invalid-syntax:|E999|SyntaxError:) ?(?P<text>.{1,200})"),
            "a file is not valid Python: {4} ({1}:{2})",
            (advice("look at that line and the one before it"),),
        ),
        Rule(
            "ruff.problems",
            (".py", ".ipynb"),
            re.compile(_RUFF_SHORT + r"(?P<rule>[A-Z]{1,5}\d{2,4}) (?:\[\*\] )?(?P<text>.{1,200})"),
            "{4}: {5} ({1}:{2})",
            (advice("change the line, or the rule in the linter's settings"),),
            derive=_ruff_fix,
        ),
        Rule(
            "ruff.problems",
            ("[*] ", "-->"),
            re.compile(r"^([A-Z]{1,5}\d{2,4}) (?:\[\*\] )?(.{1,200})$"),
            "{1}: {2}",
            (advice("change the line, or the rule in the linter's settings"),),
            derive=_ruff_fix,
        ),
        Rule(
            "pylint.problems",
            (".py:",),
            re.compile(r"^(\S{1,300}\.py):(\d+):\d+: ([EF]\d{4}): (.{1,200})"),
            "pylint: {4} ({1}:{2})",
            (advice("change the line, or the message in pylint's settings"),),
        ),
        Rule(
            "black.cannot_format",
            ("cannot format", "cannot parse"),
            re.compile(r"^error: cannot (?:format|parse):? (\S{1,300}?)(?:: (.{1,200})|$)"),
            "black cannot read {1}: {2}",
            (advice("correct the syntax there first"),),
        ),
        Rule(
            "black.would_reformat",
            ("would reformat", "would be reformatted"),
            re.compile(r"^(?:would reformat |Would reformat: )(\S{1,300})|\b(\d{1,6} files?) would be reformatted"),
            "files are not formatted: {0}",
            (command("black .", "safe", "rewrites the files; ruff format . where the project uses ruff"),),
            derive=_without_check,
        ),
        Rule(
            "isort.unsorted",
            ("Imports are incorrectly sorted",),
            re.compile(r"^ERROR: (\S{1,300}) Imports are incorrectly sorted"),
            "imports are not sorted: {0}",
            (command("isort .", "safe", "rewrites the files"),),
            derive=_without_check,
        ),
        Rule(
            "prettier.unformatted",
            ("[warn]", "Code style issues"),
            re.compile(r"^\[warn\] (\S{1,300}\.\w{1,10})$|Code style issues (?:found|in)"),
            "files are not formatted: {0}",
            derive=_prettier,
        ),
        Rule(
            "prettier.syntax_error",
            ("[error]",),
            re.compile(r"^\[error\] (\S{1,300}): (SyntaxError: .{1,200})"),
            "prettier cannot read {1}: {2}",
            (advice("correct the syntax there first"),),
        ),
        Rule(
            "prettier.no_parser",
            ("No parser could be inferred",),
            re.compile(r"No parser could be inferred for (?:file )?\"?([^\"\s]{1,300})"),
            "prettier does not know the kind of this file: {0}",
            (advice("name a parser with --parser, or ignore the file"),),
        ),
    ),
    (
        *(
            "error  ",
            "ESLint",
            "Parsing error",
            ".py",
            ".ipynb",
            "[warn]",
            "[error]",
            "cannot format",
            "cannot parse",
            "No parser",
        ),
        *(
            "No files matching",
            "Definition for rule",
            "Failed to parse",
            "Failed to load p",
            "Code style",
            "unknown field",
        ),
    ),
    first=True,
)
