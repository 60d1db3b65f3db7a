"""Read effects from what an action says, before it runs: shell text, Python code, paths."""

from journeyman.gate.analysis.digests import digest_file, digest_text, digest_tree, program_identity
from journeyman.gate.analysis.python import analyse_python
from journeyman.gate.analysis.shell import analyse_shell
from journeyman.gate.analysis.zones import Place, place, read_effect, write_effect

__all__ = [
    "Place",
    "analyse_python",
    "analyse_shell",
    "digest_file",
    "digest_text",
    "digest_tree",
    "place",
    "program_identity",
    "read_effect",
    "write_effect",
]
