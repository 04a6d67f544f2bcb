from __future__ import annotations

import pytest

from rag.grounding.alignment import align
from rag.grounding.differences import differences
from rag.grounding.names import held, is_absent, sounded
from rag.grounding.tokens import read


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("The plant of Toyota", "Toyota builds it."),
        ("The Chinese", "It is made in China."),
        ("According to the WHO", "The World Health Organization said so."),
        ("Cars called SUVs", "They are sport utility vehicles."),
        ("The firm of Microsoft", "微软发布了报告。"),
        ("The city of Shenzhen", "深圳发布了报告。"),
        ("A man called Zhao Zhiyun", "赵志耘发布了报告。"),
        ("微软发布了报告。", "The firm is called Microsoft."),
        ("赵志耘说。", "A man called Zhao Zhiyun said so."),
        ("清华大学说。", "清华说。"),
        ("他在美国。", "He lives in the United States."),
        ("他在德国。", "He lives in Germany."),
    ],
)
def test_name_is_found_in_whatever_script(name: str, text: str) -> None:
    names = read(name).names
    assert names
    assert any(held(token, read(text)) or any(held(other, read(name)) for other in read(text).names) for token in names)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("The firm of Microsoft", "谷歌发布了报告。"),
        ("The city of Shenzhen", "上海发布了报告。"),
        ("微软发布了报告。", "The firm is called Google."),
        ("他在德国。", "He lives in France."),
        ("The town of Guangzhou", "The town of Guangdong"),
        ("A man called Smith", "A man called Brown"),
        ("丰田发布了报告。", "The firm is called Honda."),
    ],
)
def test_other_name_is_not_taken_for_it(name: str, text: str) -> None:
    assert not all(held(token, read(text)) for token in read(name).names)


def test_sound_is_found_in_a_run_of_characters() -> None:
    assert sounded("Linjiang", "在临江市") == (1, 3)
    assert sounded("Linjiang", "在上海市") is None


def test_names_are_told_from_common_words() -> None:
    names = [token.text for token in read("Residents of Eastham told the BBC that Oracle left Ohio.").names]
    assert names == ["Eastham", "BBC", "Oracle", "Ohio"]


def test_chinese_personal_name_is_one_word() -> None:
    assert [token.text for token in read("赵志耘表示同意。").names] == ["赵志耘"]


@pytest.mark.parametrize(
    ("name", "text", "absent"),
    [
        ("四川", "Sichuan opened a bridge.", False),
        ("四川", "Guangdong opened a bridge.", True),
        ("日本", "The Japanese board met.", False),
        ("教育部", "The education ministry met; MOE it is called for short.", False),
        ("教育部", "The ministry of defence met.", True),
        ("英国", "The U.K. board met.", False),
        ("渡轮", "A bus ran.", False),
    ],
)
def test_a_chinese_name_whose_english_is_known_must_be_there(name: str, text: str, absent: bool) -> None:
    token = read(name).tokens[0]
    assert is_absent(token, read(text)) is absent


@pytest.mark.parametrize(
    ("claim", "missing"),
    [("校长是赵志耘。", False), ("校长是王志刚。", True), ("校长是辛国斌。", True)],
)
def test_a_chinese_person_is_known_by_the_sound_of_the_whole_name(claim: str, missing: bool) -> None:
    sentence = "The head of the ISTIC school in China is Zhao Zhiyun."
    assert bool(differences(align(read(claim), read(sentence), [])).missing_names) is missing
