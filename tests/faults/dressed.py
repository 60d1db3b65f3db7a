"""What CI systems put around and before the lines of a build."""

from __future__ import annotations

from collections.abc import Callable, Sequence

_BEFORE = tuple(
    line
    for number in range(40)
    for line in (
        f"Unpacking libthing{number}-dev (1.{number}) ...",
        f"Collecting errors-{number}==1.0",
        f"   Compiling thiserror v1.0.{number}",
        f"npm warn deprecated failure@{number}.0: this is no longer supported",
    )
)


def plain(body: Sequence[str], _code: int) -> tuple[list[str], int]:
    """Nothing around it."""
    return list(body), 0


def actions(body: Sequence[str], code: int) -> tuple[list[str], int]:
    """Steps in groups, a time before every line, tidying up after the failure."""
    before = ["##[group]Run ./prepare.sh", "shell: /usr/bin/bash -e {0}", "##[endgroup]", *_BEFORE]
    before += ["##[group]Run ./build.sh", "shell: /usr/bin/bash -e {0}", "##[endgroup]"]
    after = [
        f"##[error]Process completed with exit code {code}.",
        "Post job cleanup.",
        "fatal: No such section! (ignored)",
    ]
    lines = [*before, *body, *after]
    return [f"2031-03-05T10:{at // 60 % 60:02}:{at % 60:02}.1234567Z {line}" for at, line in enumerate(lines)], len(
        before
    )


def runner(body: Sequence[str], code: int) -> tuple[list[str], int]:
    """Commands are echoed, and files are collected after the failure."""
    before = [
        "Running with runner 16.5.0",
        "\x1b[32;1m$ ./prepare.sh\x1b[0;m",
        *_BEFORE,
        "\x1b[32;1m$ ./build.sh\x1b[0;m",
    ]
    after = ["Running after_script", "\x1b[32;1m$ cat report.log\x1b[0;m", "cat: report.log: No such file or directory"]
    after += ["\x1b[31;1mERROR: No files to upload\x1b[0;m", f"\x1b[31;1mERROR: Job failed: exit code {code}\x1b[0;m"]
    return [*before, *body, *after], len(before)


def image(body: Sequence[str], code: int) -> tuple[list[str], int]:
    """A step of an image's build, repeated at the end."""
    before = ["#5 [2/5] RUN ./prepare.sh", *(f"#5 1.{at:03} {line}" for at, line in enumerate(_BEFORE)), "#5 DONE 9.0s"]
    before += ["", "#9 [5/5] RUN ./build.sh"]
    inner = [f"#9 2.{at:03} {line}" for at, line in enumerate(body)]
    end = f'process "/bin/sh -c ./build.sh" did not complete successfully: exit code: {code}'
    after = [
        f"#9 ERROR: {end}",
        "------",
        *(line[3:] for line in inner[-8:]),
        "------",
        f"ERROR: failed to solve: {end}",
    ]
    return [*before, *inner, *after], len(before)


STYLES: dict[str, Callable[[Sequence[str], int], tuple[list[str], int]]] = {
    "plain": plain,
    "actions": actions,
    "runner": runner,
    "image": image,
}
