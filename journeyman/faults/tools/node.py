"""Failures of Node.js programs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.npm_names import KNOWN
from journeyman.faults.tools.reworded import reworded
from journeyman.values import Fix
from journeyman.values.fault import advice, command, edit, install

_GLOBALS = (
    *(
        "Array",
        "Boolean",
        "Buffer",
        "Date",
        "Error",
        "JSON",
        "Map",
        "Math",
        "Number",
        "Object",
        "Promise",
        "RegExp",
        "Set",
    ),
    *("String", "Symbol", "console", "exports", "fetch", "global", "globalThis", "module", "parseFloat", "parseInt"),
    *(
        "process",
        "require",
        "setInterval",
        "setTimeout",
        "structuredClone",
        "undefined",
        "clearTimeout",
        "clearInterval",
    ),
)
_METHODS = (
    *("addEventListener", "concat", "endsWith", "entries", "every", "filter", "find", "findIndex", "flat", "flatMap"),
    *(
        "forEach",
        "getElementById",
        "hasOwnProperty",
        "includes",
        "indexOf",
        "join",
        "keys",
        "length",
        "map",
        "match",
        "padEnd",
    ),
    *(
        "padStart",
        "push",
        "querySelector",
        "reduce",
        "replace",
        "replaceAll",
        "slice",
        "some",
        "sort",
        "splice",
        "split",
    ),
    *("startsWith", "substring", "then", "toFixed", "toLocaleString", "toLowerCase", "toString", "toUpperCase", "trim"),
    *(
        "unshift",
        "values",
        "log",
        "error",
        "warn",
        "info",
        "parse",
        "stringify",
        "floor",
        "ceil",
        "round",
        "random",
        "max",
    ),
)
_PLACE = re.compile(r"^(?:file://)?(/[^\s:]{1,300}|[\w./-]{1,300}\.[cm]?[jt]sx?):(\d{1,6})(?::\d+)?$")
_WORD = re.compile(r"[A-Za-z_$][\w$]*")


def _module(match: re.Match[str], case: Case) -> Sequence[Fix]:
    name = match[1]
    if name.startswith((".", "/")):
        files = [path for path in case.around.files if path.endswith((".js", ".ts", ".mjs", ".cjs", ".json"))]
        base = name.rpartition("/")[2]
        found = near(base, [path.rpartition("/")[2] for path in files], 1)
        started = [fix for right in found for fix in reworded(case, base, right)]
        return (*started, advice(f"no file {name}: check its name, its folder, and capital letters"))
    package = "/".join(name.split("/")[: 2 if name.startswith("@") else 1])
    if package.startswith("node:") or not re.fullmatch(r"@?[\w./-]+", package):
        return ()
    right = package if package in KNOWN else next(iter(near(package, KNOWN, 1, at_least=0.8)), package)
    renamed = _replaced(case, package, right) if right != package else ()
    return (*renamed, install(f"npm install {right}"))


def _replaced(case: Case, old: str, new: str) -> Sequence[Fix]:
    """Put ``new`` for ``old`` on the line of source that node shows above an error."""
    for at, (_, line) in enumerate(case.lines[:-1]):
        if place := _PLACE.match(line):
            source = case.lines[at + 1][1].strip()
            changed = re.sub(rf"(?<![\w$]){re.escape(old)}(?![\w$])", lambda _: new, source)
            if changed != source:
                return (edit(place[1], int(place[2]), source, changed),)
    return ()


def _reference(match: re.Match[str], case: Case) -> Sequence[Fix]:
    name = match[1]
    shown = [word for _, line in case.lines for word in _WORD.findall(line) if word != name]
    found = near(name, [*_GLOBALS, *shown[:400]], 1)
    return tuple(fix for right in found for fix in _replaced(case, name, right))


def _method(match: re.Match[str], case: Case) -> Sequence[Fix]:
    name = match[1].rpartition(".")[2].removesuffix("(...)")
    return tuple(fix for right in near(name, _METHODS, 1) for fix in _replaced(case, name, right))


NODE = Table(
    "node",
    (
        Rule(
            "node.out_of_memory",
            ("heap out of memory", "Reached heap limit"),
            re.compile(r"heap out of memory|Reached heap limit"),
            "Node.js ran out of memory",
            (
                command("export NODE_OPTIONS=--max-old-space-size=4096", "safe", "then run it again in the same shell"),
                advice("look for data that grows without end"),
            ),
        ),
        Rule(
            "node.require_of_esm",
            ("ERR_REQUIRE_ESM", "require() of ES Module"),
            re.compile(r"require\(\) of ES Module (\S{1,300})|ERR_REQUIRE_ESM"),
            "an ES module was loaded with require(): {0}",
            (
                advice("load it with import, or await import(...)"),
                advice("or install the last version of the package that still supports require()"),
            ),
        ),
        Rule(
            "node.import_outside_module",
            ("Cannot use import statement outside a module", "Unexpected token 'export'", "To load an ES module"),
            re.compile(r"Cannot use import statement outside a module|Unexpected token 'export'"),
            "a file with import or export is not run as an ES module",
            (
                command("npm pkg set type=module", "safe", "makes all .js files of the project ES modules"),
                advice("or name the file .mjs, or use require()"),
            ),
        ),
        Rule(
            "node.require_in_module",
            ("require is not defined in ES module scope", "__dirname is not defined", "module is not defined in ES"),
            re.compile(r"(require|__dirname|__filename|module|exports) is not defined in ES module scope"),
            "{0} does not exist in ES modules",
            (advice("use import, and import.meta.url for the place of the file; or name the file .cjs"),),
        ),
        Rule(
            "node.unknown_file_extension",
            ("ERR_UNKNOWN_FILE_EXTENSION",),
            re.compile(r"Unknown file extension \"([^\"]{1,20})\"|ERR_UNKNOWN_FILE_EXTENSION"),
            "Node.js does not run files of this kind: {0}",
            (advice("run TypeScript with tsx (npx tsx FILE), or compile it first"),),
        ),
        Rule(
            "node.export_not_found",
            ("does not provide an export named", "ERR_PACKAGE_PATH_NOT_EXPORTED"),
            re.compile(
                r"The requested module '([^']{1,200})' does not provide an export named '([^']{1,80})'"
                r"|Package subpath '([^']{1,200})' is not defined"
            ),
            "a module does not export what is imported: {1} {2}{3}",
            (advice("check the name, the kind of export (default or named), and the version of the package"),),
        ),
        Rule(
            "node.module_not_found",
            ("Cannot find module", "Cannot find package", "ERR_MODULE_NOT_FOUND"),
            re.compile(r"Cannot find (?:module|package) '([^']{1,300})'"),
            "a module cannot be found: {0}",
            derive=_module,
        ),
        Rule(
            "net.port_in_use",
            ("EADDRINUSE",),
            re.compile(r"EADDRINUSE: address already in use [^\s]{0,60}?:(\d{2,5})|EADDRINUSE"),
            "port {0} is used by another process",
            (advice("stop the process that listens there, or use another port (PORT=0 picks a free one)"),),
        ),
        Rule(
            "node.invalid_json",
            ("in JSON at position", "Unexpected end of JSON input", "is not valid JSON"),
            re.compile(
                r"SyntaxError: (?:.{1,80} in JSON at position|Unexpected end of JSON|.{1,200} is not valid JSON)"
            ),
            "what was parsed is not JSON",
            (advice("print the text before it is parsed: it may be empty, or a page of HTML"),),
        ),
        Rule(
            "node.syntax_error",
            ("SyntaxError: ",),
            re.compile(r"^(?:Uncaught )?SyntaxError: (.{1,300})"),
            "a file is not valid JavaScript: {0}",
            (advice("look at the place that is marked above; what is missing may stand on the line before"),),
        ),
        Rule(
            "node.not_defined",
            ("ReferenceError: ",),
            re.compile(r"ReferenceError: ([\w$]{1,80}) is not defined"),
            "{0} is not defined",
            (advice("import or declare {0} before it is used, or check its spelling"),),
            derive=_reference,
        ),
        Rule(
            "node.used_too_early",
            ("before initialization",),
            re.compile(r"ReferenceError: Cannot access '([^']{1,80})' before initialization"),
            "{0} is used before its declaration was reached",
            (advice("move the declaration up, or look for modules that import each other"),),
        ),
        Rule(
            "node.property_of_nothing",
            ("Cannot read propert", "Cannot set propert", "Cannot destructure"),
            re.compile(
                r"TypeError: Cannot (?:read|set) propert(?:y|ies) (?:of (?:undefined|null) \((?:reading|setting) )?'([^']{1,100})'"
                r"|TypeError: Cannot destructure property '([^']{1,100})'"
            ),
            "a property of undefined or null is used: {0}",
            (advice("find out why the value before .{0} is missing; use ?. where it may be"),),
        ),
        Rule(
            "node.not_a_function",
            (" is not a function", " is not a constructor", " is not iterable"),
            re.compile(r"TypeError: (\S{1,200}) is not (?:a function|a constructor|iterable)"),
            "{0} is not what it is used as",
            (advice("check its spelling, and what the module really exports"),),
            derive=_method,
        ),
        Rule(
            "node.constant_assigned",
            ("Assignment to constant",),
            re.compile(r"TypeError: Assignment to constant variable"),
            "a constant is assigned to",
            (advice("declare it with let"),),
        ),
        Rule(
            "node.too_much_recursion",
            ("Maximum call stack size",),
            re.compile(r"RangeError: Maximum call stack size exceeded"),
            "a function calls itself without end",
            (advice("look at the functions that repeat in the stack, and at what ends the recursion"),),
        ),
        Rule(
            "node.openssl_unsupported",
            ("ERR_OSSL_EVP_UNSUPPORTED", "digital envelope routines"),
            re.compile(r"ERR_OSSL_EVP_UNSUPPORTED|digital envelope routines"),
            "an old build tool uses a hash that this Node.js no longer has",
            (
                command("export NODE_OPTIONS=--openssl-legacy-provider", "safe", "then run it again in the same shell"),
                advice("better: update the build tool (webpack 5)"),
            ),
        ),
        Rule(
            "node.bad_option",
            ("bad option", "is not allowed in NODE_OPTIONS"),
            re.compile(r"node: bad option: (\S{1,100})|node: (\S{1,100}) is not allowed in NODE_OPTIONS"),
            "this Node.js has no option {0}",
            (command("node --help", "safe"),),
        ),
        Rule(
            "node.system_call",
            ("Error: E",),
            re.compile(
                r"^(?:Uncaught )?(?:\[?\w*Error): (E[A-Z]{2,20}): [\w ,]{1,80}, \w{1,30} '([^']{1,400})'"
                r"|^(?:Uncaught )?\w*Error: (?:spawn|connect|listen|getaddrinfo|bind|read|write) .{0,200}?(E[A-Z_]{2,20})"
            ),
            "the system refused: {1}{3} {2}",
            (advice("ENOENT: it does not exist; EACCES: not allowed; ECONNREFUSED: nobody listens there"),),
        ),
        Rule(
            "node.error_code",
            ("[ERR_", "code: 'ERR_"),
            re.compile(r"\[(ERR_[A-Z0-9_]{2,60})\]: (.{0,200})|code: '(ERR_[A-Z0-9_]{2,60})'"),
            "Node.js failed: {1}{3} {2}",
            (advice("the message says what the call did not accept"),),
        ),
        Rule(
            "node.unhandled_rejection",
            ("UnhandledPromiseRejection", "ERR_UNHANDLED_REJECTION"),
            re.compile(r"UnhandledPromiseRejection|ERR_UNHANDLED_REJECTION"),
            "a promise failed, and nobody handled it",
            (advice("await it inside try, or add .catch(...)"),),
        ),
        Rule(
            "node.uncaught",
            ("Node.js v", "    at "),
            re.compile(r"^(?:Uncaught )?(\w{0,60}(?:Error|Exception)): (.{1,300})|^    at .{1,200}\(?node:internal"),
            "a JavaScript program failed: {1} {2}",
            (advice("look at the first line of the stack that is in your own files"),),
        ),
    ),
    (
        *(
            "Node.js v",
            "    at ",
            "node:",
            "SyntaxError",
            "ReferenceError",
            "TypeError: ",
            "RangeError: ",
            "heap out of memory",
        ),
        *("ERR_", "Cannot find module", "EADDRINUSE", "UnhandledPromise", "Error: E", "heap limit", "outside a module"),
    ),
)
