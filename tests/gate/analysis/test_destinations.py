"""Where a command sends something."""

from __future__ import annotations

import pytest

from journeyman.gate.analysis.acts import act_of
from journeyman.gate.analysis.destinations import destinations
from journeyman.gate.analysis.words import Word

ROWS = """
git push https://me@h1.example:8443/a.git | h1.example
git push git@h1.example:a/b.git main | h1.example
git push origin main |
git push origin HEAD:refs/heads/main |
git push file:///srv/a.git |
scp -P 2222 a me@h1:b | h1
scp a b |
scp [fe80::1]:a . | fe80::1
rsync -a src/ rsync://h1.example/x | h1.example
rsync -a src/ h1:x | h1
ssh -p 2222 -i key me@h1 ls /var/log | h1
ssh ssh://h1.example ls | h1.example
sftp me@h1:/x | h1
nc -v h1 80 | h1
aws s3 sync . s3://bucket/a --delete | s3://bucket
gsutil cp a gs://bucket/a | gs://bucket
docker push reg.example:5000/a/b:1 | reg.example:5000
docker push a/b:1 |
docker image push localhost/a | localhost
npm publish --registry=https://reg.example/x | reg.example
pip install git+https://h1.example/a@main | h1.example
twine upload --repository-url https://reg.example dist/a | reg.example
"""


@pytest.mark.parametrize("row", ROWS.strip().splitlines())
def test_hosts_registries_and_buckets_are_named(row: str) -> None:
    command, _, wanted = row.partition("|")
    program, *words = command.split()
    assert destinations(program, [Word(word) for word in words]) == wanted.split()


def test_what_is_not_known_names_no_place() -> None:
    assert destinations("ssh", [Word("\0"), Word("ls")]) == ["ls"], "the first word that is known may be the host"
    assert destinations("scp", [Word("a"), Word("\0:b")]) == []


def test_an_act_differs_wherever_its_words_do() -> None:
    texts = ["a b", "a c", "ab", "a  b", "'a b'", "x" * 200 + "1", "x" * 200 + "2", "-pSecret1", "-pSecret2", ""]
    found = [act_of("tool", text.split(" ")) for text in texts]
    assert len(set(found)) == len(texts)
    assert all(len(each) <= 120 and "Secret" not in each for each in found)
