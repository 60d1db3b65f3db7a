"""Interpreters: code in an argument is judged, a script is bound to its content, standard input is what came before."""

from __future__ import annotations

from collections.abc import Sequence

from journeyman.gate.analysis.digests import digest_tree
from journeyman.gate.analysis.executed import PYTHON, SOURCED, judge_code, read_named
from journeyman.gate.analysis.flags import Parsed, make_flags, split
from journeyman.gate.analysis.foreign import reads_only
from journeyman.gate.analysis.judges.shadows import judge_shadows
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

TEST_FILES = ("*.py", "*.toml", "*.cfg", "*.ini")
"""What a test run of a Python project executes or is steered by."""

_READING_MODULES = {
    "json.tool": make_flags("--sort-keys --no-ensure-ascii --json-lines --indent= --tab --no-indent --compact --help"),
    "zipfile": make_flags("-l: --list= -t: --test= -h --help"),
    "tarfile": make_flags("-l: --list= -t: --test= -v --verbose -h --help"),
    "calendar": make_flags("any -L: --locale= -e: --encoding= -t: --type= -w: -l: -s: -m: -f:"),
    "sysconfig": make_flags("any", refused="--generate-posix-vars"),
    **dict.fromkeys(names("this platform site tokenize ast dis"), make_flags("any")),
}
"""Modules that only read, with their options; one word at most is the file that they read."""
_NETWORK_MODULES = frozenset({"http.server", "ensurepip", "smtplib", "ftplib", "telnetlib", "webbrowser"})
_SHELL_OPTIONS = names("pipefail errexit nounset xtrace noglob noclobber errtrace functrace")
_INPUT = {"-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"}
_LOOPS = {"-n", "-p", "-a", "-l", "-0", "-7", "--input-type", "--no-warnings"}


def judge_shell(program: Program, words: Sequence[Word], record: Record) -> None:
    """``bash -c TEXT``, ``bash FILE``, ``... | bash``."""
    parsed = split(words, program.flags)
    for word in (value for name, value in parsed.values if name in {"--rcfile", "--init-file"}):
        record.execute_file(word, program.name, program.name)
    options = [value.text for name, value in parsed.values if name in {"-o", "+o", "-O", "+O"}]
    if any(option not in _SHELL_OPTIONS for option in options):
        record.unknown(f"{program.name} with options that change how the text is read")
    # -c takes the next word as text, wherever the other letters of its cluster stand
    if parsed.has("-c"):
        if parsed.unknown:
            record.unknown(f"{program.name}: {parsed.unknown[0]} is not known to be harmless")
        text = parsed.rest[0] if parsed.rest else None
        if text is None or not text.known:
            record.note("unknown", "floor", f"{program.name} -c with text that is not known before it runs")
            record.subject(f"{program.name} -c", "floor")
            return
        judge_code(text.text, program.name, record)
        return
    if parsed.has("--version", "--help"):
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} --version", "read")
        return
    if parsed.rest and set(parsed.names) == {"-n"}:  # parsed, and not run
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} -n", "read")
        record.read(parsed.rest[0])
    elif parsed.rest and not parsed.has("-s"):
        _script(program, parsed.rest[0], program.name, record)
    else:
        _standard_input(program, program.name, record)


def _script(program: Program, script: Word, language: str, record: Record) -> None:
    if script.text in _INPUT:
        _standard_input(program, language, record)
        return
    record.execute_file(script, program.name, language)


def _standard_input(program: Program, language: str, record: Record) -> None:
    """Judge an interpreter that runs what it is sent."""
    source = record.stdin
    record.subject(f"{program.name} < input", "contained")
    record.identify(program.name)
    if source.network:
        record.note("execute", "floor", f"{program.name} runs what was fetched from the network")
    if source.text is not None:
        judge_code(source.text, language, record)
        if source.here and (language == PYTHON or reads_only(source.text, language)):
            return  # like `python -c`
        record.unknown(f"{program.name} runs its standard input")
    elif source.file is not None:
        record.execute_file(source.file, program.name, language)
    elif source.piped:
        record.note("execute", "floor", f"{program.name} runs an input that is not known before it runs")
    else:
        record.note("execute", "contained", f"{program.name} runs its standard input")


def judge_python_program(program: Program, words: Sequence[Word], record: Record) -> None:
    """``python -c CODE``, ``python -m MODULE``, ``python FILE``."""
    head, found = _python_head(words)
    parsed = split(head, program.flags)
    if parsed.has("-V", "--version", "-VV", "-h", "--help") and found is None and not parsed.unknown:
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} --version", "read")
        return
    if parsed.unknown:
        record.unknown(f"{program.name}: {parsed.unknown[0]} is not known to be harmless")
    if not all(program.leaf.accepts(name, each.text) for name, each in parsed.values):
        record.unknown(f"{program.name} loads a module named in an option")
    option, value, rest = found or ("", None, [])
    record.identify(program.name)
    if option != "file" and not parsed.has("-I", "-P"):
        judge_shadows(value.text if option == "-m" and value is not None else "", record)
    if option and parsed.has("-i"):
        _standard_input(program, PYTHON, record)
    if option == "-c" and value is not None and value.known:
        record.subject(f"{program.name} -c", "contained")
        judge_code(value.text, PYTHON, record)
    elif option == "-m" and value is not None and value.known:
        _module(program, value.text, rest, record)
    elif option == "file" and value is not None:
        _script(program, value, PYTHON, record)
    elif not option:
        _standard_input(program, PYTHON, record)
    else:
        record.note("unknown", "floor", f"{program.name} runs code that is not known before it runs")
        record.subject(f"{program.name} {option}", "floor")


def _python_head(words: Sequence[Word]) -> tuple[list[Word], tuple[str, Word | None, list[Word]] | None]:
    """Return python's own options, and what it runs: (``-c``, ``-m`` or ``file``, its value, the words after it)."""
    index = 0
    while index < len(words):
        text = words[index].text
        if text[:1] != "-" or text == "-":
            return list(words[:index]), ("file", words[index], list(words[index + 1 :]))
        for option in ("-c", "-m"):
            if text.startswith("--") or option[1] not in text:
                continue
            before, _, attached = text[1:].partition(option[1])
            if before and not set(before) <= set("bBdEhiIOPqsSuvVx"):
                continue
            head = [*words[:index], *([Word("-" + before)] if before else [])]
            if attached:
                return head, (option, Word(attached), list(words[index + 1 :]))
            value = words[index + 1] if index + 1 < len(words) else None
            return head, (option, value, list(words[index + 2 :]))
        index += 2 if text in {"-W", "-X"} else 1
    return list(words), None


def _module(program: Program, module: str, rest: Sequence[Word], record: Record) -> None:
    if module.partition(".")[0] in {"journeyman", "ipy_ext"}:
        record.run([Word("journeyman"), *rest], record)
        return
    if module in {"pip", "pytest", "ruff", "mypy", "black", "isort", "pip_audit", "coverage", "uv", "flake8", "pylint"}:
        record.run([Word(module), *rest], record)
        return
    record.subject(f"{program.name} -m {module}", "contained")
    found = split(rest, _READING_MODULES[module]) if module in _READING_MODULES else None
    if found and not found.unknown and (len(found.rest) <= 1 or module == "calendar"):
        record.add(Effect("read", "read", "none", module))
        record.quiet_subjects.append(f"{program.name} -m {module}")
        record.subjects.remove(f"{program.name} -m {module}")
        for word in (*found.rest, *(value for _, value in found.values)):
            record.read(word)
    elif module == "timeit":
        _timed(rest, record)
    elif module in _NETWORK_MODULES:
        record.note("network-out", "external", f"the module {module} uses the network")
    else:
        record.note("execute", "contained", f"runs the module {module}")
        if module in {"unittest", "doctest"}:
            record.digests["tree:tests"] = digest_tree(record.workspace, TEST_FILES, record.overlay)


def _timed(words: Sequence[Word], record: Record) -> None:
    """``python -m timeit CODE``: statements, and those that set them up."""
    parsed = split(words, make_flags("-n: --number= -r: --repeat= -s: --setup= -u: --unit= -p --process -v --verbose"))
    setup = [value for name, value in parsed.values if name in {"-s", "--setup"}]
    if parsed.unknown or not all(word.known for word in (*setup, *parsed.rest)):
        record.unknown("the module timeit runs code that is not known before it runs")
    judge_code("\n".join(word.text for word in (*setup, *parsed.rest)), PYTHON, record)


def judge_interpreter(program: Program, words: Sequence[Word], record: Record) -> None:
    """Other languages: showing a version reads; code that can only compute and print too; the rest is asked."""
    texts = [word.text for word in words]
    versions = set(program.options.get("versions", "--version").split())
    if texts and all(text in versions for text in texts):
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} {texts[0]}", "read")
        return
    if len(texts) > 1 and texts[0] in program.options.get("parses", "").split():
        _parsed(program, words, record)
        return
    parsed = split(words, program.flags)
    record.identify(program.name)
    codes = [value for name, value in parsed.values if name in program.options.get("code", "").split()]
    if codes:
        _given_code(program, codes, parsed, record)
    elif parsed.rest:
        _script(program, parsed.rest[0], program.name, record)
    else:
        _standard_input(program, program.name, record)


def _parsed(program: Program, words: Sequence[Word], record: Record) -> None:
    """``node --check FILE``, ``ruby -c FILE``: the files are parsed, and not run."""
    if any(word.text[:1] == "-" or not word.known for word in words[1:]):
        record.note("execute", "contained", f"{program.name} with options that may run code")
    record.add(Effect("read", "read", "none", program.name))
    record.subject(f"{program.name} {words[0].text}", "read")
    for word in words[1:]:
        record.read(word)


def _given_code(program: Program, codes: Sequence[Word], parsed: Parsed, record: Record) -> None:
    """Judge code in arguments. With a loop over its input (``perl -ne``) the other words are files that it reads."""
    known = all(word.known for word in codes) and not parsed.unknown
    extra = set(parsed.names) - set(program.options.get("code", "").split()) - _LOOPS
    if known and not extra and all(reads_only(word.text, program.name) for word in codes):
        record.add(Effect("read", "read", "none", program.name))
        record.subject(f"{program.name} with code", "read")
        for word in codes:
            read_named(word.text, program.name, record)
        for word in parsed.rest:
            record.read(word)
            if any(sign in word.text for sign in "|<>"):
                record.note("execute", "contained", f"{program.name} may run what a file's name says")
        return
    record.subject(f"{program.name} with code", "contained")
    record.note("execute", "contained", f"{program.name} runs code given as text")


def judge_eval(program: Program, words: Sequence[Word], record: Record) -> None:
    """``eval WORDS``: the words joined are shell text."""
    if not all(word.known for word in words):
        record.note("unknown", "floor", "eval of text that is not known before it runs")
        record.subject("eval", "floor")
        return
    record.run_text(" ".join(word.text for word in words), record)


def judge_source(program: Program, words: Sequence[Word], record: Record) -> None:
    """``source FILE``: it runs in the same shell, and may change what every later word means."""
    if not words:
        record.unknown("source without a file")
        return
    if words[0].text in _INPUT and record.stdin.text is not None:
        record.run_text(record.stdin.text, record)
        return
    if words[0].text in _INPUT:
        record.note("execute", "floor", "runs an input that is not known before it runs")
    record.execute_file(words[0], "source", SOURCED)
    record.environment_tainted = True
