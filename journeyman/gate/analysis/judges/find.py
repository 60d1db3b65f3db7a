"""``find``: tests and plain actions are listed; what it runs is judged; what it deletes is judged by place."""

from __future__ import annotations

from collections.abc import Sequence

from journeyman.gate.analysis.judges.found import finds_secrets
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.secrets import is_secret
from journeyman.gate.analysis.words import HOLE, Word
from journeyman.values import Effect

_PLAIN = names(
    """
    -H -L -P -a -and -o -or -not -daystart -depth -d -follow -ignore_readdir_race -noignore_readdir_race -mount
    -xdev -noleaf -empty -executable -readable -writable -false -true -nogroup -nouser -print -print0 -ls -prune
    -quit -noerror -nohidden -hidden -unique -exclude -color -nocolor -sparse -capable -help --help -version --version
    -nowarn -warn -E -X -x -s -O0 -O1 -O2 -O3
    """
)
_VALUES = names(
    """
    -maxdepth -mindepth -regextype -amin -anewer -atime -cmin -cnewer -ctime -fstype -gid -group -ilname -iname
    -inum -ipath -iregex -iwholename -links -lname -mmin -mtime -name -newer -path -perm -regex -samefile -size
    -type -uid -used -user -wholename -xtype -context -printf -D -flags -Bmin -Bnewer -Btime -acl -depth -mnewer
    -since -asince -csince -msince -limit -regextype -j -S
    """
)
_RUNS = frozenset({"-exec", "-execdir", "-ok", "-okdir"})
_MAX_STARTS = 4
_WRITES = frozenset({"-fprint", "-fprint0", "-fls", "-fprintf"})


def judge_find(program: Program, words: Sequence[Word], record: Record) -> None:
    """Record the effects of ``find``."""
    record.add(Effect("read", "read", "none", program.name))
    record.subject(program.name, "read")
    starts: list[Word] = []
    index = 0
    while index < len(words) and words[index].text[:1] not in {"-", "(", "!", ""} and words[index].known:
        starts.append(words[index])
        index += 1
    for word in starts or [Word(".")]:
        record.read(word, names_only=True)
    if finds_secrets(words[index:], starts or [Word(".")], record):
        record.secret_words = True
    while index < len(words):
        index = _expression(words, index, starts or [Word(".")], record)


def _expression(words: Sequence[Word], index: int, starts: Sequence[Word], record: Record) -> int:  # noqa: PLR0911 - a table
    """Record one part of the expression; return the index of the next."""
    text = words[index].text
    if text in _RUNS:
        return _run(words, index + 1, text, starts, record)
    if text == "-delete":
        tested = any(word.text in _VALUES - {"-maxdepth", "-mindepth"} or word.text == "-empty" for word in words)
        for start in starts:
            where = Word(start.text.rstrip("/") + "/*", glob=True) if tested else start
            record.write(where, delete=True, recursive=True)
        record.subject("find -delete", "contained")
        return index + 1
    if text in _WRITES:
        if index + 1 < len(words):
            record.write(words[index + 1])
            record.subject(f"find {text}", "contained")
        return index + (3 if text == "-fprintf" else 2)
    if text in _PLAIN or text in {"(", ")", "!", ",", "--"}:
        return index + 1
    if text in _VALUES or (text.startswith("-newer") and len(text) == 8):
        return index + 2
    if HOLE in text and (text[:1] not in {HOLE, "-"} or "/" in text):
        record.read(words[index], names_only=True)
        return index + 1
    if text == "-f" and index + 1 < len(words):  # BSD: another starting point
        record.read(words[index + 1], names_only=True)
        return index + 2
    if text[:1] not in {"-", HOLE}:  # another starting point
        record.read(words[index], names_only=True)
        return index + 1
    record.unknown(f"find: {text.replace(HOLE, '...')} is not known to be harmless")
    record.subject(f"find {text.replace(HOLE, '…')}", "contained")
    return index + 1


def _run(words: Sequence[Word], index: int, option: str, starts: Sequence[Word], record: Record) -> int:
    """Judge the command of ``-exec``, with its ``{}`` unknown; return the index after its end."""
    end = index
    while end < len(words) and words[end].text not in {";", "+"}:
        end += 1
    if option in {"-ok", "-okdir"}:
        record.unknown(f"find {option} waits for an answer")
    if any(is_secret(word.text) for word in words[:index]):
        record.note("secret-read", "floor", "find runs a command on files that hold secrets")
    for start in starts[:_MAX_STARTS] if end > index else ():
        found = "./" + HOLE if option.endswith("dir") else start.text.rstrip("/") + "/" + HOLE
        command = [
            Word(found if word.text == "{}" else word.text.replace("{}", found), word.glob) for word in words[index:end]
        ]
        unknown, record.cwd_unknown = record.cwd_unknown, record.cwd_unknown or option.endswith("dir")
        record.run(command, record)
        record.cwd_unknown = unknown
    if len(starts) > _MAX_STARTS:
        record.unknown("find runs a command in many places")
    return end + 1
