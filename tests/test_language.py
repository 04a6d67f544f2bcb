"""Language: which one a text is in, and the words it is searched by."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
import snowballstemmer
from hypothesis import given
from hypothesis import strategies as st

from rag.language import content_words, detect, is_stop_word, words


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The harbour of Tarnstadt was closed on Monday.", "en"),
        ("Tarnstadt", "en"),
        ("", "en"),
        ("1234 ...", "en"),
        ("港口周一关闭。", "zh"),
        ("OpenAI 发布了新模型吗", "zh"),
        ("Who is 李明?", "en"),
        ("港が月曜日に閉鎖された", "ja"),
        ("항구가 월요일에 폐쇄되었다", "ko"),
        ("Порт закрыли в понедельник", "ru"),
        ("Порт закрили, і їх немає", "uk"),
        ("أغلق الميناء يوم الاثنين", "ar"),
        ("הנמל נסגר ביום שני", "he"),
        ("ท่าเรือปิดในวันจันทร์", "th"),
        ("बंदरगाह सोमवार को बंद था", "hi"),
        ("Le port est fermé et les bateaux sont dans la rade", "fr"),
        ("Der Hafen ist geschlossen und die Schiffe liegen auf der Reede", "de"),
        ("El puerto fue cerrado y los barcos se quedaron en la bahía", "es"),
    ],
)
def test_the_language_is_detected(text: str, language: str) -> None:
    assert detect(text) == language


def test_english_words_are_stemmed_and_folded() -> None:
    assert words("The Harbours of Café Müller's") == words("the harbour OF cafe muller")
    assert words("U.S. exports") == ["us", "export"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("4,300", "4300"),
        ("４３００", "4300"),
        ("1,234,567.8", "1234567.8"),
        ("50th", "50"),
        ("Ｔｉｎ", "tin"),
        ("tin’s", "tin's"),
    ],
)
def test_one_thing_written_in_two_ways_is_one_word(one: str, other: str) -> None:
    assert words(one) == words(other)


def test_a_decimal_is_not_a_thousand_and_a_fraction_stays_apart() -> None:
    assert words("3.5") == ["3.5"]
    assert words("3,5") != words("35")
    assert words("6½")[0] == "6"


def test_scripts_without_spaces_give_characters_and_pairs() -> None:
    assert words("港口关闭") == ["港", "口", "关", "闭", "港口", "口关", "关闭"]
    assert words("Tin价格2023年") == ["tin", "价", "格", "价格", "2023", "年"]


def test_content_words_leave_out_what_only_asks() -> None:
    assert content_words("How were the ships of the harbour?") == words("ships harbour")
    assert content_words("什么是锡") == ["锡", "是锡"]
    assert content_words("What is it?") == words("What is it?")
    assert is_stop_word("the")
    assert not is_stop_word("harbour")
    assert not is_stop_word("2023")


@given(st.text(max_size=100))
def test_words_hold_no_space_and_come_out_the_same_again(text: str) -> None:
    found = words(text)
    assert all(word and not any(c.isspace() for c in word) for word in found)
    assert words(text) == found
    assert set(content_words(text)) <= set(found)
    assert len(detect(text)) == 2


@given(st.text(alphabet=st.characters(max_codepoint=127), max_size=60))
def test_case_does_not_matter(text: str) -> None:
    assert words(text.lower()) == words(text.upper())


def test_threads_that_stem_at_once_do_not_disturb_each_other() -> None:
    invented = [f"{first}{middle}{last}" for first in "bdfgklmprst" for middle in _MIDDLES for last in _ENDS]
    quick = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as threads:
            stems = list(threads.map(words, invented, chunksize=7))
    finally:
        sys.setswitchinterval(quick)
    alone = snowballstemmer.stemmer("english")
    assert stems == [[alone.stemWord(word)] for word in invented]


_MIDDLES = ("andel", "ibor", "ottin", "uvali", "erasu")
_ENDS = ("ations", "ingly", "iveness", "ements", "izers", "fully", "ities", "ables")
