"""Plain text as it is copied from a page."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.article import Article
from rag.readers import read_bytes

HARBOUR = """\
the harbour's moments
Home | Coast

Port Vale reopens its harbour after the storm

By Ana Duarte | coastgazette.example | Updated: 2024-03-05 08:30

The harbour of Port Vale reopened on Tuesday, four days after a storm had shut it.

"Ferries sail again," said Omar Haddad, who runs the port. "The repairs cost 2.4 million euros."

Repairs along the quay

Workers are to rebuild the quay by June 2024. It will be one metre higher.

Global Edition
BACK TO THE TOP
Copyright 1995 - 2024. All rights reserved. The content published in this site belongs to Coast Gazette Co. Without \
written authorization from it, such content shall not be republished or used in any form.
License for publishing multimedia online 0101234

Registration Number: 987654"""

LEGEND = """\
Vale opens its first night school for adults

More than 300 people have signed up for the night school that Port Vale opens on Monday.
Lena Ortiz
Mr. Haddad

The town has launched 79 courses in three years, a report by its council said.

Why adults go back to school

In 2020, two courses began. In 2021, there were 30.

Add Coast Engineering to your Google News feed.
Add Coast Engineering to your Google News feed.
message circleSHOW COMMENT (1)chevron
Job Board"""

BULLETS = """\
TL;DR:
- The town of Vale has planted 4,300 trees since 2021.
- Three more parks are planned.
Main Town News:
Vale, which lost half of its trees in a fire, has planted 4,300 new ones. The work cost 5.5 million euros.
Conclusion:
Trees make the town cooler, the council believes.
Credit: The Vale Star : Town Feed"""


def read(text: str) -> Article:
    reading = read_bytes("article.txt", text.encode())
    assert reading.problems == ()
    (article,) = reading.articles
    return article


def test_title_author_provider_and_date_are_found_above_the_article() -> None:
    article = read(HARBOUR)
    assert article.title == "Port Vale reopens its harbour after the storm"
    assert (article.author, article.provider) == ("Ana Duarte", "coastgazette.example")
    assert article.published == "2024-03-05T08:30:00"
    assert article.url is None


def test_chrome_is_left_out_and_every_sentence_stays() -> None:
    assert read(HARBOUR).text.split("\n\n") == [
        "The harbour of Port Vale reopened on Tuesday, four days after a storm had shut it.",
        '"Ferries sail again," said Omar Haddad, who runs the port. "The repairs cost 2.4 million euros."',
        "Repairs along the quay",
        "Workers are to rebuild the quay by June 2024. It will be one metre higher.",
    ]


def test_author_below_a_standfirst_caption_and_doubled_prompt() -> None:
    article = read(LEGEND)
    assert article.title == "Vale opens its first night school for adults"
    assert (article.author, article.provider, article.published) == ("Lena Ortiz", "Coast Engineering", None)
    assert "Mr. Haddad" not in article.text
    assert "feed" not in article.text
    assert "COMMENT" not in article.text
    assert "Job Board" not in article.text
    assert article.text.endswith("In 2020, two courses began. In 2021, there were 30.")


def test_bullets_labels_and_credit() -> None:
    article = read(BULLETS)
    assert article.provider == "The Vale Star : Town Feed"
    assert article.text.split("\n\n") == [
        "The town of Vale has planted 4,300 trees since 2021.",
        "Three more parks are planned.",
        "Vale, which lost half of its trees in a fire, has planted 4,300 new ones. The work cost 5.5 million euros.",
        "Trees make the town cooler, the council believes.",
    ]


def test_title_made_from_the_first_sentence_is_short_and_ends_at_a_word() -> None:
    first = (
        "Vale, the second-largest town on the western coast, is quickly becoming a centre for the building of ferries."
    )
    article = read(f"{first} Half of the country's ferries come from there.")
    assert article.title == "Vale, the second-largest town on the western coast, is quickly becoming a…"
    assert first in article.text
    assert read("Rain fell all day in Vale. It stopped at night.").title == "Rain fell all day in Vale."


def test_a_question_as_title_stays_in_the_text() -> None:
    article = read("Can Vale win the cup?\n\nThe town has never won it.")
    assert article.title == "Can Vale win the cup?"
    assert article.text == "Can Vale win the cup?\n\nThe town has never won it."


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("June 14, 2023", "2023-06-14"),
        ("Published: 14 June 2023, 16:15", "2023-06-14T16:15:00"),
        ("Updated on Wed June 14, 2023", "2023-06-14"),
        ("发布时间：2023-06-14 10:00", "2023-06-14T10:00:00"),
        ("By Lena Ortiz, June 14, 2023", "2023-06-14"),
    ],
)
def test_dates_as_outlets_write_them(line: str, published: str) -> None:
    article = read(f"Night school opens in Vale\n\n{line}\n\nThe school opened on Monday. It has 79 courses.")
    assert article.published == published
    assert article.text == "The school opened on Monday. It has 79 courses."


def test_date_inside_a_sentence_is_not_the_date_of_publication() -> None:
    article = read("Night school opens\n\nThe school opened on June 14, 2023. It was built in 1999.")
    assert article.published is None


def test_publication_comes_before_the_last_change() -> None:
    article = read("Night school opens\n\nUpdated: 2023-06-16\nPublished: 2023-06-14\n\nThe school opened on Monday.")
    assert article.published == "2023-06-14"


def test_ambiguous_date_is_left_out_and_named() -> None:
    reading = read_bytes("a.txt", b"Night school opens\n\nUpdated: 03/04/2023\n\nThe school opened on Monday.")
    assert reading.articles[0].published is None
    assert "03/04/2023" in reading.problems[0].reason
    assert "ambiguous" in reading.problems[0].reason


@pytest.mark.parametrize(
    "sentence",
    [
        "The post drew 40 comments.",
        "He declined to add a comment.",
        "Share prices in Vale fell by a fifth.",
        "Copyright law has changed little since 1988.",
        "Follow the river to the sea, the guide said.",
        "By Friday, the water had gone down.",
        "Home sales rose and rents fell.",
        "Source: a person who knows the plan.",
        "All rights reserved for women were lost.",
        "Read the small print, the lawyer warned.",
        "No.",
        '"It works," said Mr. Haddad',
        "港口周二恢复通航。",
        "The minister asked the court to let the town keep the land that it had bought",
    ],
)
def test_sentences_that_look_like_chrome_stay(sentence: str) -> None:
    before, after = "The council of Vale met on Monday.", "The vote is due in May."
    assert read(f"A long day in Vale\n\n{before}\n\n{sentence}\n\n{after}").text.split("\n\n") == [
        before,
        sentence,
        after,
    ]
    assert sentence in read(f"A long day in Vale\n\n{before}\n\n{after}\n\n{sentence}\n").text


@pytest.mark.parametrize(
    "chrome",
    [
        "Subscribe to our newsletter",
        "Sign up for our daily newsletter today!",
        "Share this article",
        "Home > World > Asia",
        "Skip to main content",
        "ADVERTISEMENT",
        "Read also: Ten ferries to ride this summer",
        "3 comments",
        "© 2024 Coast Gazette",
        "版权所有 海岸报",
        "返回顶部",
        "沪ICP备12345678号",
    ],
)
def test_chrome_goes_wherever_it_stands(chrome: str) -> None:
    before, after = "The council of Vale met on Monday.", "The vote is due in May."
    text = f"{chrome}\n\nA long day in Vale\n\n{before}\n\n{chrome}\n\n{after}\n\n{chrome}"
    article = read(text)
    assert article.title == "A long day in Vale"
    assert article.text.split("\n\n") == [before, after]


def test_a_list_that_the_text_announces_stays() -> None:
    article = read(
        "Vale names its winners\n\nThe jury met on Monday.\n\nThe winners are:\n- Ana Duarte\n- Omar Haddad\n\nMenu"
    )
    assert article.text.split("\n\n") == ["The jury met on Monday.", "The winners are:", "Ana Duarte", "Omar Haddad"]


def test_lines_wrapped_at_a_column_are_joined() -> None:
    text = """\
Harbour reopens

The harbour of Port Vale reopened on Tuesday, four days
after a storm had shut it. Ferries sail again, and the
fishing fleet of the town is expected to follow them on
Wednesday.

Repairs
The repairs of the quay have cost 2.4 million euros, and
they are to last until summer, the port said.
"""
    assert read(text).text.split("\n\n") == [
        "The harbour of Port Vale reopened on Tuesday, four days after a storm had shut it. Ferries sail again, and "
        "the fishing fleet of the town is expected to follow them on Wednesday.",
        "Repairs",
        "The repairs of the quay have cost 2.4 million euros, and they are to last until summer, the port said.",
    ]


def test_labelled_head() -> None:
    article = read(
        "Title: Night school opens\nURL: https://vale.example/a\nSource: Vale Star\n\nThe school has opened."
    )
    assert (article.title, article.url, article.provider) == (
        "Night school opens",
        "https://vale.example/a",
        "Vale Star",
    )


CHINESE = """\
首页 > 新闻 > 国内

港口机器人接替夜班

2023年6月15日 10:32  来源：海岸报
作者：王伟

港口负责人表示，机器人夜间装船，效率提高了三成。

补贴约4000万元人民币。

责任编辑：李明
版权所有 海岸报
"""


def test_chinese_page() -> None:
    article = read(CHINESE)
    assert (article.title, article.author, article.provider) == ("港口机器人接替夜班", "王伟", "海岸报")
    assert (article.published, article.language) == ("2023-06-15T10:32:00", "zh")
    assert article.text == "港口负责人表示，机器人夜间装船，效率提高了三成。\n\n补贴约4000万元人民币。"


def test_titles_of_other_articles_below_the_last_sentence_are_left_out() -> None:
    article = read(
        "Night shift\n\nRobots load ships.\n\nRelated Articles\nTen robots that you will love in Vale this summer"
    )
    assert article.text == "Robots load ships."


def test_date_with_an_agency_and_bylines_near_the_width_of_the_text() -> None:
    article = read(
        "Harbour robots take over\nXinhua, June 14, 2023\nRobots load ships in Vale at night.\n* * *\nIt works."
    )
    assert (article.provider, article.published) == ("Xinhua", "2023-06-14")
    assert article.text == "Robots load ships in Vale at night.\n\nIt works."
    article = read(
        "Harbour robots take over\nJune 14, 2023 | By Lena Ortiz | Vale Star\nRobots load ships at night.\nThey lift."
    )
    assert (article.author, article.provider) == ("Lena Ortiz", "Vale Star")


def test_text_without_any_sentence_is_kept() -> None:
    assert read("Hello Vale").text == "Hello Vale"
    assert read("Hello Vale").title == "Hello Vale"


WORDS = st.sampled_from(
    [
        *("the", "harbour", "share", "home", "copyright", "by", "comment", "storm", "follow", "read", "newsletter"),
        *(
            "2023",
            "license",
            "menu",
            "Vale",
            "said",
            "rose",
            "top",
            "subscribe",
            "article",
            "4,300",
            "rights",
            "source",
        ),
    ]
)
SENTENCES = st.lists(WORDS, min_size=3, max_size=12).map(lambda words: "It " + " ".join(words) + ".")
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=4).map(" ".join)
CHROME = st.lists(
    st.sampled_from(
        [
            "Home | News",
            "BACK TO THE TOP",
            "SHOW COMMENT (1)",
            "Global Edition",
            "Subscribe to our newsletter",
            "Copyright 2023 Vale Star. All rights reserved.",
            "Registration Number: 130349",
            "Job Board",
            "Share",
            "vale's moments",
        ]
    ),
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(
    CHROME, st.lists(PARAGRAPHS, min_size=1, max_size=6), CHROME, st.sampled_from(["\n", "\n\n", "\r\n", "\r\n\r\n"])
)
def test_every_sentence_survives_generated_chrome(
    above: list[str], paragraphs: list[str], below: list[str], newline: str
) -> None:
    article = read(newline.join([*above, "Vale has a long day", *paragraphs, *below]))
    for paragraph in paragraphs:
        assert paragraph in article.text
    for line in below:
        assert line not in article.text.split("\n\n")
    assert article.title
