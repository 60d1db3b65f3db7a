"""Which names promise a secret, and which values are none: references, placeholders, code, prose."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple


class SecretName(NamedTuple):
    """What a name promises: the sort of secret, and whether only a random-looking value is believed (``weak``)."""

    sort: str
    weak: bool = False


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SORTS = {
    "password": "password",
    "passwords": "password",
    "passwd": "password",
    "passwort": "password",
    "passphrase": "password",
    "passcode": "password",
    "pwd": "password",
    "secret": "secret",
    "secrets": "secret",
    "token": "token",
    "credential": "credential",
    "credentials": "credential",
    "creds": "credential",
    "auth": "credential",
    "apikey": "key",
    "apikeys": "key",
    "key": "key",
    "keys": "key",
    "pass": "password",
}


@cache
def _joined() -> re.Pattern[str]:
    # One-word names that people run together.
    return re.compile(
        r"(?:.*(?P<password>password|passwd|passphrase)"
        r"|.*(?P<secret>secret)"
        r"|(?:auth|access|refresh|bearer|api|id|bot|user|session|csrf|github|gitlab|npm|slack|personal)(?P<token>token)"
        r"|(?:db|user|root|my|admin|smtp|ftp)(?P<pass>pass)"
        r"|.*(?:api|secret|access|account|private|shared|encryption|signing|master|service|subscription)(?P<key>key))\d*"
    )


# What may stand before "key" or "token" for a lower-case name to be believed.
_QUALIFIERS = _words(
    "api access secret private auth authorization encryption encrypt signing sign master service account "
    "storage shared deploy license ssh gpg pgp app application admin session hmac aes rsa webhook client "
    "consumer subscription bot jwt cookie oauth oauth2 bearer refresh id personal csrf xsrf registry "
    "publish upload user root stripe openai anthropic google gcp aws azure github gitlab bitbucket slack "
    "discord telegram twilio sendgrid mailgun npm pypi hf huggingface heroku cloudflare vault doppler "
    "docker sentry linear notion databricks shopify square jupyter"
)
_NO_KEY = _words(
    "public primary foreign sort cache partition unique index dict map group routing range registry hot search "
    "translation object lookup composite row column json data config sub last first"
)
_NO_TOKEN = _words(
    "eos bos pad unk mask sep cls stop special first last next prev previous page continuation end start begin "
    "current unexpected expected per max min num line syntax operator"
)
# A word after the promising one that makes the name speak about the secret instead of holding it.
_ABOUT = _words(
    "file files filename path paths dir directory folder url uri endpoint name names id ids type types kind count "
    "limit length len size policy expiry expires expired expiration ttl age field fields label env var variable param "
    "prompt hint help regex pattern format header index usage class manager provider store required enabled disabled "
    "min max ref arn version status error errors message reset strength stdin rotation rotate algorithm alg scheme "
    "method mode callback handler helper factory function func validator hasher encoder backend reader writer parser "
    "source server issuer scope scopes lifetime timeout cost budget price rate bytes bits fingerprint digest "
    "checksum placeholder mask example location fd command cmd script tool exists missing valid invalid changed "
    "at on in by for is was check"
)
_STRONG = _words("password passwd passwort passphrase passcode secret apikey apikeys")
_VARIANTS = _words("prod dev test staging old new")
_NEGATED = _words("no with without ask has have is use show hide need needs require requires generate reset")


@cache
def _camel() -> re.Pattern[str]:
    return re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@cache
def _split() -> re.Pattern[str]:
    return re.compile(r"[^A-Za-z0-9]+")


@lru_cache(maxsize=4096)
def secret_name(name: str) -> SecretName | None:
    """Return what the variable, key, header or flag ``name`` promises, or None when it promises no secret."""
    bare = name.lstrip("-")
    words = [word for word in _split().split(_camel().sub("_", bare).lower()) if word]
    if not words or len(words) > 16 or (name.startswith("-") and words[0] in _NEGATED):
        return None
    if len(words) >= 2 and words[-2] + words[-1] == "apikey":
        return SecretName("key")
    upper = bare.isupper()
    for place in range(len(words) - 1, -1, -1):
        word = words[place]
        if word in _ABOUT:
            return None
        found = _believed(words, place, upper)
        if found is not None:
            return found
    return None


def _believed(words: list[str], place: int, upper: bool) -> SecretName | None:
    word = words[place].rstrip("0123456789") or words[place]
    before = words[place - 1] if place else ""
    last = place == len(words) - 1 or words[-1].isdigit() or words[-1] in _VARIANTS
    sort = _SORTS.get(word, "")
    if not sort:
        joined = _joined().fullmatch(word)
        return SecretName("password" if joined.lastgroup == "pass" else str(joined.lastgroup)) if joined else None
    if word in _STRONG:
        return SecretName(sort)
    return _last_word(word, before, upper) if last else None


def _last_word(word: str, before: str, upper: bool) -> SecretName | None:
    sort = _SORTS[word]
    if sort == "key":
        return SecretName(sort) if before in _QUALIFIERS or (upper and before and before not in _NO_KEY) else None
    if word == "token":
        return None if before in _NO_TOKEN else SecretName(sort, weak=not (upper or before in _QUALIFIERS))
    if word in {"pass", "pwd"}:
        return SecretName(sort) if before not in {"", "by", "first", "second"} else None
    return SecretName(sort, weak=True)


_REFERENCE = r"\$\{secret:[^}]*\}"
REFERENCE = re.compile(_REFERENCE)


@cache
def _keep() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_REFERENCE})+"
        r"|\$(?:\{[^}]*\}|\(.*|[A-Za-z_]\w*)"  # the shell's own references
        r"|%\w+%|%\(\w+\)s|%[srd]|\{\{.*|\{[\w.!:\[\]\"']*\}?|<[^<>]*>?|\[redacted:.*|\[REDACTED.*|\[[A-Z]+\]"
        r"|\*+|[xX]{3,}|\.+|-|…|\?+|"
        r"(?i:none|null|nil|undefined|true|false|yes|no|on|off|str|string|int|bool|boolean|bytes|float|number|object|any|"
        r"optional|required|unset|empty|missing|invalid|redacted|hidden|masked|prompt|stdin)"
    )


@cache
def _call() -> re.Pattern[str]:
    return re.compile(
        r"[A-Za-z_][\w.:]{0,128}[(\[]|(?:await|new|lambda|not|if|for|in|is|and|or|return|async|self|cls)\b(?!-)"
    )


_OWNERS = _words(
    "self cls this os args config cfg conf settings env environ process options opts params kwargs request req ctx "
    "context event response res data secrets getpass st app user account client state payload form json row record "
    "creds credentials module var local vars github inputs"
)
_STANDINS = _words("value string text") | _SORTS.keys()
_LOCALS = _words("input value values user_input getpass line text arg args default data result response")


@cache
def _dotted() -> re.Pattern[str]:
    return re.compile(r"[A-Za-z_]\w{0,64}(?:(?:\.|->|::|\?\.)[A-Za-z_]\w{0,64})*")


@cache
def _leaves() -> re.Pattern[str]:
    return re.compile(r"\.|->|::|\?\.")


def is_kept(value: str) -> bool:
    """Tell whether ``value`` is a reference, a placeholder or a type's name, not a secret."""
    return not value or _keep().fullmatch(value) is not None


def is_code(value: str) -> bool:
    """Tell whether an unquoted ``value`` is an expression: a call, an index, an attribute, another variable."""
    if _call().match(value) or _is_metavar(value):
        return True
    if not _dotted().fullmatch(value) or any(c.isdigit() for c in value):
        return False
    parts = _leaves().split(value)
    if len(parts) > 1 and parts[0] in _OWNERS:
        return True
    return (
        parts[-1] in _LOCALS or (not value.isupper() and secret_name(parts[-1]) is not None) or value.lower() in _SORTS
    )


def _is_metavar(value: str) -> bool:
    """Tell whether ``value`` is what a usage message writes for one: ``PASSWORD``, ``API_KEY``."""
    words = value.lower().split("_")
    return value.isupper() and words[-1] in _STANDINS and all(w in _STANDINS or w in _QUALIFIERS for w in words)


def looks_random(value: str) -> bool:
    """Tell whether ``value`` looks generated: long enough, one word, with digits or mixed case."""
    if len(value) < 8 or any(c.isspace() for c in value):
        return False
    digits = sum(c.isdigit() for c in value)
    letters = sum(c.isalpha() for c in value)
    if digits:
        return letters > 0 or len(value) >= 12
    return len(value) >= 20 or (len(value) >= 16 and not value.islower() and not value.isupper())


def is_secret(value: str, name: SecretName, quoted: bool) -> bool:
    """Tell whether ``value``, standing under ``name``, is to be hidden."""
    bare = value.strip()
    if is_kept(bare) or (not quoted and is_code(bare)):
        return False
    if name.weak:
        return len(bare) >= 1024 or looks_random(bare)
    return not (bare.isdigit() and len(bare) < 4)


def is_secret_name(name: str) -> bool:
    """Tell whether a variable, key, header or flag called ``name`` holds a secret."""
    return secret_name(name) is not None
