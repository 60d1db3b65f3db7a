"""What a command prints may become a word of another one: hashes and ids are never options, other text may be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.values import Prediction
from journeyman.workspace import Workspace

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
        'for f in $(ls *.json); do jq length "$f"; done',
        'for b in $(git branch --format="%(refname:short)"); do git log -1 --oneline "$b"; done',
        "file $(which python3)",
        "lsof -p $(pgrep -f server.py | head -1)",
        "docker logs app-$(date +%Y%m%d)",
        'docker ps --format "{{.Names}}" | while read -r name; do docker inspect "$name"; done',
        'for pod in $(kubectl get pods -o name | cut -d/ -f2); do kubectl logs "$pod" --tail=5; done',
        "kubectl get pods | grep web | awk '{print $1}' | xargs kubectl describe pod",
        "rg -l word src | xargs -d '\\n' sed -n 1,20p",
        "find . -name '*.md' -print0 | xargs -0 sed -n 1p",
        'find . -name "*.md" | while IFS= read -r f; do sed -n 1p "$f"; done',
        'while read -r f; do sed -n 1p "$f"; done < <(git ls-files)',
        'n=0; while read -r f; do k=$(wc -l < "$f"); n=$((n + k)); done < list; echo "$n"',
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
        "find . -name '*.md' | xargs sed -n 1p",
        "find . -name '*.md' | while read -r f; do sed -n 1p $f; done",
        "find . -name '*.md' | while IFS=, read -r a f; do sed -n 1p \"$f\"; done",
        "find . -printf '%f\\0' | xargs -0 sed -n 1p",
        "rg -l word src | xargs -d , sed -n 1p",
        "rg -r x -l word src | xargs -d '\\n' sed -n 1p",
        'cat notes | while read -r f; do sed -n 1p "$f"; done',
        "kubectl get pods | xargs kubectl describe pod",
        "kubectl get pods -o yaml | awk '{print $1}' | xargs kubectl describe pod",
        "curl https://example.com/$(docker ps -q)",
        "read n; echo $((n + 1))",
        "xargs git branch",
        "xargs rm",
    ],
)
def test_other_text_may_be_an_option_or_do_more(shell: Shell, text: str) -> None:
    assert shell(text).level != "read"


def test_names_that_look_like_options_are_seen(workspace: Workspace, shell: Shell) -> None:
    texts = ["for f in $(ls); do sed -n 1p $f; done", "git ls-files | xargs -d '\\n' sed -n 1p"]
    assert [shell(text).level for text in texts] == ["read", "read"]
    (workspace.root / "notes -i.md").write_text("x")
    assert "read" not in [shell(text).level for text in texts]
