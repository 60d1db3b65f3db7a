"""Is a package one that people know? Unknown names, and those that look like a known one, are asked every time."""

from __future__ import annotations

import fnmatch
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache

from journeyman.config import PackageLists
from journeyman.config.reading import parse, read_bytes
from journeyman.shipped import shipped
from journeyman.values import Effect

Published = Callable[[str, str], float | None]
"""(ecosystem, name) to the days since its first release; None when that is not known."""

_NEW_DAYS = 90.0
_SHOWN = 3
# An address, a folder, a file or an option: what is installed is not what the index has under a name.
_FOREIGN = re.compile(r"://|@[a-z+]+:|^[./~-]|\.(?:whl|tgz|zip|gz)$")
_AFFIXES = (
    r"^(?:python|py|node|nodejs|js|rust|ruby|go|lib|the|real|official)[-_.]?",
    r"[-_.]?(?:python|py|node|js|rs|rb|go|lib|dev|official|\d)$",
)
# What readers take for one another: digits and letters, pairs, and letters of other alphabets.
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))
_SIGNS = str.maketrans(
    "01354|!" + "\u03b1\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0455\u0458\u0501\u0261",
    "olesall" + "aaeopcyxisjdg",
)


class PackageBook:
    """The shipped names and the user's own, and what may be said against a name.

    ``published`` looks up how old a package is, where somebody provides that; nothing is claimed about age without it.
    """

    def __init__(self, lists: PackageLists, published: Published = lambda ecosystem, name: None) -> None:
        self._allow = tuple(_normal(glob) for glob in lists.allow)
        self._deny = tuple(_normal(glob) for glob in lists.deny)
        self._published = published

    def judge(self, packages: Sequence[str]) -> tuple[Effect, ...]:
        """Return one effect for each package that must be asked about; none when all are well known.

        ``packages`` are written ``ecosystem:name``.
        """
        doubts = [(package, doubt) for package in packages if (doubt := self.doubt(package))]
        found = [Effect("install", "floor", "none", package, doubt) for package, doubt in doubts[:_SHOWN]]
        if rest := doubts[_SHOWN:]:
            names = " ".join(package for package, _ in rest)
            found.append(Effect("install", "floor", "none", names, f"and {len(rest)} more that are not well known"))
        return tuple(found)

    def denied(self, packages: Sequence[str]) -> tuple[str, ...]:
        """Return those of ``packages`` that the policy never installs."""
        return tuple(package for package in packages if _fits(_normal(package), self._deny)) if self._deny else ()

    def doubt(self, package: str) -> str:
        """Return why ``package`` (``ecosystem:name``) must be asked about; "" when it is known or allowed."""
        whole = _normal(package)
        ecosystem, _, name = whole.partition(":")
        if _fits(whole, self._allow):
            return ""
        if name in well_known(ecosystem) or _fits(name, _families(ecosystem)):
            return ""
        age = self._published(ecosystem, name)
        new = f", and was first published {age:.0f} days ago" if age is not None and age < _NEW_DAYS else ""
        like = looks_like(ecosystem, name)
        return f"`{name}` is not well known{f' and looks like `{like}`' if like else ''}{new}"


@cache
def well_known(ecosystem: str) -> frozenset[str]:
    """Return the shipped names of one ecosystem (``pypi``, ``npm``...), globs among them; empty for one we do not know.

    Raises ConfigError for a damaged list.
    """
    if not re.fullmatch(r"[a-z]+", ecosystem):
        return frozenset()
    path = shipped("configs") / "packages" / f"{ecosystem}.yaml"
    data = read_bytes(path)
    names = parse(data, path, "packages")["names"].split() if data else ()
    return frozenset(_normal(f"{ecosystem}:{name}").partition(":")[2] for name in names)


@cache
def _families(ecosystem: str) -> tuple[str, ...]:
    """Return the globs among the shipped names: all packages of one owner (``@types/*``)."""
    return tuple(name for name in well_known(ecosystem) if "*" in name)


@cache
def looks_like(ecosystem: str, name: str) -> str:
    """Return the well-known name that ``name`` may be taken for, or "".

    Tried in turn: other separators, look-alike signs, an added ``python-``, ``js`` and the like, and one or two letters
    wrong, missing, added or swapped (optimal string alignment distance).
    """
    known = sorted(entry for entry in well_known(ecosystem) if "*" not in entry)
    by_shape = {fold(entry): entry for entry in reversed(known)}
    for shape in (fold(name), *(fold(short) for short in _shortened(name))):
        if shape in by_shape:
            return by_shape[shape]
    scope, _, bare = name.rpartition("/") if name.startswith("@") else ("", "", name)
    if bare in known:
        return bare
    if scope:
        owner = _nearest(scope, [family.removesuffix("/*") for family in _families(ecosystem)])
        return f"{owner}/{bare}" if owner else ""
    return _nearest(bare, known)


def _nearest(name: str, known: Sequence[str]) -> str:
    """Return the one of ``known`` that is one letter off (two, in long names), or ""."""
    if len(name) < 4:
        return ""
    limit = 1 if len(name) < 8 else 2
    near = [(distance(name, entry, limit), entry) for entry in known if abs(len(entry) - len(name)) <= limit]
    best = min(near, default=(limit + 1, ""))
    return best[1] if best[0] <= limit else ""


def fold(name: str) -> str:
    """Return the shape of a name: no separators, and one sign for all that look alike."""
    plain = unicodedata.normalize("NFKD", name.lower()).translate(_SIGNS)
    text = "".join(sign for sign in plain if sign.isalnum())
    for pair, single in _PAIRS:
        text = text.replace(pair, single)
    return text.replace("i", "l")


def distance(left: str, right: str, limit: int) -> int:
    """Return how many letters differ: replaced, missing, added or swapped with a neighbour (at most ``limit`` + 1).

    Damerau (1964), restricted: no part is edited twice.
    """
    before: list[int] = []
    row = list(range(len(right) + 1))
    for at, sign in enumerate(left, start=1):
        older, before, row = before, row, [at]
        for to, other in enumerate(right, start=1):
            best = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (sign != other))
            if at > 1 and to > 1 and sign == right[to - 2] and left[at - 2] == other:
                best = min(best, older[to - 2] + 1)
            row.append(best)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def _shortened(name: str) -> Iterator[str]:
    for affix in _AFFIXES:
        short = re.sub(affix, "", name)
        if short != name and len(short) > 2:
            yield short


def _normal(package: str) -> str:
    """Return ``ecosystem:name`` as the ecosystem compares names, without extras and versions."""
    ecosystem, _, name = package.strip().partition(":")
    name = name.strip().lower()
    if _FOREIGN.search(name):
        return f"{ecosystem}:{name}"
    if ecosystem == "pypi":
        name = re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~;@ ]", name, maxsplit=1)[0])
    else:
        name = name[:1] + name[1:].partition("@")[0]
    if ecosystem == "crates":
        name = name.replace("_", "-")
    return f"{ecosystem}:{name}"


def _fits(package: str, globs: Sequence[str]) -> bool:
    return any(fnmatch.fnmatchcase(package, glob) for glob in globs)
