"""What programs do, from data: ``configs/programs/*.yaml``, one entry per program, read when first needed.

The format is described in ``configs/programs/README.md``. A file is first only scanned for its top-level keys, and
the few lines of one entry are parsed as YAML when a command names that program: a decision never waits for all.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from journeyman.config import user_folder
from journeyman.config.reading import check, parse_yaml, read_bytes
from journeyman.gate.analysis.flags import Flags, make_flags
from journeyman.shipped import shipped
from journeyman.values import Json, Level, Operation

_KEY = re.compile(rb"^([A-Za-z0-9_\[.+:!\"'-][^\n]*?):(?:[ \t]|\n|\Z)", re.MULTILINE)
_LEVEL_KEYS: tuple[Level, ...] = ("read", "contained", "external", "floor", "catastrophic")
_INHERITED = ("network", "reads", "hosts", "credentials", "outputs", "edits", "addresses", "values", "words")
ANY = make_flags("any")
_OPERATIONS: Mapping[Level, Operation] = {
    "read": "read",
    "contained": "execute",
    "external": "network-out",
    "floor": "unknown",
    "catastrophic": "delete",
}


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a (sub)command does when its options are all allowed.

    ``flags`` None: those of the program. ``most``: how many other words are allowed (any number with one of ``lifts``).
    ``reads``: which other words are paths that are read (``all``, ``rest`` after the first, ``names`` only looks at
    them, ``none``). ``writes``: which are written (``none``, ``all``, ``last``, ``rest``). ``recursive``: options that
    mean everything below. ``outputs``: options whose value is a file that is written; ``edits``: options that change
    the files that are read, in place. ``addresses``: which words or option values are hosts or addresses to fetch
    from. ``needs``: one of these options must be there; ``words``: every other word must match.
    ``digest``: the file that says what runs. ``piped`` False: unknown standard input would be sent away.
    ``values``: regular expressions that the values of options must match (``*``: of all options).
    ``otherwise``: the level with other options, instead of the program's. ``hosts``: what it talks to, when it always
    is the same (globs); ``credentials``: where it keeps the user's log-in, relative to the home folder.
    ``configured``: files of a project, with what they hold when they make it run the project's code.
    """

    level: Level = "read"
    operation: Operation = "read"
    flags: Flags | None = None
    most: int | None = None
    reads: str = "none"
    writes: str = "none"
    recursive: frozenset[str] = frozenset()
    network: bool = False
    reason: str = ""
    needs: frozenset[str] = frozenset()
    words: re.Pattern[str] | None = None
    digest: str = ""
    lifts: frozenset[str] = frozenset()
    piped: bool = True
    otherwise: Level | None = None
    hosts: tuple[str, ...] = ()
    credentials: tuple[str, ...] = ()
    outputs: frozenset[str] = frozenset()
    edits: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    values: tuple[tuple[str, re.Pattern[str]], ...] = ()
    configured: tuple[tuple[str, str], ...] = ()

    def accepts(self, name: str, value: str) -> bool:
        """Return whether the option ``name`` may have this ``value``."""
        return all(pattern.fullmatch(value) for option, pattern in self.values if option in {name, "*"})


@dataclass(frozen=True, slots=True)
class Tree:
    """Sub-commands by word; ``globs`` are tried after the literal ones."""

    leaf: Leaf | None = None
    words: dict[str, Tree] = field(default_factory=dict)
    globs: tuple[tuple[re.Pattern[str], Tree], ...] = ()

    def starts(self, word: str) -> bool:
        """Return whether a sub-command may begin with ``word``."""
        return word in self.words or any(pattern.match(word) for pattern, _ in self.globs)

    def below(self, word: str) -> list[Tree]:
        """Return what may follow after ``word``."""
        literal = [self.words[word]] if word in self.words else []
        return literal + [tree for pattern, tree in self.globs if pattern.match(word)]

    def find(self, words: tuple[str, ...], depth: int = 0) -> tuple[Leaf | None, int]:
        """Return the leaf of the longest match and how many words it took; literal words win over globs."""
        if words:
            head, tail = words[0], words[1:]
            for tree in self.below(head):
                leaf, taken = tree.find(tail, depth + 1)
                if leaf is not None:
                    return leaf, taken
        return self.leaf, depth


@dataclass(frozen=True, slots=True)
class Program:
    """One program. ``judge`` names code that reads its arguments; ``tree`` its sub-commands, if it has any."""

    name: str
    judge: str
    flags: Flags
    leaf: Leaf
    tree: Tree | None
    otherwise: Leaf
    help: bool
    options: Mapping[str, Json]


def otherwise(program: Program, leaf: Leaf) -> Leaf:
    """Return what a command counts as when its options or words are not those that ``leaf`` allows."""
    level = leaf.otherwise or program.otherwise.level
    if level == "contained" and leaf.writes not in {"none", "second"}:
        return Leaf(level, "write", ANY, writes=leaf.writes, recursive=leaf.recursive)
    if leaf.network and level == "contained":
        level = "external"
    if level == program.otherwise.level:
        return program.otherwise
    return Leaf(level, _OPERATIONS[level], ANY, network=level == "external")


def find_program(name: str) -> Program | None:
    """Return what is known about ``name`` (no folders in it), or None. Raises ConfigError for a bad entry."""
    found = _index().get(name)
    return _program(name, found[0], found[1]) if found else None


def reload_programs() -> None:
    """Forget what was read, after a file changed."""
    for cached in (_index, _program):
        cached.cache_clear()


def program_files() -> list[Path]:
    """Return the shipped files, then the user's own, which override them."""
    return [
        path
        for folder in (shipped("configs") / "programs", user_folder() / "programs")
        if folder.is_dir()
        for path in sorted(folder.glob("*.yaml"))
    ]


@cache
def _index() -> dict[str, tuple[Path, bytes]]:
    return {name: (path, entry) for path in program_files() for names, entry in _entries(path) for name in names}


def _entries(path: Path) -> Iterator[tuple[list[str], bytes]]:
    data = read_bytes(path) or b""
    keys = list(_KEY.finditer(data))
    for key, following in zip(keys, [*keys[1:], None], strict=True):
        end = following.start() if following else len(data)
        names = [name.strip("\"'") for name in key[1].decode("utf-8", "replace").split()]
        yield names, data[key.start() : end]


@cache
def _program(name: str, path: Path, entry: bytes) -> Program:
    parsed = parse_yaml(entry, path)
    check(parsed, path, "programs")
    (data,) = parsed.values()
    data = data or {}
    single = data.get("style") == "single"
    flags = make_flags(_flag_text(data), single=single, refused=_refused(data), stop=data.get("stop", False))
    network = data.get("network", False)
    otherwise: Level = data.get("otherwise", "external" if network else "contained")
    trees = {key: data[key] for key in _LEVEL_KEYS if key in data}
    return Program(
        name=name,
        judge=data.get("judge", ""),
        flags=flags,
        leaf=_leaf(data, single),
        tree=_tree(trees, data.get("commands", {}), data, single) if trees or "commands" in data else None,
        otherwise=Leaf(otherwise, _OPERATIONS[otherwise], make_flags("any", single=single), network=network),
        help=data.get("help", True),
        options=data,
    )


def _flag_text(data: Mapping[str, Json]) -> str:
    """Return the allowed options, with those that name files or hosts: they take a value."""
    named = [*data.get("outputs", "").split(), *data.get("addresses", "").split()]
    valued = [f"{name}=" if name.startswith("--") else f"{name}:" for name in named if name.startswith("-")]
    return " ".join([*valued, *data.get("edits", "").split(), data.get("flags", "")])


def _refused(data: Mapping[str, Json]) -> str:
    """Return the options that are never allowed; shortened forms of those that write are among them."""
    return " ".join(data.get(key, "") for key in ("refused", "outputs", "edits"))


def _leaf(data: Mapping[str, Json], single: bool, nested: bool = False) -> Leaf:
    level: Level = data.get("level", "read")
    network: bool = data.get("network", False)
    operation: Operation = data.get("operation", "network-in" if network and level == "read" else _OPERATIONS[level])
    flags = None
    if "flags" in data:
        own = data["style"] == "single" if "style" in data else single
        flags = make_flags(_flag_text(data), single=own, refused=_refused(data))
    return Leaf(
        level=level,
        operation=operation,
        flags=flags,
        most=data.get("max"),
        reads=data.get("reads", "none"),
        writes=data.get("writes", "none"),
        recursive=frozenset(data.get("recursive", "").split()),
        network=network and level in {"read", "external"},
        reason=data.get("reason", ""),
        needs=frozenset(data.get("needs", "").split()),
        words=re.compile(data["words"], re.DOTALL) if "words" in data else None,
        digest=data.get("digest", ""),
        lifts=frozenset(data.get("lifts", "").split()),
        piped=data.get("piped", True),
        otherwise=data.get("otherwise") if nested else None,
        hosts=tuple(data.get("hosts", "").split()),
        credentials=tuple(data.get("credentials", "").split()),
        outputs=frozenset(data.get("outputs", "").split()),
        edits=frozenset(data.get("edits", "").split()),
        addresses=frozenset(data.get("addresses", "").split()),
        values=tuple((name, re.compile(pattern, re.DOTALL)) for name, pattern in data.get("values", {}).items()),
        configured=tuple(data.get("configured", {}).items()) if nested else (),
    )


def _tree(levels: Mapping[Level, str], commands: Mapping[str, Json], program: Mapping[str, Json], single: bool) -> Tree:
    root: dict[str, Json] = {}
    inherited = {key: program[key] for key in _INHERITED if key in program}
    bound = program.get("values", {})
    own = " ".join(
        flag for flag in program.get("flags", "").split() if flag.startswith("--") or flag.rstrip(":=?") in bound
    )
    refused = {"flags": f"any {own}", "refused": program.get("refused", "")}
    for level, patterns in levels.items():
        leaf = _leaf(_listed({**inherited, **refused, "level": level}, program), single)
        for pattern in patterns.split(","):
            _plant(root, pattern.split(), leaf)
    for pattern, value in commands.items():
        entry = {"level": value} if isinstance(value, str) else value
        for one in pattern.split(","):
            both = f"{program.get('refused', '')} {entry.get('refused', '')}"
            whole = _listed({**inherited, **refused, **entry, "refused": both}, program)
            _plant(root, one.split(), _leaf(whole, single, nested=True))
    return _grown(root)


def _listed(entry: dict[str, Json], program: Mapping[str, Json]) -> dict[str, Json]:
    """Return a reading sub-command with the program's ``options`` where it allows any; without refused ones."""
    words = entry.get("flags", "").split()
    if "options" not in program or "any" not in words or entry.get("level", "read") != "read":
        return entry
    never = set(entry["refused"].split())
    own = program.get("flags", "").split()
    kept = [flag for flag in (*own, *program["options"].split()) if flag.rstrip(":=?+") not in never]
    return {**entry, "flags": " ".join([*kept, *(word for word in words if word not in ("any", *own))])}


def _plant(root: dict[str, Json], words: list[str], leaf: Leaf) -> None:
    if words == ["."]:
        words, leaf = [], replace(leaf, most=0)
    if not words:
        root[""] = leaf
        return
    for word in words[0].split("|"):
        _plant(root.setdefault(word, {}), words[1:], leaf)


def _grown(data: dict[str, Json]) -> Tree:
    words, globs = {}, []
    for word, below in data.items():
        if word == "":
            continue
        if any(sign in word for sign in "*?["):
            options = "" if word.startswith("-") else "(?!-)"  # `*` stands for a word, never for an option
            globs.append((re.compile(options + fnmatch.translate(word)), _grown(below)))
        else:
            words[word] = _grown(below)
    return Tree(data.get(""), words, tuple(globs))
