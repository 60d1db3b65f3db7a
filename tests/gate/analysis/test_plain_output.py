"""What a command prints may become a word of another one: hashes and ids are never options, other text may be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.values import Prediction

Shell = Callable[[str], Prediction]


@pytest.mark.parametrize(
    "text",
    [
        "git show --stat $(git rev-parse HEAD~1)",
        'git diff "$(git merge-base main HEAD)"',
        "git log $(git describe --tags --abbrev=0)..HEAD",
        "base=$(git --no-pager -C sub rev-parse --short HEAD); git diff $base",
        "git log --format='%H' | head -5 | xargs -I{} git show --stat {}",
        "git rev-list --max-count=3 HEAD | xargs git show --stat",
        "xargs git diff",
        "xargs -0 rg word",
        "start=$(date +%s); echo $(( $(date +%s) - start ))",
    ],
)
def test_names_of_a_fixed_form_are_no_options(shell: Shell, text: str) -> None:
    assert shell(text).level == "read", shell(text).effects


@pytest.mark.parametrize(
    "text",
    [
        "git show $(cat notes)",
        "git show $(git log --format=%s -1)",
        "git show $(git log --format=%H -p -1)",
        "git show $(git rev-parse --output=x)",
        "git show $(git rev-parse 'x --output=y')",
        "git show $(A=1 git rev-parse HEAD)",
        "git show $(git rev-parse $x)",
        "git show $(git rev-parse x 2>&1)",
        "git show $(git rev-parse HEAD; cat notes)",
        "git show $(cat notes | sort)",
        "git rev-parse HEAD | sed 's/^/--output=/' | xargs git show",
        "git rev-parse HEAD | sort notes | xargs git show",
        "git rev-parse HEAD | cat notes - | xargs git diff",
        "cat notes | xargs git diff",
        "xargs git diff < notes",
        "xargs -a notes rg word",
        "cat notes | { xargs rg word; }",
        "f() { xargs rg word; }; cat notes | f",
        "exec < notes; xargs rg word",
        "exec 0< notes; xargs rg word",
        "< notes exec; xargs rg word",
        "f() { exec < notes; }; f; xargs rg word",
        "command exec < notes; xargs rg word",
        "docker ps --format '{{.Label \"x\"}}' | xargs rg word",
        "git branch $(git rev-parse HEAD)",
        "xargs git branch",
        "xargs rm",
    ],
)
def test_other_text_may_be_an_option_or_do_more(shell: Shell, text: str) -> None:
    assert shell(text).level != "read"
