from __future__ import annotations

import pytest

from rag.grounding.stems import bases, stems
from rag.grounding.thesaurus import is_listed, means_doing, proper_names, thesaurus


@pytest.mark.parametrize(
    ("one", "other"), [("prohibited", "bans"), ("built", "constructing"), ("plans", "intended"), ("fell", "dropped")]
)
def test_synonyms_share_a_meaning(one: str, other: str) -> None:
    assert thesaurus().of(one) & thesaurus().of(other)


@pytest.mark.parametrize(
    ("one", "other"), [("bought", "sold"), ("teacher", "lawyer"), ("began", "ended"), ("fish", "bird")]
)
def test_opposites_and_neighbours_do_not(one: str, other: str) -> None:
    assert not thesaurus().of(one) & thesaurus().of(other)


def test_two_words_may_mean_one() -> None:
    assert "放弃" in thesaurus().of("gave", "up")


def test_chinese_words_are_alike_by_their_meaning() -> None:
    assert "舍弃" in thesaurus().alike("放弃")
    assert "取得" not in thesaurus().alike("放弃")


def test_words_of_chinese_are_told_apart() -> None:
    assert means_doing("放弃")
    assert not means_doing("渡轮")
    assert is_listed("渡轮")
    assert not is_listed("挪威")


@pytest.mark.parametrize(
    ("word", "names"),
    [
        ("复旦大学", ("Fudan University",)),
        ("教育部", ("Ministry of Education",)),
        ("德国", ("Germany", "German")),
        ("大众", ()),
        ("渡轮", ()),
        ("临", ()),
    ],
)
def test_a_chinese_name_has_its_english(word: str, names: tuple[str, ...]) -> None:
    assert proper_names(word) == names


def test_irregular_forms_have_one_stem() -> None:
    assert stems("won") == stems("winning")
    assert stems("dead") == stems("deaths") != stems("halves") == stems("half")
    assert "stop" in bases("stopped")
    assert "carry" in bases("carried")
