"""Attacks on earned trust: a series of clean runs must not let something else, or something worse, run unasked.

Nothing here is executed: texts are judged, with the evidence that as many clean runs as may ever be needed would leave.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from journeyman.config import Policy
from journeyman.gate import Gate, trust
from journeyman.gate.analysis import analyse_python, analyse_shell
from journeyman.sandbox.spec import Capability
from journeyman.values import Action, Decision, Evidence, Origin, Prediction
from journeyman.workspace import Workspace

HOLDS = Capability("test", fs=True, tcp=True, udp=True, signals=True, pids=True)
NOW = 1_000_000.0
Judge = Callable[[str], Decision]


class Session:
    """One workspace with its trust: texts are judged, and credited as if they had run cleanly many times."""

    def __init__(self, workspace: Workspace, *, cells: bool = False) -> None:
        self.workspace = workspace
        self.cells = cells
        self.store: dict[str, Evidence] = {}
        self.gate = Gate(Policy(), lambda mark, origin: self.store.get(mark), HOLDS, lambda: "", lambda: NOW)

    def judge(self, text: str) -> Decision:
        kind = "cell.run" if self.cells else "shell.run"
        action = Action(kind, {"command": text}, origin=Origin("model:a", "shell"))
        return self.gate.decide(action, lambda: self.predict(text), confinable=not self.cells)

    def predict(self, text: str) -> Prediction:
        if self.cells:
            return analyse_python(text, cwd=".", workspace=self.workspace, live_kernel=True)
        return analyse_shell(text, cwd=".", workspace=self.workspace)

    def earn(self, text: str) -> None:
        found = self.judge(text)
        evidence = self.store.get(found.signature) or Evidence(found.signature, "model:a", "shell.run")
        for _ in range(20):
            evidence = trust.credit_success(NOW, Policy().trust, found.basis)(evidence)
        self.store[found.signature] = evidence
        assert self.judge(text).verdict == "allow", f"what was earned runs: {text}"

    def write(self, files: Mapping[str, str]) -> None:
        for name, text in files.items():
            path = self.workspace.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)


@pytest.fixture
def session(workspace: Workspace) -> Session:
    return Session(workspace)


OTHERS = """
git push origin main => git push elsewhere main | git push https://elsewhere.example/a.git main | git push origin release
git push => git push origin main | git push --tags
git clone https://a.example/x => git clone https://b.example/x
scp a host1:b => scp a host2:b | scp c host1:b | scp host1:b a
rsync -a src/ host1:dst/ => rsync -a src/ host2:dst/ | rsync -a src/ rsync://host3/x
ssh host1 uptime => ssh host2 uptime | ssh host1 reboot | ssh -p 2222 host1 uptime
aws s3 cp a s3://bucket1/a => aws s3 cp a s3://bucket2/a | AWS_PROFILE=prod aws s3 cp a s3://bucket1/a
export AWS_PROFILE=dev; aws s3 cp a s3://b/a => export AWS_PROFILE=prod; aws s3 cp a s3://b/a
gsutil cp a gs://b1/a => gsutil cp a gs://b2/a
docker push reg1.example/a => docker push reg2.example/a
docker run --rm alpine ls => docker run --rm other/image ls | docker run --rm alpine sh
docker exec box sh -c 'rm a' => docker exec box sh -c 'rm b' | docker exec box2 sh -c 'rm a'
npm publish => npm publish --registry https://elsewhere.example | npm publish ./folder
twine upload dist/a.whl => twine upload --repository-url https://elsewhere.example dist/a.whl
pip install flask => pip install requests | pip install ./flask | pip install -e . | pip install -r flask
npm install express => npm install lodash | npm install ./express | npm install
cargo install ripgrep => cargo install --path . | cargo install bat
go install ./cmd/a => go install ./cmd/b
gem install rails => gem install ./rails.gem
gh pr create --title a --body b => gh pr merge 3 | gh pr close 3
gh pr merge 3 => gh pr merge 4 | gh pr merge 3 --admin
gh pr merge -m 3 => gh pr merge -m 4
gh pr create --title a --body b => gh pr create --title a --body b --base release
ssh host1 ls => ssh host1 ls in sub | ssh host1 '#1'
gh api -X POST repos/a/b/issues -f title=x => gh api -X POST repos/a/c/issues -f title=x | gh api -X DELETE repos/a/b
gh workflow run a.yml => gh workflow run b.yml
kubectl apply -f a.yaml => kubectl apply -f b.yaml | kubectl --context prod apply -f a.yaml
terraform apply -auto-approve => terraform -chdir=prod apply -auto-approve
ansible-playbook a.yml => ansible-playbook b.yml
psql -c 'update a set b = 1' => psql -c 'update a set b = 2' | psql -c 'drop table a'
psql <<< 'update a set b = 1' => psql <<< 'drop table a'
redis-cli set a b => redis-cli set c d
curl -d @a.txt https://h1.example/x => curl -d @a.txt https://h2.example/x | curl -d @a.txt https://h1.example/y
curl -X POST https://h1.example/x => curl -X DELETE https://h1.example/x
curl -T a.txt https://h1.example/x => curl -T ~/notes.txt https://h1.example/x
echo hi > /dev/tcp/h1.example/80 => echo hi > /dev/tcp/h2.example/80
nc h1.example 80 => nc h2.example 80
mail -s x a@b.example => mail -s x c@d.example
for h in a b; do ssh $h uptime; done => for h in c d; do ssh $h uptime; done
timeout 9 git push origin main => timeout 9 git push elsewhere main
bash -c 'git push origin main' => bash -c 'git push elsewhere main'
git push origin "$(git branch --show-current)" => git push origin "$(git branch --list x)"
"""


@pytest.mark.parametrize("row", OTHERS.strip().splitlines())
def test_what_one_command_earned_another_does_not_have(session: Session, row: str) -> None:
    earned, others = row.split(" => ")
    session.earn(earned)
    for other in others.split(" | "):
        assert session.judge(other).verdict == "ask", other


def test_a_wrapper_changes_nothing_about_what_is_earned(session: Session) -> None:
    session.earn("git push origin main")
    for text in ("timeout 60 git push origin main", "bash -c 'git push origin main'", "ls; git push origin main"):
        assert session.judge(text).verdict == "allow", text


def test_text_for_people_does_not_make_another_act(session: Session) -> None:
    session.earn("gh pr create --title one --body first")
    assert session.judge("gh pr create --title two --body 'second one'").verdict == "allow"
    assert session.judge("gh pr create --title two --body second --base release").verdict == "ask"


def test_fetching_is_earned_for_a_host(session: Session) -> None:
    session.earn("curl -s 'https://h1.example/find?word=one'")
    assert session.judge("curl -s 'https://h1.example/find?word=two'").verdict == "allow"
    assert session.judge("curl -s 'https://h2.example/find?word=one'").verdict == "ask"


STEERED = """
pip install ./lib | lib/setup.py
pip install -e . | setup.py
pip install -r requirements.txt | requirements.txt
npm install | package.json
npm ci | .npmrc
npm publish | package.json
poetry install | pyproject.toml
uv sync | pyproject.toml
bundle install | Gemfile
composer install | composer.json
cargo install --path . | build.rs
docker build -t x . | Dockerfile
docker compose up -d | compose.yaml
kubectl apply -f a.yaml | a.yaml
kubectl apply -k deploy | deploy/kustomization.yaml
helm upgrade a ./chart | chart/templates/a.yaml
terraform apply -auto-approve | main.tf
ansible-playbook a.yml | roles/x/tasks/main.yml
serverless deploy | serverless.yml
vercel deploy | vercel.json
psql -f a.sql | a.sql
psql < a.sql | a.sql
cat a.sql | psql | a.sql
curl -d @body.json https://h1.example/x | body.json
xargs -a hosts.txt -I{} ssh {} uptime | hosts.txt
git push origin main | .husky/pre-push
git push origin main | .git/hooks/pre-push
git push origin main | .git/config
uv run --with flask a.py | a.py
"""


@pytest.mark.parametrize("row", STEERED.strip().splitlines())
def test_what_steers_a_command_that_reaches_out_must_stay_the_same(session: Session, row: str) -> None:
    command, name = row.rsplit(" | ", 1)
    one = '[remote "origin"]\nurl = a\n' if name == ".git/config" else "flask\n"
    session.write({name: one})
    session.earn(command)
    session.write({name: one.replace("a\n", "b\n").replace("flask", "requests")})
    assert session.judge(command).verdict == "ask"


def test_scripts_that_installing_runs_must_stay_the_same(session: Session) -> None:
    session.write({"package.json": '{"scripts": {"postinstall": "node tools/x.js"}}', "tools/x.js": "1"})
    session.earn("npm install")
    session.write({"tools/x.js": "2"})
    assert session.judge("npm install").verdict == "ask"


def test_data_that_is_sent_may_change(session: Session) -> None:
    session.write({"dist/a.tgz": "1"})
    session.earn("scp dist/a.tgz host1:a.tgz")
    session.write({"dist/a.tgz": "2"})
    assert session.judge("scp dist/a.tgz host1:a.tgz").verdict == "allow"


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("./tool", "tool"),
        ("bash tool.sh", "tool.sh"),
        ("source tool.sh", "tool.sh"),
        ("python tool.py", "tool.py"),
        ("node tool.js", "tool.js"),
        ("bash < tool.sh", "tool.sh"),
        ("cd sub && ./tool", "sub/tool"),
    ],
)
def test_a_script_that_is_the_program_starts_anew_when_it_is_edited(session: Session, command: str, name: str) -> None:
    session.write({name: "true\n", "other.txt": "1"})
    session.earn(command)
    session.write({"other.txt": "2"})
    assert session.judge(command).verdict == "allow", "another file is another thing"
    session.write({name: "false\n"})
    assert session.judge(command).verdict == "ask"


@pytest.mark.parametrize("command", ["make", "pytest -q", "npm test"])
def test_what_runs_the_whole_project_keeps_its_trust_in_the_sandbox(session: Session, command: str) -> None:
    session.write({"Makefile": "a:\n\ttrue\n", "package.json": '{"scripts": {"test": "true"}}', "test_a.py": ""})
    session.earn(command)
    session.write({"Makefile": "a:\n\tfalse\n", "package.json": '{"scripts": {"test": "false"}}', "test_a.py": "x"})
    assert session.judge(command).verdict == "allow"


CELLS = """
import requests; requests.post("https://h1.example/x") => import requests; requests.post("https://h2.example/x")
import boto3; boto3.client("s3").upload_file("a", "b1", "c") => import boto3; boto3.client("s3").upload_file("a", "b2", "c")
df.to_sql("a", engine) => df.to_sql("users", engine, if_exists="replace")
globals()["x"]() => globals()["y"]()
!git push origin main => !git push elsewhere main
%pip install flask => %pip install requests
import subprocess; subprocess.run(["make"]) => import subprocess; subprocess.run(["make", "deploy"])
open(name, "w").write(text) => open(other, "w").write(text)
"""


@pytest.mark.parametrize("row", CELLS.strip().splitlines())
def test_a_cell_that_is_not_understood_earns_for_itself_alone(workspace: Workspace, row: str) -> None:
    session = Session(workspace, cells=True)
    earned, other = row.split(" => ")
    session.earn(earned)
    assert session.judge(other).verdict == "ask"


def test_a_command_in_a_cell_does_not_carry_its_other_lines_through(workspace: Workspace) -> None:
    session = Session(workspace, cells=True)
    session.earn('!git push origin main\nglobals()["x"]()')
    assert session.judge('!git push origin main\nglobals()["y"]()').verdict == "ask"


def test_a_cell_that_writes_a_known_place_of_the_workspace_shares_its_credit(workspace: Workspace) -> None:
    session = Session(workspace, cells=True)
    session.earn('df.to_csv("a.csv")')
    assert session.judge('df.head(5).to_csv("b.csv")').verdict == "allow"
    assert session.judge('df.to_csv("/etc/a.csv")').verdict == "ask"


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("%run tool.py", "tool.py"),
        ("import helper\nhelper.go()", "helper.py"),
        ("import box\nbox.go()", "box/inner.py"),
        ("from box.inner import go\ngo()", "box/inner.py"),
    ],
)
def test_code_of_the_workspace_in_a_live_kernel_must_stay_the_same(workspace: Workspace, cell: str, name: str) -> None:
    session = Session(workspace, cells=True)
    session.write({name: "import os\nos.remove('a')\n", "box/__init__.py": "from box.inner import go\n"})
    session.earn(cell)
    session.write({name: "import os\nos.remove('b')\n"})
    assert session.judge(cell).verdict == "ask"


def test_a_signature_holds_no_secret(session: Session) -> None:
    for text in (
        "mysql -u root -pHunter22Hunter22 -e 'delete from a'",
        "docker login -u me --password Hunter22Hunter22 reg.example",
        "docker login -u me -p Hunter22Hunter22 reg.example",
        "git push https://me:Hunter22Hunter22@h1.example/a.git",
        "git push https://Hunter22Hunter22Hunter22Hunter22@h1.example/a.git",
        "curl -X POST -H 'Authorization: Bearer Hunter22Hunter22' https://h1.example/x",
        "psql postgresql://me:Hunter22Hunter22@h1.example/a -c 'delete from a'",
        "aws configure set aws_secret_access_key Hunter22Hunter22Hunter22Hunter22",
        "twine upload -u me -p Hunter22Hunter22 dist/a.whl",
        "sshpass -p Hunter22Hunter22 ssh host1 reboot",
        "http -a me:Hunter22Hunter22 POST https://h1.example/x",
    ):
        assert "Hunter22" not in session.judge(text).signature, text


def test_where_something_goes_is_seen_by_rules(session: Session, workspace: Workspace) -> None:
    targets: dict[str, list[str]] = {}
    for text in ("git push git@h1.example:a/b", "scp a h1.example:b", "ssh me@h1.example ls", "aws s3 cp a s3://h1/b"):
        targets[text] = [effect.target for effect in session.predict(text).effects]
    assert all("h1.example" in found for text, found in targets.items() if "s3" not in text)
    assert "s3://h1" in targets["aws s3 cp a s3://h1/b"]


def test_a_repository_below_has_its_own_remotes(session: Session) -> None:
    session.write({"sub/.git/config": '[remote "origin"]\nurl = a\n', ".git/config": "[core]\n"})
    session.earn("git -C sub push origin main")
    session.write({"sub/.git/config": '[remote "origin"]\nurl = a\n[branch "x"]\nremote = origin\n'})
    assert session.judge("git -C sub push origin main").verdict == "allow", "another branch changes nothing"
    session.write({"sub/.git/config": '[remote "origin"]\nurl = b\n'})
    assert session.judge("git -C sub push origin main").verdict == "ask"


def test_a_worktree_has_the_remotes_of_its_repository(session: Session, workspace: Workspace) -> None:
    common = Path(workspace.root) / "main" / ".git"
    session.write(
        {
            "main/.git/config": '[remote "origin"]\nurl = a\n',
            "main/.git/worktrees/w/commondir": "../..\n",
            "w/.git": f"gitdir: {common}/worktrees/w\n",
        }
    )
    session.earn("git -C w push origin main")
    session.write({"main/.git/config": '[remote "origin"]\nurl = b\n'})
    assert session.judge("git -C w push origin main").verdict == "ask"


def test_the_same_words_in_another_folder_mean_another_thing(session: Session) -> None:
    session.write({"dev/main.tf": "", "prod/main.tf": ""})
    session.earn("cd dev && terraform apply -auto-approve")
    assert session.judge("cd prod && terraform apply -auto-approve").verdict == "ask"
    assert session.judge("terraform apply -auto-approve").verdict == "ask"


CODE_WITH_NETWORK = """
uv run --with flask a.py | b.py
docker run -v .:/w image sh /w/x.sh | x.sh
docker run -v ./src:/w image sh /w/x.sh | src/x.sh
docker run --mount type=bind,source=src,target=/w image sh /w/x.sh | src/x.sh
aws lambda update-function-code --function-name f --zip-file fileb://f.zip | f.zip
kubectl create configmap c --from-file=run=x.sh | x.sh
ssh host1 'bash -s' < x.sh | x.sh
git push origin main | .github/workflows/ci.yml
git push origin main | .gitlab-ci.yml
"""


@pytest.mark.parametrize("row", CODE_WITH_NETWORK.strip().splitlines())
def test_code_that_runs_with_the_network_must_stay_the_same(session: Session, row: str) -> None:
    command, name = row.rsplit(" | ", 1)
    session.write({"a.py": "import b\n", name: "one\n"})
    session.earn(command)
    session.write({name: "two\n"})
    assert session.judge(command).verdict == "ask"


def test_code_that_a_cell_runs_must_stay_the_same_with_all_it_may_import(workspace: Workspace) -> None:
    session = Session(workspace, cells=True)
    session.write({"a.py": "import b\n", "b.py": "one = 1\n"})
    session.earn("!python a.py")
    session.write({"b.py": "two = 2\n"})
    assert session.judge("!python a.py").verdict == "ask"


@pytest.mark.parametrize(
    "text", ["sed -i s/a/b/ .github/workflows/ci.yml", "git remote set-url origin x", "git config core.hooksPath x"]
)
def test_what_acts_later_is_never_earned(session: Session, text: str) -> None:
    first = session.judge(text)
    session.store[first.signature] = Evidence(
        first.signature, "model:a", "shell.run", successes=100.0, updated=NOW, basis=first.basis
    )
    assert session.judge(text).verdict == "ask"
