"""Mutations of commands: any that damage a text, and those that keep its meaning."""

from __future__ import annotations

import random
import re
import shlex
from collections.abc import Callable

from tests.gate.analysis.seeds import PLAIN, TEXTS

_PIECES = (
    *(
        " ",
        "\n",
        "\t",
        "\\\n",
        "\\",
        "'",
        '"',
        "$",
        "`",
        "(",
        ")",
        "{",
        "}",
        "$(",
        "<(",
        ">(",
        "${",
        "))",
        "((",
        "[[",
        "]]",
    ),
    *(
        "[",
        "]",
        "|",
        "||",
        "&&",
        "&",
        ";",
        ";;",
        "<",
        ">",
        ">>",
        "<<E\n",
        "\nE\n",
        "<<<",
        "#",
        " #",
        "!",
        "=",
        "+=",
        "if ",
    ),
    *(
        " then ",
        " fi",
        " do ",
        " done",
        "for x in ",
        "while ",
        "case x in ",
        " esac",
        "function f ",
        "time ",
        "coproc ",
    ),
    *(
        "*",
        "?",
        "~",
        "-",
        "$x",
        "$((",
        " rm x ",
        " cat .env ",
        "\\x",
        "$'",
        '$"',
        "\r",
        "é",
        "@(",
        "\0",
        "\u202e",
        "\u0430",
    ),
)


def damage(text: str, chance: random.Random) -> str:
    """Return ``text`` with signs flipped, inserted or taken out, or spliced with another seed."""
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(text))
        way = chance.random()
        if way < 0.5:
            text = text[:place] + chance.choice(_PIECES) + text[place:]
        elif way < 0.65:
            text = text[:place] + text[place + chance.randint(1, 4) :]
        elif way < 0.8:
            other = chance.choice(PLAIN + TEXTS)
            text = text[:place] + other[chance.randint(0, len(other)) :]
        elif way < 0.9:
            data = bytearray(text.encode("utf-8", "surrogateescape"))
            if data:
                data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
            text = data.decode("utf-8", "surrogateescape")
        else:
            text = (
                text[:place]
                + chance.choice(_PIECES)
                + chance.choice(PLAIN + TEXTS)
                + chance.choice(_PIECES)
                + text[place:]
            )
    return text[:2_000]


def rewrite_words(text: str, chance: random.Random) -> str:
    """Return a plain command with its words quoted in other ways, and other white space between them."""
    words = [_requote(word, chance) if chance.random() < 0.5 else word for word in text.split(" ")]
    gaps = [chance.choice((" ", " ", "  ", "\t", " \\\n", " \\\n  ")) for _ in words]
    joined = "".join(word + gap for word, gap in zip(words, gaps, strict=True)).rstrip(" \t\\\n")
    return chance.choice(("", " ", "\n", "# note\n")) + joined + chance.choice(("", ";", "\n", " # note", " ;"))


def _requote(word: str, chance: random.Random) -> str:
    """Return the same word, written in another way."""
    if re.search(r"[~*?\[\]{}=]", word) or not word:
        return word
    cut = chance.randint(0, len(word))
    head, tail = word[:cut], word[cut:]
    ways: tuple[Callable[[], str], ...] = (
        lambda: f"'{word}'",
        lambda: f'"{word}"',
        lambda: f'{head}"{tail}"',
        lambda: f"{head}'{tail}'",
        lambda: f"{head}''{tail}",
        lambda: f'{head}""{tail}',
        lambda: f"$'{head}'{tail}",
        lambda: "$'" + "".join(f"\\x{ord(sign):02x}" for sign in word) + "'",
        lambda: head + "$'" + "".join(f"\\{ord(sign):03o}" for sign in tail) + "'",
        lambda: f'$"{word}"',
        lambda: "".join("\\" + sign for sign in word),
        lambda: f"{head}\\\n{tail}" if head and tail else word,
        lambda: f'"{head}\\\n{tail}"',
        lambda: f'{head}"$(true)"{tail}' if head and tail else word,
    )
    return chance.choice(ways)()


def _heredoc(text: str) -> str:
    stop = f"STOP{len(text)}"
    return f"bash <<'{stop}'\n{text}\n{stop}"


def _variable(text: str) -> str:
    return f'text={shlex.quote(text)}; eval "$text"'


WRAPPERS: tuple[Callable[[str], str], ...] = (
    lambda text: f"(\n{text}\n)",
    lambda text: "{\n" + text + "\n}",
    lambda text: f"if true; then\n{text}\nfi",
    lambda text: f"if false; then :; else\n{text}\nfi",
    lambda text: f"for i in 1; do\n{text}\ndone",
    lambda text: f"while true; do\n{text}\nbreak; done",
    lambda text: f"case x in\nx)\n{text}\n;; esac",
    lambda text: "true && {\n" + text + "\n}",
    lambda text: "false || {\n" + text + "\n}",
    lambda text: "function wrapped {\n" + text + "\n}\nwrapped",
    lambda text: f"{text}\ntrue",
    lambda text: f"cd .\n{text}",
    lambda text: f"! (\n{text}\n)",
    lambda text: f': "$(\n{text}\n)"',
    lambda text: f"cat <(\n{text}\n)",
    lambda text: f"eval {shlex.quote(text)}",
    lambda text: f"eval eval {shlex.quote(shlex.quote(text))}",
    lambda text: f"bash -c {shlex.quote(text)}",
    lambda text: f"env A=1 bash -c {shlex.quote(text)}",
    lambda text: f"command bash -ec {shlex.quote(text)}",
    lambda text: f"nice -n 5 timeout 10 bash -c {shlex.quote(text)}",
    lambda text: f"exec bash -c {shlex.quote(text)}",
    lambda text: f"bash <<< {shlex.quote(text)}",
    lambda text: f"printf '%s\\n' {shlex.quote(text)} | bash",
    lambda text: f"printf '%s\\n' {shlex.quote(text)} > t.sh; bash t.sh",
    lambda text: f"source /dev/stdin <<< {shlex.quote(text)}",
    lambda text: f"bash <(printf '%s\\n' {shlex.quote(text)})",
    lambda text: f"trap {shlex.quote(text)} EXIT",
    lambda text: f"set -e\n{text}",
    lambda text: f"time (\n{text}\n)",
    lambda text: f"sleep 0 | (\n{text}\n)",
    _heredoc,
    _variable,
)
"""Ways to run a whole text in another form."""

COMMAND_WRAPPERS = (
    "command {}",
    "env {}",
    "nice {}",
    "nice -n 3 {}",
    "timeout 5 {}",
    "nohup {}",
    "time {}",
    "env -i {}",
    "exec {}",
    "stdbuf -oL {}",
)
"""Ways to run one simple command in another form."""
_BUILTINS = frozenset(["echo", "printf", "true", "test", "pwd", "kill", "cd"])


def wrap(text: str, chance: random.Random, plain: bool) -> str:
    """Return ``text`` run in another form, up to three times nested. ``plain``: it is one simple command."""
    if plain and chance.random() < 0.5 and text.split(" ", maxsplit=1)[0] not in _BUILTINS:
        text = chance.choice(COMMAND_WRAPPERS).format(text)
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        text = chance.choice(WRAPPERS)(text)
    return text


def same_meaning(chance: random.Random) -> tuple[str, str]:
    """Return a seed, and another text of the same meaning."""
    if chance.random() < 0.6:
        seed = chance.choice(PLAIN)
        changed = rewrite_words(seed, chance) if chance.random() < 0.7 else seed
        alone = changed == seed
        return seed, wrap(changed, chance, alone)
    seed = chance.choice(TEXTS)
    return seed, wrap(seed, chance, False)
