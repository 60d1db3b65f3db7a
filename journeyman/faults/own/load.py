"""Read the failures that users described. What is wrong is left out and told; the rest counts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from journeyman.config.layers import user_folder
from journeyman.config.reading import check, parse_yaml, read_bytes
from journeyman.errors import ConfigError
from journeyman.faults.own.pattern import OwnPattern, OwnPatterns, fields, read_fix
from journeyman.shipped import shipped
from journeyman.values import Json
from journeyman.workspace import Workspace

_EXAMPLE = "example.yaml"
_LARGEST = 1_000_000
_MOST_FILES = 100


@dataclass(frozen=True, slots=True)
class Loaded:
    """The diagnoser of own patterns, and one line for each thing that was left out."""

    patterns: OwnPatterns
    problems: tuple[str, ...] = ()


def own_folders(workspace: Workspace | None = None) -> list[tuple[Path, bool]]:
    """Return the folders of own patterns, the first to be asked first, and whether what is in them is trusted."""
    default = shipped("configs") / "errors"
    found = [(user_folder() / "errors", True), (default, True)]
    own = workspace.configs / "errors" if workspace else None
    return [(own, False), *found] if own and own.resolve() != default.resolve() else found


def load_own(folders: Sequence[tuple[Path, bool]]) -> Loaded:
    """Return the patterns of all files; nothing heavy is imported when there are none."""
    patterns: list[OwnPattern] = []
    problems: list[str] = []
    for folder, trusted in folders:
        for path in _files(folder):
            stat = path.stat()
            found = _load_file(path, stat.st_mtime_ns, stat.st_size, trusted)
            patterns += found.patterns.patterns
            problems += found.problems
    return Loaded(OwnPatterns(tuple(patterns)), tuple(problems))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    found = sorted(path for path in folder.glob("*.yaml") if path.name != _EXAMPLE and path.is_file())
    return found[:_MOST_FILES]


@lru_cache(maxsize=256)
def _load_file(path: Path, _changed: int, size: int, trusted: bool) -> Loaded:
    """Read a file, once for each time that it was changed."""
    problems: list[str] = []
    patterns: list[OwnPattern] = []
    try:
        if size > _LARGEST:
            raise ConfigError(f"{path}: found {size} bytes; {_LARGEST} are allowed")
        entries = parse_yaml(read_bytes(path) or b"", path) or []
        if not isinstance(entries, list):
            raise ConfigError(f"{path}: found no list; a list of entries is allowed")
    except ConfigError as error:
        return Loaded(OwnPatterns(()), (str(error),))
    for number, entry in enumerate(entries, 1):
        try:
            patterns.append(_pattern(entry, path, trusted=trusted))
        except ConfigError as error:
            name = entry.get("code", "") if isinstance(entry, dict) else ""
            why = str(error).removeprefix(f"{path}: ")
            problems.append(f"{path}: entry {number}{f' ({name})' if name else ''}: {why}")
    return Loaded(OwnPatterns(tuple(patterns)), tuple(problems))


def _pattern(entry: Json, path: Path, *, trusted: bool) -> OwnPattern:
    """Return one entry. Raises ConfigError when it is not what is allowed, or its examples say that it is wrong."""
    import regex

    check([entry], path, "errors")
    try:
        compiled = regex.compile(entry["pattern"], regex.MULTILINE)
    except regex.error as error:
        raise ConfigError(f"{path}: pattern: {error}; a regular expression is allowed") from None
    fixes = [read_fix(fix, trusted=trusted) for fix in entry.get("fixes", ())]
    pattern = OwnPattern(
        entry["code"],
        compiled,
        entry["cause"],
        tuple(entry.get("literals", ())),
        entry.get("why", ""),
        entry.get("severity", "moderate"),
        tuple(fix for fix, _ in fixes),
        tuple(line for _, line in fixes),
    )
    known = {*map(str, range(compiled.groups + 1)), *compiled.groupindex}
    if unknown := sorted(fields(list(_texts(entry))) - known):
        raise ConfigError(
            f"{path}: found {{{unknown[0]}}}; the pattern's groups are allowed: {', '.join(sorted(known))}"
        )
    _verify(pattern, entry, path)
    return pattern


def _texts(entry: Json) -> Iterator[str]:
    yield from (entry["cause"], entry.get("why", ""))
    for fix in entry.get("fixes", ()):
        yield from (fix.get("command", ""), fix.get("advice", ""), *fix.get("edit", {}).values())


def _verify(pattern: OwnPattern, entry: Json, path: Path) -> None:
    for example in entry["match"]:
        if not _has_literal(pattern, example) or not pattern.search(example):
            raise ConfigError(
                f"{path}: match: the pattern does not match {example[:60]!r}; examples that match are allowed"
            )
    for example in entry.get("not_match", ()):
        if _has_literal(pattern, example) and pattern.search(example):
            raise ConfigError(
                f"{path}: not_match: the pattern matches {example[:60]!r}; examples that do not are allowed"
            )


def _has_literal(pattern: OwnPattern, example: str) -> bool:
    return not pattern.literals or any(literal in example for literal in pattern.literals)
