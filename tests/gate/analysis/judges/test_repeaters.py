"""``parallel``, ``watch``, ``script``: what they run is judged in their place."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.values import Prediction

Shell = Callable[[str], Prediction]

ROWS = """
    read       parallel echo ::: a b
    read       ls | parallel wc -l {}
    read       ls | parallel 'wc -l {}'
    read       parallel --dry-run rm ::: a
    read       parallel --version
    read       parallel 'cat {} | wc' ::: a b
    contained  ls | parallel rm
    contained  parallel 'echo {}; rm x' ::: '#'
    contained  parallel
    contained  parallel --sshlogin box ls ::: a
    contained  parallel echo {=unlink=} ::: a
    contained  parallel -I % ls % ::: a
    contained  ls | parallel 'cat {} | wc'
    floor      parallel "cat $X | wc" ::: a
    floor      parallel cat ::: .env
    floor      parallel 'cat {} | wc' ::: .env
    catastrophic parallel rm -rf ::: /
    catastrophic parallel 'rm -rf {} | cat' ::: /
    read       watch ls
    read       watch -n 5 'ps aux | head'
    read       watch
    read       watch -x ls -l
    contained  watch rm x
    contained  watch --odd ls
    floor      watch "$X"
    catastrophic watch 'rm -rf /'
    read       script -q /dev/null ls
    read       script -qec 'ls -la' /dev/null
    read       script -p typescript
    contained  script
    contained  script out ls
    contained  script -c "$X" /dev/null
    contained  script --odd /dev/null ls
    contained  script -T times -q /dev/null ls
    floor      script /etc/x ls
    catastrophic script -c 'rm -rf /' /dev/null
"""


@pytest.mark.parametrize("row", [line.strip() for line in ROWS.strip().splitlines()])
def test_each_command_has_its_level(shell: Shell, row: str) -> None:
    level, text = row.split(None, 1)
    prediction = shell(text)
    assert prediction.level == level, prediction.effects
