"""Programs that run another one in an environment: ``uv run CMD``, ``npx CMD``, ``npm run SCRIPT``, ``rtk CMD``."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from journeyman.gate.analysis.digests import digest_file, without_waiting
from journeyman.gate.analysis.flags import make_flags, split
from journeyman.gate.analysis.judges.package_names import add_package
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word

_UV = """
    -q --quiet -v --verbose --frozen --locked --no-sync --isolated --active --all-extras --all-groups --no-dev
    --dev --only-dev --no-project --exact --no-cache -n --offline --no-progress --no-config --no-default-groups
    --no-editable --native-tls --managed-python --no-managed-python --project= --directory= --python= -p:
    --group= --no-group= --only-group= --extra= --no-extra= --package= --color= --all-packages
"""


@dataclass(frozen=True, slots=True)
class Runner:
    """``verbs``: sub-commands after which the other program stands ("" for none). ``flags``: harmless options.

    ``pure``: nothing of the project is looked up under the name before the program of that name. ``fetches``: the
    ecosystem that a missing program comes from. ``named``: options whose value is a package.
    """

    verbs: tuple[str, ...]
    flags: str = ""
    pure: bool = False
    fetches: str = ""
    named: str = ""


RUNNERS: Mapping[str, tuple[Runner, ...]] = {
    "uv": (
        Runner(("run",), _UV, pure=True, named="--with"),
        Runner(("tool run",), "-q --quiet --isolated --offline -p: --python=", fetches="pypi", named="--from --with"),
    ),
    "uvx": (Runner(("",), "-q --quiet --isolated --offline -p: --python=", fetches="pypi", named="--from --with"),),
    "pipx": (Runner(("run",), "-q --quiet --verbose --python= --pip-args=", fetches="pypi", named="--spec"),),
    "npx": (Runner(("",), "-y --yes --no --no-install -q --quiet", fetches="npm", named="-p --package"),),
    "pnpx": (Runner(("",), "", fetches="npm", named="--package"),),
    "bunx": (Runner(("",), "--bun --silent", fetches="npm", named="-p --package"),),
    "npm": (Runner(("exec", "x"), "-y --yes --no --silent -s", fetches="npm", named="--package"),),
    "pnpm": (Runner(("dlx",), "--silent -s", fetches="npm", named="--package"), Runner(("exec",), "-r --recursive")),
    "yarn": (Runner(("dlx",), "-q --quiet", fetches="npm", named="-p --package"), Runner(("exec",))),
    "bun": (Runner(("x",), "--bun --silent", fetches="npm"),),
    "poetry": (Runner(("run",), "-q -v -n -C: --directory= -P: --project="),),
    "pdm": (Runner(("run",), "-s --site-packages -p: --project="),),
    "pipenv": (Runner(("run",)),),
    "hatch": (Runner(("run",), "-e: --env="),),
    "rye": (Runner(("run",)),),
    "conda": (Runner(("run",), "-n: --name= -p: --prefix= --no-capture-output --live-stream -v --cwd=", pure=True),),
    "bundle": (Runner(("exec", "e"), "--keep-file-descriptors"),),
    "rtk": (Runner(("proxy", "err", "summary", "", "test"), "-v --verbose -u --ultra-compact", pure=True),),
    "mise": (Runner(("exec", "x"), "-q --quiet -C: --cd=", pure=True),),
    "rtx": (Runner(("exec", "x"), pure=True),),
    "rbenv": (Runner(("exec",)),),
    "asdf": (Runner(("exec",)),),
}
_SCRIPTS = {
    "npm": ("run", "run-script", "test", "t", "tst", "start", "stop", "restart"),
    "pnpm": ("run", "test", "start", "t"),
    "yarn": ("run", "test", "start"),
    "bun": ("run", "start"),
}
_SHORT = {"t": "test", "tst": "test"}
_MAX = 1_000_000


def judge_runner(program: Program, family: str, words: Sequence[Word], record: Record) -> bool:
    """Judge the program inside, where there is one; return whether that was all there is to say."""
    _scripts(program.name, words, record)
    runners = RUNNERS.get(program.name) or RUNNERS.get(family, ())
    for runner in runners:
        rest = _inner(runner, program, words)
        if rest is not None:
            return _run(runner, program, rest, record)
    return False


def _inner(runner: Runner, program: Program, words: Sequence[Word]) -> list[Word] | None:
    """Return the words after the runner's verb (with options before it put in front); None when it is another one."""
    before: list[Word] = []
    index = 0
    while index < len(words) and words[index].text[:1] == "-" and runner.verbs != ("",):
        before.append(words[index])
        takes = program.flags.known.get(words[index].text) == 1
        before += words[index + 1 : index + 2] if takes else []
        index += 2 if takes else 1
    for verb in runner.verbs:
        parts = verb.split()
        if [word.text for word in words[index : index + len(parts)]] == parts:
            if not parts and program.tree is not None and index < len(words) and program.tree.starts(words[index].text):
                return None
            return [*before, *words[index + len(parts) :]]
    return None


def _run(runner: Runner, program: Program, words: Sequence[Word], record: Record) -> bool:
    named = " ".join(f"{name}=" if name.startswith("--") else f"{name}:" for name in runner.named.split())
    parsed = split(words, make_flags(f"{runner.flags} {named} -m: --module= -s --script", stop=True))
    command = [word for word in parsed.rest if word.text != "--"] if parsed.rest[:1] == [Word("--")] else parsed.rest
    module = parsed.value("-m", "--module") if program.name == "uv" else None
    if module is not None:
        command = [Word("python"), Word("-m"), module, *command]
    if not command:
        return False
    if parsed.unknown:
        record.note("execute", "external", f"{program.name}: {parsed.unknown[0]} is not known to be harmless")
    for name, value in parsed.values:
        if name in runner.named.split():
            record.note("install", "external", f"{program.name} fetches {value.text}")
            for each in value.text.split(","):
                add_package(runner.fetches or "pypi", each, record)
    folder = parsed.value("--directory", "-C", "--cwd", "--cd")
    kept = list(record.cwds)
    if folder is not None:
        record.change_folder(folder)
    if runner.fetches:
        _fetch(runner, program, command, parsed.has("--from", "--spec", "-p", "--package"), record)
    else:
        _here(runner, program, command, parsed.has("-s", "--script"), record)
    record.cwds = kept
    return True


def _fetch(runner: Runner, program: Program, command: Sequence[Word], named: bool, record: Record) -> None:
    """Judge a program that is fetched when the project has none (``named``: it comes in another package)."""
    name = command[0].text
    local = runner.fetches == "npm" and re.fullmatch(r"[\w.-]+", name) and _exists(f"node_modules/.bin/{name}", record)
    if local:
        record.run([Word(f"node_modules/.bin/{name}"), *command[1:]], record)
        record.subject(f"{program.name} {name}", "contained")
        return
    record.subject(f"{program.name} {name}", "external")
    record.note("install", "external", f"{program.name} may fetch {name} and run it")
    if not named and command[0].known:
        add_package(runner.fetches, name, record)


def _here(runner: Runner, program: Program, command: Sequence[Word], script: bool, record: Record) -> None:
    """A program in the project's own environment."""
    name = command[0].text
    if re.match(r"(https?|ftp)://", name):
        record.note("execute", "floor", f"{program.name} runs what is fetched from the network")
        record.subject(f"{program.name} {name}", "floor")
        return
    if script or (name.endswith(".py") and program.name == "uv") or (name == "-" and program.name == "uv"):
        command = [Word("python"), *command]
    own = not runner.pure or _named_by_project(name, record)
    if own:
        record.subject(f"{program.name} run {name}", "contained")
        record.note("execute", "contained", f"{program.name} runs {name} of the project's own environment")
        for cwd in record.cwds:
            for file in ("pyproject.toml", "Pipfile", "Gemfile"):
                path = os.path.join(cwd, file)
                if path in record.overlay or os.path.exists(path):
                    record.digests[path] = digest_file(path, record.overlay)
    record.run(command, record)


def _named_by_project(name: str, record: Record) -> bool:
    """Return whether the project's environment has its own program of that name, or will have."""
    if "/" in name or not re.fullmatch(r"[\w.-]+", name):
        return False
    if _exists(f".venv/bin/{name}", record):
        return True
    declared = re.compile(rf"^\s*[\"']?{re.escape(name)}[\"']?\s*=", re.MULTILINE)
    return any(declared.search(_text(os.path.join(cwd, "pyproject.toml"), record)) for cwd in record.cwds)


def _scripts(name: str, words: Sequence[Word], record: Record) -> None:
    """Judge what ``npm run SCRIPT`` would run by the text in package.json: what is worse than usual must show."""
    verbs = [word.text for word in words if word.known and word.text[:1] != "-"]
    if not verbs or verbs[0] not in _SCRIPTS.get(name, ()):
        return
    wanted = verbs[1] if verbs[0] in {"run", "run-script"} and len(verbs) > 1 else _SHORT.get(verbs[0], verbs[0])
    for cwd in record.cwds:
        scripts = _package_scripts(_text(os.path.join(cwd, "package.json"), record))
        for script in (f"pre{wanted}", wanted, f"post{wanted}"):
            if script in scripts:
                apart = record.branch()
                apart.later(scripts[script])
                for effect in apart.effects:
                    if effect.level in {"floor", "catastrophic"}:
                        record.add(effect)
                record.packages |= apart.packages


def _package_scripts(text: str) -> dict[str, str]:
    try:
        data = json.loads(text) if text else {}
    except ValueError:
        return {}
    found = data.get("scripts", {}) if isinstance(data, dict) else {}
    return {name: line for name, line in found.items() if isinstance(line, str)} if isinstance(found, dict) else {}


def _exists(path: str, record: Record) -> bool:
    return any(os.path.lexists(os.path.join(cwd, path)) for cwd in record.cwds)


def _text(path: str, record: Record) -> str:
    if path in record.overlay:
        return record.overlay[path]
    try:
        with open(path, encoding="utf-8", errors="replace", opener=without_waiting) as file:
            return file.read(_MAX)
    except OSError:
        return ""
