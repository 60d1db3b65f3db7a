"""``gh api`` and ``glab api``: a request that only reads, at the forge itself."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import Parsed, make_flags, split
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

_FLAGS = make_flags(
    "-H: --header= -q: --jq= -t: --template= -i --include --paginate --slurp -p: --preview= --cache= "
    "--silent --verbose -X: --method= -f: -F: --raw-field= --field= -R: --repo= --output="
)
_FIELDS = ("-f", "-F", "--raw-field", "--field")
_PLACE = re.compile(r"/?[\w.{}:/?=&%+~@,*-]+\Z")
_SECRET = re.compile(
    r"(?i)(secrets/|registration-token|remove-token|access_tokens|/token\b|/tokens\b|credentials|/variables/)"
)
_HEADER = re.compile(r"(?i)(accept|x-github-api-version|content-type|if-[\w-]+|user-agent)\s*:[^\0]*\Z")


def judge_github(program: Program, words: Sequence[Word], record: Record) -> None:
    """``gh api PATH``: GET only; GraphQL queries that change nothing. Everything else as described."""
    if not words or words[0].text != "api":
        record.run_tree(program, words, record)
        if record.level == "read" and _elsewhere(program, words):
            record.subject(" ".join([program.name, *(word.text for word in words[:1])]), "external")
            record.note("network-out", "external", f"{program.name} asks another place than usual")
        return
    parsed = split(words[1:], _FLAGS)
    why = _why(program, parsed)
    if why:
        record.subject(f"{program.name} api {' '.join(sorted(set(parsed.names)))}".strip(), "external")
        record.identify(program.name)
        record.note("network-out", "external", why)
        record.contact()
        return
    if any(_SECRET.search(word.text) for word in parsed.rest):
        record.subject(f"{program.name} api", "floor")
        record.note("secret-read", "floor", f"{program.name} api may hand out a token")
        return
    record.add(Effect("network-in", "read", "none", program.name))
    record.subject(f"{program.name} api", "read")
    record.contact(*program.leaf.hosts)
    record.credentials.update(program.leaf.credentials)


def _elsewhere(program: Program, words: Sequence[Word]) -> bool:
    """Return whether a repository, or the address of something in one, lies at another host than the program's own."""
    own = {"gh": "github.com", "glab": "gitlab.com"}.get(program.name, "")
    for before, word in zip(["", *(each.text for each in words)], words, strict=False):
        text = re.sub(r"\A(-R=?|--repo=)", "", word.text)
        host = re.match(r"(?:https?|ssh)://(?:git@)?([^/]+)", text) or re.match(r"git@([^:]+):", text)
        if not host and (text != word.text or before in {"-R", "--repo", "view"}) and text.count("/") == 2:
            host = re.match(r"([\w-]+(?:\.[\w-]+)+)/", text)
        if host and own and host[1].lower() not in {own, f"www.{own}"}:
            return True
    return False


def _why(program: Program, parsed: Parsed) -> str:  # noqa: PLR0911 - a table of cases
    """Return why the request is more than reading; "" when it only reads."""
    name = f"{program.name} api"
    if parsed.unknown:
        return f"{name}: {parsed.unknown[0]} is not known to be harmless"
    if len(parsed.rest) != 1 or not all(word.known for word in (*parsed.rest, *(value for _, value in parsed.values))):
        return f"{name} sends something that is not known before it runs"
    if not _PLACE.match(parsed.rest[0].text) or "://" in parsed.rest[0].text:
        return f"{name} asks another place"
    for option, value in parsed.values:
        if option in {"-H", "--header"} and not _HEADER.match(value.text):
            return f"{name} sends a header that may hold anything"
    method = parsed.value("-X", "--method")
    fields = [value.text for option, value in parsed.values if option in _FIELDS]
    if parsed.rest[0].text.strip("/") == "graphql":
        return _graphql(name, method, fields)
    if method is None and fields:
        return f"{name} with fields sends a POST"
    if method is not None and method.text.upper() not in {"GET", "HEAD"}:
        return f"{name} sends a {method.text}"
    return f"{name} sends a file" if any("=@" in field for field in fields) else ""


def _graphql(name: str, method: Word | None, fields: Sequence[str]) -> str:
    """A GraphQL query is a POST, and reads unless it is a mutation."""
    if method is not None and method.text.upper() not in {"GET", "POST"}:
        return f"{name} sends a {method.text}"
    queries = [field.partition("=")[2] for field in fields if field.startswith("query=")]
    if len(queries) != 1 or any("=@" in field for field in fields):
        return f"{name} graphql without a query that is known"
    plain = re.sub(r'"(?:[^"\\]|\\.)*"|#[^\n]*', "", queries[0])
    if re.search(r"\b(mutation|subscription)\b", plain) or not re.match(r"\s*(query\b|\{|fragment\b)", plain):
        return f"{name} graphql may change something"
    return ""
