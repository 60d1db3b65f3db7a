"""The table of token formats: one row each, found by its literal beginning and checked by its pattern."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"
"""The characters of a run. Every format but those in :data:`SPECIAL` holds a run of at least :data:`RUN`."""

RUN = 16

REACH = 40
"""How many characters before such a run a format's literal may begin."""


class TokenFormat(NamedTuple):
    """One token format: its name, the literals it is recognised by, and its pattern from the literal on.

    ``edge`` asks for a word boundary before the literal (for short literals that words may end in). ``back`` names
    the characters that belong to the token before the literal; ``head`` is what it begins with there. A group ``s``
    in the pattern narrows what is replaced.
    """

    sort: str
    literals: tuple[str, ...]
    pattern: str
    edge: bool = False
    back: str = ""
    head: str = ""


# A boundary is also what an escape sequence, a colour code or a percent encoding leaves before a token.
_EDGE = (
    r"(?:(?<![A-Za-z0-9])|(?<=\\[nrtbf])|(?<=[0-9;\[]m)|(?<=%[0-9A-Fa-f]{2})|(?<=u00[0-9A-Fa-f]{2})|(?<=x[0-9a-f]{2}))"
)
_HEX = "0123456789abcdef"
_DIGITS = "0123456789"
_ALNUM = WORD[:-2]
_T = TokenFormat

TABLE: tuple[TokenFormat, ...] = (
    # clouds
    _T("aws-access-key", ("AKIA", "ASIA", "ABIA", "ACCA"), r"[A-Z]{4}[A-Z0-9]{16}(?![A-Za-z0-9])", edge=True),
    _T("aws-bedrock-key", ("ABSK", "bedrock-api-key-"), r"(?:ABSK|bedrock-api-key-)[A-Za-z0-9+/]{60,}=*", edge=True),
    _T("google-api-key", ("AIza",), r"AIza[\w-]{35,}", edge=True),
    _T("google-oauth-token", ("ya29.",), r"ya29\.[\w-]{20,}(?:\.[\w-]+)*", edge=True),
    _T("google-oauth-secret", ("GOCSPX-",), r"GOCSPX-[\w-]{20,}"),
    _T("google-refresh-token", ("1//0",), r"1//0[\w-]{30,}", edge=True),
    _T("azure-client-secret", ("8Q~", "7Q~"), r"[\w.~-]{3,}?[78]Q~[\w.~-]{30,}", back=WORD + ".~"),
    _T("azure-devops-token", ("AZDO",), r"[A-Za-z0-9]{60,}AZDO[A-Za-z0-9]{4}", back=_ALNUM),
    _T("alibaba-access-key", ("LTAI",), r"LTAI[A-Za-z0-9]{16,}", edge=True),
    _T("tencent-secret-id", ("AKID",), r"AKID[A-Za-z0-9]{30,}", edge=True),
    _T("ibm-cloud-key", ("ApiKey-",), r"ApiKey-[0-9a-f]{8}-[0-9a-f-]{20,}", edge=True),
    _T("digitalocean-token", ("dop_v1_", "doo_v1_", "dor_v1_"), r"do[opr]_v1_[0-9a-f]{40,}"),
    _T("heroku-key", ("HRKU-",), r"HRKU-[\w-]{30,}"),
    _T("cloudflare-origin-key", ("v1.0-",), r"v1\.0-[0-9a-f]{24}-[0-9a-f]{100,}", edge=True),
    _T("cloudflare-token", ("cfut_", "cfat_", "cfk_"), r"cf(?:ut|at|k)_[A-Za-z0-9_-]{30,}", edge=True),
    _T("fly-token", ("fm1r_", "fm2_", "fo1_"), r"(?:fm1r|fm2|fo1)_[A-Za-z0-9+/_-]{30,}=*", edge=True),
    _T("netlify-token", ("nfp_", "nfc_", "nfo_", "nfu_"), r"nf[pcou]_[A-Za-z0-9]{30,}", edge=True),
    _T("vercel-token", ("vcp_", "vck_", "vci_", "vca_"), r"vc[pkia]_[A-Za-z0-9]{24,}", edge=True),
    _T("render-key", ("rnd_",), r"rnd_[A-Za-z0-9]{28,}", edge=True),
    _T("scaleway-key", ("SCWSECRET",), r"SCWSECRET[A-Za-z0-9-]{20,}", edge=True),
    _T("yandex-key", ("AQVN", "t1."), r"(?:AQVN[\w-]{35,}|t1\.[\w-]{40,}=*\.[\w-]{40,}=*)", edge=True),
    # source hosts, builds and packages
    _T("github-token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), r"gh[pousr]_[A-Za-z0-9_]{20,}"),
    _T("github-fine-grained-token", ("github_pat_",), r"github_pat_[A-Za-z0-9_]{20,}"),
    _T(
        "gitlab-token",
        (
            "glpat-",
            "gldt-",
            "glrt-",
            "glrtr-",
            "glptt-",
            "glcbt-",
            "glft-",
            "glimt-",
            "glagent-",
            "glsoat-",
            "gloas-",
            "glffct-",
            "glwt-",
        ),
        r"gl[a-z]{2,6}-[\w.-]{18,}",
    ),
    _T("gitlab-runner-token", ("GR1348941",), r"GR1348941[\w-]{18,}"),
    _T("bitbucket-token", ("ATBB", "ATCTT3"), r"AT(?:BB|CTT3)[A-Za-z0-9_=-]{24,}", edge=True),
    _T("atlassian-token", ("ATATT3",), r"ATATT3[A-Za-z0-9_=-]{30,}"),
    _T("npm-token", ("npm_",), r"npm_[A-Za-z0-9]{30,}", edge=True),
    _T("pypi-token", ("pypi-",), r"pypi-[\w-]{30,}", edge=True),
    _T("rubygems-key", ("rubygems_",), r"rubygems_[0-9a-f]{40,}"),
    _T("crates-io-token", ("cio",), r"cio[A-Za-z0-9]{32}(?![A-Za-z0-9])", edge=True),
    _T("nuget-key", ("oy2",), r"oy2[a-z0-9]{43}(?![A-Za-z0-9])", edge=True),
    _T("docker-hub-token", ("dckr_pat_", "dckr_oat_"), r"dckr_[po]at_[\w-]{20,}"),
    _T("artifactory-token", ("AKCp", "cmVmdGtuO"), r"(?:AKCp[A-Za-z0-9]{50,}|cmVmdGtuO[A-Za-z0-9]{40,})", edge=True),
    _T("circleci-token", ("CCIPAT_", "CCIPRJ_"), r"CCI(?:PAT|PRJ)_[A-Za-z0-9_]{24,}"),
    _T("buildkite-token", ("bkua_",), r"bkua_[0-9a-f]{36,}"),
    _T("terraform-cloud-token", (".atlasv1.",), r"[A-Za-z0-9]{10,}\.atlasv1\.[\w=-]{50,}", back=_ALNUM),
    _T("pulumi-token", ("pul-",), r"pul-[0-9a-f]{40}", edge=True),
    _T("sourcegraph-token", ("sgp_",), r"sgp_[A-Za-z0-9_]{30,}", edge=True),
    _T("figma-token", ("figd_", "figu_"), r"fig[du]_[\w-]{30,}", edge=True),
    _T("postman-key", ("PMAK-",), r"PMAK-[0-9a-f]{24}-[0-9a-f]{30,}"),
    # models
    _T("anthropic-key", ("sk-ant-",), r"sk-ant-[\w-]{20,}"),
    _T(
        "openai-key",
        ("sk-",),
        r"sk-(?:(?:proj|svcacct|admin|None)-[\w-]{20,}|[A-Za-z0-9]{32,}[\w-]*|(?=[a-z_-]{0,64}[0-9A-Z])[\w-]{20,})",
        edge=True,
    ),
    _T("hugging-face-token", ("hf_", "api_org_"), r"(?:hf|api_org)_[A-Za-z0-9]{30,}", edge=True),
    _T("replicate-token", ("r8_",), r"r8_[A-Za-z0-9]{30,}", edge=True),
    _T("groq-key", ("gsk_",), r"gsk_[A-Za-z0-9]{40,}", edge=True),
    _T("xai-key", ("xai-",), r"xai-[A-Za-z0-9]{60,}", edge=True),
    _T("perplexity-key", ("pplx-",), r"pplx-[A-Za-z0-9]{40,}", edge=True),
    _T("nvidia-key", ("nvapi-",), r"nvapi-[\w-]{50,}", edge=True),
    _T("pinecone-key", ("pcsk_",), r"pcsk_[A-Za-z0-9_]{40,}", edge=True),
    _T("langsmith-key", ("lsv2_",), r"lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{8,}", edge=True),
    _T("databricks-token", ("dapi", "dose"), r"(?:dapi|dose)[0-9a-f]{32}(?:-\d{1,2})?", edge=True),
    # messages
    _T(
        "slack-token",
        ("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-", "xoxe-", "xoxd-", "xoxc-"),
        r"xox[abcdeoprs]-[A-Za-z0-9%_-]{10,}",
    ),
    _T("slack-token", ("xoxe.xox",), r"xoxe\.xox[bp]-[A-Za-z0-9-]{20,}"),
    _T("slack-app-token", ("xapp-",), r"xapp-[A-Za-z0-9-]{20,}"),
    _T("slack-webhook", ("/services/T",), r"/services/(?P<s>T[A-Za-z0-9]{6,}/B[A-Za-z0-9]{6,}/[A-Za-z0-9]{16,})"),
    _T("discord-webhook", ("/api/webhooks/",), r"/api/webhooks/\d{16,20}/(?P<s>[\w-]{40,})"),
    _T("telegram-token", (":AA",), r"\d{7,12}:AA[\w-]{32,34}(?![\w-])", back=_DIGITS),
    _T("twilio-key", ("SK",), r"SK[0-9a-fA-F]{32}(?![A-Za-z0-9])", edge=True),
    _T("twilio-account", ("AC",), r"AC[0-9a-fA-F]{32}(?![A-Za-z0-9])", edge=True),
    _T("sendgrid-key", ("SG.",), r"SG\.[\w-]{16,32}\.[\w-]{16,64}", edge=True),
    _T("mailgun-key", ("key-",), r"key-[0-9a-f]{32}(?![A-Za-z0-9])", edge=True),
    _T("mailchimp-key", ("-us",), r"[0-9a-f]{32}-us\d{1,2}(?![A-Za-z0-9])", back=_HEX),
    _T("brevo-key", ("xkeysib-", "xsmtpsib-"), r"x(?:key|smtp)sib-[0-9a-f]{40,}-[A-Za-z0-9]{16}"),
    _T("line-or-hubspot-token", ("pat-na", "pat-eu"), r"pat-(?:na|eu)\d-[0-9a-f-]{30,}", edge=True),
    # payments and shops
    _T("stripe-key", ("sk_live_", "sk_test_", "rk_live_", "rk_test_"), r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,}"),
    _T("stripe-webhook-secret", ("whsec_",), r"whsec_[A-Za-z0-9+/=]{24,}"),
    _T("square-token", ("sq0atp-", "sq0csp-", "sq0idp-"), r"sq0(?:atp|csp|idp)-[\w-]{22,}"),
    _T("square-or-meta-token", ("EAA",), r"EAA[A-Za-z0-9_-]{56,}", edge=True),
    _T(
        "shopify-token", ("shpat_", "shpss_", "shpca_", "shppa_", "shptka_"), r"shp(?:at|ss|ca|pa|tka)_[0-9a-fA-F]{32,}"
    ),
    _T("razorpay-key", ("rzp_live_", "rzp_test_"), r"rzp_(?:live|test)_[A-Za-z0-9]{14,}"),
    _T(
        "paypal-braintree-token", ("access_token$production$",), r"access_token\$production\$[0-9a-z]{16}\$[0-9a-f]{32}"
    ),
    _T("flutterwave-key", ("FLWSECK",), r"FLWSECK(?:_TEST)?-[0-9a-zA-Z]{12,}(?:-X)?"),
    _T("easypost-key", ("EZAK", "EZTK"), r"EZ[AT]K[A-Za-z0-9]{54,}", edge=True),
    # teams, data and watching
    _T("linear-key", ("lin_api_", "lin_oauth_"), r"lin_(?:api|oauth)_[A-Za-z0-9]{30,}"),
    _T("notion-token", ("ntn_",), r"ntn_[A-Za-z0-9]{40,}", edge=True),
    _T("notion-token", ("secret_",), r"secret_[A-Za-z0-9]{43}(?![A-Za-z0-9])", edge=True),
    _T("airtable-token", ("pat",), r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}", edge=True),
    _T("asana-token", ("1/", "0/"), r"[01]/\d{15,17}:[0-9a-f]{32}(?![A-Za-z0-9])", edge=True),
    _T("sentry-token", ("sntrys_", "sntryu_", "sntryi_"), r"sntry[sui]_[A-Za-z0-9+/=_-]{30,}"),
    _T("grafana-token", ("glsa_", "glc_"), r"gl(?:sa|c)_[A-Za-z0-9+/=_-]{30,}", edge=True),
    _T("new-relic-key", ("NRAK-", "NRJS-", "NRII-", "NRSP-"), r"NR(?:AK|JS|II|SP)-[A-Za-z0-9_-]{16,}"),
    _T("dynatrace-token", ("dt0c01.", "dt0s01.", "dt0s16."), r"dt0[cs]\d\d\.[A-Z0-9]{8,24}\.[A-Z0-9]{60,}", edge=True),
    _T("planetscale-token", ("pscale_tkn_", "pscale_pw_", "pscale_oauth_"), r"pscale_(?:tkn|pw|oauth)_[\w.=-]{30,}"),
    _T("supabase-key", ("sbp_", "sb_secret_"), r"sb(?:p|_secret)_[A-Za-z0-9_-]{20,}", edge=True),
    _T("contentful-token", ("CFPAT-",), r"CFPAT-[\w-]{40,}"),
    _T("dropbox-token", ("sl.",), r"sl\.(?:u\.)?[\w-]{120,}", edge=True),
    _T("mapbox-token", ("sk.eyJ",), r"sk\.eyJ[\w-]{40,}\.[\w-]{20,}", edge=True),
    _T("adafruit-key", ("aio_",), r"aio_[A-Za-z0-9]{28}(?![A-Za-z0-9])", edge=True),
    _T("tailscale-key", ("tskey-",), r"tskey-[a-z]+-[A-Za-z0-9]+-[A-Za-z0-9]{16,}", edge=True),
    # vaults and bare cryptography
    _T("vault-token", ("hvs.", "hvb.", "hvr."), r"hv[sbr]\.[\w-]{20,}", edge=True),
    _T(
        "doppler-token",
        ("dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."),
        r"dp\.(?:pt|ct|sa|scim|audit|st(?:\.[a-z0-9_-]{2,35})?)\.[A-Za-z0-9]{40,}",
        edge=True,
    ),
    _T("one-password-token", ("ops_eyJ",), r"ops_eyJ[\w-]{60,}=*"),
    _T("infisical-token", ("st.",), r"st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{30,}", edge=True),
    _T("age-key", ("AGE-SECRET-KEY-1",), r"AGE-SECRET-KEY-1[0-9A-Z]{40,}"),
    _T("jwt", (".eyJ",), r"eyJ[\w-]+\.eyJ[\w-]+(?:\.[\w-]*)?", back=WORD, head="eyJ"),
    _T("jwe", ("eyJhbGci",), r"eyJhbGci[\w-]{8,2000}\.[\w-]*\.[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}", edge=True),
)

DISCORD = TokenFormat("discord-token", (), r"[MNO][A-Za-z0-9_-]{22,27}\.[\w-]{6}\.[\w-]{27,}", edge=True)
"""The one format with no literal: three parts divided by dots, the first the base 64 of a number."""

SPECIAL: tuple[TokenFormat, ...] = (
    _T("azure-sas", ("sig=",), r"sig=(?P<s>[A-Za-z0-9%+/_-]{30,}={0,2})"),
    _T(
        "authorization",
        ("authorization",),
        r"authorization\\*[\"']?[ \t]{0,8}(?:[:=,]|=>)[ \t]{0,8}\\*[\"']?(?:f?[\"'])?"
        r"(?:(?:bearer|basic|token|apikey|digest|negotiate|bot|key)(?:[ \t]{1,8}|%20|\+))?(?P<s>[^\s\"'\\,;]{4,})",
    ),
    _T("bearer-token", ("bearer",), r"bearer(?:[ \t]{1,8}|%20|\+)(?P<s>[A-Za-z0-9._~+/=-]{16,})", edge=True),
    _T("cookie", ("cookie:",), r"cookie:[ \t]{0,8}[^\s\"'=;]{1,128}=(?P<s>[^\"'\n]{8,})"),
    _T(
        "basic-auth",
        ("-u", "--proxy-user"),
        r"(?:-u(?:ser)?|--proxy-user)(?:[ \t]{1,8}|=|[\"'],[ \t]{0,8}(?=[\"']))\\*[\"']?"
        r"(?!\d+:\d+(?![\w]))[^\s:\"'/]{0,128}:(?P<s>[^\s\"'\\/][^\s\"'\\]*)",
    ),
    _T(
        "basic-auth",
        ("curl",),
        r"curl(?=[ \t])[^\n]{0,300}?[ \t]-[a-tv-zA-Z]{0,6}u(?!ser)[^\s:\"'/-][^\s:\"'/]{0,128}:(?P<s>[^\s\"'\\]+)",
    ),
    _T("password", ("mysql", "mariadb"), r"m(?:ysql|ariadb)[a-z]*[ \t](?:[^\n]{0,300}?[ \t])?-p(?P<s>[^\s\"'=\\]+)"),
    _T("password", ("sshpass",), r"sshpass[ \t]{1,8}-p[ \t]{0,8}[\"']?(?P<s>[^\s\"']+)"),
    _T("password", ("redis-cli",), r"redis-cli[ \t](?:[^\n]{0,300}?[ \t])?-a[ \t]{1,8}[\"']?(?P<s>[^\s\"']+)"),
    _T("password", ("-passin", "-passout"), r"-pass(?:in|out)[ \t]{1,8}[\"']?pass:(?P<s>[^\s\"']+)"),
    _T("password", ("login ",), r"login[ \t]{1,8}\S{1,128}\s{1,8}password[ \t]{1,8}(?P<s>\S+)", edge=True),
)
"""Formats that are recognised by what stands before a value; searched in lower case, matched ignoring case."""


@cache
def compiled(row: TokenFormat) -> re.Pattern[str]:
    """Return the compiled pattern of ``row``, made when it is first needed."""
    return re.compile((_EDGE if row.edge else "") + row.pattern, re.IGNORECASE if row in SPECIAL else 0)


@cache
def by_literal() -> dict[str, tuple[TokenFormat, ...]]:
    """Return the rows to try for each literal: its own, then those of the literals that it begins with."""
    literals = sorted({literal for row in TABLE for literal in row.literals}, key=len, reverse=True)
    own = {literal: [row for row in TABLE if literal in row.literals] for literal in literals}
    return {
        literal: tuple(row for part in literals if literal.startswith(part) for row in own[part])
        for literal in literals
    }


@cache
def probe() -> re.Pattern[str]:
    """Return one pattern that finds any literal of the table, built as a tree so that few branches are tried."""
    tree: dict[str, object] = {}
    for literal in by_literal():
        node = tree
        for character in literal:
            node = node.setdefault(character, {})  # type: ignore[assignment]  # a node maps characters to nodes
        node[""] = {}
    return re.compile(_branches(tree))


def _branches(node: dict[str, object]) -> str:
    parts = []
    for character, below in node.items():
        if character:
            parts.append(re.escape(character) + _branches(below))  # type: ignore[arg-type]  # as above
    body = parts[0] if len(parts) == 1 else "(?:" + "|".join(parts) + ")" if parts else ""
    if "" in node and body:
        return f"(?:{body})?"
    return body
