"""Markdown and text with YAML front matter."""

from __future__ import annotations

import pytest

from rag.article import Article
from rag.readers import Reading, read_bytes

OWN = """\
---
title: "Ferries: a new start"
provider: Coast Gazette
url: https://coast.example/ferries
published: 2024-03-05
author: Ana Duarte
language: en
topics: [Transport, Ports]
image: https://coast.example/f.jpg
---

# Ferries: a new start

The **harbour** of [Port Vale](https://vale.example) reopened on *Tuesday*.

---

Repairs cost `2.4` million euros.
"""

FEED = """\
---
category: news
title: "Vale opens night school"
excerpt: "More than 300 people have signed up for the night sch"
publishedDateTime: 2024-03-05T16:15:00Z
originalUrl: "https://coast.example/school"
webUrl: "https://coast.example/web"
published: false
quality: 24
provider:
  name: Coast Gazette
  domain: coast.example
topics:
  - Schools
  - Night Schools
images:
  - url: "https://coast.example/school.jpg"
    width: 630
related:
  - title: "Haddad to build a ferry"
    excerpt: "A ferry is a ship that carries cars."
    publishedDateTime: 2024-03-06T02:43:00Z
    webUrl: "https://star.example/ferry"
    ampWebUrl: "https://star.example/ferry.amp"
    provider:
      name: 海岸报
    secured: "HIDDENBLOB"
  - title: "Quay rebuilt"
    excerpt: "The quay was rebuilt."
    ampWebUrl: "https://star.example/quay.amp"
secured: "HIDDENBLOB+4fJ=="
---
"""


def read(source: str, name: str = "a.md") -> Reading:
    return read_bytes(name, source.encode())


def only(source: str, name: str = "a.md") -> Article:
    reading = read(source, name)
    assert reading.problems == ()
    (article,) = reading.articles
    return article


def test_own_keys() -> None:
    article = only(OWN)
    assert article.title == "Ferries: a new start"
    assert (article.provider, article.url) == ("Coast Gazette", "https://coast.example/ferries")
    assert (article.published, article.author, article.language) == ("2024-03-05", "Ana Duarte", "en")
    assert (article.topics, article.image) == (("Transport", "Ports"), "https://coast.example/f.jpg")
    assert article.text == "The harbour of Port Vale reopened on Tuesday.\n\nRepairs cost 2.4 million euros."


def test_keys_of_a_feed_and_its_related_articles() -> None:
    reading = read(FEED, "000.txt")
    first, ferry, quay = reading.articles
    assert reading.problems == ()
    assert first.text == "More than 300 people have signed up for the night sch"
    assert (first.url, first.published) == ("https://coast.example/school", "2024-03-05T16:15:00Z")
    assert (first.provider, first.image) == ("Coast Gazette", "https://coast.example/school.jpg")
    assert first.topics == ("Schools", "Night Schools")
    assert ferry.text == "Haddad to build a ferry\n\nA ferry is a ship that carries cars."
    assert (ferry.provider, ferry.url) == ("海岸报", "https://star.example/ferry")
    assert (quay.provider, quay.published, quay.url) == (None, None, "https://star.example/quay.amp")
    assert len({article.id for article in reading.articles}) == 3


def test_secured_is_nowhere() -> None:
    assert "HIDDENBLOB" not in repr(read(FEED))


def test_a_bad_related_item_is_named_and_the_others_go_in() -> None:
    reading = read(FEED.replace("2024-03-06T02:43:00Z", "2024-13-06"))
    assert [article.title for article in reading.articles] == ["Vale opens night school", "Quay rebuilt"]
    (problem,) = reading.problems
    assert (problem.line, problem.reason[:8]) == (22, "bad date")


def test_id_given_or_made_from_the_content() -> None:
    assert only(OWN.replace("title:", "id: ferry-1\ntitle:")).id == "ferry-1"
    assert only(OWN).id == only(OWN, "other.md").id
    assert only(OWN).id != only(OWN.replace("Repairs", "Works")).id
    assert only(OWN).id != only(OWN.replace("Coast Gazette", "Vale Star")).id


def test_absent_fields_are_none() -> None:
    article = only("---\ntitle: Vale\nurl: null\npublished: ~\nprovider:\nauthor: ''\n---\nRain fell.\n")
    assert (article.url, article.published, article.provider, article.author) == (None, None, None, None)
    assert (article.topics, article.image, article.language) == ((), None, "en")


def test_title_from_heading_or_first_sentence() -> None:
    assert only("---\nprovider: Star\n---\n# Rain in Vale\n\nRain fell.").title == "Rain in Vale"
    assert (
        only("---\nprovider: Star\n---\nRain fell on Monday in Vale. It stopped.").title
        == "Rain fell on Monday in Vale."
    )


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2023-06-14", "2023-06-14"),
        ("2023-06-14T16:15:00Z", "2023-06-14T16:15:00Z"),
        ("2023-06-14 16:15:00", "2023-06-14T16:15:00"),
        ("20230614", "2023-06-14"),
        ('"June 14, 2023"', "2023-06-14"),
        ("1686759300", "2023-06-14T16:15:00Z"),
    ],
)
def test_dates_of_every_yaml_type(written: str, published: str) -> None:
    assert only(f"---\ntitle: Vale\npublished: {written}\n---\nRain fell.").published == published


@pytest.mark.parametrize("written", ["soon", "03/04/2023", "2023-13-45", "2023", "[2023]", "{a: b}"])
def test_bad_date_is_named_with_its_line(written: str) -> None:
    reading = read(f"---\ntitle: Vale\n\npublished: {written}\n---\nRain fell.")
    assert reading.articles == ()
    (problem,) = reading.problems
    assert (problem.path, problem.line) == ("a.md", 4)
    assert problem.reason.startswith("bad date")
    assert str(problem).startswith("a.md:4: bad date")


@pytest.mark.parametrize("line", ["url: javascript:alert(1)", "url: ftp://vale.example/a", "webUrl: 'not an address'"])
def test_an_address_that_is_none_is_left_out_and_named(line: str) -> None:
    reading = read(f"---\ntitle: Vale\n{line}\n---\nRain fell.")
    assert reading.articles[0].url is None
    assert (reading.problems[0].line, "left out" in reading.problems[0].reason) == (3, True)


@pytest.mark.parametrize(
    ("source", "line", "reason"),
    [
        ("---\ntitle: 'Vale\nurl: x\n---\nRain fell.", 4, "broken YAML"),
        ("---\ntitle: Vale\n\turl: x\n---\nRain fell.", 3, "broken YAML"),
        ("---\ntitle: Vale\ntitle: Hill\n---\nRain fell.", 3, "twice"),
        ("---\ntitle: Vale\nprovider: [a\n---\nRain fell.", 4, "broken YAML"),
        ("---\ntitle: Vale\n\nRain fell.", 1, "no closing"),
        ("---\ntitle: a: b\n---\nRain fell.", 2, "broken YAML"),
        ("---\ntitle: *nothing\n---\nRain fell.", 2, "broken YAML"),
        ("---\ntitle: Vale\ntopics: " + "[" * 500 + "]" * 500 + "\n---\nRain.", 3, "nested"),
        ("---\ntitle: Vale\ntopics: " + "[" * 90_000 + "\n---\nRain.", 3, "nested"),
        ("---\ntitle: Vale\n" + "x: 1\n" * 100_000 + "---\nRain.", 2, "over 256 KB"),
        ("---\ntitle: Vale\n---\n", None, "no text"),
        ("---\ntitle: Vale\nid: " + "a" * 300 + "\n---\nRain.", None, "id over"),
    ],
)
def test_broken_front_matter_is_named_with_its_line(source: str, line: int | None, reason: str) -> None:
    reading = read(source)
    assert reading.articles == ()
    (problem,) = reading.problems
    assert reason in problem.reason
    if line is not None:
        assert problem.line == line


@pytest.mark.parametrize("merge", ["[{}]", "\n  <<: [{}]"])
def test_alias_bomb_is_refused(merge: str) -> None:
    # Read in full it would be 9 to the 11th entries.
    levels = [f"a{i}: &a{i} " + merge.format(", ".join([f"*a{i - 1}"] * 9)) for i in range(1, 12)]
    reading = read("---\ntitle: Vale\na0: &a0 {k: v}\n" + "\n".join(levels) + "\ntopics: *a11\n---\nRain fell.")
    assert reading.articles == ()
    assert "aliases" in reading.problems[0].reason
    assert reading.problems[0].line is not None


def test_a_few_aliases_and_a_loop_are_harmless() -> None:
    assert only("---\ntitle: &t Vale\nprovider: *t\n---\nRain.").provider == "Vale"
    assert only("---\ntitle: Vale\ntopics: &a [Rain, *a]\n---\nRain.").topics == ("Rain",)


def test_tags_build_nothing() -> None:
    article = only(
        "---\ntitle: !!python/object/apply:os.system ['true']\nprovider: !!python/name:os.getcwd x\n---\nRain."
    )
    assert article.title == "Rain."


@pytest.mark.parametrize("opening", ["\ufeff---", "\n\n---", "---  "])
def test_front_matter_is_found(opening: str) -> None:
    assert only(f"{opening}\ntitle: Vale\n...\nRain fell.").title == "Vale"


@pytest.mark.parametrize(
    "source",
    [
        "---\nRain fell in Vale all day.\n---\nIt stopped at night.",
        "---\nRain fell in Vale all day.\n\nIt stopped at night.",
        "---\nNote: Rain fell in Vale all day.\n---\nIt stopped at night.",
    ],
)
def test_a_text_that_only_begins_with_a_rule(source: str) -> None:
    text = only(source, "a.txt").text
    assert "Rain fell in Vale all day." in text
    assert "It stopped at night." in text


def test_body_wins_over_excerpt() -> None:
    assert only("---\ntitle: Vale\nexcerpt: Rain fe\n---\nRain fell.").text == "Rain fell."


def test_language_is_given_or_detected() -> None:
    assert only("---\ntitle: Vale\nlanguage: zh-CN\n---\nRain.").language == "zh"
    assert only("---\ntitle: Vale\n---\n港口周二恢复通航，损失达240万欧元。").language == "zh"
    assert only("---\ntitle: Vale\nlanguage: '!?'\n---\nRain fell on the town.").language == "en"
