"""Short programs in other languages: an allowlist of words and signs that can only compute and print."""

from __future__ import annotations

import re

from journeyman.gate.analysis.calculations import only_calculates
from journeyman.gate.analysis.javascript import javascript_only_reads
from journeyman.gate.analysis.names import names

_MOST = 4_000

_PERL_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<number>\d[\d_.]*)
    | (?P<text>'(?:[^'\\]|\\.)*' | "(?:[^"\\$@]|\\.|\$(?:[_\d.&]|\w+)(?![\[{(>-]))*")
    | (?P<match>(?:m|(?<=[\s(!~;])|^)/(?:[^/\\$@\n(]|\\.|\((?!\?)|\((?=\?[:=!])|\$(?=[/|)]))*/[gimsx]*(?!\w))
    | (?P<replace>(?:s|tr|y)
        /(?:[^/\\$@\n(]|\\.|\((?!\?)|\$(?=[/|)]))*/(?:[^/\\$@\n]|\\.|\$[\d&])*/[gimsxrd]*(?!\w))
    | (?P<variable>[$@](?!(?:ENV|ARGV|INC)\b)(?:[_.,/;\\0-9]|[A-Za-z]\w*)(?!\s*(?:->|\(|::)) | \$F\[-?\d+\])
    | (?P<word>[A-Za-z_]\w*)
    | (?P<sign>=~|!~|==|!=|<=|>=|&&|\|\||\+\+|--|\.\.|-(?!>)|<(?=[\s\d])|[+*=!?:;,.(){}\[\]>]|%(?=[\s\d$]))
    """,
    re.VERBOSE,
)
_PERL_WORDS = names(
    """
    print printf say if unless else elsif for foreach while until and or not my our next last length substr index
    rindex uc lc ucfirst lcfirst join split reverse sort map grep keys values push pop shift abs int sqrt sin cos
    log exp hex oct ord chr sprintf eq ne lt gt le ge x defined scalar chomp chop time localtime gmtime BEGIN END qw
    undef return
    """
)
_PERL_BEFORE = names("if unless and or not split grep map print say while until return")
"""Words after which a ``/`` starts a pattern."""
_RUBY_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
    | (?P<number>\d[\d_.]*)
    | (?P<text>'(?:[^'\\]|\\.)*' | "(?:[^"\\#]|\\.|\#(?![{$@]))*")
    | (?P<word>[A-Za-z_]\w*[?!]?)
    | (?P<sign>\.\.\.?|[-+*=<>!&|?:;,.(){}\[\]]|%(?=\s))
    """,
    re.VERBOSE,
)
_RUBY_WORDS = names(
    """
    puts p print pp RUBY_VERSION RUBY_PLATFORM RUBY_ENGINE Math PI sqrt Time now Integer Float String Array Hash
    to_s to_i to_f to_a to_h to_sym upcase downcase capitalize reverse length size count split join map select
    reject reduce inject each each_with_index times sum min max sort sort_by uniq first last strip chomp chars bytes
    inspect zip flatten compact tally minmax take drop rjust ljust center ord chr divmod gcd lcm digits each_slice
    lines RUBY_PATCHLEVEL RUBY_RELEASE_DATE include? start_with? end_with? empty? nil? even? odd? zero? gsub sub index
    slice round floor ceil abs if else elsif unless end do while until then true false nil and or not return
    """
)


def reads_only(text: str, language: str) -> bool:
    """Return whether code in ``language`` can do no more than compute and print; False for what is not understood."""
    if len(text) > _MOST:
        return False
    if language in {"node", "nodejs"}:
        return javascript_only_reads(text)
    if language == "perl":
        return _plain(text, _PERL_TOKEN, _PERL_WORDS, 0) and _patterns_stand_free(text)
    if language == "ruby":
        return _plain(text, _RUBY_TOKEN, _RUBY_WORDS, 1)
    return only_calculates(text, language)


def _tokens(text: str, token: re.Pattern[str]) -> list[tuple[str, str]] | None:
    found: list[tuple[str, str]] = []
    position = 0
    while position < len(text):
        match = token.match(text, position)
        if match is None or match.end() == position:
            return None
        if match.lastgroup != "space":
            found.append((str(match.lastgroup), match[0]))
        position = match.end()
    return found


def _plain(text: str, token: re.Pattern[str], allowed: frozenset[str], own: int) -> bool:
    """Return whether every word is allowed, or so short (``own`` letters) that it can only be a variable."""
    tokens = _tokens(text, token)
    return tokens is not None and all(
        kind != "word" or word in allowed or (len(word) <= own and word.islower()) for kind, word in tokens
    )


def _patterns_stand_free(text: str) -> bool:
    """Return whether no ``/`` of Perl may be a division, and what looks like a pattern be code."""
    before = ("sign", ";")
    for kind, word in _tokens(text, _PERL_TOKEN) or []:
        free = before[1] in _PERL_BEFORE or (before[0] == "sign" and before[1] not in {")", "]", "}", "++", "--", "."})
        if kind == "match" and word[0] == "/" and not free:
            return False
        before = (kind, word)
    return True
