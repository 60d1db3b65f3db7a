"""One made-up secret of every format, put together from pieces so that none stands in this repository as a literal."""

from __future__ import annotations

import random
import string

_dice = random.Random(7)


def alnum(count: int) -> str:
    return "".join(_dice.choices(string.ascii_letters + string.digits, k=count))


def upper(count: int) -> str:
    return "".join(_dice.choices(string.ascii_uppercase + string.digits, k=count))


def lower(count: int) -> str:
    return "".join(_dice.choices(string.ascii_lowercase + string.digits, k=count))


def hexa(count: int) -> str:
    return "".join(_dice.choices("0123456789abcdef", k=count))


def digits(count: int) -> str:
    return "1" + "".join(_dice.choices(string.digits, k=count - 1))


def glue(*parts: str) -> str:
    return "".join(parts)


SAMPLES: tuple[tuple[str, str], ...] = (
    ("aws-access-key", glue("AK", "IA", upper(16))),
    ("aws-access-key", glue("AS", "IA", upper(16))),
    ("aws-bedrock-key", glue("AB", "SK", alnum(80), "=")),
    ("google-api-key", glue("AI", "za", alnum(35))),
    ("google-oauth-token", glue("ya", "29.", alnum(40), "-", alnum(10))),
    ("google-oauth-secret", glue("GOC", "SPX-", alnum(28))),
    ("google-refresh-token", glue("1/", "/0", alnum(40))),
    ("azure-client-secret", glue(alnum(3), "8", "Q~", alnum(34))),
    ("azure-devops-token", glue(alnum(76), "AZ", "DO", alnum(4))),
    ("alibaba-access-key", glue("LT", "AI", alnum(20))),
    ("tencent-secret-id", glue("AK", "ID", alnum(32))),
    ("ibm-cloud-key", glue("Api", "Key-", hexa(8), "-", hexa(4), "-", hexa(4), "-", hexa(12))),
    ("digitalocean-token", glue("dop", "_v1_", hexa(64))),
    ("heroku-key", glue("HR", "KU-", alnum(36))),
    ("cloudflare-origin-key", glue("v1", ".0-", hexa(24), "-", hexa(146))),
    ("cloudflare-token", glue("cf", "ut_", alnum(40))),
    ("fly-token", glue("fm2", "_", alnum(60), "=")),
    ("netlify-token", glue("nf", "p_", alnum(40))),
    ("vercel-token", glue("vc", "p_", alnum(30))),
    ("render-key", glue("rn", "d_", alnum(32))),
    ("scaleway-key", glue("SCW", "SECRET", alnum(36))),
    ("yandex-key", glue("AQ", "VN", alnum(40))),
    ("yandex-key", glue("t", "1.", alnum(60), "==.", alnum(60), "==")),
    ("github-token", glue("gh", "p_", alnum(36))),
    ("github-token", glue("gh", "s_", alnum(36))),
    ("github-fine-grained-token", glue("github", "_pat_", alnum(22), "_", alnum(59))),
    ("gitlab-token", glue("gl", "pat-", alnum(20))),
    ("gitlab-token", glue("gl", "ptt-", hexa(40))),
    ("gitlab-runner-token", glue("GR134", "8941", alnum(20))),
    ("bitbucket-token", glue("AT", "BB", alnum(32))),
    ("atlassian-token", glue("ATA", "TT3", alnum(60), "=", hexa(8))),
    ("npm-token", glue("np", "m_", alnum(36))),
    ("pypi-token", glue("py", "pi-", alnum(120))),
    ("rubygems-key", glue("rubyg", "ems_", hexa(48))),
    ("crates-io-token", glue("ci", "o", alnum(32))),
    ("nuget-key", glue("oy", "2", lower(43))),
    ("docker-hub-token", glue("dckr", "_pat_", alnum(27))),
    ("artifactory-token", glue("AK", "Cp", alnum(69))),
    ("artifactory-token", glue("cmVm", "dGtuO", alnum(55))),
    ("circleci-token", glue("CCI", "PAT_", alnum(22), "_", hexa(40))),
    ("buildkite-token", glue("bk", "ua_", hexa(40))),
    ("terraform-cloud-token", glue(alnum(14), ".atl", "asv1.", alnum(67))),
    ("pulumi-token", glue("pu", "l-", hexa(40))),
    ("sourcegraph-token", glue("sg", "p_", hexa(16), "_", hexa(40))),
    ("figma-token", glue("fi", "gd_", alnum(40))),
    ("postman-key", glue("PM", "AK-", hexa(24), "-", hexa(34))),
    ("anthropic-key", glue("sk-", "ant-", "api03-", alnum(90))),
    ("openai-key", glue("s", "k-", alnum(48))),
    ("openai-key", glue("s", "k-proj-", alnum(80))),
    ("hugging-face-token", glue("h", "f_", alnum(34))),
    ("replicate-token", glue("r", "8_", alnum(37))),
    ("groq-key", glue("gs", "k_", alnum(52))),
    ("xai-key", glue("xa", "i-", alnum(80))),
    ("perplexity-key", glue("pp", "lx-", alnum(48))),
    ("nvidia-key", glue("nv", "api-", alnum(64))),
    ("pinecone-key", glue("pc", "sk_", alnum(6), "_", alnum(60))),
    ("langsmith-key", glue("ls", "v2_pt_", hexa(32), "_", hexa(10))),
    ("databricks-token", glue("da", "pi", hexa(32))),
    ("slack-token", glue("xo", "xb-", digits(12), "-", digits(12), "-", alnum(24))),
    ("slack-token", glue("xo", "xe.xoxp-1-", alnum(60))),
    ("slack-app-token", glue("xa", "pp-1-", upper(11), "-", digits(13), "-", hexa(64))),
    ("slack-webhook", glue("https://hooks.slack.com/serv", "ices/T", upper(10), "/B", upper(10), "/", alnum(24))),
    ("discord-webhook", glue("https://discord.com/api/web", "hooks/", digits(18), "/", alnum(68))),
    ("discord-token", glue("M", alnum(23), ".", alnum(6), ".", alnum(38))),
    ("telegram-token", glue(digits(10), ":A", "A", alnum(33))),
    ("twilio-key", glue("S", "K", hexa(32))),
    ("twilio-account", glue("A", "C", hexa(32))),
    ("sendgrid-key", glue("S", "G.", alnum(22), ".", alnum(43))),
    ("mailgun-key", glue("ke", "y-", hexa(32))),
    ("mailchimp-key", glue(hexa(32), "-u", "s12")),
    ("brevo-key", glue("xkey", "sib-", hexa(64), "-", alnum(16))),
    ("line-or-hubspot-token", glue("pa", "t-na1-", hexa(8), "-", hexa(4), "-", hexa(4), "-", hexa(4), "-", hexa(12))),
    ("stripe-key", glue("sk_", "live_", alnum(24))),
    ("stripe-webhook-secret", glue("wh", "sec_", alnum(32))),
    ("square-token", glue("sq0", "atp-", alnum(22))),
    ("square-or-meta-token", glue("EA", "A", alnum(80))),
    ("shopify-token", glue("shp", "at_", hexa(32))),
    ("razorpay-key", glue("rzp", "_live_", alnum(14))),
    ("paypal-braintree-token", glue("access_", "token$produc", "tion$", lower(16), "$", hexa(32))),
    ("flutterwave-key", glue("FLW", "SECK-", hexa(32), "-X")),
    ("easypost-key", glue("EZ", "AK", alnum(54))),
    ("linear-key", glue("lin", "_api_", alnum(40))),
    ("notion-token", glue("nt", "n_", alnum(46))),
    ("notion-token", glue("secr", "et_", alnum(43))),
    ("airtable-token", glue("pa", "t", alnum(14), ".", hexa(64))),
    ("asana-token", glue("1", "/", digits(16), ":", hexa(32))),
    ("sentry-token", glue("sntr", "ys_", alnum(80))),
    ("grafana-token", glue("gl", "sa_", alnum(32), "_", hexa(8))),
    ("new-relic-key", glue("NR", "AK-", upper(27))),
    ("dynatrace-token", glue("dt0", "c01.", upper(24), ".", upper(64))),
    ("planetscale-token", glue("psc", "ale_tkn_", alnum(43))),
    ("supabase-key", glue("sb", "p_", hexa(40))),
    ("contentful-token", glue("CF", "PAT-", alnum(43))),
    ("dropbox-token", glue("s", "l.", alnum(140))),
    ("mapbox-token", glue("sk.", "eyJ", alnum(60), ".", alnum(22))),
    ("adafruit-key", glue("ai", "o_", alnum(28))),
    ("tailscale-key", glue("ts", "key-auth-", alnum(12), "-", alnum(24))),
    ("vault-token", glue("hv", "s.", alnum(24))),
    ("doppler-token", glue("dp", ".pt.", alnum(43))),
    ("one-password-token", glue("op", "s_eyJ", alnum(250))),
    ("infisical-token", glue("s", "t.", hexa(24), ".", hexa(32), ".", hexa(32))),
    ("age-key", glue("AGE-SEC", "RET-KEY-1", upper(58))),
    ("jwt", glue("ey", "J", alnum(20), ".ey", "J", alnum(40), ".", alnum(43))),
    ("jwe", glue("eyJh", "bGci", alnum(30), ".", alnum(40), ".", alnum(16), ".", alnum(80), ".", alnum(22))),
)

BODY = "\n".join(alnum(64) for _ in range(12))
PRIVATE_KEY = glue("-----BEGIN RSA PRI", "VATE KEY-----\n", BODY, "\n-----END RSA PRI", "VATE KEY-----\n")
PASSWORD = glue("Tr0ub", "4dor&3", "x9")

SIGNATURE = alnum(43)
BESIDE: tuple[tuple[str, str], ...] = (
    (f"https://x.blob.example.org/c?sv=1&sig={SIGNATURE}%3D&se=2", SIGNATURE),
    *(
        (form.format(PASSWORD), PASSWORD)
        for form in (
            "export DB_PASSWORD={}",
            "PASSWORD='{}' ./run.sh",
            "MYSQL_PWD={} mysql",
            "SECRET_KEY_BASE={}",
            "  password: {}",
            '  client_secret: "{}"',
            "api-key: {}",
            '{{"password": "{}", "user": "bob"}}',
            "{{'accessToken': '{}'}}",
            '"{{\\"apiKey\\": \\"{}\\"}}"',
            'password = "{}"',
            'API_KEY: str = "{}"',
            'os.environ["GITHUB_TOKEN"] = "{}"',
            'connect(user="bob", password="{}")',
            "connect(user='bob', passwd=b'{}')",
            'const dbPassword = "{}";',
            "tool --password {} --verbose",
            "tool --api-key={}",
            'tool --auth-token "{}"',
            "X-Api-Key: {}",
            "curl -u bob:{} https://example.org",
            "curl -H 'Authorization: Bearer {}' https://example.org",
            "Authorization: Basic {}",
            "authorization={}",
            "Cookie: session={}; a=b",
            "mysql -uroot -p{} shop",
            "sshpass -p {} ssh host",
            "redis-cli -h host -a {} ping",
            "openssl rsa -passin pass:{} -in key.pem",
            "machine example.org login bob password {}",
            "ENV DATABASE_PASSWORD {}",
            "<password>{}</password>",
            "postgres://bob:{}@db.example.org:5432/shop",
            "https://:{}@example.org/x.git",
        )
    ),
)
