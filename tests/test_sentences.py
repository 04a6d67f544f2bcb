"""Sentences: where they end, that nothing is lost, and that hostile text costs linear work."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.article import Article
from rag.sentences import LONGEST, sentences_of, split

# Characters that mean something to the splitter, so that random text meets its rules.
TRICKY = st.text(alphabet=" \n\r\t.!?…。！？\"'”’“(（)）[]，,;；1a9BMr天说他é\u3000\u2028-•", max_size=200)
TEXTS = st.one_of(st.text(max_size=200), TRICKY)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@given(TEXTS)
def test_nothing_is_lost_and_spans_are_in_order(text: str) -> None:
    position = 0
    for start, end in split(text):
        assert not text[position:start].strip()
        assert start < end
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()


@given(st.lists(st.sampled_from("Rain fell.|It was cold!|他来了。|Why?|An end".split("|")), max_size=8))
def test_paragraphs_are_split_alike_alone_and_together(paragraphs: list[str]) -> None:
    assert cut("\n\n".join(paragraphs)) == [sentence for paragraph in paragraphs for sentence in cut(paragraph)]


@given(TEXTS)
def test_splitting_is_deterministic_and_offsets_do_not_depend_on_what_surrounds(text: str) -> None:
    shifted = split("\n\n" + text + "\n\n")
    assert [(start - 2, end - 2) for start, end in shifted] == split(text)


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Ode of Tarn Inc. said the U.S. trade fell 3.5 percent.", "The rest stayed flat."],
        ["She joined Tarn Inc.", "The firm grew."],
        ["It deals with Tarn Inc. Chairman Bo agreed."],
        ["They left at 5 p.m.", "The bus came at 7 a.m. Tuesday."],
        ["J. K. Marsh wrote it.", "So did Dr. Ivo B. Lund."],
        ["Trade, e.g. in tin, i.e. metal, began Jan. 5.", "See No. 5."],
        ["No.", "He did not."],
        ["Wait... what?", "Yes...", "But no."],
        ["“We will win!” Marsh said.", "“Will we?” asked Lund.", "He left."],
        ['He said: "Go."', "Then he left."],
        ["A claim.[1][2]", "Another.[citation needed]", "A third."],
        ["In 2020.", "30 people saw it."],
        ["iPads sell.", "iPhones sell as well."],
        ["It grew fast.", "Tarnstadt is next."],
        ["Das gilt z. B. hier.", "Und dort."],
    ],
)
def test_english_sentences_end_where_a_reader_would_end_them(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected


def test_a_page_that_lost_its_spaces_is_split() -> None:
    assert cut("It grew fast.Tarnstadt is next.") == ["It grew fast.", "Tarnstadt is next."]
    assert cut("See www.tarn.example/a.Html or node.js there.") == ["See www.tarn.example/a.Html or node.js there."]


@pytest.mark.parametrize(
    "expected",
    [
        ["雨下了三天。", "河水涨了！", "怎么办？"],
        ["他说：“我们会努力。”", "会议随后结束。"],
        ["“我们会努力。”李明说。", "会议结束。"],
        ["增长3.5%；下降2%；持平。", "完了。"],
        ["真的吗?", "是的!", "好。"],
        ["（他来了。）", "她走了。"],
    ],
)
def test_chinese_sentences_end_where_a_reader_would_end_them(expected: list[str]) -> None:
    assert cut("".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["これは文です。", "次の文です！"],
        ["안녕하세요.", "반갑습니다."],
        ["ما هذا؟", "لا شيء."],
        ["Он ушёл.", "Она осталась."],
    ],
)
def test_other_scripts_are_split(expected: list[str]) -> None:
    assert cut(" ".join(expected)) == expected


def test_lines_break_sentences_unless_they_are_only_wrapped() -> None:
    assert cut("A title\nThe first line. The second\ngoes on here.\n\nAn end") == [
        "A title",
        "The first line.",
        "The second\ngoes on here.",
        "An end",
    ]
    wrapped = (
        "The council of Tarnstadt met on Monday night in the\nOld Hall to vote on a plan that would move the\n"
        "Market to the river by the end of the year."
    )
    assert cut(wrapped) == [wrapped]


def test_list_items_stand_alone_with_their_marks() -> None:
    assert cut("1. Tin\n2. Zinc\n- lead\n• iron") == ["1. Tin", "2. Zinc", "- lead", "• iron"]


@pytest.mark.parametrize("unit", ["word ", "字", "字，", "x"])
def test_endless_sentences_are_cut(unit: str) -> None:
    spans = split(unit * 3000)
    assert max(end - start for start, end in spans) <= LONGEST
    assert len(spans) < 3000 * len(unit) / LONGEST * 2 + 2


@pytest.mark.parametrize(
    "unit",
    [".", ". ", '."', ".[", "Mr. ", "A. ", "a.", "。”", "1. ", "a... ", "\n", " \n", "a\n", "[", '"', "." + " " * 500],
)
def test_hostile_text_comes_to_its_end(unit: str) -> None:
    text = unit * (400_000 // len(unit))  # in other than linear time the end would not come
    spans = split(text)
    assert "".join("".join(text[start:end].split()) for start, end in spans) == "".join(text.split())


def test_sentences_of_an_article_are_numbered_and_true_to_the_text() -> None:
    article = Article("a", "Tin", "Tin rose.\n***\nZinc fell. – \n•")
    found = sentences_of(article)
    assert [(s.position, s.text) for s in found] == [
        (0, "Tin rose."),
        (1, "Zinc fell."),
    ]
    assert all(article.text[s.start : s.end] == s.text and s.article_id == "a" for s in found)


def test_empty_text_has_no_sentences() -> None:
    assert split("") == split(" \n\t") == []
