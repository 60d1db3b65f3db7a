"""Failures of pytest: its own, and what tests found."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.faults.case import Case
from journeyman.faults.python.near import near
from journeyman.faults.rule import Rule, Table
from journeyman.faults.tools.reworded import nearest, reworded, with_option
from journeyman.values import Fix
from journeyman.values.fault import advice, command, edit, install

_FIXTURES = re.compile(r"available fixtures: (.{1,4000})")
_PLACE = re.compile(r"^file (.{1,300}), line (\d+)$")
_PLUGINS = {
    "--cov": "pytest-cov",
    "--cov-report": "pytest-cov",
    "--timeout": "pytest-timeout",
    "-n": "pytest-xdist",
    "--numprocesses": "pytest-xdist",
    "--dist": "pytest-xdist",
    "--asyncio-mode": "pytest-asyncio",
    "--reruns": "pytest-rerunfailures",
    "--html": "pytest-html",
    "--benchmark-only": "pytest-benchmark",
    "--ds": "pytest-django",
    "--reuse-db": "pytest-django",
    "--black": "pytest-black",
    "--flake8": "pytest-flake8",
    "--mypy": "pytest-mypy",
    "--randomly-seed": "pytest-randomly",
    "--sugar": "pytest-sugar",
}
_FIXTURE_PLUGINS = {
    "mocker": "pytest-mock",
    "benchmark": "pytest-benchmark",
    "httpx_mock": "pytest-httpx",
    "requests_mock": "requests-mock",
    "client": "pytest-django",
    "db": "pytest-django",
    "django_user_model": "pytest-django",
    "settings": "pytest-django",
    "freezer": "pytest-freezer",
    "event_loop": "pytest-asyncio",
    "aiohttp_client": "pytest-aiohttp",
    "qtbot": "pytest-qt",
    "snapshot": "syrupy",
    "faker": "Faker",
    "fs": "pyfakefs",
    "subtests": "pytest-subtests",
    "httpserver": "pytest-httpserver",
    "datadir": "pytest-datadir",
    "live_server": "pytest-django",
}
_OPTIONS = (
    *("--collect-only", "--exitfirst", "--failed-first", "--last-failed", "--maxfail", "--verbose", "--quiet", "--tb"),
    *(
        "--capture",
        "--durations",
        "--markers",
        "--fixtures",
        "--pdb",
        "--ignore",
        "--deselect",
        "--junitxml",
        "--color",
    ),
    *("--no-header", "--no-summary", "--stepwise", "--strict-markers", "--import-mode", "--rootdir", "--setup-show"),
)


def _fixture(match: re.Match[str], case: Case) -> Sequence[Fix]:
    name = match[1]
    listed = [
        word.strip()
        for _, line in case.holding("available fixtures")
        if (found := _FIXTURES.search(line))
        for word in found[1].split(",")
    ]
    fixes: list[Fix] = []
    for right in near(name, listed, 1):
        fixes += _renamed(case, name, right)
    if plugin := _FIXTURE_PLUGINS.get(name):
        fixes.append(install(f"pip install {plugin}", f"it brings the fixture {name}"))
    return fixes


def _import_mode(match: re.Match[str], case: Case) -> Sequence[Fix]:
    return with_option(case, "--import-mode=importlib", "files of the same name do not matter then")


def _renamed(case: Case, name: str, right: str) -> list[Fix]:
    for at, (_, line) in enumerate(case.lines[:-1]):
        if place := _PLACE.match(line):
            source = next(
                (text for _, text in case.lines[at + 1 : at + 4] if re.search(rf"def .*\b{name}\b", text)), ""
            )
            source = source.strip()
            if source:
                changed = re.sub(rf"\b{re.escape(name)}\b", lambda _: right, source)
                return [edit(place[1], int(place[2]), source, changed)]
    return [advice(f"the fixture is called {right}")]


def _option(match: re.Match[str], case: Case) -> Sequence[Fix]:
    words = (match[1] or "").split()
    for word in words:
        bare = word.partition("=")[0]
        if plugin := _PLUGINS.get(bare):
            return (install(f"pip install {plugin}", f"it brings {bare}"),)
    wrong = next((word.partition("=")[0] for word in words if word.startswith("-")), "")
    return nearest(case, wrong, _OPTIONS) if wrong else ()


def _path(match: re.Match[str], case: Case) -> Sequence[Fix]:
    wanted = match[1]
    path, _, rest = wanted.partition("::")
    found = near(path, [file for file in case.around.files if file.endswith(".py") or "/" in file], 1)
    return tuple(fix for right in found for fix in reworded(case, wanted, f"{right}::{rest}" if rest else right))


def _mark(match: re.Match[str], case: Case) -> Sequence[Fix]:
    known = ("parametrize", "skip", "skipif", "xfail", "usefixtures", "filterwarnings", "asyncio", "django_db", "slow")
    return tuple(advice(f"it may be meant as {right}") for right in near(match[1], known, 1))


PYTEST = Table(
    "pytest",
    (
        Rule(
            "pytest.fixture_not_found",
            ("fixture '",),
            re.compile(r"^E? {0,8}fixture '([^']{1,80})' not found"),
            "a test asks for a fixture that does not exist: {0}",
            (advice("define {0} in the file or in conftest.py, or check its spelling"),),
            derive=_fixture,
        ),
        Rule(
            "pytest.import_mismatch",
            ("import file mismatch", "ImportPathMismatchError"),
            re.compile(r"import file mismatch|ImportPathMismatchError"),
            "two test files have the same module name, or old compiled files are left",
            (
                advice("give the files different names, or put an __init__.py into their folders"),
                advice("remove the folders __pycache__ if the file was moved"),
            ),
            derive=_import_mode,
        ),
        Rule(
            "pytest.unknown_option",
            ("unrecognized arguments", "ambiguous option"),
            re.compile(
                r"(?:pytest|__main__\.py|py\.test): error: (?:unrecognized arguments|ambiguous option): (.{1,300})"
            ),
            "pytest does not know this option: {0}",
            (advice("install the plugin that brings it, or check its spelling; addopts in the settings count, too"),),
            derive=_option,
        ),
        Rule(
            "pytest.path_not_found",
            ("file or directory not found", "no such file or directory", "not found: "),
            re.compile(r"^ERROR: (?:file or directory )?not found: (\S{1,400})"),
            "there is no such test file or test: {0}",
            (advice("check the path, the name of the test, and the folder that the command runs in"),),
            derive=_path,
        ),
        Rule(
            "pytest.unknown_mark",
            ("not found in `markers`", "Unknown pytest.mark", "PytestUnknownMarkWarning"),
            re.compile(
                r"^E? {0,8}'?(\w{1,80})'? not found in `markers` configuration option|^E .{0,60}Unknown pytest\.mark\.(\w{1,80})"
            ),
            "a test has a mark that is not declared: {0}",
            (advice("declare {0} under markers in pytest's settings, or check its spelling"),),
            derive=_mark,
        ),
        Rule(
            "pytest.plugin_missing",
            ("Error importing plugin", "Missing required plugins"),
            re.compile(r'Error importing plugin "([^"]{1,100})"|Missing required plugins: (\S{1,200})'),
            "a plugin of pytest is missing or does not load: {0}",
            (install("pip install {0}"),),
            "critical",
        ),
        Rule(
            "pytest.async_unsupported",
            ("async def functions are not natively supported", "async def function and no async plugin"),
            re.compile(r"async def functions are not natively supported|async def function and no async plugin"),
            "pytest cannot run asynchronous tests without a plugin",
            (install("pip install pytest-asyncio", "and set asyncio_mode = auto"),),
        ),
        Rule(
            "pytest.bad_parametrize",
            ("in parametrize the number of names", "uses no argument"),
            re.compile(r"in parametrize the number of names|function uses no (?:argument|fixture) '([^']{1,80})'"),
            "the arguments of parametrize do not fit the test: {0}",
            (advice("as many values as names, and each name a parameter of the test"),),
        ),
        Rule(
            "pytest.fixture_called_directly",
            ("called directly",),
            re.compile(r"Fixture \"(\w{1,80})\" called directly"),
            "the fixture {0} is called like a function",
            (advice("make {0} a parameter of the test"),),
        ),
        Rule(
            "pytest.fixture_scope",
            ("ScopeMismatch",),
            re.compile(r"ScopeMismatch: You tried to access the (\w+) scoped fixture (\w+)"),
            "a fixture with a wider scope uses {2}, which has a narrower one",
            (advice("give both the same scope"),),
        ),
        Rule(
            "pytest.settings",
            ("pytest.ini", "pyproject.toml", "setup.cfg", "Unknown config option", "conftest"),
            re.compile(
                r"^ERROR: (\S{1,200}(?:ini|toml|cfg)):(?:\d+:)? (.{1,200})|ImportError while loading conftest '([^']{1,300})'"
            ),
            "pytest's settings cannot be read: {0} {2}",
            (advice("look at the line that it names"),),
            "critical",
        ),
        Rule(
            "pytest.internal_error",
            ("INTERNALERROR>",),
            re.compile(r"^INTERNALERROR> (?:[\w.]{1,100}(?:Error|Exception|Exit)\b.{0,200})"),
            "pytest itself, or one of its plugins, failed",
            (advice("look for the plugin in the traceback; try without it: -p no:NAME"),),
        ),
    ),
    (
        "pytest",
        "INTERNALERROR",
        "fixture",
        "conftest",
        "ERROR: ",
        "async def",
        "import file mismatch",
        "markers",
        "parametrize",
    ),
)

PYTEST_FAILURES = Table(
    "pytest_failures",
    (
        Rule(
            "pytest.collection_failed",
            ("ERROR collecting",),
            re.compile(r"^_+ ERROR collecting (\S{1,300}) _+$"),
            "a test file cannot be loaded: {0}",
            (advice("read the lines that begin with E below it"),),
        ),
        Rule(
            "pytest.assertion",
            ("E   ",),
            re.compile(r"^E {3,}(?:AssertionError: )?(assert .{1,300}|Failed: .{1,300}|\S.{0,300})"),
            "a test found: {0}",
            (advice("compare what the test expects with what the code returns"),),
        ),
        Rule(
            "pytest.tests_failed",
            (" failed", " error"),
            re.compile(r"^(?:=+ )?((?:[1-9]\d* \w+, ){0,9}[1-9]\d* (?:failed|errors?)\b.{0,200}?) in [\d.]+s"),
            "tests failed: {0}",
            (advice("read the first failing test in the output and change the code it tests"),),
        ),
        Rule(
            "pytest.test_failed",
            ("FAILED ", "ERROR "),
            re.compile(r"^(?:FAILED|ERROR) (\S{1,300}\.py(?:::\S{1,300})?)"),
            "a test failed: {0}",
            (advice("read what it printed, and change the code it tests"),),
        ),
        Rule(
            "pytest.no_tests",
            ("no tests ran", "collected 0 items", "deselected"),
            re.compile(r"no tests ran|collected 0 items|\b\d{1,6} deselected in"),
            "pytest found no test to run",
            (advice("files are called test_*.py, functions test_*; check the path and the -k or -m expression"),),
        ),
        Rule(
            "unittest.no_tests",
            ("NO TESTS RAN", "Ran 0 tests"),
            re.compile(r"NO TESTS RAN|^Ran 0 tests"),
            "unittest found no test to run",
            (command("python -m unittest discover -s tests -t .", "ask", "where the tests are in the folder tests"),),
        ),
        Rule(
            "unittest.tests_failed",
            ("FAILED (",),
            re.compile(r"^FAILED \(([^)]{1,100})\)"),
            "tests failed: {0}",
            (advice("read the first block that begins with FAIL or ERROR, and change the code it tests"),),
        ),
    ),
    (
        " failed",
        " error",
        "ERROR",
        "E   ",
        "FAILED",
        "no tests ran",
        "collected 0 items",
        "TESTS RAN",
        "Ran 0",
        "deselected",
    ),
)
