from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace

import journeyman_profile
import pytest
from journeyman_profile.kernel_api import extend

STOCK = "from interpreter import interpreter\ncomputer = interpreter.computer"


@pytest.fixture
def kernel(monkeypatch):
    """The names that the stock code makes in the kernel, with a stand-in for the package that it imports."""
    package = ModuleType("interpreter")
    package.interpreter = SimpleNamespace(computer="the computer")
    monkeypatch.setitem(sys.modules, "interpreter", package)
    monkeypatch.setattr(sys, "path", list(sys.path))
    module = SimpleNamespace(import_computer_api_code=STOCK)
    extend(module)
    return module


def test_the_computer_is_guarded_before_the_model_s_code_sees_it(kernel, monkeypatch):
    guarded = []
    monkeypatch.setattr(journeyman_profile, "install", guarded.append)
    names = {}
    exec(kernel.import_computer_api_code, names)
    assert guarded == [names["interpreter"]]
    assert names["computer"] == "the computer"


def test_without_a_guard_there_is_no_computer(kernel, monkeypatch):
    def broken(interpreter):
        raise SystemExit("journeyman: the store cannot be opened")

    monkeypatch.setattr(journeyman_profile, "install", broken)
    names = {}
    with pytest.raises(SystemExit):
        exec(kernel.import_computer_api_code, names)
    assert "computer" not in names and "interpreter" not in names


def test_extending_twice_installs_once(kernel):
    extend(kernel)
    assert kernel.import_computer_api_code.count("install(") == 1
