"""Failures of gcc, g++, clang and the linker."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.c_libraries import CXX_HEADERS, FLAGS, FUNCTIONS, HEADERS, LIBRARIES
from journeyman.faults.tools.reworded import reworded, with_option
from journeyman.values import Fix
from journeyman.values.fault import advice, edit, install

_PLACE = r"^(?P<path>[^\s:][^:\n]{0,300}):(?P<line>\d+):(?:(?P<column>\d+):)? (?:fatal )?error: "
_SUGGESTION = re.compile(r"did you mean [‘'`]([^’']{1,100})[’']")
_SOURCE = re.compile(r"^\s{0,8}(\d{1,7}) \| (.*)$")
_COMPILERS = frozenset(("gcc", "g++", "cc", "c++", "clang", "clang++"))


def _header(match: re.Match[str], case: Case) -> Sequence[Fix]:
    header = match["header"]
    if package := HEADERS.get(header) or HEADERS.get(header.partition("/")[0] + "/"):
        return (install(f"sudo apt-get install -y {package}", f"it has {header}"),)
    found = near(header, HEADERS, 1, at_least=0.85)
    local = [path for path in case.around.files if path.endswith("/" + header)]
    if local:
        folder = local[0].removesuffix("/" + header)
        return with_option(case, f"-I{folder}", "the header is there") or (advice(f"add -I{folder}"),)
    return tuple(fix for right in found for fix in _corrected(match, case, header, right))


def _source(case: Case, path: str, line: str) -> str:
    """Return the source that the compiler shows of a line."""
    shown = (found for _, text in case.holding(" | ") if (found := _SOURCE.match(text)))
    return next((found[2].strip() for found in shown if found[1] == line), "")


def _corrected(match: re.Match[str], case: Case, old: str, new: str) -> Sequence[Fix]:
    source = _source(case, match["path"], match["line"])
    changed = re.sub(rf"(?<!\w){re.escape(old)}(?!\w)", lambda _: new, source)
    return (edit(match["path"], int(match["line"]), source, changed),) if source and changed != source else ()


def _suggested(match: re.Match[str], case: Case) -> Sequence[Fix]:
    suggestion = _SUGGESTION.search(match.string)
    name = match["name"]
    if suggestion and (fixes := _corrected(match, case, name, suggestion[1])):
        return fixes
    if header := CXX_HEADERS.get(name):
        return (advice(f"#include {header}"),)
    return (advice(f"write {suggestion[1]}"),) if suggestion else ()


def _included(match: re.Match[str], case: Case) -> Sequence[Fix]:
    header = CXX_HEADERS.get(match["name"])
    return (edit(match["path"], 1, "", f"#include {header}\n", f"add #include {header} at the top"),) if header else ()


_FIX_IT = re.compile(r"^\s{0,8}\| {0,400}(\S{1,40})\s*$")


def _inserted(match: re.Match[str], case: Case) -> Sequence[Fix]:
    """Return the compiler's own repair, which it shows below the mark: a sign at the place where it belongs."""
    shown = case.lines
    at = next((index for index, (_, line) in enumerate(shown) if line == match.string), len(shown))
    below = [line for _, line in shown[at + 1 : at + 4]]
    if len(below) < 3 or not (source := _SOURCE.match(below[0])) or source[1] != match["line"]:
        return ()
    sign = _FIX_IT.match(below[2])
    if not sign or set(below[1].partition("|")[2].strip()) - set("^~ "):
        return ()
    column = sign.start(1) - below[2].index("|") - 2
    old = source[2]
    new = old[:column] + sign[1] + old[column:]
    return (edit(match["path"], int(match["line"]), old.strip(), new.strip()),)


def _semicolon(match: re.Match[str], case: Case) -> Sequence[Fix]:
    if fixes := _inserted(match, case):
        return fixes
    token = re.search(r"before [‘']([^’']{1,40})[’']", match.string)
    source = _source(case, match["path"], match["line"])
    if match["wanted"] and token and source.startswith(token[1]):
        return (advice(f"the line before line {match['line']} lacks a {match['wanted']}"),)
    return ()


def _library(match: re.Match[str], case: Case) -> Sequence[Fix]:
    name = re.sub(r"@.*|\(.*", "", match["name"])
    flag = FUNCTIONS.get(name) or next((flag for start, flag in FLAGS if name.startswith(start)), "")
    if not flag:
        return ()
    if any(segment.program in _COMPILERS for segment in case.segments):
        return with_option(case, flag, f"{name} is in that library")
    return (advice(f"link with {flag}: add it to LDLIBS, or target_link_libraries in CMake"),)


def _package(match: re.Match[str], case: Case) -> Sequence[Fix]:
    package = LIBRARIES.get(match["library"])
    return (install(f"sudo apt-get install -y {package}"),) if package else ()


def _as_cxx(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return (*reworded(case, "gcc", "g++"), *reworded(case, "clang", "clang++"), *reworded(case, "cc", "c++"))[:1]


def _file(match: re.Match[str], case: Case) -> Sequence[Fix]:
    wanted = match["file"]
    sources = [path for path in case.around.files if path.endswith((".c", ".cc", ".cpp", ".cxx", ".o", ".a", ".S"))]
    return tuple(fix for right in near(wanted, sources, 1) for fix in reworded(case, wanted, right))


def _standard(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return with_option(case, "-std=c++17")


C_COMPILERS = Table(
    "gcc",
    (
        Rule(
            "gcc.header_not_found",
            ("No such file or directory", "file not found"),
            re.compile(
                _PLACE
                + r"['\"‘]?(?P<header>[^\s:'\"’]{1,200})['\"’]?(?:: No such file or directory|.{0,20} file not found)"
            ),
            "a header is missing: {4}",
            (advice("install the package that has it, or add its folder with -I"),),
            derive=_header,
        ),
        Rule(
            "gcc.undeclared",
            ("undeclared", "was not declared", "undeclared identifier", "implicit declaration", "unknown type name"),
            re.compile(
                _PLACE
                + r"(?:use of undeclared identifier |implicit declaration of function |unknown type name |call to undeclared function )?"
                r"[‘'](?P<name>[^’']{1,120})[’'](?: undeclared| was not declared| has not been declared|.{0,20}\[-W|;|$| \(first)?.{0,300}"
            ),
            "the compiler does not know {4} ({1}:{2})",
            (advice("declare {4}, include its header, or check its spelling"),),
            derive=_suggested,
        ),
        Rule(
            "gcc.no_member",
            ("has no member named", "no member named", "is not a member of"),
            re.compile(
                _PLACE
                + r".{0,200}?(?:no member named|(?=[‘'][^’']{1,80}[’'] is not a member of)) ?[‘'](?P<name>[^’']{1,80})[’'].{0,300}"
            ),
            "there is no member {4} ({1}:{2})",
            (advice("check its spelling, and include the header that defines it"),),
            derive=_suggested,
        ),
        Rule(
            "gcc.syntax_error",
            ("expected ",),
            re.compile(_PLACE + r"expected (?P<wanted_text>.{0,80}?[‘'](?P<wanted>[^’']{1,20})[’'].{0,200}|.{1,300})"),
            "a file is not valid C or C++: expected {4} ({1}:{2})",
            (advice("what is missing usually stands at the end of the line before"),),
            derive=_semicolon,
        ),
        Rule(
            "gcc.warning_as_error",
            ("[-Werror",),
            re.compile(_PLACE + r"(?P<text>.{1,300}) \[-Werror=?(?P<warning>[\w+=-]{0,60})\]"),
            "a warning counts as an error here: {4} (-W{5}, {1}:{2})",
            (advice("correct the line, or let it be a warning: -Wno-error={5}"),),
        ),
        Rule(
            "gcc.type_error",
            (
                "incompatible",
                "invalid conversion",
                "cannot convert",
                "no matching function",
                "no match for",
                "no viable",
                "invalid operands",
            ),
            re.compile(
                _PLACE
                + r"(?P<text>.{0,200}(?:incompatible|invalid conversion|cannot convert|no matching function|no match for|no viable"
                r"|invalid operands).{0,200})"
            ),
            "types do not fit: {4} ({1}:{2})",
            (advice("compare the types that the lines below it name"),),
        ),
        Rule(
            "gcc.argument_count",
            ("too few arguments", "too many arguments"),
            re.compile(_PLACE + r"(?P<text>too (?:few|many) arguments.{0,200})"),
            "a function is called with the wrong number of arguments: {4} ({1}:{2})",
            (advice("compare the call with the declaration that is shown below it"),),
        ),
        Rule(
            "gcc.redefinition",
            ("redefinition of", "redeclaration of", "conflicting types for", "previously de"),
            re.compile(
                _PLACE + r"(?P<text>(?:redefinition of|redeclaration of|conflicting (?:types|declaration)).{0,200})"
            ),
            "something is defined twice: {4} ({1}:{2})",
            (advice("remove one of the two, or guard the header with #pragma once"),),
        ),
        Rule(
            "gcc.old_standard",
            ("-std=c++", "only available with", "requires compiler and library support"),
            re.compile(
                r"#error .{0,60}requires compiler and library support|only available with [‘']?-std=(c\+\+\d\d|gnu\+\+\d\d)"
            ),
            "the code needs a newer standard of C++",
            (advice("compile with -std=c++17 or later"),),
            derive=_standard,
        ),
        Rule(
            "gcc.no_main",
            ("undefined reference to `main'", "undefined symbol: main"),
            re.compile(r"undefined (?:reference to|symbol:) [`‘']?main\b"),
            "the program has no main function",
            (advice("compile with -c if it is only a part, or name all the source files"),),
        ),
        Rule(
            "gcc.cxx_linked_as_c",
            (
                "undefined reference to `std::",
                "undefined reference to `operator new",
                "undefined reference to `__gxx",
                "`__cxa",
            ),
            re.compile(r"undefined reference to [`‘'](?P<name>std::|operator new|__gxx_personality|__cxa_)"),
            "C++ is linked without its library",
            (advice("link with g++ instead of gcc"),),
            derive=_as_cxx,
        ),
        Rule(
            "gcc.undefined_reference",
            ("undefined reference to", "undefined symbol: ", "Undefined symbols"),
            re.compile(r"undefined (?:reference to|symbol:) [`‘']?(?P<name>[^'’\n]{1,200})"),
            "the linker finds no {0}",
            (advice("name the file or the library that defines it; libraries come after the files that use them"),),
            derive=_library,
        ),
        Rule(
            "gcc.library_not_found",
            ("cannot find -l", "library not found for -l", "unable to find library -l"),
            re.compile(r"(?:cannot find|library not found for|unable to find library) -l(?P<library>[\w+.-]{1,80})"),
            "the linker finds no library {0}",
            (advice("install lib{0}-dev, or name its folder with -L"),),
            derive=_package,
        ),
        Rule(
            "gcc.multiple_definition",
            ("multiple definition of", "duplicate symbol"),
            re.compile(
                r"multiple definition of [`‘'](?P<name>[^'’]{1,200})|duplicate symbol:? '?(?P<other>[^'\s]{1,200})"
            ),
            "it is defined in more than one file: {0}",
            (
                advice(
                    "define it in one file and declare it extern in the header; a function in a header is static inline"
                ),
            ),
        ),
        Rule(
            "gcc.input_not_found",
            ("No such file or directory", "no such file or directory"),
            re.compile(
                r"^(?:\S*/)?(?:cc1(?:plus)?|gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?(?:-\d+)?): (?:fatal )?error: (?:no such file or directory: ')?"
                r"(?P<file>[^\s:']{1,300})'?(?:: No such file)?"
            ),
            "there is no file {0} to compile",
            (advice("check its name and the folder that the command runs in"),),
            derive=_file,
        ),
        Rule(
            "gcc.no_input",
            ("no input files",),
            re.compile(r": (?:fatal )?error: no input files|: no input files"),
            "the compiler was given no file",
            (advice("name the source files in the command"),),
        ),
        Rule(
            "gcc.unknown_option",
            (
                "unrecognized command-line option",
                "unrecognized command line option",
                "unknown argument",
                "unrecognized argument",
            ),
            re.compile(
                r"error: (?:unrecognized command[- ]line option|unknown argument:?|unrecognized argument in option) [‘'](?P<option>[^’']{1,80})[’']"
                r"(?:; did you mean [‘'](?P<right>[^’']{1,80})[’'])?"
            ),
            "the compiler does not know the option {1}",
            derive=lambda match, case: reworded(case, match["option"], match["right"] or ""),
        ),
        Rule(
            "gcc.cannot_write",
            ("cannot open output file",),
            re.compile(r"cannot open output file (?P<file>[^\s:]{1,300}): (?P<why>.{1,80})"),
            "the compiler cannot write {1}: {2}",
            (advice("check the folder; a program that still runs cannot be overwritten"),),
        ),
        Rule(
            "gcc.killed",
            ("Killed signal terminated program",),
            re.compile(r"Killed signal terminated program"),
            "the compiler was ended: there was not enough memory",
            (advice("build with fewer jobs: make -j1"),),
        ),
        Rule(
            "gcc.compile_error",
            ("error: ",),
            re.compile(_PLACE + r"(?P<text>.{1,300})"),
            "the compiler: {4} ({1}:{2})",
            (advice("correct the line that is named; later errors often follow from the first"),),
        ),
        Rule(
            "gcc.link_failed",
            ("ld returned", "ld: "),
            re.compile(
                r"(?:^|/)ld(?:\.\w+)?: (?P<text>(?!.{0,200}(?:in function|undefined reference|warning: )).{1,300})|ld returned \d+ exit status"
            ),
            "the linker failed: {0}",
            (advice("read the lines above it"),),
        ),
    ),
    (
        "error: ",
        "undefined ",
        "/ld",
        "ld: ",
        "ld returned",
        "multiple definition",
        "no input files",
        "Killed signal",
        "uplicate symbol",
    ),
    first=True,
)
