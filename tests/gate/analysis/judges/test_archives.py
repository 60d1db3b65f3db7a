"""``tar``: listing, comparing and unpacking to the screen read."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journeyman.values import Prediction

Shell = Callable[[str], Prediction]

ROWS = """
    read       tar tf a.tar
    read       tar --list --file=a.tar
    read       tar -xzOf a.tgz file
    read       tar --diff -f a.tar
    read       tar czf - src
    read       tar --version
    external   tar -tf host:a.tar
    external   tar xf me@host:a.tar
    contained  tar -czf a.tgz src
    contained  tar xzf a.tgz -C build
    contained  tar xf a.tar
    contained  tar -tf a.tar --to-command=x
    contained  tar tfI a.tar 'sh x'
    contained  tar xfO a.tar --to-command=x
    contained  tar -xOf a.tar -I x
    contained  tar
    contained  tar -A -f a.tar b.tar
    contained  tar cf a.tar src --remove-files
    contained  tar -t -T list -f a.tar --checkpoint-action=exec=x
    floor      tar xf a.tar -C /etc
    floor      tar xPf a.tar
    floor      tar xfC a.tar /etc
    floor      tar czf a.tgz .env
    floor      tar cf /etc/a.tar src
    floor      tar cf a.tar ~/.bashrc --remove-files
    floor      tar -t -g /etc/x -f a.tar
    floor      cd /opt; tar xf a.tar
"""


@pytest.mark.parametrize("row", [line.strip() for line in ROWS.strip().splitlines()])
def test_each_command_has_its_level(shell: Shell, row: str) -> None:
    level, text = row.split(None, 1)
    prediction = shell(text)
    assert prediction.level == level, prediction.effects
