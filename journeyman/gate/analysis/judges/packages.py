"""Package managers: which packages a command names, and what it runs in an environment of the project's own.

The names are facts for the policy (``Record.packages``), which knows the lists; nothing is judged by them here.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass

from journeyman.gate.analysis.digests import digest_file, without_waiting
from journeyman.gate.analysis.flags import Parsed, make_flags, split
from journeyman.gate.analysis.judges.package_names import add_package
from journeyman.gate.analysis.judges.runners import judge_runner
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word

_MOST = 400
_REQUIREMENTS = frozenset({"-r", "--requirement", "--requirements", "--with-requirements"})
_INDEXES = frozenset(
    names(
        """
        -i --index-url --extra-index-url --default-index --index -f --find-links --registry --source --trusted-host
        --index-strategy --repository --repository-url --git --channel -c
        """
    )
)
_SIMULATES = frozenset({"-s", "--simulate", "--just-print", "--dry-run", "--no-act", "--recon"})
_PYTHON_VALUES = """
    -r: -c: -e: -i: -f: -t: -p: --requirement= --requirements= --constraint= --editable= --index-url=
    --extra-index-url= --find-links= --target= --prefix= --root= --python= --python-version= --platform= --abi=
    --implementation= --cache-dir= --proxy= --timeout= --retries= --upgrade-strategy= --group= --extra=
    --optional= --source= --tag= --branch= --rev= --default-index= --index= --only-binary= --no-binary= --log=
    --src= --dest= -d: -w: --wheel-dir= --progress-bar= --report= --config-settings= --project= --directory=
    --package= --index-strategy= --trusted-host= --bounds= --spec= --with= --from= --with-requirements= -E:
    --extras= -G:
"""
_NODE_VALUES = """
    -w: --workspace= --registry= --prefix= --tag= --loglevel= -C: --dir= --cwd= --filter= -F: --omit= --include=
    --cache= -p: --package= -c: --call=
"""
_CARGO_VALUES = """
    --version= --vers= --git= --branch= --tag= --rev= --path= --root= --registry= --index= --features= -F:
    --target= --profile= -p: --package= --manifest-path= --color= -j: --jobs= --rename= --bin= --example=
    --target-dir= --config= -Z:
"""
_PLAIN_VALUES = """
    -v: --version= -t: --target-release= -o: --option= -n: --name= -c: --channel= -p: --prefix= -s: --source=
    -i: --install-dir= --file= --solver= -d: -e: --env=
"""


@dataclass(frozen=True, slots=True)
class Way:
    """How one family installs: the ecosystem's name, its verbs (after the program), options that take values.

    ``named``: options whose value is a package as well.
    """

    ecosystem: str
    verbs: tuple[str, ...]
    values: str
    named: frozenset[str] = frozenset()


_PIP = Way("pypi", ("install", "download", "wheel"), _PYTHON_VALUES)
_NODE = ("install", "i", "in", "add", "isntall", "install-test", "it", "update", "up", "upgrade", "link", "global add")
_CONDA = Way("conda", ("install", "create", "update", "upgrade"), _PLAIN_VALUES)
WAYS: dict[str, tuple[Way, ...]] = {
    "pip": (_PIP,),
    "uv": (Way("pypi", ("pip install", "add", "tool install", "tool upgrade"), _PYTHON_VALUES, frozenset({"--with"})),),
    "pipx": (Way("pypi", ("install", "inject", "upgrade"), _PYTHON_VALUES, frozenset({"--spec"})),),
    "poetry": (Way("pypi", ("add", "update"), _PYTHON_VALUES),),
    "pdm": (Way("pypi", ("add", "update"), _PYTHON_VALUES),),
    "rye": (Way("pypi", ("add", "install"), _PYTHON_VALUES),),
    "pipenv": (Way("pypi", ("install", "update", "upgrade"), _PYTHON_VALUES),),
    "conda": (_CONDA,),
    "pixi": (Way("conda", ("add", "global install"), _PLAIN_VALUES),),
    "npm": (Way("npm", _NODE, _NODE_VALUES),),
    "pnpm": (Way("npm", _NODE, _NODE_VALUES.replace("-w: ", "")),),
    "yarn": (Way("npm", ("add", "upgrade", "up", "global add"), _NODE_VALUES),),
    "bun": (Way("npm", ("add", "install", "i", "a"), _NODE_VALUES),),
    "cargo": (Way("crates", ("install", "add", "binstall"), _CARGO_VALUES),),
    "gem": (Way("gem", ("install", "update", "fetch"), _PLAIN_VALUES),),
    "bundle": (Way("gem", ("add",), _PLAIN_VALUES),),
    "go": (Way("go", ("get", "install", "run"), "-modfile: -tags: -ldflags: -C: -o: -p: -mod:"),),
    "composer": (
        Way("packagist", ("require", "global require", "create-project"), "-d: --working-dir= --repository="),
    ),
    "brew": (Way("brew", ("install", "reinstall", "upgrade"), ""),),
    "apt": (Way("apt", ("install", "build-dep", "source", "download"), _PLAIN_VALUES),),
    "flutter": (Way("pub", ("pub add", "pub global activate"), ""),),
}
_FAMILIES = {
    "uvx": "uv", "mamba": "conda", "micromamba": "conda", "yarnpkg": "yarn", "bundler": "bundle", "apt-get": "apt",
    "aptitude": "apt", "dart": "flutter",
}  # fmt: skip


def judge_packages(program: Program, words: Sequence[Word], record: Record) -> None:
    """Note the packages that an installing command names; judge what runs inside an environment; then as described."""
    family = family_of(program.name)
    simulates = family == "apt" and any(word.text in _SIMULATES for word in words)
    for way in () if simulates else WAYS.get(family, ()):
        rest = _after(way.verbs, words)
        if rest is not None:
            _collect(way, split(rest, make_flags(f"any {way.values}", single=family == "go")), record)
    if not judge_runner(program, family, words, record):
        record.run_tree(program, words, record)


def family_of(name: str) -> str:
    """Return the program whose options ``name`` shares (``pip3.11`` is ``pip``)."""
    return "pip" if re.fullmatch(r"pip[\d.]*", name) else _FAMILIES.get(name, name)


def _after(verbs: Sequence[str], words: Sequence[Word]) -> list[Word] | None:
    """Return the words after one of ``verbs``; None when none is there."""
    places = [index for index, word in enumerate(words) if word.text[:1] != "-"][:4]
    texts = [words[index].text for index in places]
    for verb in verbs:
        parts = verb.split()
        for start in range(min(2, len(texts))):  # one word may be the value of an option before it
            if texts[start : start + len(parts)] == parts:
                return list(words[places[start + len(parts) - 1] + 1 :])
    return None


def _collect(way: Way, parsed: Parsed, record: Record) -> None:
    for name, value in parsed.values:
        if name in way.named:
            for each in value.text.split(","):
                add_package(way.ecosystem, each, record)
        elif name in _REQUIREMENTS and way.ecosystem == "pypi":
            _requirements(value, record, 0)
        elif name in _INDEXES - ({"-c"} if way.ecosystem not in {"conda"} else set()):
            elsewhere(way, name, record)
    for word in parsed.rest:
        if way.ecosystem == "go" and "@" not in word.text and not re.match(r"[\w-]+\.[\w.-]+/", word.text):
            continue  # a folder of the project
        if way.ecosystem == "go":
            record.note("install", "external", "go fetches what it builds")
        add_package(way.ecosystem, word.text if word.known else "", record)


def elsewhere(way: Way, option: str, record: Record) -> None:
    """Record that packages come from a place which the command names."""
    record.note("install", "floor", f"installs from another place than usual ({option})")


def _requirements(word: Word, record: Record, depth: int) -> None:
    """Add what a requirements file names (its text, or what an earlier step writes); the approval is bound to it."""
    if not word.known or depth > 3:
        record.packages.add("pypi:?")
        return
    for cwd in record.cwds:
        path = os.path.normpath(os.path.join(cwd, word.text))
        record.digests[path] = digest_file(path, record.overlay)
        for line in _lines(path, record)[:_MOST]:
            text = re.sub(r"(^|\s)#.*", "", line).strip()
            nested = re.match(r"(-r|--requirement)[\s=]*(\S+)", text)
            if nested:
                _requirements(Word(os.path.join(os.path.dirname(path), nested[2])), record, depth + 1)
            elif re.match(r"(-i|--index-url|--extra-index-url|-f|--find-links)\b", text):
                elsewhere(_PIP, text.split()[0], record)
            elif text and text[0] != "-":
                add_package("pypi", text.split(" --")[0], record)
            elif text.startswith(("-e ", "--editable ")):
                add_package("pypi", text.split(None, 1)[1], record)


def _lines(path: str, record: Record) -> list[str]:
    if path in record.overlay:
        return record.overlay[path].splitlines()
    try:
        with open(path, encoding="utf-8", errors="replace", opener=without_waiting) as file:
            return file.read(200_000).splitlines()
    except OSError:
        return []
