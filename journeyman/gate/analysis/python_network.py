"""Calls that reach other machines: reading a plain address that is known is reading, all else is more."""

from __future__ import annotations

import ast
import re

from journeyman.gate.analysis.names import names
from journeyman.gate.analysis.python_attributes import judge_name
from journeyman.gate.analysis.python_context import Context, argument, is_false, scattered

_GETS = names(
    """
    requests.get requests.head requests.options httpx.get httpx.head urllib.request.urlopen urllib.request.Request
    requests_html.get feedparser.parse
    """
)
_HARMLESS = names(
    """
    Session session exceptions codes adapters Timeout RequestException HTTPError ConnectionError HTTPAdapter Client
    AsyncClient ClientSession ClientTimeout TCPConnector Retry util packages ReadTimeout ConnectTimeout URLError
    gethostname HTTPStatus create_default_context InvalidURL JSONDecodeError TooManyRedirects status_codes Response
    gaierror timeout __version__ disable_warnings text select Column Integer String Float Date DateTime Boolean
    ForeignKey MetaData Table
    """
)
_KEYWORDS = names(
    """
    url timeout allow_redirects verify stream headers context follow_redirects method trust_env unverifiable ssl
    """
)
_PLAIN_HEADERS = names(
    """
    user-agent accept accept-language accept-encoding referer connection content-type cache-control dnt
    """
)
_READERS = {
    "yfinance": ("query1.finance.yahoo.com", "query2.finance.yahoo.com"),
    "pandas_datareader": ("query1.finance.yahoo.com", "fred.stlouisfed.org"),
    "wbdata": ("api.worldbank.org",),
    "wbgapi": ("api.worldbank.org",),
    "wikipedia": ("en.wikipedia.org",),
    "eurostat": ("ec.europa.eu",),
    "akshare": ("*.eastmoney.com",),
}
_BRINGS = re.compile(
    r"fetch_(openml|california_housing|20newsgroups\w*|olivetti_faces|lfw_\w+|covtype|kddcup99|rcv1|species_distributions)\Z"
)
_BRINGERS = {"load_dataset": ("raw.githubusercontent.com",), "get_rdataset": ("raw.githubusercontent.com",),
             "get_dataset_names": ("raw.githubusercontent.com",), "fetch_ucirepo": ("archive.ics.uci.edu",),
             "geocode": (), "graph_from_place": (), "graph_from_address": (), "graph_from_point": (),
             "features_from_place": (), "geometries_from_place": ()}  # fmt: skip


def judge_network_call(context: Context, node: ast.Call, full: str) -> None:
    """Judge a call of ``full``, a member of a module that reaches other machines."""
    top, _, member = full.partition(".")
    if full in _GETS:
        judge_get(context, node, full)
    elif full == "urllib.request.urlretrieve":
        context.fetch(argument(node, 0, "url"), full)
        context.write(argument(node, 1, "filename"), full)
    elif _is_harmless(context, member.split("."), full):
        return
    elif top in _READERS:
        if context.constants(node) and not scattered(node):
            context.visits(full, *_READERS[top])
        else:
            context.external(full, f"{full} sends what is not known before it runs")
    else:
        context.external(full, f"{full} uses the network")


def _is_harmless(context: Context, parts: list[str], full: str) -> bool:
    """Return whether a member only makes or names something: a session, an error, a type within one of the modules."""
    if not all([judge_name(context, part, handed=False, of=full) for part in parts]):  # noqa: C419 - each is recorded
        return True
    return parts[0] in _HARMLESS and (len(parts) == 1 or parts[-1] in _HARMLESS or parts[-1][0].isupper())


def makes_request(context: Context, node: ast.expr) -> bool:
    """Return whether ``node`` may be a request of ``urllib`` that this code made."""
    sources = context.values.bindings.names.get(node.id, []) if isinstance(node, ast.Name) else []
    return any(_is_request(context, each.node) for each in sources) or _is_request(context, node)


def judge_get(context: Context, node: ast.Call, name: str) -> None:
    """Judge a GET of an address: what travels beside it makes it more than reading."""
    odd = next((each for each in node.keywords if not _plain_keyword(context, each)), None)
    why = ""
    if odd is not None:
        why = "an address with a query" if odd.arg == "params" else f"a request with {odd.arg}"
    elif len(node.args) > 1 and not (name.endswith("Request") and is_false(node.args[1])):
        why = "a request that carries more than an address"
    if scattered(node):
        why = "a request that is not known before it runs"
    target = argument(node, 0, "url", "fullurl")
    sources = context.values.bindings.names.get(target.id, []) if isinstance(target, ast.Name) else []
    made = [each.node for each in sources] if sources else [target]
    if not all(_is_request(context, each) for each in made):  # a request is judged where it is made
        context.fetch(target, name, why)


def _is_request(context: Context, node: object) -> bool:
    if not isinstance(node, ast.Call):
        return False
    return any(each.text == "urllib.request.Request" for each in context.members(node.func))


def _plain_keyword(context: Context, keyword: ast.keyword) -> bool:
    if keyword.arg == "headers":
        return plain_headers(context, keyword.value)
    if keyword.arg == "method":
        return context.values.constant(keyword.value) in {"GET", "HEAD"}
    return keyword.arg in _KEYWORDS


def plain_headers(context: Context, node: ast.expr) -> bool:
    """Return whether headers are known, and only say who asks for what sort of answer."""
    if isinstance(node, ast.Name):
        sources = context.values.bindings.names.get(node.id, [])
        return bool(sources) and all(
            isinstance(each.node, ast.Dict) and plain_headers(context, each.node) for each in sources
        )
    if not isinstance(node, ast.Dict):
        return False
    keys = [context.values.constant(key) for key in node.keys]
    texts = [context.values.constant(value) for value in node.values]
    return all(key is not None and key.lower() in _PLAIN_HEADERS for key in keys) and all(
        text is not None and len(text) < 200 for text in texts
    )


def brings(context: Context, node: ast.Call, name: str, full: str = "") -> bool:
    """Judge functions that bring well-known data sets; return whether ``name`` is one."""
    if _BRINGS.match(name):
        hosts: tuple[str, ...] = ("ndownloader.figshare.com", "api.openml.org")
    elif name == "load_data" and "datasets" in full:
        hosts = ("storage.googleapis.com",)
    elif name in _BRINGERS:
        hosts = _BRINGERS[name]
    else:
        return False
    if context.constants(node) and not scattered(node) and hosts:
        context.visits(name, *hosts)
    else:
        context.external(name, f"{name} asks the network for what is not known before it runs")
    return True
