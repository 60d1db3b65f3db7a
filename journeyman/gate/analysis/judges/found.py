"""What ``find`` is after: whether the names that it prints may be those of secrets."""

from __future__ import annotations

from collections.abc import Sequence

from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.secrets import holds_secrets, may_find_secret
from journeyman.gate.analysis.words import Word

_NAMED = frozenset({"-name", "-iname", "-path", "-ipath", "-wholename", "-iwholename"})


def finds_secrets(tests: Sequence[Word], starts: Sequence[Word], record: Record) -> bool:
    """Return whether what is printed may be names of secrets: by the names looked for, else by the places."""
    around = zip([Word(""), *tests], tests, tests[1:], strict=False)
    named = [name for before, test, name in around if test.text in _NAMED and before.text not in {"!", "-not"}]
    if named:
        return any(may_find_secret(word.text) for word in named)
    return any(holds_secrets(path) for word in starts for path in record.paths(word))
