"""A stand-in for every token format, put together from pieces so that no file holds one whole."""

from __future__ import annotations

import base64
import json
import random
import string

_random = random.Random(20260101)  # stand-ins: the same in every run
_ALNUM = string.ascii_letters + string.digits
_HEX = "0123456789abcdef"
_URLSAFE = _ALNUM + "-_"


def _some(alphabet: str, length: int) -> str:
    return "".join(_random.choice(alphabet) for _ in range(length))


def a(length: int) -> str:
    """Letters and digits, some of each."""
    return _some(_ALNUM, length - 3) + "x7Q"


def h(length: int) -> str:
    return _some(_HEX, length)


def upper(length: int) -> str:
    return _some(string.ascii_uppercase + "234567", length - 1) + "7"


def digits(length: int) -> str:
    return "7" + _some(string.digits, length - 1)


def _b64(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def _pem(kind: str, lines: int = 12) -> str:
    inside = "\n".join(a(64).replace("-", "A") for _ in range(lines))
    return f"-----BEGIN {kind}-----\n{inside}\n{a(30)}==\n-----END {kind}-----"


TOKENS: dict[str, str] = {
    "aws-access-key": "AK" + "IA" + upper(16),
    "aws-temporary-key": "AS" + "IA" + upper(16),
    "google-api-key": "AI" + "za" + a(35),
    "google-oauth-token": "ya" + "29." + a(80),
    "google-oauth-secret": "GOC" + "SPX-" + a(28),
    "google-refresh-token": "1/" + "/0" + a(60),
    "azure-client-secret": a(3) + "8" + "Q~" + a(34),
    "azure-devops-token": a(76) + "AZ" + "DO" + a(4),
    "alibaba-access-key": "LT" + "AI" + a(20),
    "tencent-secret-id": "AK" + "ID" + a(32),
    "digitalocean-token": "dop" + "_v1_" + h(64),
    "heroku-key": "HR" + "KU-" + a(60),
    "cloudflare-origin-key": "v1" + ".0-" + h(24) + "-" + h(146),
    "fly-token": "fm" + "2_" + a(60),
    "netlify-token": "nf" + "p_" + a(36),
    "github-classic": "gh" + "p_" + a(36),
    "github-oauth": "gh" + "o_" + a(36),
    "github-app": "gh" + "s_" + a(36),
    "github-refresh": "gh" + "r_" + a(76),
    "github-fine-grained": "github" + "_pat_" + a(22) + "_" + a(59),
    "gitlab": "gl" + "pat-" + a(20),
    "gitlab-deploy": "gl" + "dt-" + a(20),
    "gitlab-runner": "GR13" + "48941" + a(20),
    "bitbucket": "AT" + "BB" + a(32),
    "atlassian": "AT" + "ATT3" + a(180) + "=" + h(8).upper(),
    "npm": "np" + "m_" + a(36),
    "pypi": "py" + "pi-AgEIcHlwaS5vcmc" + a(120),
    "rubygems": "ruby" + "gems_" + h(48),
    "crates-io": "ci" + "o" + a(32),
    "docker-hub": "dckr" + "_pat_" + a(27),
    "artifactory": "AK" + "Cp" + a(69),
    "circleci": "CCI" + "PAT_" + a(22) + "_" + h(40),
    "buildkite": "bk" + "ua_" + h(40),
    "terraform-cloud": a(14) + ".atlas" + "v1." + a(67),
    "pulumi": "pu" + "l-" + h(40),
    "figma": "fi" + "gd_" + a(40),
    "postman": "PM" + "AK-" + h(24) + "-" + h(34),
    "anthropic": "sk-" + "ant-api03-" + a(93) + "AA",
    "openai-classic": "sk" + "-" + a(20) + "T3Blbk" + "FJ" + a(20),
    "openai-project": "sk-" + "proj-" + a(60) + "_" + a(60),
    "hugging-face": "hf" + "_" + a(34),
    "replicate": "r8" + "_" + a(37),
    "groq": "gs" + "k_" + a(52),
    "xai": "xa" + "i-" + a(80),
    "perplexity": "pp" + "lx-" + a(48),
    "nvidia": "nv" + "api-" + a(64),
    "databricks": "da" + "pi" + h(32),
    "slack-bot": "xo" + "xb-" + digits(12) + "-" + digits(13) + "-" + a(24),
    "slack-user": "xo" + "xp-" + digits(12) + "-" + digits(12) + "-" + digits(13) + "-" + h(32),
    "slack-app": "xa" + "pp-1-A" + upper(10) + "-" + digits(13) + "-" + h(64),
    "discord-bot": "MT" + digits(2) + a(22) + "." + a(6) + "." + a(38),
    "telegram": digits(10) + ":A" + "A" + a(33),
    "twilio": "S" + "K" + h(32),
    "sendgrid": "S" + "G." + a(22) + "." + a(43),
    "mailgun": "ke" + "y-" + h(32),
    "mailchimp": h(32) + "-u" + "s12",
    "brevo": "xkey" + "sib-" + h(64) + "-" + a(16),
    "stripe-live": "sk" + "_live_" + a(24),
    "stripe-restricted": "rk" + "_live_" + a(24),
    "stripe-webhook": "wh" + "sec_" + a(32),
    "square": "sq0" + "atp-" + a(22),
    "square-access": "EA" + "AA" + a(60),
    "shopify": "shp" + "at_" + h(32),
    "razorpay": "rzp" + "_live_" + a(14),
    "linear": "lin" + "_api_" + a(40),
    "notion": "nt" + "n_" + digits(11) + a(35),
    "notion-old": "sec" + "ret_" + a(43),
    "airtable": "pa" + "t" + a(14) + "." + h(64),
    "sentry": "sn" + "trys_" + a(80),
    "grafana": "gl" + "sa_" + a(32) + "_" + h(8),
    "new-relic": "NR" + "AK-" + upper(27),
    "planetscale": "pscale" + "_tkn_" + a(43),
    "supabase": "sb" + "p_" + h(40),
    "mapbox": "sk" + ".ey" + "J" + a(80) + "." + a(22),
    "tailscale": "ts" + "key-auth-" + a(12) + "-" + a(32),
    "vault": "hv" + "s." + a(90),
    "doppler": "dp" + ".pt." + a(43),
    "one-password": "ops" + "_ey" + "J" + a(200),
    "age": "AGE-SECRET" + "-KEY-1" + upper(58),
    "jwt": _b64({"alg": "HS256", "typ": "JWT"}) + "." + _b64({"sub": "1234567890", "name": "x"}) + "." + a(43),
    "private-key-rsa": _pem("RSA " + "PRIVATE KEY"),
    "private-key-openssh": _pem("OPENSSH " + "PRIVATE KEY", 24),
    "private-key-pkcs8": _pem("PRIVATE " + "KEY"),
    "private-key-pgp": _pem("PGP " + "PRIVATE KEY BLOCK", 40),
}
"""Whole secrets: wherever one stands, no part of it may be seen."""

_pw = a(14)

FIELDS: dict[str, tuple[str, str]] = {
    "slack-webhook": ("https://hooks.slack.com/services/{}", "T" + upper(9) + "/B" + upper(9) + "/" + a(24)),
    "discord-webhook": ("https://discord.com/api/webhooks/123456789012345678/{}", a(68)),
    "azure-sas": (
        "https://x.blob.core.windows.net/c?sv=2022-11-02&se=2026-01-01&sig={}&sp=r",
        a(20) + "%2B" + a(20) + "%3D",
    ),
    "azure-storage": ("DefaultEndpointsProtocol=https;AccountName=x;AccountKey={};EndpointSuffix=y", a(86) + "=="),
    "azure-service-bus": ("Endpoint=sb://x/;SharedAccessKeyName=Root;SharedAccessKey={}", a(43) + "="),
    "aws-secret": ("aws_secret_access_key = {}", a(20) + "/" + a(10) + "+" + a(8)),
    "shell-export": ("export MY_SERVICE_PASSWORD={}", _pw),
    "shell-export-quoted": ("export MY_SERVICE_KEY='{}' && run", "p w " + _pw),
    "shell-prefix": ("API_TOKEN={} ./deploy.sh --all", _pw),
    "dotenv": ("A=1\nDB_PASSWORD={}\nB=2", "a,b;c&" + _pw),
    "yaml": ("db:\n  user: me\n  password: {}\n  port: 1", "correcthorse"),
    "yaml-quoted": ('secret_key: "{}"', 'with \\"quote\\" ' + _pw),
    "json": ('{{"user": "me", "password": "{}", "n": 1}}', _pw),
    "json-number": ('{{"pin": 1, "password": {}}}', "84736251"),
    "json-inside-json": ('{{"text": "{{\\"client_secret\\": \\"{}\\", \\"x\\": 1}}"}}', _pw),
    "python": ('API_KEY = "{}"', _pw),
    "python-annotated": ('password: str = "{}"', _pw),
    "python-keyword": ("connect(user='me', password='{}')", _pw),
    "python-environment": ('os.environ["GITHUB_TOKEN"] = "{}"', _pw),
    "javascript": ("const clientSecret = `{}`;", _pw),
    "toml": ('auth_token = "{}"', _pw),
    "ini": ("[db]\npassword = {}\n", "correcthorse"),
    "properties": ("spring.datasource.password={}", _pw),
    "xml": ("<password>{}</password>", _pw),
    "npmrc": ("//registry.example.org/:_authToken={}", _pw),
    "netrc": ("machine example.org login me password {}", _pw),
    "dockerfile": ("ENV API_KEY {}", _pw),
    "query": ("GET /x?access_token={}&page=2", _pw),
    "flag": ("tool --password {} --verbose", _pw),
    "flag-equals": ("tool --api-key={} --verbose", _pw),
    "flag-quoted": ('tool --client-secret "{}" --verbose', "two words " + _pw),
    "flag-list": ('["tool", "--token", "{}"]', _pw),
    "bearer": ("Authorization: Bearer {}", a(40)),
    "bearer-json": ('{{"Authorization": "Bearer {}"}}', a(40)),
    "bearer-curl": ("curl -H 'Authorization: Bearer {}' https://example.org", a(40)),
    "basic-header": ("authorization: Basic {}", base64.b64encode(b"user:password123").decode()),
    "api-key-header": ("X-Api-Key: {}", a(32)),
    "cookie": ("Set-Cookie: session={}; Path=/", a(32)),
    "curl-user": ("curl -u me:{} https://example.org", _pw),
    "curl-user-joined": ("curl -sume:{} https://example.org", _pw),
    "curl-user-long": ("curl --user 'me:{}' https://example.org", _pw),
    "mysql": ("mysql -h db -u root -p{} shop", _pw),
    "sshpass": ("sshpass -p {} ssh host", _pw),
    "openssl": ("openssl rsa -passin pass:{} -in k", _pw),
    "redis": ("redis-cli -h x -a {} ping", _pw),
    "url": ("postgres://me:{}@db.example.org:5432/shop", _pw),
    "url-slash": ("postgres://me:{}@db.example.org:5432/shop", "pa/" + _pw),
    "url-at": ("mysql+pymysql://me:{}@db.example.org/shop", "p@" + _pw),
    "url-no-user": ("redis://:{}@cache:6379/0", _pw),
    "git-url": ("https://oauth2:{}@git.example.org/x.git", _pw),
    "escaped-newline": ('"a\\nDB_PASSWORD={}\\nb"', _pw),
    "colour": ("\x1b[32mAPI_TOKEN={}\x1b[0m", _pw),
}
"""Where a value is known by what stands beside it: (the text around it, the value)."""

HARMLESS: tuple[str, ...] = (
    "commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad",
    "id 6f1c9f0e-0a8b-4d2e-9a55-3f9d1f0a7c11 sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "token = tokenize(x)",
    "password = getpass()",
    "password=password, token=self.token, secret=config.secret",
    "def login(user: str, password: str, token: str | None = None) -> bool:",
    "if token == tokens[i]: return Token(kind, value)",
    "max_tokens: 4096, total_tokens=1500, prompt_tokens: 12345678",
    'tokenizer.pad_token = "<pad>"; eos_token: "</s>"; pad_token = tokenizer.eos_token',
    "SyntaxError: Unexpected token: identifier at line 3",
    "KeyError: 'api_key'",
    "The password must have eight characters; the secret: it is long.",
    "Password: enter the one that you were given",
    "sort_key = by_name; primary_key: id; cache_key=user; public_key=abc",
    "export API_KEY=$OTHER_KEY TOKEN=${TOKEN} PASSWORD=$(pass show x)",
    "tool --password ${secret:DB_PASSWORD} --token=${secret:TOKEN}",
    "Authorization: Bearer ${secret:TOKEN}",
    "postgres://me:${secret:PG}@db/x and postgres://me:$PGPASSWORD@db/x",
    "usage: tool [--token TOKEN] [--password PASSWORD] [--api-key KEY]",
    "http://localhost:8080/path@v1 https://cdn.example.org:443/npm/pkg@1.2.3/x.js",
    "git@github.com:me/repo.git ssh://git@github.com/me/repo.git",
    "docker run -u 1000:1000 image; chown -R app:app /srv",
    "password_file: /run/x, secret_name=prod, token_count: 12, key_id=AB12CD34EF",
    "evidence_key: abc12345, content_hash=9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "class sk-toggleable__label-arrow, test_plan_queue_position_is_kept_over_restarts",
    "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
    'if "-----BEGIN PRIVATE KEY-----" in text: return True',
    'password = "", token: null, secret=None, api_key: "<your key>", token="***"',
    "$ pytest -k token --pass-through && echo keyboard monkey author authority passage",
    "flask==3.0.3 click>=8.1 (from https://index.example/simple/flask/) --hash=sha256:5b1e2a",
)
"""Text in which nothing may be hidden."""


def pieces_of(secret: str, shown: str, length: int = 10) -> list[str]:
    """Return the parts of ``secret`` that can be read in ``shown``."""
    last = max(1, len(secret) - length + 1)
    return [secret[at : at + length] for at in range(last) if secret[at : at + length] in shown]
