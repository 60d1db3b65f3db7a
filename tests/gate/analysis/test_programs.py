"""The shipped program data: every entry is valid, and its own examples hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from journeyman.errors import ConfigError
from journeyman.gate.analysis import programs
from journeyman.gate.analysis.judges import JUDGES
from journeyman.values import Prediction

Shell = Callable[[str], Prediction]
NAMES = sorted(programs._index())
ENTRIES = [(path.stem, names[0]) for path in programs.program_files() for names, _ in programs._entries(path)]


@pytest.fixture
def own_programs(isolated_home: Path) -> Iterator[Callable[[str], None]]:
    folder = isolated_home / "config" / "journeyman" / "programs"
    folder.mkdir(parents=True)

    def write(text: str) -> None:
        (folder / "own.yaml").write_text(text)
        programs.reload_programs()

    yield write
    programs.reload_programs()


@pytest.mark.parametrize("path", programs.program_files(), ids=lambda path: path.stem)
def test_every_entry_is_valid_and_named_once(path: Path) -> None:
    seen: set[str] = set()
    for names, _ in programs._entries(path):
        assert not seen & set(names)
        seen |= set(names)
    assert seen
    for name in seen:
        found = programs.find_program(name)
        assert found is not None
        assert found.judge == "" or found.judge in JUDGES


def test_hundreds_of_programs_are_described() -> None:
    assert len(NAMES) > 2000
    assert programs.find_program("no-such-program") is None


def test_no_program_is_described_in_two_shipped_files() -> None:
    entries = [
        (name, path.name) for path in programs.program_files() for names, _ in programs._entries(path) for name in names
    ]
    seen: dict[str, str] = {}
    for name, file in entries:
        assert seen.setdefault(name, file) == file, f"{name}: {seen[name]} and {file}"


@pytest.mark.parametrize(("file", "name"), ENTRIES, ids=[f"{file}:{name}" for file, name in ENTRIES])
def test_the_examples_of_an_entry_hold(shell: Shell, file: str, name: str) -> None:
    found = programs.find_program(name)
    assert found is not None
    for text in found.options.get("match", ()):
        assert shell(text).level == "read", (text, shell(text).effects)
    for text in found.options.get("not_match", ()):
        assert shell(text).level != "read", text
    for level, texts in found.options.get("levels", {}).items():
        for text in texts:
            assert shell(text).level == level, (text, shell(text).effects)


@pytest.mark.parametrize(("file", "name"), ENTRIES, ids=lambda each: each)
def test_an_entry_has_examples(file: str, name: str) -> None:
    found = programs.find_program(name)
    assert found is not None
    examples = {key: found.options.get(key, []) for key in ("match", "not_match")}
    only_reads = found.leaf.level == "read" and found.tree is None and not found.judge
    harmless = only_reads and found.flags.everything and not found.leaf.outputs and not found.leaf.edits
    assert examples["match"] or found.judge
    assert harmless or examples["not_match"], "what it must not allow has an example"


def test_a_user_adds_a_program_without_code(shell: Shell, own_programs: Callable[[str], None]) -> None:
    assert shell("mytool show x").level == "contained"
    own_programs(
        "mytool:\n  network: true\n  read: show, list *\n  commands:\n    drop: {level: floor, reason: it drops}\n"
    )
    assert shell("mytool show x").level == "read"
    assert shell("mytool list all").level == "read"
    assert shell("mytool add x").level == "external"
    assert shell("mytool drop x").level == "floor"
    assert shell("mytool --odd show").level == "external"
    assert shell("mytool show $X").level == "external"


def test_a_user_overrides_a_shipped_program(shell: Shell, own_programs: Callable[[str], None]) -> None:
    own_programs("cat:\n  level: contained\n  flags: any\n")
    assert shell("cat x").level == "contained"


@pytest.mark.parametrize(
    "text", ["mytool: {level: perhaps}\n", "mytool: {flag: -a}\n", "mytool:\n  read: [\n", "mytool: 3\n"]
)
def test_a_bad_entry_is_an_error_that_names_the_file(
    shell: Shell, own_programs: Callable[[str], None], text: str
) -> None:
    own_programs(text)
    with pytest.raises(ConfigError, match=r"own\.yaml"):
        shell("mytool x")
    assert shell("ls").level == "read"


OUTPUTS = """
mytool:
  outputs: -o --output
  flags: "-n: -v"
  reads: all
  read: "show, list ., pick * ."
  commands:
    edit: {edits: -i --in-place, flags: "-x", reads: all}
"""


@pytest.mark.parametrize(
    ("level", "text"),
    [
        ("read", "mytool show a"),
        ("read", "mytool -v show a"),
        ("read", "mytool show a -o -"),
        ("read", "mytool -o /dev/null show a"),
        ("contained", "mytool show a -o b"),
        ("contained", "mytool -o b show a"),
        ("contained", "mytool show a --output=b"),
        ("contained", "mytool show a --outp=/etc/b"),
        ("floor", "mytool show a --output /etc/b"),
        ("floor", "mytool --output=/etc/b show a"),
        ("floor", "mytool show .env"),
        ("read", "mytool list -v"),
        ("contained", "mytool list a"),
        ("read", "mytool pick a"),
        ("contained", "mytool pick a b"),
        ("contained", "mytool pick"),
        ("contained", "mytool pick --output"),
        ("read", "mytool edit -x a"),
        ("contained", "mytool edit -i a"),
        ("contained", "mytool edit --in-pl a"),
        ("floor", "mytool edit -xi /etc/a"),
        ("contained", "mytool --odd show a"),
        ("read", "mytool show --help"),
        ("read", "mytool help show"),
        ("contained", "mytool help --odd"),
        ("contained", "mytool run x --help"),
    ],
)
def test_files_that_options_name_are_judged_by_place(
    shell: Shell, own_programs: Callable[[str], None], level: str, text: str
) -> None:
    own_programs(OUTPUTS)
    prediction = shell(text)
    assert prediction.level == level, prediction.effects


RULES = """
fetcher: {network: true, addresses: first --from, flags: "-n"}
setter:
  flags: "-c: -j"
  values: {"-c": 'color=.*', "*": '[^!]*'}
  words: '[a-z]+'
  lifts: -j
  otherwise: floor
mover: {flags: -l, needs: -l, writes: all}
copier: {flags: any, writes: second, reads: all}
"""


@pytest.mark.parametrize(
    ("level", "text"),
    [
        ("read", "fetcher example.com secret"),
        ("read", "fetcher --from example.com"),
        ("read", "fetcher -n"),
        ("external", "fetcher 'https://example.com/?q=x'"),
        ("external", "fetcher --from=me@example.com"),
        ("external", "fetcher $X"),
        ("external", "fetcher --odd example.com"),
        ("floor", "fetcher http://169.254.169.254/"),
        ("read", "setter -c color=red abc"),
        ("read", "setter -j ABC"),
        ("floor", "setter -c other=red"),
        ("floor", "setter -c 'color=!x'"),
        ("floor", "setter ABC"),
        ("read", "mover -l a"),
        ("contained", "mover a"),
        ("floor", "mover /etc/a"),
        ("contained", "mover"),
        ("read", "copier a"),
        ("contained", "copier a b"),
        ("floor", "copier a /etc/b"),
        ("floor", "copier .env"),
    ],
)
def test_addresses_values_and_words_are_checked(
    shell: Shell, own_programs: Callable[[str], None], level: str, text: str
) -> None:
    own_programs(RULES)
    prediction = shell(text)
    assert prediction.level == level, prediction.effects


def test_an_address_names_the_host(shell: Shell, own_programs: Callable[[str], None]) -> None:
    own_programs(RULES)
    assert shell("fetcher example.com").hosts == ("example.com",)
    assert shell("fetcher $X").hosts is None


def test_a_program_that_is_not_described_may_show_its_help(shell: Shell) -> None:
    assert shell("no-such-program --help").level == "read"
    assert shell("no-such-program --version").level == "read"
    assert shell("no-such-program x --help").level == "contained"


@pytest.mark.parametrize("text", ["python3 x --help", "bash x --help", "env ./x --help", "xargs ./x --help"])
def test_the_help_of_a_script_runs_the_script(shell: Shell, text: str) -> None:
    assert shell(text).level != "read"


@pytest.mark.parametrize(
    "text", ["aws --profile x ec2 describe-instances", "dscl . -read /Users/me", "git -C x -P log"]
)
def test_options_stand_before_and_between_sub_commands(shell: Shell, text: str) -> None:
    assert shell(text).level == "read"
