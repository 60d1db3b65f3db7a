"""Which packages are known, which look like one, and what a person's own lists change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from journeyman.config import PackageLists
from journeyman.gate.packages import PackageBook, distance, fold, looks_like, well_known

ROOT = Path(__file__).parents[2]
BOOK = PackageBook(PackageLists())


@pytest.mark.parametrize(
    "package",
    [
        "pypi:requests",
        "pypi:Requests",
        "pypi:requests[socks]==2.31",
        "pypi:ruamel.yaml",
        "pypi:typing_extensions>=4",
        "npm:react",
        "npm:left-pad@1.3.0",
        "npm:@types/node",
        "npm:@types/node@20",
        "crates:serde_json",
        "crates:serde-json",
        "gem:rails",
        "go:golang.org/x/tools/cmd/goimports@latest",
        "packagist:symfony/console",
    ],
)
def test_well_known_packages_need_no_question(package: str) -> None:
    assert BOOK.doubt(package) == ""


@pytest.mark.parametrize(
    ("package", "like"),
    [
        ("pypi:reqeusts", "requests"),
        ("pypi:request", "requests"),
        ("pypi:python-requests", "requests"),
        ("pypi:djnago", "django"),
        ("pypi:c0lorama", "colorama"),
        ("pypi:beautifulsoup", "beautifulsoup4"),
        ("pypi:pytorch", "torch"),
        ("pypi:nurnpy", "numpy"),
        ("pypi:fl\u0430sk", "flask"),
        ("npm:loadsh", "lodash"),
        ("npm:crossenv", "cross-env"),
        ("npm:cross_env", "cross-env"),
        ("npm:react-domm", "react-dom"),
        ("npm:@acme/react", "react"),
        ("npm:@tpyes/node", "@types/node"),
        ("crates:rustdecimal", "rust-decimal"),
    ],
)
def test_a_look_alike_is_told_with_what_it_looks_like(package: str, like: str) -> None:
    name = package.partition(":")[2]
    assert BOOK.doubt(package) == f"`{name}` is not well known and looks like `{like}`"


@pytest.mark.parametrize("package", ["pypi:qwertzuiop", "pypi:ab", "nuget:newtonsoft.json", "npm:", "../x:y", "x"])
def test_an_unknown_name_is_asked_about(package: str) -> None:
    assert "is not well known" in BOOK.doubt(package)
    assert "looks like" not in BOOK.doubt(package)


@pytest.mark.parametrize(
    "package",
    [
        "pypi:requests @ https://evil.example/requests.zip",
        "pypi:git+https://evil.example/requests",
        "pypi:./requests",
        "pypi:requests-2.0-py3-none-any.whl",
        "pypi:--index-url=x",
        "npm:react@https://evil.example/react.tgz",
        "npm:react@npm:evil",
        "npm:react@github:evil/react",
    ],
)
def test_a_known_name_from_another_place_is_not_known(package: str) -> None:
    assert BOOK.doubt(package)


def test_the_users_own_lists() -> None:
    book = PackageBook(PackageLists(("pypi:Acme_*", "npm:@acme/*"), ("pypi:requests", "npm:event-*")))
    assert book.doubt("pypi:acme-tools") == ""
    assert book.doubt("npm:@acme/app") == ""
    assert book.doubt("npm:acme-tools")
    assert book.denied(("pypi:Requests==1", "pypi:flask", "npm:event-stream")) == (
        "pypi:Requests==1",
        "npm:event-stream",
    )
    assert BOOK.denied(("pypi:requests",)) == ()


def test_age_is_told_only_where_somebody_knows_it() -> None:
    young = PackageBook(PackageLists(), published=lambda ecosystem, name: 3.0 if name == "qwertzuiop" else None)
    assert young.doubt("pypi:qwertzuiop").endswith("first published 3 days ago")
    assert "published" not in young.doubt("pypi:asdfghjkl")
    assert "published" not in BOOK.doubt("pypi:qwertzuiop")


def test_each_doubtful_package_is_an_effect_that_always_asks() -> None:
    effects = BOOK.judge(("pypi:flask", "pypi:reqeusts"))
    assert [(effect.operation, effect.level, effect.target) for effect in effects] == [
        ("install", "floor", "pypi:reqeusts")
    ]
    assert BOOK.judge(("pypi:flask",)) == ()
    many = BOOK.judge(tuple(f"pypi:zzzzqqq{number}" for number in range(9)))
    assert len(many) == 4
    assert many[-1].reason == "and 6 more that are not well known"
    assert "pypi:zzzzqqq8" in many[-1].target


@pytest.mark.parametrize(
    ("left", "right", "limit", "expected"),
    [
        ("abc", "abc", 1, 0),
        ("abcd", "abdc", 1, 1),
        ("abc", "abcd", 1, 1),
        ("abc", "xyz", 1, 2),
        ("flask", "falsk", 2, 1),
        ("ca", "abc", 3, 3),
    ],
)
def test_the_distance_of_two_names(left: str, right: str, limit: int, expected: int) -> None:
    assert distance(left, right, limit) == expected
    assert distance(right, left, limit) == expected


def test_the_shape_of_a_name() -> None:
    assert fold("Rust-Decimal") == fold("rust_decimal") == fold("rustdecirnal")
    assert looks_like("pypi", "zz") == ""


@pytest.mark.parametrize("path", sorted((ROOT / "configs" / "packages").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_lists_are_clean(path: Path) -> None:
    names = [word for line in path.read_text().splitlines() if line.startswith("  ") for word in line.split()]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[@A-Za-z0-9][A-Za-z0-9._/*-]*", name) for name in names)
    assert len(well_known(path.stem)) >= 40
    book = [name for name in names if "*" not in name]
    assert [name for name in book if BOOK.doubt(f"{path.stem}:{name}")] == []


def test_the_lists_of_the_big_ecosystems_are_long() -> None:
    assert len(well_known("pypi")) > 500
    assert len(well_known("npm")) > 500
    assert well_known("nonsense") == frozenset()
