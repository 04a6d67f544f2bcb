"""The lexicon: Chinese words and their English translations, and nothing where there is no dictionary."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.asked import PRIOR, Asked
from rag.language import words
from rag.lexicon import Gloss, english, glosses

ROOT = Path(__file__).parent.parent


def terms(text: str) -> dict[str, frozenset[str]]:
    return {gloss.word: gloss.terms for gloss in glosses(text)}


@pytest.mark.parametrize(
    ("text", "word", "english_word"),
    [
        ("港口什么时候重新开放？", "港口", "harbors"),
        ("乌兰巴托有多少人口？", "乌兰巴托", "Ulaanbaatar"),
        ("誰發布了報告？", "報告", "reports"),  # traditional characters
        ("这家公司生产多少锡？", "锡", "tin"),  # one character that is a word
    ],
)
def test_a_word_has_its_translation_as_the_index_spells_it(text: str, word: str, english_word: str) -> None:
    assert words(english_word)[0] in terms(text)[word]


def test_words_that_only_ask_or_bind_are_left_out() -> None:
    assert glosses("什么时候？为什么？他们在哪里，有多少，是谁的？") == ()


def test_numbers_and_words_in_other_letters_stay_themselves() -> None:
    found = terms("OpenAI在2023年发布了4,300个模型吗？")
    assert all(found[word] == {word} for word in ("openai", "2023", "4300"))


def test_a_name_spelt_in_characters_is_not_translated() -> None:
    assert not terms("莱恩·坎克利").keys() & set("莱恩坎克利")


def test_classifiers_readings_and_references_are_no_translation() -> None:
    found = english("这些报告和语言模型，大夫说。")
    assert {"report", "languag", "model"} <= found
    assert not found & {"cl", "pr", "variant", "see", "sth", "sb", "ge4", "pian1"}


def test_a_word_is_held_as_far_as_its_best_translation_is() -> None:
    gloss = Gloss("核能", (frozenset({"nuclear", "energi"}), frozenset({"atom"})))
    asked = Asked.weighing({"核能": 2.0}, (gloss, Gloss("港口", (frozenset({"port"}),))))
    assert gloss.terms == asked.terms == {"nuclear", "energi", "atom"}
    assert asked.parts(frozenset({"port"})) == {}
    assert asked.parts(frozenset({"energi", "price"})) == {"核能": 0.5}
    assert asked.parts(frozenset({"nuclear", "energi"})) == asked.parts(frozenset({"atom", "energi"})) == {"核能": 1}
    assert asked.share(frozenset({"atom"})) == 2 / (2 + PRIOR)


@given(st.text() | st.text("中国港口大的·，？了几3a 年王莱恩", max_size=40))
def test_any_text_has_glosses_without_an_error(text: str) -> None:
    for gloss in glosses(text):
        assert gloss.word
        assert gloss.translations
        assert all(gloss.translations)


def test_without_the_package_there_are_no_glosses() -> None:
    code = """
import sys
sys.modules["lindera"] = None
from rag.lexicon import cut, english, glosses
assert glosses("港口什么时候重新开放？") == ()
assert english("港口重新开放。") == frozenset()
assert cut("港口") == ["港", "口"]
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
