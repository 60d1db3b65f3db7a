"""Patterns are found in messages, at a bounded size."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from journeyman.faults.memory.mining import Miner


def test_messages_of_one_kind_share_a_pattern():
    miner = Miner()
    for host in ("a.example", "b.example", "c.example"):
        pattern = miner.learn(f"cannot reach {host} after 30 seconds")
    assert pattern.count == 3
    assert pattern.text == "cannot reach <*> after <*> seconds"


def test_messages_of_other_kinds_do_not():
    miner = Miner()
    for text in ("cannot open the door now", "the door is shut now", "cannot open the door"):
        miner.learn(text)
    assert [pattern.count for pattern in miner.patterns] == [1, 1, 1]


def test_nothing_is_learnt_from_nothing():
    assert Miner().learn("  ") is None


def test_only_so_many_are_kept_and_those_unseen_for_longest_go():
    miner = Miner(most=3)
    for word in ("one", "two", "three", "one", "four"):
        miner.learn(f"{word} failed badly")
    assert sorted(pattern.words[0] for pattern in miner.patterns) == ["four", "one", "three"]
    assert miner.learn("two failed badly").count == 1


def test_it_goes_on_where_it_was():
    miner = Miner()
    miner.learn("cannot reach host a")
    again = Miner.from_list(miner.to_list())
    assert again.learn("cannot reach host b").count == 2


@given(st.lists(st.text(max_size=30), max_size=30))
def test_any_text_can_be_learnt(texts: list[str]):
    miner = Miner(most=5)
    for text in texts:
        miner.learn(text)
    assert len(miner.patterns) <= 5
    assert all(word for pattern in miner.patterns for word in pattern.words)
