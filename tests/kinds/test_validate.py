"""Wrong arguments are told in one line: the key, and what is allowed."""

from __future__ import annotations

import pytest

from journeyman.errors import KindError
from journeyman.kinds import all_kinds
from journeyman.kinds.validate import validate

KINDS = all_kinds()


@pytest.mark.parametrize(
    ("kind", "args", "message"),
    [
        ("shell.run", {"command": 5}, "command = 5 is not allowed; it must be of type string"),
        ("shell.run", {"command": ""}, 'command = "" is not allowed; it must be at least 1 characters long'),
        ("shell.run", {"command": "x", "timeout": 0}, "timeout = 0 is not allowed; it must be more than 0"),
        ("shell.run", {"command": "x", "timeout": 10**6}, "it must be 86400 or less"),
        ("file.create", {"path": "x", "content": "", "mode": "4755"}, "it must be text like"),
        ("file.modify", {"path": "x"}, "the arguments do not go together: give old and new, or diff (not both)"),
        ("file.modify", {"path": "x", "old": "a", "new": "b", "diff": "c"}, "not both"),
        ("python.run", {"code": "x", "path": "y"}, "give code, or path (not both)"),
        ("test.run", {"command": "x", "path": "y"}, "give command or path, not both"),
        ("env.install", {}, "give packages, or requirements"),
        ("env.install", {"packages": ["--index-url=http://evil"]}, "packages.0 = "),
        ("env.install", {"packages": ["flask", "x; rm"]}, "packages.1 = "),
        ("env.install", {"packages": ["git+https://host/x"]}, "packages.0 = "),
        ("env.install", {"packages": []}, "a list of at least 1"),
        ("process.start", {"command": "x", "port": 70000}, "it must be 65535 or less"),
        ("process.stop", {"name": "-rf"}, "it must be text like"),
        ("git.tag", {"name": "--delete"}, "it must be text like"),
        ("env.create", {"path": "src"}, "it must be text like"),
        ("env.create", {"python": "/bin/sh -c x"}, "it must be text like"),
        ("file.create", {"path": "x" * 5000, "content": ""}, "at most 4096 characters"),
    ],
)
def test_messages(kind: str, args: dict[str, object], message: str):
    with pytest.raises(KindError) as caught:
        validate(KINDS[kind], args)
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{kind}: ")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize(
    ("kind", "args"),
    [
        ("env.install", {"packages": ["flask", "Flask-Login==0.6.*", "uvicorn[standard]>=0.20,<1", "a"]}),
        ("env.install", {"requirements": "requirements.txt"}),
        ("env.create", {"path": "sub/.venv-test", "python": "/usr/bin/python3.11"}),
        ("process.start", {"command": "x", "port": 0, "name": "web-1"}),
        ("file.modify", {"path": "x", "diff": "@@"}),
        ("git.tag", {"name": "v1.0.0", "message": "first"}),
    ],
)
def test_what_is_right_passes(kind: str, args: dict[str, object]):
    validate(KINDS[kind], args)
