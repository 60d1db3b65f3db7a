from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from journeyman_profile.fences import read_answer, run_text_llm


def read(text: str, size: int) -> tuple[str, str, set[str]]:
    chunks = list(read_answer(text[start : start + size] for start in range(0, len(text), size)))
    prose = "".join(chunk["content"] for chunk in chunks if chunk["type"] == "message")
    code = "".join(chunk["content"] for chunk in chunks if chunk["type"] == "code")
    return prose, code, {chunk["format"] for chunk in chunks if chunk["type"] == "code"}


@given(st.integers(1, 90))
def test_the_pieces_in_which_an_answer_arrives_change_nothing(size):
    answer = "Use `x`:\n\n```python\nimport python_x\nprint('python ``` python')\n\n\tx = '`'\n```\nignored ```"
    assert read(answer, size) == (
        "Use `x`:\n\n",
        "import python_x\nprint('python ``` python')\n\n\tx = '`'",
        {"python"},
    )


@given(st.text(alphabet="ab`\n \t~", max_size=60), st.integers(1, 9))
def test_every_answer_reads_the_same_in_pieces_as_whole(answer, size):
    assert read(answer, size) == read(answer, len(answer) or 1)


@given(st.lists(st.text(alphabet="xy '\"`\t", max_size=9).filter(lambda line: line.strip(" \t`")), min_size=1))
def test_no_character_of_the_code_is_lost(lines):
    code = "\n".join(lines)
    assert read(f"```sh\n{code}\n```", 3) == ("", code, {"sh"})


def test_a_block_without_a_name_is_python_and_odd_names_are_reduced_to_letters():
    assert read("```\n1\n```", 99)[2] == {"python"}
    assert read("```python3 title=x\n1\n```", 99)[2] == {"python"}


def test_a_block_in_a_list_loses_the_indentation_of_its_fence_only():
    assert read("- so:\n  ```python\n  if x:\n    y\n  ```\n", 99)[1] == "if x:\n  y"


def test_a_longer_fence_holds_shorter_ones():
    assert read("````markdown\n```sh\nls\n```\n````\n", 4)[1] == "```sh\nls\n```"


def test_a_fence_on_one_line_is_prose():
    assert read("```ls``` lists\n", 2) == ("```ls``` lists\n", "", set())


def test_a_block_that_is_never_closed_counts():
    assert read("```sh\nls -l", 3) == ("", "ls -l", {"sh"})


def test_the_model_is_asked_with_its_instructions_and_empty_events_are_skipped():
    class Llm:
        execution_instructions = "write a block"

        def completions(self, **params):
            self.params = params
            yield {}
            yield {"choices": []}
            yield {"choices": [{"delta": {"content": None}}]}
            yield {"choices": [{"delta": {"content": "```sh\nls\n```"}}]}

    llm = Llm()
    chunks = list(run_text_llm(llm, {"messages": [{"role": "system", "content": "Be brief."}]}))
    assert chunks == [{"type": "code", "format": "sh", "content": "ls"}]
    assert llm.params["messages"][0]["content"] == "Be brief.\nwrite a block"
