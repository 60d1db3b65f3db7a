"""``redis-cli`` and ``mongosh``: commands and calls that only read."""

from __future__ import annotations

import re
from collections.abc import Sequence

from journeyman.gate.analysis.flags import Parsed, split
from journeyman.gate.analysis.judges.servers import reach
from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.programs import Program
from journeyman.gate.analysis.record import Record
from journeyman.gate.analysis.words import Word
from journeyman.values import Effect

_REDIS = names(
    """
    ping echo time info dbsize lastsave role exists type ttl pttl expiretime pexpiretime keys scan randomkey get mget
    getrange substr strlen getbit bitcount bitpos hget hmget hgetall hkeys hvals hlen hexists hstrlen hscan hrandfield
    lrange llen lindex lpos smembers scard sismember smismember sscan srandmember sinter sunion sdiff sintercard
    zrange zrevrange zrangebyscore zrevrangebyscore zrangebylex zscore zmscore zcard zcount zlexcount zrank zrevrank
    zscan zrandmember zdiff zinter zunion xlen xrange xrevrange xread xinfo xpending pfcount geopos geodist geohash
    geosearch georadius_ro georadiusbymember_ro sort_ro bitfield_ro dump touch command lolwut
    json.get json.mget json.type json.objkeys json.objlen json.arrlen json.strlen json.resp ft.info ft.search
    ft._list ft.explain ts.range ts.get ts.info bf.info bf.exists
    """
)
_REDIS_PAIRS = frozenset(
    {
        ("object", "encoding"), ("object", "freq"), ("object", "idletime"), ("object", "refcount"), ("memory", "usage"),
        ("memory", "stats"), ("memory", "doctor"), ("cluster", "info"), ("cluster", "nodes"), ("cluster", "slots"),
        ("cluster", "shards"), ("cluster", "keyslot"), ("cluster", "myid"), ("config", "get"), ("client", "list"),
        ("client", "info"), ("client", "id"), ("client", "getname"), ("slowlog", "get"), ("slowlog", "len"),
        ("latency", "doctor"), ("latency", "latest"), ("latency", "history"), ("pubsub", "channels"),
        ("pubsub", "numsub"), ("pubsub", "numpat"), ("script", "exists"), ("function", "list"), ("module", "list"),
        ("acl", "whoami"), ("acl", "cat"), ("sentinel", "masters"), ("sentinel", "master"), ("sentinel", "replicas"),
        ("debug", "object"),
    }
)  # fmt: skip
_REDIS_LOOKS = names("--scan --bigkeys --memkeys --hotkeys --stat --latency --latency-history --version -v --help")
_SECRET = re.compile(r"(?i)\*|.*(pass|auth|tls-key).*")

_STRINGS = re.compile(r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\"")
_PATTERNS = re.compile(r"([:(,]\s*)/(?:[^/\\\n]|\\.)+/[gimsuy]*")
_MONGO_SHOWS = re.compile(
    r"show\s+(dbs|databases|collections|tables|users|roles|profile|log\s*\w*|logs)\s*\Z|help\s*\Z|use\s+\w+\s*\Z|db\s*\Z"
)
_MONGO_CALLS = names(
    """
    find findone count countdocuments estimateddocumentcount distinct aggregate getcollection getcollectionnames
    getcollectioninfos getsiblingdb getmongo getname getdbnames getdbs limit skip sort pretty toarray itcount
    projection project hint explain size hasnext next batchsize maxtimems collation readpref comment
    getindexes getindexkeys stats datasize storagesize totalsize totalindexsize isc isCapped validate
    serverstatus hostinfo version status conf hello ismaster buildinfo currentop serverbuildinfo getreplicationinfo
    printreplicationinfo printsecondaryreplicationinfo stringify print printjson printjsononeline objectid isodate
    numberlong numberint numberdecimal date uuid tojson keys values length join slice tostring getfullname exists
    latencystats getshardversion getshareddistribution getprofilingstatus getlogcomponents
    """
)
_MONGO_STAGES = re.compile(r"\$(out|merge|where|function|accumulator|currentOp)\b", re.IGNORECASE)
_MONGO_WORDS = re.compile(
    r"(?i)\b(require|process|eval|function|load|import|constructor|prototype|while|for|var|let|const|new\s+(?!Date|ObjectId|ISODate)|"
    r"exec|shell|fetch|globalThis|this|return|throw|async|await|delete)\b|=>|(?<![=!<>])=(?!=)|`|\+\+|--"
)


def judge_redis(program: Program, words: Sequence[Word], record: Record) -> None:
    """``redis-cli [OPTIONS] COMMAND [ARG...]``."""
    parsed = split(words, program.flags)
    rest = [word.text.lower() for word in parsed.rest]
    why = ""
    if parsed.unknown:
        why = f"{program.name}: {parsed.unknown[0]} is not known to be harmless"
    elif not all(word.known for word in parsed.rest):
        why = f"{program.name} sends something that is not known before it runs"
    elif not rest and not parsed.has(*_REDIS_LOOKS):
        why = f"{program.name} reads commands from its input"
    elif rest and rest[0] not in _REDIS and tuple(rest[:2]) not in _REDIS_PAIRS:
        why = f"{program.name} {rest[0]} is not known to only read"
    elif rest[:2] == ["config", "get"] and any(_SECRET.fullmatch(each) for each in rest[2:]):
        record.subject(f"{program.name} config get", "floor")
        record.note("secret-read", "floor", "shows a password of the server")
        return
    _finish(program, parsed, why, record)


def judge_mongo(program: Program, words: Sequence[Word], record: Record) -> None:
    """``mongosh --eval CODE``: chains of calls that only read."""
    parsed = split(words, program.flags)
    code = [value for name, value in parsed.values if name == "--eval"]
    why = ""
    if parsed.unknown:
        why = f"{program.name}: {parsed.unknown[0]} is not known to be harmless"
    elif parsed.has("--version", "--help", "-h"):
        why = ""
    elif not code or any(word.text.endswith((".js", ".mongodb")) for word in parsed.rest):
        why = f"{program.name} runs what it is given"
    elif not all(word.known and mongo_only_reads(word.text) for word in code):
        why = f"{program.name} runs code that may change the database"
    _finish(program, parsed, why, record)


def mongo_only_reads(code: str) -> bool:
    """Return whether ``code`` for MongoDB's shell is one chain of calls that only read."""
    plain = _PATTERNS.sub(r"\1''", _STRINGS.sub("''", code)).strip().rstrip(";").strip()
    if _MONGO_SHOWS.match(plain):
        return True
    if _MONGO_STAGES.search(code) or _MONGO_WORDS.search(plain) or ";" in plain or "/" in plain or "\\" in plain:
        return False
    if re.search(r"[\w)\]]\s*\[", plain):  # a member by its text: any method
        return False
    calls = [call.lower() for call in re.findall(r"([A-Za-z_$][\w$]*)\s*\(", plain)]
    begins = re.match(r"(db|rs|sh|JSON|EJSON|print|printjson|tojson)\b", plain)
    return bool(begins and calls) and set(calls) <= {name.lower() for name in _MONGO_CALLS}


def _finish(program: Program, parsed: Parsed, why: str, record: Record) -> None:
    why = reach(program, parsed, record) or why
    if why:
        record.subject(" ".join([program.name, *(word.text for word in parsed.rest[:1] if word.known)]), "external")
        record.identify(program.name)
        record.note("network-out", "external", why)
        return
    record.add(Effect("network-in", "read", "none", program.name))
    record.subject(program.name, "read")
