"""Words that say the same, words that exclude one another, offices, and of how many something is said."""

from __future__ import annotations

from importlib.resources import files
from itertools import combinations

import pytest

from rag.grounding.alignment import align
from rag.grounding.differences import differences
from rag.grounding.quantifiers import disagrees
from rag.grounding.roles import is_role
from rag.grounding.synonyms import meanings
from rag.grounding.tokens import read


def _table(name: str) -> list[str]:
    lines = (files("rag.grounding") / name).read_text("utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("#")]


def test_each_meaning_has_english_and_chinese_apart() -> None:
    lines = _table("synonyms.txt")
    assert len(lines) > 1000
    assert all(line.count("|") == 1 for line in lines)
    assert all(entry.strip() for line in lines for side in line.split("|") if side.strip() for entry in side.split(","))


def test_no_two_siblings_mean_the_same() -> None:
    lines = _table("siblings.txt")
    assert len(lines) > 300
    for line in lines:
        members = [[name.strip() for name in member.split(",")] for member in line.split(";")]
        assert len(members) > 1
        assert not [pair for one, other in combinations(members, 2) for pair in set(one) & set(other)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("quit", "resigned", True),
        ("rises", "increased", True),
        ("resigned", "辞职", True),
        ("联合", "共同", True),
        ("rises", "falls", False),
        ("sued", "ordered", False),
        ("教师", "渔民", False),
    ],
)
def test_words_of_one_meaning(one: str, other: str, same: bool) -> None:
    assert (not meanings(one).isdisjoint(meanings(other))) is same


def test_a_phrase_is_looked_up_as_a_whole() -> None:
    assert meanings("gave", "up") & meanings("abandon")
    assert not meanings("up")


@pytest.mark.parametrize(
    ("word", "role"),
    [("mayor", True), ("novelists", True), ("局长", True), ("中锋", True), ("bridge", False), ("增长", False)],
)
def test_offices_and_professions(word: str, role: bool) -> None:
    assert is_role(word) is role


def test_another_office_contradicts() -> None:
    found = differences(
        align(read("Mayor Ida Brekke opened the quay."), read("Harbour pilot Ida Brekke opened the quay."), [])
    )
    assert [token.text for token in found.missing_roles] == ["Mayor"]
    assert [token.text for token in found.other_roles] == ["pilot"]


@pytest.mark.parametrize(
    ("claim", "sentence", "unlike"),
    [
        ("The fee is four crowns a day.", "The fee is four crowns an hour.", True),
        ("The finance minister opened the quay.", "The education minister opened the quay.", True),
        ("The theatre burnt down.", "The fire destroyed the hospital; the theatre was saved.", False),
        ("新厂生产冰箱。", "新厂生产空调。", True),
        ("The quay closes next year.", "The quay closes next year.", False),
    ],
)
def test_a_sibling_in_the_place_of_a_word(claim: str, sentence: str, unlike: bool) -> None:
    assert differences(align(read(claim), read(sentence), [])).unlike is unlike


@pytest.mark.parametrize(
    ("claim", "sentence", "other"),
    [
        ("All six ferries were repaired.", "Four of the six ferries were repaired.", True),
        ("All ferries were repaired.", "Of the nine ferries, seven were repaired.", True),
        ("Most of the money came from the port.", "A third of the money came from the port.", True),
        ("Most of the money came from the port.", "Some 70 percent of the money came from the port.", False),
        ("大部分资金来自港口。", "三成资金来自港口。", True),
        ("四艘渡轮全部修好。", "四艘渡轮全部修好。", False),
        ("All ferries were repaired.", "The ferries were repaired.", False),
    ],
)
def test_of_how_many_it_is_said(claim: str, sentence: str, other: bool) -> None:
    assert disagrees(read(claim), read(sentence)) is other
