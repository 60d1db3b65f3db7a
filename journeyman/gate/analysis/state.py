"""The shell's state at one point of a text: variables, functions, aliases, the folders that may be current."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from journeyman.gate.analysis.literals import NUMBER
from journeyman.gate.analysis.scope import Scope


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the text: its bodies (several when defined twice); ``certain``: the name means nothing else."""

    bodies: tuple[Callable[[], None], ...]
    certain: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """A copy of the state, not changed afterwards."""

    scope: Scope
    cwds: tuple[str, ...]
    cwd_unknown: bool
    functions: Mapping[str, Function]
    aliases: Mapping[str, str]


def joined(states: Sequence[State]) -> State:
    """Return what holds in all of ``states``: one of them is the case, nobody knows which."""
    first, *others = states
    for other in others:
        first = State(
            _joined_scope(first.scope, other.scope),
            tuple(dict.fromkeys((*first.cwds, *other.cwds))),
            first.cwd_unknown or other.cwd_unknown,
            _joined_functions(first.functions, other.functions),
            {**first.aliases, **other.aliases},
        )
    return first


def _joined_scope(one: Scope, two: Scope) -> Scope:
    variables = {}
    for name in {**one.variables, **two.variables}:
        a, b = one.value(name), two.value(name)
        variables[name] = a if a == b else NUMBER if one.is_number(name) and two.is_number(name) else None
    return Scope(variables, one.frozen | two.frozen, one.forgotten or two.forgotten)


def _joined_functions(one: Mapping[str, Function], two: Mapping[str, Function]) -> dict[str, Function]:
    found: dict[str, Function] = {}
    for name in {**one, **two}:
        a, b = one.get(name), two.get(name)
        if a is None or b is None:
            found[name] = Function((a or b or Function(())).bodies, False)
        else:
            found[name] = Function(tuple(dict.fromkeys((*a.bodies, *b.bodies))), a.certain and b.certain)
    return found
