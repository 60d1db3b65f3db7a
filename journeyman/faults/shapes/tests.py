"""Failing test runs, as the runners tell them."""

from __future__ import annotations

from journeyman.faults.shapes.shape import Shape

TESTS: tuple[Shape, ...] = (
    # pytest, unittest, doctest, tox, behave
    ("=", r"^=+ (?:.{0,200}, )?[1-9]\d* (?:failed|errors?)\b.{0,200} in [\d.]+s"),
    (" in ", r"^(?:[1-9]\d* \w+, ){0,9}[1-9]\d* (?:failed|errors?)\b.{0,200} in [\d.]+s"),
    ("::", r"^(?:FAILED|ERROR) \S+::"),
    ("= ", r"^=+ (?:FAILURES|ERRORS) =+$"),
    ("ERROR collecting", r"^_+ ERROR collecting "),
    ("ERROR ", r"^ERROR (?:\S+\.py(?: - |$)|(?:file or directory )?not found: )"),
    ("INTERNALERROR>", r"^INTERNALERROR> "),
    ("FAILED (", r"^FAILED \((?:failures|errors|unexpected successes|expected failures)=\d"),
    (": test", r"^(?:FAIL|ERROR): test\w* \("),
    ("***Test Failed***", r"^\*\*\*Test Failed\*\*\*"),
    ("commands failed", r"^ERROR: +\S+: commands failed"),
    ("evaluation failed", r"evaluation failed :\("),
    ("Failing scenarios", r"^Failing scenarios:"),
    # jest, vitest, mocha, node, ava, karma, playwright, deno, bun
    ("failed", r"^ {0,8}(?:Tests|Test Suites|Test Files|Snapshots):? +[1-9]\d* failed\b"),
    ("failing", r"^\s{0,4}[1-9]\d* failing\b"),
    ("FAIL ", r"^ {0,2}FAIL {1,2}\S+\.(?:[cm]?[jt]sx?|vue|svelte)\b"),
    ("fail ", r"^(?:# |\u2139 )fail [1-9]"),
    ("tests failed", r"^\s{0,4}[1-9]\d* tests? failed$"),
    ("FAILED)", r"^.{0,200}Executed \d+ of \d+.{0,40}\([1-9]\d* FAILED\)"),
    (" failed", r"^ {2}[1-9]\d* failed$"),
    ("FAILED | ", r"^FAILED \| \d+ passed"),
    (" fail", r"^ [1-9]\d* fail$"),
    # TAP
    ("not ok ", r"^\s{0,12}not ok \d+\b(?!.{0,300}# (?:TODO|SKIP|todo|skip))"),
    ("# failed", r"^# failed [1-9]"),
    ("Result: FAIL", r"^Result: FAIL"),
    ("Failed ", r"^\s{0,4}Failed \d+/\d+ subtests"),
    ("✗", r"^\s?✗ \S"),
    # go, cargo, gtest, catch, ctest
    ("FAIL", r"^\s{0,12}--- FAIL: |^FAIL(?:\t|$)"),
    ("test result: FAILED", r"^test result: FAILED"),
    ("FAILED  ]", r"^\[ {2}FAILED {2}\] "),
    ("test cases:", r"^test cases:.{0,100}\| [1-9]\d* failed"),
    ("tests failed out of", r"tests passed, [1-9]\d* tests? failed out of"),
    ("The following tests FAILED", r"^The following tests FAILED"),
    # rspec, minitest, phpunit, ExUnit, junit, dotnet
    ("examples, ", r"^\d+ examples?, [1-9]\d* failures?|^\d+ examples?, \d+ failures?, [1-9]\d* errors? occurred"),
    ("example, ", r"^\d+ examples?, [1-9]\d* failures?"),
    ("assertions, ", r"^\d+ (?:runs|tests), \d+ assertions, (?:[1-9]\d* failures|\d+ failures, [1-9]\d* errors)"),
    ("!", r"^(?:FAILURES|ERRORS)!$"),
    ("Assertions: ", r"^Tests: \d+, Assertions: \d+.{0,80}(?:Failures|Errors): [1-9]"),
    ("failure", r"^\d+ (?:doctests?, \d+ )?tests?, [1-9]\d* failures?"),
    ("Tests run:", r"Tests run: \d+, {1,2}Failures: (?:[1-9]|0, {1,2}Errors: [1-9])"),
    ("Failed!", r"^Failed! {1,2}- Failed: "),
)

PASSED: tuple[Shape, ...] = (
    ("passed", r"^(?:=+ )?\d+ passed\b(?!.{0,80}(?:failed|error)).{0,200} in [\d.]+s|^ {0,8}Tests:? +\d+ passed"),
    ("OK", r"^OK(?: \(.{0,80}\))?$"),
    ("passing", r"^\s{0,4}\d+ passing\b"),
    ("fail 0", r"^(?:# |\u2139 )fail 0$"),
    ("ok", r"^ok\s+\S+\s+(?:[\d.]+s|\(cached\))|^test result: ok\."),
    ("0 failures", r"^\d+ (?:examples?|tests?), 0 failures|^\d+ runs, .{0,60} 0 failures, 0 errors"),
    ("100% tests passed", r"^100% tests passed"),
    ("BUILD SUCCESS", r"BUILD SUCCESS"),
    ("Result: PASS", r"^Result: PASS"),
    ("Successfully", r"^Successfully (?:installed|built|uninstalled|tagged)"),
    ("checks passed", r"^All checks passed"),
    ("Success", r"^Success: no issues found"),
)
"""What a run prints that ended well, after whatever it logged on its way."""
