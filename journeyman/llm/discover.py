"""Find a model: the one that was configured, else one that runs on this machine."""

from __future__ import annotations

import ipaddress
import json
import urllib.parse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from journeyman.errors import ConfigError
from journeyman.redact import redact
from journeyman.values import Json

LOCAL = (("LM Studio", "http://127.0.0.1:1234/v1"), ("Ollama", "http://127.0.0.1:11434/v1"))
OPENAI = "https://api.openai.com/v1"
PROBE_TIMEOUT = 0.5
"""Seconds that a local server gets to list its models."""
_LIST_TIMEOUT = 10.0
_LARGEST_LIST = 4_000_000


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A model that can be asked. ``source`` tells people how it was found; ``key`` is not shown."""

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    source: str = ""


def find_endpoint(
    settings: Mapping[str, Json], env: Mapping[str, str], local: Sequence[tuple[str, str]] = LOCAL
) -> Endpoint | None:
    """Return the configured model, else one served on this machine, else None.

    Address and model name come from ``JOURNEYMAN_BASE_URL``/``JOURNEYMAN_MODEL``, else from ``model`` in
    settings.yaml (``base_url``, ``model``, ``api_key_env``), else from ``OPENAI_BASE_URL``/``OPENAI_API_KEY``, else
    ``local`` (name, base URL) is probed, each for half a second. Without a model name the endpoint's only (or, on
    this machine, first) one is taken. A key goes to the address it was set for, and never to a server that was found.

    Raises ConfigError for an address that is none, or when it is not clear which model to take.
    """
    given = settings.get("model") or {}
    name = env.get("JOURNEYMAN_MODEL") or given.get("model") or ""
    if env.get("JOURNEYMAN_BASE_URL"):
        return _named(env["JOURNEYMAN_BASE_URL"], name, env.get("JOURNEYMAN_API_KEY", ""), "JOURNEYMAN_BASE_URL")
    if given.get("base_url"):
        return _named(given["base_url"], name, _settings_key(given, env), "settings.yaml")
    if env.get("JOURNEYMAN_API_KEY"):
        return _named(OPENAI, name, env["JOURNEYMAN_API_KEY"], "JOURNEYMAN_API_KEY")
    if env.get("OPENAI_BASE_URL") or env.get("OPENAI_API_KEY"):
        url = env.get("OPENAI_BASE_URL") or OPENAI
        return _named(
            url, name, env.get("OPENAI_API_KEY", ""), "OPENAI_BASE_URL" if url != OPENAI else "OPENAI_API_KEY"
        )
    for server, url in local:
        models = list_models(url, "", PROBE_TIMEOUT)
        if models:
            return Endpoint(url, name if name in models else models[0], source=f"{server} on this machine")
    return None


def list_models(base_url: str, key: str, timeout: float) -> list[str]:
    """Return the names that ``base_url`` lists (embedding models left out), or [] when it does not answer."""
    import urllib.request  # it brings the whole of http and email

    request = urllib.request.Request(base_url.rstrip("/") + "/models")  # noqa: S310 - _named and LOCAL allow only http(s)
    if key:
        request.add_header("Authorization", f"Bearer {key}")
    proxies: dict[str, str] | None = {} if is_loopback(base_url) else None
    opener = urllib.request.build_opener(urllib.request.ProxyHandler(proxies))
    try:
        with opener.open(request, timeout=timeout) as response:
            data = json.loads(response.read(_LARGEST_LIST))
        names = [str(item["id"]) for item in data["data"]]
    except (OSError, ValueError, KeyError, TypeError):  # not there, or something else lives on that port
        return []
    return [name for name in names if "embed" not in name.lower()]


def is_loopback(url: str) -> bool:
    """Tell whether ``url`` names this machine."""
    host = urllib.parse.urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _settings_key(given: Mapping[str, Json], env: Mapping[str, str]) -> str:
    return env.get("JOURNEYMAN_API_KEY") or env.get(given.get("api_key_env") or "", "")


def _named(url: str, name: str, key: str, source: str) -> Endpoint:
    """Return the endpoint at ``url``, asking it for its only model when none is named."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ConfigError(
            f"{source} gives {redact(url)!r} as the model's address; http://... or https://... is allowed"
        )
    if name:
        return Endpoint(url, name, key, source)
    models = list_models(url, key, PROBE_TIMEOUT if is_loopback(url) else _LIST_TIMEOUT)
    if len(models) == 1 or (models and is_loopback(url)):
        return Endpoint(url, models[0], key, source)
    offers = f"it offers {', '.join(models[:8])}" if models else "it lists none by itself"
    raise ConfigError(
        f"{source} gives {redact(url)}, but no model is named ({offers}); "
        "set JOURNEYMAN_MODEL, or model.model in settings.yaml"
    )
