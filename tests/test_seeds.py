"""The articles that the project comes with."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest

from rag.article import Article
from rag.readers import find_files
from tests.archives import read

SEEDS = Path(__file__).parent.parent / "seeds"
FORUM = "china-large-language-models-zhongguancun-forum"
BEIJING = "beijing-hub-for-large-language-models"
EXPERTS = "2024-12-15-china-poised-to-compete-in-large-models"
LAUNCH = "china-launch-of-large-language-models-musk-visit"


@lru_cache(maxsize=1)
def seeds() -> dict[str, Article]:
    """Return each seed's one article under the name of its file."""
    found = find_files([SEEDS])
    readings = {file.stem: read(file) for file in found.files}
    assert (found.skipped, found.problems) == (0, ())
    assert [problem for reading in readings.values() for problem in reading.problems] == []
    assert all(len(reading.articles) == 1 for reading in readings.values())
    return {name: reading.articles[0] for name, reading in readings.items()}


def test_ten_articles_each_its_own() -> None:
    assert len(seeds()) == 10
    assert {article.id for article in seeds().values()} == set(seeds())


def test_two_outlets_carry_one_excerpt() -> None:
    texts = Counter(article.text for article in seeds().values())
    assert sorted(texts.values()) == [1] * 8 + [2]


def test_title_language_and_no_markup() -> None:
    for article in seeds().values():
        assert len(article.title) > 20
        assert article.language == "en"
        assert article.text.endswith(".")
        assert not set("*#[]`|<>") & set(article.text)


def test_url_and_date_are_absent_where_none_was_received() -> None:
    undated = {name for name, article in seeds().items() if article.published is None}
    without_url = {name for name, article in seeds().items() if article.url is None}
    assert undated == {FORUM, BEIJING, LAUNCH}
    assert without_url == {FORUM, BEIJING, LAUNCH, EXPERTS}
    assert seeds()[EXPERTS].day == date(2024, 12, 15)


def test_providers_and_authors() -> None:
    providers = {article.provider for article in seeds().values()}
    assert {"Big News Network.com", "Becker's Hospital Review", "中国日报网", "VentureBeat", None} <= providers
    assert seeds()[LAUNCH].provider == "Interesting Engineering"
    assert (seeds()[LAUNCH].author, seeds()[EXPERTS].author) == ("Daniel Lehewych", "Yan Dongjie")


def test_topics_only_where_received() -> None:
    topics = {name: article.topics for name, article in seeds().items() if article.topics}
    assert topics == {"2023-06-14-china-focus-accelerating-development": ("Natural Language Processing", "AI")}


@pytest.mark.parametrize(
    ("name", "facts"),
    [
        (
            FORUM,
            "14 provincial-level regions|38 LLM projects|Guangdong|20|300 billion yuan|41.88 billion U.S. dollars|2025",
        ),
        (
            FORUM,
            "100 billion yuan|Xuhui|Zhao Zhiyun|ISTIC|Dai Qionghai|Tsinghua|BAAI|segmentation|visual cues",
        ),
        (
            BEIJING,
            "40|80|40 million yuan|US$5.5 million|4,300 companies|Jiang Guangzhi|Xu Xiaolan|iFlytek|SenseTime|JD.com",
        ),
        (
            BEIJING,
            "360 Security Technology|Cyberspace Administration|secure and reliable|Every quarter|Microsoft Corp|MIIT",
        ),
        (
            EXPERTS,
            "Zheng Weimin|Yu Youping|ZKJ|five stages|multimodal|ultrasound|TPUs|fine-grained implementation|Thursday",
        ),
        (
            LAUNCH,
            "79|2020|11|2021|30|2022|37|28|2023|19|18|80%|Qin Gang|Wedbush|Daniel Ives|golden goose EV market|Starlink",
        ),
    ],
)
def test_figures_and_names_are_there(name: str, facts: str) -> None:
    missing = [fact for fact in facts.split("|") if fact not in seeds()[name].text]
    assert missing == []


def test_nothing_secret_in_the_files() -> None:
    for file in SEEDS.iterdir():
        assert "secured" not in file.read_text(encoding="utf-8")
