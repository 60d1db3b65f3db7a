"""Failures of javac, kotlin, scala, and Java programs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.rule import Rule, Table
from journeyman.values import Fix
from journeyman.values.fault import advice, edit, install

_PLACE = r"^(?:\[ERROR\] )?(?P<path>[^\s:\[]{1,300}\.(?:java|kts?|scala|groovy)):\[?(?P<line>\d+)(?:[,:]\d+)?\]?:? (?:error: )?"


def _semicolon(match: re.Match[str], case: Case) -> Sequence[Fix]:
    shown = [line for number, line in case.lines if line.strip()]
    at = next((index for index, line in enumerate(shown) if line == match.string), -1)
    if match["sign"] != ";" or at < 0 or at + 2 >= len(shown) or shown[at + 2].strip() != "^":
        return ()
    source = shown[at + 1].strip()
    return (edit(match["path"], int(match["line"]), source, source + ";"),)


JAVA = Table(
    "java",
    (
        Rule(
            "java.symbol_not_found",
            ("cannot find symbol", "nresolved reference", "not found: "),
            re.compile(
                _PLACE
                + r"(?:cannot find symbol|.{0,20}[Uu]nresolved reference:? ?'?(?P<name>[\w.]{0,80})|not found: .{1,100})"
            ),
            "the compiler does not know a name ({1}:{2}) {3}",
            (advice("check its spelling and its import; the lines below it name the symbol"),),
        ),
        Rule(
            "java.package_not_found",
            ("does not exist",),
            re.compile(_PLACE + r"package (?P<name>[\w.]{1,150}) does not exist"),
            "the package {3} is not on the class path",
            (advice("add the library that has it to the dependencies"),),
        ),
        Rule(
            "java.syntax_error",
            ("expected", "reached end of file", "illegal start", "not a statement", "unclosed"),
            re.compile(
                _PLACE
                + r"(?P<what>'(?P<sign>.{1,3})' expected|.{0,60}expected.{0,100}|reached end of file.{0,60}|illegal start of .{1,40}"
                r"|not a statement|unclosed .{1,60})"
            ),
            "a file is not valid Java: {3} ({1}:{2})",
            (advice("look at the place that is marked; what is missing may stand on the line before"),),
            derive=_semicolon,
        ),
        Rule(
            "java.type_error",
            ("incompatible types", "cannot be applied", "cannot be converted", "ype mismatch"),
            re.compile(
                _PLACE
                + r"(?P<what>.{0,200}(?:incompatible types|cannot be applied|cannot be converted|[Tt]ype mismatch).{0,200})"
            ),
            "types do not fit: {3} ({1}:{2})",
            (advice("compare what is given with what is expected"),),
        ),
        Rule(
            "java.public_class_file",
            ("should be declared in a file named",),
            re.compile(
                _PLACE + r"class (?P<name>\w{1,80}) is public, should be declared in a file named (?P<file>\S{1,100})"
            ),
            "the public class {3} must stand in a file {4}",
            (advice("rename the file, or the class"),),
        ),
        Rule(
            "java.unreported_exception",
            ("unreported exception",),
            re.compile(_PLACE + r"unreported exception (?P<name>[\w.]{1,100});"),
            "{3} must be caught or declared ({1}:{2})",
            (advice("add throws {3} to the method, or catch it"),),
        ),
        Rule(
            "java.main_class_not_found",
            ("Could not find or load main class", "Main method not found"),
            re.compile(r"Could not find or load main class (\S{1,200})|Main method not found in class ([^\s,]{1,200})"),
            "java finds no class to start: {0}",
            (advice("give the class's full name without .class, and the class path with -cp"),),
        ),
        Rule(
            "java.jar_not_found",
            ("Unable to access jarfile", "no main manifest attribute"),
            re.compile(r"Unable to access jarfile (\S{1,300})|no main manifest attribute, in (\S{1,300})"),
            "the jar does not exist, or names no main class: {0}",
            (advice("build it first, or check its path"),),
        ),
        Rule(
            "java.class_version",
            (
                "UnsupportedClassVersionError",
                "invalid target release",
                "invalid source release",
                "class file has wrong version",
                "release version",
            ),
            re.compile(
                r"UnsupportedClassVersionError|invalid (?:target|source) release: (\S{1,20})|release version (\S{1,10}) not supported"
                r"|class file has wrong version (\S{1,10})"
            ),
            "this is made for another version of Java: {0}",
            (advice("use the Java that the project asks for (JAVA_HOME), or set another release"),),
            "critical",
        ),
        Rule(
            "java.out_of_memory",
            ("OutOfMemoryError",),
            re.compile(r"OutOfMemoryError: ?(.{0,100})"),
            "Java ran out of memory: {0}",
            (advice("give it more: -Xmx2g, or MAVEN_OPTS or org.gradle.jvmargs"),),
        ),
        Rule(
            "java.no_java",
            ("JAVA_HOME",),
            re.compile(
                r"JAVA_HOME (?:is not (?:set|defined)|environment variable is not|is set to an invalid)|JAVA_HOME should point"
            ),
            "Java is not found: JAVA_HOME is not set, or wrong",
            (install("sudo apt-get install -y default-jdk"), advice("set JAVA_HOME to the folder of a JDK")),
            "critical",
        ),
        Rule(
            "java.test_failed",
            ("<<< FAILURE!", "<<< ERROR!", " FAILED"),
            re.compile(
                r"^(?:\[ERROR\] )?(?!Tests run)(\S.{0,200}?)\s{1,4}(?:-- )?Time elapsed.{0,60}<<< (?:FAILURE|ERROR)!|^(\S.{0,100} > .{1,150}) FAILED$"
            ),
            "a test failed: {0}",
            (advice("compare what the test expects with what the code returns"),),
        ),
        Rule(
            "java.exception",
            ("Exception in thread", "Caused by: "),
            re.compile(r"^(?:Exception in thread \"[^\"]{1,100}\" |Caused by: )([\w.$]{1,200}(?:: .{0,300})?)"),
            "a Java program failed: {0}",
            (advice("look at the first line of the stack that is in your own files"),),
        ),
        Rule(
            "java.compile_error",
            (".java:", ".kt:", ".scala:", ".groovy:", ".kts:"),
            re.compile(_PLACE + r"(?P<what>.{1,300})"),
            "the compiler: {3} ({1}:{2})",
            (advice("correct the line that is named"),),
        ),
    ),
    (
        ".java",
        ".kt",
        ".scala",
        ".groovy",
        "JAVA_HOME",
        "Exception in thread",
        "Caused by: ",
        "jarfile",
        "main class",
        "OutOfMemoryError",
        "ClassVersion",
        "release",
        "Main method",
        "manifest attribute",
        "<<< ",
        " FAILED",
        "class file",
    ),
    first=True,
)

JAVA_BUILDS = Table(
    "java_builds",
    (
        Rule(
            "gradle.went_wrong",
            ("> ", "Execution failed for task"),
            re.compile(
                r"^Execution failed for task '([^']{1,150})'|^A problem occurred (evaluating .{1,150}|configuring .{1,150})"
            ),
            "gradle failed: {0}",
            (advice("the line below it says why; --stacktrace says more"),),
        ),
        Rule(
            "maven.failed",
            ("Failed to execute goal",),
            re.compile(r"Failed to execute goal (\S{1,200})(.{0,200})"),
            "maven failed in {1} {2}",
            (advice("read the lines above it that begin with [ERROR]"),),
        ),
    ),
)
