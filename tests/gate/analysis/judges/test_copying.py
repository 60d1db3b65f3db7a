"""``dd`` and ``rsync``: where their words lead decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.values import Prediction

Shell = Callable[[str], Prediction]

ROWS = """
    read       dd if=a bs=1 count=4
    read       dd if=/dev/zero of=/dev/null bs=1M count=9 status=progress
    contained  dd if=a of=b
    contained  dd
    contained  dd if=a odd=b
    floor      dd if=/dev/sda of=b
    floor      dd if=.env
    floor      dd "$X"
    catastrophic dd if=a of=/dev/sda
    read       rsync -avn src/ dst/
    read       rsync --list-only src/
    read       rsync src
    read       rsync --version
    contained  rsync -a src/ dst/
    contained  rsync -a --delete src/ build/
    contained  rsync -a --remove-source-files src/ dst/
    external   rsync -avn src/ host:dst/
    external   rsync -a rsync://example.com/x .
    external   rsync -e 'sh x' src dst
    external   rsync -a "$SRC" dst
    floor      rsync -a src/ /etc/x
    floor      rsync -a ~/.ssh/id_rsa dst/
    floor      rsync -a --backup-dir=/etc/x src/ dst/
    floor      rsync -a --exclude-from=.env src/ dst/
    catastrophic rsync -a --delete empty/ /
    catastrophic rsync -a .env host:x
"""


@pytest.mark.parametrize("row", [line.strip() for line in ROWS.strip().splitlines()])
def test_each_command_has_its_level(shell: Shell, row: str) -> None:
    level, text = row.split(None, 1)
    prediction = shell(text)
    assert prediction.level == level, prediction.effects
