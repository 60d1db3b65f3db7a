"""``find``, ``fd`` and ``fzf``: looking reads; what they run and delete is judged."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.values import Prediction

Shell = Callable[[str], Prediction]

ROWS = r"""
    read       find . -type f -newer x -print0
    read       find src tests -name '*.py'
    read       find . -newermt yesterday
    read       find . \( -name a -o -name b \) ! -empty
    read       find -H . src "a$X"
    read       find "$X/src" -name a
    read       find -f a -- -name b
    contained  find . -fprint out
    contained  find . -fprintf out %p
    contained  find . -ok rm {} \;
    contained  find . -execdir rm {} \;
    contained  find . -odd
    contained  find "$X" -name a
    contained  find a b c d e -exec cat {} +
    floor      find . -delete
    floor      find . -fprint /etc/x
    floor      find . -exec cat .env \;
    floor      find . -name .env -exec cat {} \;
    floor      find . -name '*.pem' -exec cp {} x \;
    read       fd -e py pattern src
    read       fd pattern -x wc -l
    contained  fd pattern -x rm
    contained  fd -xrm pattern
    contained  fd pattern --exec=rm
    read       fzf --multi --preview 'cat {}'
    read       fzf --walker-root=/home --history-size=9 --tmux
    contained  fzf --preview 'rm {}'
    contained  fzf --preview "$X"
    read       fzf --bind 'ctrl-r:reload(find .),enter:accept+abort'
    read       fzf --bind 'ctrl-p:put(text)'
    contained  fzf --bind 'enter:execute(rm {})'
    contained  fzf --bind=enter:execute:vim\ {}
    contained  fzf --bind 'enter:become(vim {})'
    contained  fzf --history=x
    floor      fzf --history /etc/x
    contained  fzf --history
    contained  fzf --listen
    contained  fzf --become x
    contained  fzf $X
"""


@pytest.mark.parametrize("row", [line.strip() for line in ROWS.strip().splitlines()])
def test_each_command_has_its_level(shell: Shell, row: str) -> None:
    level, text = row.split(None, 1)
    prediction = shell(text)
    assert prediction.level == level, prediction.effects
