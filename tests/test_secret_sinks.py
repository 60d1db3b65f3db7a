"""No secret gets past the door: whatever an action holds or prints, every sink has only the redacted form.

The workspace's own file holds exactly what was asked for; undo's contents do too, in the private folder.
"""

from __future__ import annotations

import json
import os
import shlex
import time
from pathlib import Path

import pytest

from journeyman.llm import Message
from journeyman.values import Action, Origin, Plan, Step
from tests.redact.samples import PASSWORD, PRIVATE_KEY, SAMPLES

BODY_LINE = PRIVATE_KEY.splitlines()[3]
FORMATS = [
    *((f"{sort} {number}", f"it is {token} there", token) for number, (sort, token) in enumerate(SAMPLES)),
    ("variable", f"export DB_PASSWORD={PASSWORD}", PASSWORD),
    ("json", json.dumps({"client_secret": PASSWORD}), PASSWORD),
    ("url", f"postgres://bob:{PASSWORD}@db.example.org/shop", PASSWORD),
    ("private key", PRIVATE_KEY, BODY_LINE),
]
NAMES = [name for name, _, _ in FORMATS]
every_format = pytest.mark.parametrize(("text", "secret"), [found[1:] for found in FORMATS], ids=NAMES)
"""What is written, and what of it no sink may hold (a webhook's address may stay, its last part may not)."""


def hidden(secret: str) -> bytes:
    return secret.rsplit("/", 1)[1].encode() if secret.startswith("https://") else secret.encode()


@pytest.fixture
def nowhere(services):
    """Check that a secret is in no sink: files of the workspace but ``but``, the private folder but undo's contents."""

    def check(*secrets: str, but: tuple[str, ...] = (), texts: tuple[str, ...] = ()) -> None:
        services.state.mark_dirty()
        services.state.flush()
        workspace = services.workspace
        files = [path for path in workspace.root.rglob("*") if path.is_file() and path.name not in but]
        files += [path for path in workspace.private.rglob("*") if path.is_file()]
        sinks = {path: path.read_bytes() for path in files if not path.is_relative_to(workspace.blobs)}
        names = {path.name for path in sinks}
        assert {"activity.log", "session_state.json", "store.sqlite3"} <= names
        for secret in secrets:
            assert [str(path) for path, content in sinks.items() if hidden(secret) in content] == []
            assert [text for text in texts if hidden(secret).decode() in text] == []

    return check


def shown(outcome) -> str:
    return json.dumps(outcome.to_dict(), ensure_ascii=False)


@every_format
def test_in_the_content_of_a_file(services, autonomous, nowhere, text, secret):
    outcome = services.runner.do(Action("file.create", {"path": "kept.txt", "content": text}))
    assert outcome.ok, outcome.message
    assert (services.workspace.root / "kept.txt").read_text() == text
    nowhere(secret, but=("kept.txt",), texts=(shown(outcome),))


def test_in_a_command_and_its_output(services, autonomous, nowhere):
    """All of them in turn in one workspace: an action each, printed by it and standing in its text."""
    seen, texts, failed = [], [], 0
    for _, text, _ in FORMATS:
        outcome = services.runner.do(
            Action("shell.run", {"command": f"printf '%s\\n' {shlex.quote(text)}"}), emit=seen.append
        )
        texts.append(shown(outcome))
        failed += outcome.status not in ("done", "denied", "pending")
        if outcome.status == "pending":
            record = services.store.action(outcome.action_id)
            texts.append(json.dumps(record.decision.to_dict()))
            texts.append(shown(services.runner.reject(record.action, record.decision, outcome.approval_id, "test")))
    assert not failed
    assert sum("[redacted:" in text for text in seen) > 80
    nowhere(*(secret for _, _, secret in FORMATS), texts=(*texts, *seen))


@pytest.mark.parametrize(
    "ending", ["exit 1", "timeout 0.1 sleep 5", "git init -q .; exit 0", "echo Error: no module named $T"]
)
def test_in_the_output_of_what_fails(services, autonomous, nowhere, ending):
    """Errors, diagnoses and full outputs of failures of several sorts; more output than an outcome holds."""
    token, other = SAMPLES[23][1], SAMPLES[26][1]
    (services.workspace.root / "input").write_text(
        "\n".join(f"{n} {token} {'x' * 80}" for n in range(2000)) + f"\n{other}\n"
    )
    command = f"cat input; T={token}; echo $T >&2; {ending}"
    seen = []
    outcome = services.runner.do(Action("shell.run", {"command": command}), emit=seen.append)
    nowhere(token, other, but=("input",), texts=(shown(outcome), *seen))


@pytest.mark.parametrize(
    "command",
    [
        "curl https://bob:{}@example.org/x",
        "git push https://{}@github.com/x/y",
        "{} --help",
        "git {}",
        "echo x > {}.txt",
        "export API_TOKEN={}; ./run",
        "rm -rf /{}",
        "bash -c 'curl -H \"Authorization: Bearer {}\" https://example.org'",
        "sudo -p {} ls",
        "pip install --index-url https://u:{}@example.org/simple flask",
        "if [ {} ; then",
        "cat <<{}\nx\n{}\n",
    ],
)
def test_in_the_decision_about_a_command(services, run, nowhere, command):
    """Asked, denied or not understood: neither reasons nor effects nor signature show it, once it is answered."""
    token = SAMPLES[23][1]
    action = Action("shell.run", {"command": command.replace("{}", token)})
    outcome = services.runner.do(action)
    record = services.store.action(action.id)
    texts = [shown(outcome), json.dumps(record.decision.to_dict()), run(f"why {action.id}").text, run("status").text]
    if outcome.status == "pending":
        texts += [json.dumps(found.to_dict()) for found in services.store.approvals()]
        run("reject")
    texts += [run("log").text, run(f"show {action.id}").text, json.dumps(run(f"show {action.id}").data)]
    nowhere(token, texts=tuple(texts))


@pytest.mark.parametrize(
    "action",
    [
        Action("file.crate", {"path": SAMPLES[23][1]}),
        Action("file.create", {"path": "a", "content": 1, "token": SAMPLES[23][1]}),
        Action("file.create", {"path": f"../{SAMPLES[23][1]}", "content": ""}),
        Action("shell.run", {"command": "ls"}, env={"MY_TOKEN": SAMPLES[23][1]}),
        Action("shell.run", {"command": "ls"}, cwd=SAMPLES[23][1]),
        Action("python.run", {"code": f"raise ValueError('{SAMPLES[23][1]}')"}),
        Action("file.modify", {"path": "a", "old": SAMPLES[23][1], "new": "x"}),
    ],
    ids=["kind", "argument", "path", "env", "cwd", "python", "modify"],
)
def test_in_what_is_refused_or_fails(services, autonomous, nowhere, action):
    (services.workspace.root / "a").write_text("x")
    outcome = services.runner.do(action)
    nowhere(SAMPLES[23][1], texts=(shown(outcome),))


def plan(services, *texts: str):
    steps = [
        Step(f"write {text}", Action("file.create", {"path": f"kept{n}.txt", "content": text}))
        for n, text in enumerate(texts)
    ]
    return services.queue.add(Plan(f"keep {texts[0]}", tuple(steps), "user", time.time()))


def test_in_a_plan_its_notebooks_and_what_the_verbs_show(services, autonomous, run, nowhere):
    """Goal, titles, steps, the plan's notebook and its reflection, every verb that shows them."""
    texts = [text for _, text, _ in FORMATS[::6]] + [FORMATS[-3][1], FORMATS[-2][1]]
    secrets = [secret for _, _, secret in FORMATS[::6]] + [PASSWORD]
    record = plan(services, *texts)
    results = [run("queue"), run(f"run {record.id}"), run("status"), run("log --limit 1000"), run(f"show {record.id}")]
    results += [run("undo 3"), run("redo 3"), run("trust")]
    assert services.store.plan(record.id).status == "done"
    kept = tuple(f"kept{n}.txt" for n in range(len(texts)))
    for number, text in enumerate(texts):
        assert (services.workspace.root / f"kept{number}.txt").read_text() == text
    assert len(list(services.workspace.notebooks.rglob("*.ipynb"))) == 2
    views = [result.text for result in results] + [json.dumps(result.data, ensure_ascii=False) for result in results]
    views += [str(part) for result in results for part in result._repr_mimebundle_().values()]
    nowhere(*secrets, but=kept, texts=tuple(views))


def test_in_a_command_that_is_queued_and_run(services, autonomous, run, nowhere):
    token = SAMPLES[23][1]
    results = [run(f"queue add --shell 'echo {token} > kept.txt'"), run("queue"), run("run"), run("log")]
    assert (services.workspace.root / "kept.txt").read_text() == f"{token}\n"
    views = [result.text for result in results] + [json.dumps(result.data) for result in results]
    nowhere(token, but=("kept.txt",), texts=tuple(views))


def test_in_a_plan_that_is_cancelled_or_rejected(services, run, nowhere):
    one, two = SAMPLES[23][1], SAMPLES[26][1]
    record = plan(services, f"it is {one} there")
    run(f"run {record.id}")
    run("reject")
    run(f"cancel {record.id}")
    record = plan(services, f"it is {two} there", f"and {one} here")
    run(f"run {record.id}")
    run(f"cancel {record.id}")
    nowhere(one, two)


def test_a_failed_step_that_held_a_secret_is_not_run_again_without_it(services, autonomous, run):
    token = SAMPLES[23][1]
    (services.workspace.root / "kept0.txt").write_text("in the way")
    record = plan(services, f"it is {token} there")
    assert run(f"run {record.id}").exit_code == 1
    (services.workspace.root / "kept0.txt").unlink()
    result = run(f"resume {record.id}")
    assert result.exit_code == 2
    assert "${secret:NAME}" in result.text
    assert not (services.workspace.root / "kept0.txt").exists()


def test_in_the_environment_of_this_process(services, autonomous, nowhere, monkeypatch):
    """A value behind ``${secret:NAME}`` has no format; it is known by its variable's name."""
    monkeypatch.setenv("SHOP_PASSWORD", "plain-words-only")
    services.__dict__.pop("redactor", None)
    action = Action("file.create", {"path": "kept.txt", "content": "pw=${secret:SHOP_PASSWORD}\n"})
    outcome = services.runner.do(action)
    assert outcome.ok, outcome.message
    assert (services.workspace.root / "kept.txt").read_text() == "pw=plain-words-only\n"
    again = services.runner.do(Action("shell.run", {"command": "cat kept.txt"}))
    nowhere("plain-words-only", but=("kept.txt",), texts=(shown(outcome), shown(again)))
    assert "${secret:SHOP_PASSWORD}" in json.dumps(services.store.action(action.id).action.to_dict())


def test_in_what_a_model_is_sent():
    pytest.importorskip("openai", reason="the extra llm is not installed")
    from journeyman.llm import find_endpoint
    from journeyman.llm.openai_compatible import OpenAICompatible
    from tests.doubles.model_server import ScriptedModelServer, text

    with ScriptedModelServer([], then=text("fine")) as server:
        settings = {"model": {"base_url": server.base_url, "model": "scripted", "api_key_env": "X", "timeout": 30}}
        endpoint = find_endpoint(settings, {})
        client = OpenAICompatible(endpoint.base_url, endpoint.key, endpoint.model)
        for _, content, _ in FORMATS:
            assert client.complete([Message("system", f"know {content}"), Message("user", content)]) == "fine"
        sent = json.dumps(server.chats, ensure_ascii=False)
    assert len(server.chats) == len(FORMATS)
    assert [name for name, _, secret in FORMATS if hidden(secret).decode() in sent] == []


def test_in_a_goal_that_a_model_plans(services, run, nowhere, monkeypatch):
    pytest.importorskip("openai", reason="the extra llm is not installed")
    from tests.doubles.model_server import ScriptedModelServer, text

    token = SAMPLES[23][1]
    steps = [{"title": f"keep {token}", "kind": "file.create", "args": {"path": "a", "content": token}}]
    answer = json.dumps({"steps": steps})
    with ScriptedModelServer([], then=text(answer)) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "none")
        result = run(f"plan translate the Iliad with {token}")
        sent = json.dumps(server.chats)
    assert token not in sent
    run("cancel")
    nowhere(token, texts=(result.text, json.dumps(result.data)))


def test_the_store_is_closed_to_others(services, autonomous):
    services.runner.do(Action("file.create", {"path": "a", "content": "x"}))
    private: Path = services.workspace.private
    assert private.stat().st_mode & 0o777 == 0o700
    assert (private / "store.sqlite3").stat().st_mode & 0o777 == 0o600
    assert Origin().proposer == "user"
    assert os.path.commonpath([private, services.workspace.root]) != str(services.workspace.root)
