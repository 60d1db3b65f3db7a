from __future__ import annotations

from types import SimpleNamespace

from journeyman_profile.asking import Asker
from journeyman_profile.memory_door import MemoryDoor
from journeyman_profile.screen import wrap_help, wrap_input, wrap_magic

from journeyman.values import Action

STOCK_QUESTION = "  Would you like to run this code? (y/n)\n\n  "


def test_our_question_stands_in_the_place_of_the_stock_one(capsys):
    prompts = []

    def read(prompt):
        prompts.append(prompt)
        return "y"

    asker = Asker(MemoryDoor(), lambda: True)
    reading = wrap_input(read, asker)
    reading(STOCK_QUESTION)
    asker.consider(Action("shell.run", {"command": "ls"}))
    assert reading(STOCK_QUESTION) == "y"
    assert reading("  Would you like to scan this code? (y/n)\n\n  ") == "y"
    assert prompts[0] == STOCK_QUESTION
    assert "(e)dit" in prompts[1]
    assert "scan" in prompts[2]
    assert "Journeyman asks" in capsys.readouterr().out


def magic():
    door, passed = MemoryDoor(secret="s3cr3t"), []
    interpreter = SimpleNamespace(messages=[], display_message=passed.append)
    return door, passed, interpreter, wrap_magic(lambda interpreter, line: passed.append(line), door)


def test_agent_lines_become_verbs_with_their_text_as_typed(capsys):
    door, passed, interpreter, handle = magic()
    handle(interpreter, '%agent plan it\'s a "thing"')
    handle(interpreter, "%agent")
    assert door.verbs == ['plan it\'s a "thing"', "help"]
    assert passed == [] and interpreter.messages == []
    assert "did plan it's" in capsys.readouterr().out


def test_other_magics_go_where_they_went():
    door, passed, interpreter, handle = magic()
    for line in ("%reset", "%agents", "%%ls"):
        handle(interpreter, line)
    assert passed == ["%reset", "%agents", "%%ls"] and door.verbs == []


def test_the_model_learns_of_verbs_that_change_things_without_secrets():
    _, _, interpreter, handle = magic()
    handle(interpreter, "%agent approve s3cr3t")
    assert len(interpreter.messages) == 1
    assert "did approve ***" in interpreter.messages[0]["content"]
    handle(interpreter, "%agent status")
    assert len(interpreter.messages) == 1


def test_help_names_our_verb():
    shown = []
    interpreter = SimpleNamespace(display_message=shown.append)
    wrap_help(lambda interpreter, arguments: shown.append("stock"))(interpreter, "")
    assert shown[0] == "stock" and "%agent" in shown[1]


def test_ctrl_c_during_a_line_at_the_prompt_does_not_end_the_program(capsys):
    def interrupted(interpreter, line):
        raise KeyboardInterrupt

    wrap_magic(interrupted, MemoryDoor())(SimpleNamespace(messages=[]), "%%sleep 100")
    assert "Interrupted" in capsys.readouterr().out
