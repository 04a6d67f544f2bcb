from __future__ import annotations

import json
from typing import Any

from rag.answer import Answer, Claim, Disagreement, Quote, Source, Value
from rag.article import Article
from rag.serialize import article_as_json, as_json

TEXT = "Spring came. China has 79 models."
ARTICLE = Article(
    "a1",
    "Models",
    TEXT,
    url="https://news.example/1",
    provider="Daily",
    published="2023-06-14T08:00:00",
    topics=("AI",),
)
COPY = Article("a2", "Models, again", TEXT, provider="Evening", published="2023-06-15")
UNDATED = Article("a3", "Nothing known", "It rained.")
ANSWER = Answer(
    question="How many?",
    status="answered",
    claims=(Claim("There are 79.", (1,)), Claim("It rained.", (1, 2))),
    sources=(
        Source(1, ARTICLE, (Quote("China has 79 models.", 13, 33),), copies=(COPY,)),
        Source(2, UNDATED, (Quote("It rained.", 0, 10),)),
    ),
    disagreements=(Disagreement("models", (Value("79 models", (1,)),)),),
    model="small",
    usage={"input_tokens": 12},
    timings_ms={"retrieve": 4.26, "total": 10},
)


def roundtripped(answer: Answer) -> Any:
    return json.loads(json.dumps(as_json(answer)))


def test_answer_as_json() -> None:
    found = roundtripped(ANSWER)
    assert [source.pop("n") for source in found.pop("sources")] == [1, 2]
    assert found == {
        "question": "How many?",
        "status": "answered",
        "answer": "There are 79.[1] It rained.[1][2]",
        "claims": [{"text": "There are 79.", "citations": [1]}, {"text": "It rained.", "citations": [1, 2]}],
        "disagreements": [{"about": "models", "values": [{"value": "79 models", "citations": [1]}]}],
        "as_of": "2023-06-14",
        "model": "small",
        "usage": {"input_tokens": 12},
        "timings_ms": {"retrieve": 4.3, "total": 10.0},
    }


def test_sources_have_their_quotes_link_and_copies() -> None:
    known, unknown = roundtripped(ANSWER)["sources"]
    copy = {
        "article_id": "a2",
        "title": "Models, again",
        "url": None,
        "provider": "Evening",
        "published": "2023-06-15",
    }
    assert known == {
        "n": 1,
        "article_id": "a1",
        "title": "Models",
        "url": "https://news.example/1",
        "link": "https://news.example/1#:~:text=China%20has%2079%20models.",
        "provider": "Daily",
        "published": "2023-06-14T08:00:00",
        "quotes": [{"text": "China has 79 models.", "start": 13, "end": 33}],
        "copies": [copy],
    }
    nothing_known = dict.fromkeys(("url", "link", "provider", "published"))
    quotes = [{"text": "It rained.", "start": 0, "end": 10}]
    named = {"n": 2, "article_id": "a3", "title": "Nothing known"}
    assert unknown == named | nothing_known | {"quotes": quotes, "copies": []}


def test_refusal_names_the_nearest_articles() -> None:
    found = as_json(
        Answer("Why?", "refused", refusal="The articles don't say.", nearest=(UNDATED,), note="Slow today.")
    )
    assert found["answer"] == "The articles don't say."
    assert found["claims"] == found["sources"] == []
    assert found["as_of"] is None
    assert found["disagreements"] == []
    assert found["note"] == "Slow today."
    assert found["nearest"] == [
        {"article_id": "a3", "title": "Nothing known", "url": None, "provider": None, "published": None}
    ]


def test_article_as_json() -> None:
    assert article_as_json(ARTICLE) == {
        "article_id": "a1",
        "title": "Models",
        "url": "https://news.example/1",
        "provider": "Daily",
        "published": "2023-06-14T08:00:00",
        "author": None,
        "language": "en",
        "topics": ["AI"],
        "image": None,
        "text": TEXT,
    }
    assert "text" not in article_as_json(ARTICLE, text=False)
