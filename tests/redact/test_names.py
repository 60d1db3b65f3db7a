from __future__ import annotations

import pytest

from journeyman.redact import is_secret_name
from journeyman.redact.names import is_code, is_kept, looks_random, secret_name

SECRET = """
PASSWORD password DB_PASSWORD dbPassword userPasswd spring.datasource.password PASSWORD_PROD MYSQL_ROOT_PASSWORD
SECRET secret client_secret clientSecret AWS_SECRET_ACCESS_KEY SECRET_KEY_BASE secretKey jwtSecret
GITHUB_TOKEN token access_token accessToken _authToken authtoken API_TOKEN_2 --token --auth-token
API_KEY apiKey apikey api-key X-Api-Key OPENAI_API_KEY STRIPE_KEY private_key AccountKey SharedAccessKey MASTER_KEY
passphrase SSH_PASSPHRASE DB_PASS dbpass db_pwd credentials _auth
"""

PLAIN = """
user key KEY monkey keyboard primary_key PUBLIC_KEY sort_key evidence_key cache_key foreignKey max_tokens total_tokens
tokenizer pad_token eos_token next_page_token TOKEN_COUNT PASSWORD_FILE SECRET_NAME api_key_id token_type secret_arn
password_policy passwordField PWD OLDPWD pass passed bypass compass author authority --no-password --password-stdin
token_endpoint password_hash_algorithm path
"""


@pytest.mark.parametrize("name", SECRET.split())
def test_names_that_promise_a_secret(name: str) -> None:
    assert is_secret_name(name)


@pytest.mark.parametrize("name", PLAIN.split())
def test_names_that_do_not(name: str) -> None:
    assert not is_secret_name(name)


def test_a_bare_token_is_believed_only_with_a_random_value() -> None:
    for name, weak in (("token", True), ("TOKEN", False), ("access_token", False), ("credentials", True)):
        found = secret_name(name)
        assert found is not None
        assert found.weak is weak


@pytest.mark.parametrize(
    "value", ["", "$HOME", "${X}", "$(pass x)", "${secret:A}", "{{ x }}", "{x}", "<key>", "***", "None", "str", "%s"]
)
def test_references_and_placeholders_are_kept(value: str) -> None:
    assert is_kept(value)


@pytest.mark.parametrize(
    "value", ["f(x)", "os.environ['A']", "self.x", "config.token", "new_password", "TOKEN", "API_KEY"]
)
def test_code_is_code(value: str) -> None:
    assert is_code(value)


@pytest.mark.parametrize("value", ["hunter2", "correcthorse", "MYSECRETKEY", "a.b2", "S3CRET_KEY"])
def test_a_password_is_no_code(value: str) -> None:
    assert not is_code(value)


def test_what_looks_random() -> None:
    assert looks_random("a1b2c3d4")
    assert looks_random("123456789012")
    assert looks_random("abcdefghijklmnopqrstuvwx")
    assert looks_random("AbCdEfGhIjKlMnOp")
    assert not looks_random("identifier")
    assert not looks_random("two words 12")
    assert not looks_random("12345678")
    assert not looks_random("a1")
