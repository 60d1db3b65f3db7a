"""What in the log of a build tells why it failed, as data: the more a shape of line tells, the higher its weight."""

from __future__ import annotations

import re

from journeyman.faults.signal import Signal, signal

_NAME = r"\S[^:\n]{0,300}"

COMPILERS: tuple[Signal, ...] = (
    signal(90, "rror: ", rf"^\s{{0,8}}{_NAME}:\d+(?::\d+)?: (?:fatal |internal compiler |syntax )?[Ee]rror: "),
    signal(90, "rror", r"^\S.{0,300}\(\d+(?:,\d+){0,3}\)\s?: (?:fatal )?error "),
    signal(90, "error:", rf"^{_NAME}:\d+:\d+: error:$"),
    signal(80, "Type error: ", r"^Type error: \S"),
    signal(90, "error TS", r"\berror TS\d+:"),
    signal(90, "error[", r"^error\[E\d+\]: "),
    signal(90, ("[ERROR]", "[error]"), r"^\[(?:ERROR|error)\] {1,2}(?:file://)?\S{1,300}\.\w{1,8}:\[?\d+[,:]\d+"),
    signal(89, "[error]", r"^\[error\] {1,2}\S{1,300}\.scala:\d+: "),
    signal(90, "e: ", r"^e: \S"),
    signal(90, ".go:", r"^\s{0,4}(?:\./|vet: )?[\w./@-]{1,300}\.go:\d+:\d+: "),
    signal(88, "undefined reference to", r"undefined reference to"),
    signal(88, "multiple definition of", r"multiple definition of"),
    signal(
        88,
        ("ld: ", "ld.lld: ", "ld.gold: "),
        r"(?:^|/)ld(?:\.\w+)?(?:-\d+)?: (?:error: )?(?:cannot find|undefined|symbol|\S+: )",
    ),
    signal(88, "Undefined symbols", r"^Undefined symbols for architecture", 1),
    signal(87, "rror: ", r"^(?:\S*/)?(?:g?cc|g\+\+|c\+\+|cc1(?:plus)?|clang(?:\+\+)?|as)(?:-\d+)?: (?:fatal )?error: "),
    signal(87, "Error: ", r"^\S{1,300}:\d+: Error: "),
    signal(86, "CMake Error", r"^CMake Error at ", 1),
    signal(84, "CMake Error", r"^CMake Error: (?!.{0,80}(?:not run|Generate step))"),
    signal(86, "ERROR: ", r"meson\.build:\d+:\d+: ERROR: "),
    signal(86, "onfigure: error: ", r"^configure: error: "),
    signal(
        86,
        "***",
        r"^(?:\S*[Mm]akefile\S*:\d+: )?(?:make(?:\[\d+\])?: )?\*\*\* (?:No rule|missing|No targets"
        r"|multiple|recipe|target|unterminated|empty|Recursive|commands)",
    ),
    signal(86, "No rule to make", r"\*\*\* No rule to make target"),
    signal(86, "error: ", r"^ninja: error: "),
    signal(86, "arse error", r"^(?:PHP )?Parse error: "),
    signal(86, "yntax error", r"^\S{1,300}:\d+: syntax error"),
    signal(86, "** (", r"^\*\* \((?:\w+\.)?\w+Error\) "),
    signal(86, "! ", r"^! [A-Z]\w+ ?\S.{0,200}\.$"),
    signal(86, "not found", r"^(?:\s{0,8}|ERROR in .{0,100})Module not found: "),
    signal(
        86,
        "ERROR]",
        r"^\S{1,2} \[ERROR\] \S",
    ),
    signal(85, "odule build failed", r"Module build failed"),
    signal(85, ("ailed to resolve", 'ould not resolve "'), r"(?:[Ff]ailed to resolve import|Could not resolve \")"),
    signal(85, "UNRESOLVED_", r"UNRESOLVED_(?:IMPORT|ENTRY)"),
    signal(85, "error during build", r"^(?:\S{1,3} )?error during build:", 1),
    signal(82, "error", r"^\s{1,8}\d+:\d+\s{1,4}error\s"),
    signal(75, ".py", r"^\S{1,300}\.pyi?:\d+:\d+: [A-Z]{1,4}\d{1,4}\b"),
    signal(75, "-->", r"^\s{0,3}--> \S{1,300}\.(?:pyi?|ipynb):\d+:\d+"),
    signal(
        60,
        ("would reformat", "[warn]", "needs formatting"),
        r"^(?:would reformat |\[warn\] \S+\.\w+$|ERROR: \S+ Imports are)",
    ),
    signal(72, "Imports are", r"^ERROR: \S{1,300} Imports are incorrectly"),
    signal(74, "What went wrong", r"^\* What went wrong:", 1),
)

TESTS: tuple[Signal, ...] = (
    signal(86, "E  ", r"^E {3,}\S"),
    signal(84, "panicked at", r"panicked at "),
    signal(84, "_test.go:", r"^\s{1,12}\w{1,80}_test\.go:\d+: "),
    signal(84, "Error Trace:", r"^\s{1,12}Error Trace:"),
    signal(76, "--- FAIL", r"^\s{0,12}--- FAIL: "),
    signal(84, "● ", r"^\s{2,4}● (?!Console|Validation|Deprecation)\S", 1),
    signal(84, "<<< ", r"^(?:\[ERROR\] )?(?!Tests run)\S.{0,300} <<< (?:FAILURE|ERROR)!", 1),
    signal(84, " FAILED", r"^\S.{0,200} > .{1,300} FAILED$", 1),
    signal(84, ": Failure", r"^\S{1,300}:\d+: Failure$"),
    signal(84, "FAILED:", r"^\S{1,300}:\d+: FAILED:$"),
    signal(84, "Failure/Error:", r"^\s{2,12}Failure/Error:"),
    signal(84, ("Failure:", "Error:"), r"^\s{0,4}(?:\d+\) )?(?:Failure|Error):$", 1),
    signal(84, "::", r"^\d+\) [\w\\]{1,200}::\w+", 1),
    signal(83, ") test ", r"^\s{1,4}\d+\) test ", 2),
    signal(84, "Failed ", r"^\s{1,4}Failed \S{1,300} \[", 2),
    signal(84, "── ", r"── (?:Failure|Error) \("),
    signal(84, "Failed example", r"^Failed example:$"),
    signal(84, "Failed test", r"^#\s{1,6}Failed test "),
    signal(78, "not ok ", r"^\s{0,12}not ok \d+\b(?!.{0,300}# (?:TODO|SKIP|todo|skip))"),
    signal(80, " FAILED", r"^(?!Task |> ).{3,200}\) .{1,300} FAILED$", 1),
    signal(80, "\u203a", r"^\s{1,6}\d+\) .{0,80} \u203a "),
    signal(70, "::", r"^(?:FAILED|ERROR) \S{1,300}\.py(?:::\S|$| )"),
    signal(60, "***Failed", r"\*\*\*(?:Failed|Exception|Timeout|Not Run)"),
    signal(83, "sertion", r"[Aa]ssertion .{1,300} failed"),
)

_JS = (
    r"(?:Uncaught (?:\w+ )?)?(?:\w{0,60}Error|AssertionError \[ERR_ASSERTION\]"
    r"|\w{1,60}Exception)(?: \[[A-Z_]{3,60}\])?: \S"
)

RUNTIMES: tuple[Signal, ...] = (
    signal(79, ("Error", "Exception"), rf"^\s{{0,10}}{_JS}"),
    signal(80, ("Error", "Exception"), r"^[\w.$]{1,200}\.\w{0,60}(?:Error|Exception)(?:: |$)"),
    signal(76, ": ", r"^(?:[a-z_]\w{0,40}\.){1,8}[A-Z]\w{1,60}: \S"),
    signal(80, "Exception in thread", r"^Exception in thread "),
    signal(81, "Caused by: ", r"^\s{0,8}Caused by: \S", last=True),
    signal(82, "panic: ", r"^panic: "),
    signal(80, "fatal error: ", r"^fatal error: "),
    signal(80, "rror)", r"^\S{1,300}:\d+:in .{1,600}\((?:\w+::){0,6}\w*(?:Error|Exception|NotFound|Failure)\)"),
    signal(82, "atal error: ", r"^(?:PHP )?Fatal error: "),
    signal(72, "egmentation fault", r"Segmentation fault"),
    signal(85, "Sanitizer: ", r"ERROR: \w+Sanitizer: "),
    signal(82, "terminate called", r"^terminate called", 1),
    signal(86, "heap", r"FATAL ERROR: .{0,200}heap|OutOfMemoryError"),
    signal(80, "Can't locate", r"^Can't locate \S+ in @INC"),
    signal(70, "Killed", r"^\S{0,200}(?:: line \d+:\s{1,8}\d+ )?Killed\b"),
    signal(76, " line ", r"^\S.{0,300} at \S{1,200} line \d+\.$"),
)

TOOLS: tuple[Signal, ...] = (
    signal(88, ("No space left", "ENOSPC"), r"No space left on device|ENOSPC"),
    signal(76, ("npm ", "Missing script"), r"^npm (?:ERR!|error) (?:Missing script|missing script)"),
    signal(73, "npm ", r"^npm (?:ERR!|error) code (?!ELIFECYCLE|1$)\w"),
    signal(
        76,
        "ERROR: ",
        r"^\s{0,8}ERROR: (?:Could not find a version|No matching|Cannot install|Could not install"
        r"|Package .{1,80} requires|ResolutionImpossible|Invalid requirement|THESE PACKAGES)",
    ),
    signal(73, ("No solution found", "because "), r"No solution found when resolving"),
    signal(74, "fatal: ", r"^(?:remote: )?fatal: (?!.{0,80}\(ignored\))"),
    signal(74, "E: ", r"^E: \S"),
    signal(77, "not found", r": (?:command )?not found$"),
    signal(
        78,
        ("unbound variable", "syntax error", "bad substitution"),
        r"unbound variable$|: syntax error|[Bb]ad substitution",
    ),
    signal(66, "No such file or directory", r"No such file or directory\b"),
    signal(68, "ermission denied", r"[Pp]ermission denied"),
    signal(75, ("curl: (", "wget: "), r"^(?:curl: \(\d+\)|wget: )"),
    signal(
        70,
        ("resolve host", "onnection refused", "timed out", "name resolution"),
        r"[Cc]ould not resolve host|[Cc]onnection refused|timed out|name resolution",
    ),
    signal(
        76,
        ("cache key", "manifest unknown", "pull access denied", "COPY failed", "ADD failed"),
        r"cache key|manifest unknown|pull access denied|(?:COPY|ADD) failed",
    ),
    signal(
        80,
        ("maximum execution time", "No output has been received", "maximum log length", "longer than"),
        r"exceeded the maximum (?:execution time|log length|time)|No output has been received"
        r"|execution took longer than",
    ),
    signal(
        74,
        ("requirements could not be resolved", "Could not find gem", "Could not find compatible"),
        r"requirements could not be resolved|Could not find (?:gem|compatible)",
        0,
    ),
    signal(
        72,
        "Could not ",
        r"(?:Could not (?:resolve dependencies|find artifact|resolve all|get resource|GET|transfer)|> Could not )",
    ),
    signal(72, "An unexpected error", r"^error An unexpected error"),
    signal(71, "Couldn't find", r"^error Couldn't find"),
    signal(70, "rror: ", r"^\s{0,6}(?:[│|] )?(?:Error|error): \S"),
    signal(68, ("error: ", "fatal: "), r"^[\w./+-]{1,80}: (?:fatal |)(?:error|fatal): \S"),
    signal(66, "ERROR", r"^\s{0,4}(?:❌ |✖ |× )?ERROR(?: |:)\s?\S"),
    signal(66, ("FATAL", "Fatal"), r"^\s{0,4}(?:FATAL|Fatal)\b"),
    signal(64, "error ", r"^error (?!Command failed)\S"),
    signal(52, "Failed to execute goal", r"Failed to execute goal"),
    signal(56, "ERROR", r"\b(?:ERROR|FATAL|CRITICAL)\b[\]:]? \S"),
    signal(55, ("annot ", "nable to ", "ould not "), r"\b(?:[Cc]annot|[Uu]nable to|[Cc]ould not) \w"),
    signal(45, ("rror: ", "rror - "), r"\b[Ee]rror(?:: | - )\S"),
)

GENERIC = signal(
    30,
    ("rror", "ail", "FAIL", "ERR", "annot", "not found", "denied", "xception", "bort", "atal", "nvalid", "issing"),
    r"\b(?:[Ee]rrors?|ERRORS?|[Ff]ail(?:ed|ure|s)?|FAIL(?:ED|URE)?|[Cc]annot|not found|denied|[Ee]xception|[Aa]bort\w*"
    r"|[Ff]atal|[Ii]nvalid|[Mm]issing)\b",
    last=True,
)

SIGNALS = (*COMPILERS, *TESTS, *RUNTIMES, *TOOLS, GENERIC)

HARMLESS = re.compile(
    r"\b(?:0|no|No) (?:\w+ )?(?:errors?|failed|failures?|problems)\b|\b[Ww]arn(?:ing)?\b(?! as error)"
    r"|WARN|\bok$|^\s{0,12}(?:✓|✔|√|ok )"
    r"|\bPASS(?:ED)?\b|rrors?[-_/=]\w|\w[-_/]errors?\b|(?:Failures|Errors|failed|errors|failures"
    r"|fail)[:=] ?0\b|gnor(?:ed|ing)\b"
    r"|No test report files|\bDeprecat|^\s{0,8}(?:Compiling|Downloading|Downloaded|Collecting|Installing|Unpacking"
    r"|Setting up|Get:|Fetched|adding|creating"
    r"|copying|Building|\[\s?\d+%\]|--) |^[+$] "
)
"""Lines that have such words but tell of no failure."""

SUMMARIES = re.compile(
    r"\*\*\* (?:\[.{1,300}\] |Deleting|.{0,120}Waiting for)|ninja: build stopped"
    r"|Process completed with exit code|ERROR: Job failed: exit"
    r"|exited with (?:code )?\d|marked build as failure|returned exit code|^Finished: "
    r"|could not compile|aborting due to"
    r"|^npm (?:ERR!|error) (?!code|Missing|missing|\d{3} )|^npm (?:ERR!|error) code (?:ELIFECYCLE|1$)"
    r"|Command failed with|Test failed\. {1,2}See"
    r"|did not complete successfully|failed to solve|ld returned \d|BUILD FAIL"
    r"|Build failed with an exception|ompilation terminated"
    r"|^\[ERROR\] (?:To see the|Re-run|For more|\[Help|After correcting|Failures: |Errors: |Tests run)"
    r"|Test Failed\*\*\*|Re-run Maven|subprocess-exited-with-error|originates from a subprocess"
    r"|Failed (?:building wheel|to build)|CalledProcessError"
    r"|metadata-generation-failed|InvocationError|^FAILED: \S+\.o|Configuring incomplete"
    r"|error: command .{1,200} failed|ound \d+ errors?"
    r"|\b\d{1,6} problems? \(|ELIFECYCLE|recipe for target|^lerna ERR|see config\.log"
    r"|Some tests? (?:targets )?failed|test failed, to rerun"
    r"|^(?:Tests|Test Suites|Tests run):? |\b\d{1,6} (?:failed|errors? generated)|^Failed with|^exit status"
    r"|gyp ERR! (?!stack Error)|getting requirements to build"
    r"|compilation failed|Compilation failure$|There are test failures|^FAILURES?!?$|^ERRORS?!?$"
    r"|^=+ (?:FAILURES|ERRORS|short)|rebuild failed"
    r"|^Process finished|^Node\.js v|errors? (?:occurred|found)|COMPILATION ERROR"
    r"|failed without output|evaluation failed|Execution failed for task"
)
"""Lines that repeat that something failed, after what they do not tell."""

RETRIES = re.compile(r"\b[Rr]etry(?:ing)?\b|\battempt \d+|\bAttempt \d+|trying again|will be retried")
