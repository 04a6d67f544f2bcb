"""The language model through the real openai client, against a server on loopback, in good order and in bad."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rag import phrases
from rag.answer import Answer, Claim
from rag.archive.archive import Archive
from rag.assistant import Assistant
from rag.embeddings import LocalEmbeddings, make_embedder
from rag.errors import EmbeddingError, ModelError, SettingsError
from rag.models import make_model
from rag.settings import Settings, load_settings
from tests.harbour import ARTICLES
from tests.openai_server import Cut, Ended, OpenAIServer, Raw, Silent, Stalled, Status, serving

QUESTION = "How many electric ferries has the harbour board of Port Alder ordered?"
GOOD = "The harbour board of Port Alder has ordered 12 electric ferries [1]."
QUOTED = "The harbour board of Port Alder has ordered 12 electric ferries."


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    home: Path = tmp_path_factory.mktemp("harbour")
    with Archive(home, LocalEmbeddings()) as archive:
        for article in ARTICLES:
            archive.put(article)
        archive.catch_up()
        yield archive


def settings(server: OpenAIServer | None = None, **others: object) -> Settings:
    url = server.url if server else "http://127.0.0.1:9/v1"
    given = {"model": "openai:test-model", "openai_base_url": url, "openai_api_key": "sk-test", **others}
    return load_settings(**given)


def test_a_streamed_reply_becomes_a_checked_answer(archive: Archive) -> None:
    with serving(GOOD) as server:
        answer = Assistant(archive, make_model(settings(server))).ask(QUESTION)
    assert (answer.status, answer.model, answer.note) == ("answered", "test-model", "")
    assert answer.text == QUOTED + "[1]"
    assert server.requests[0]["model"] == "test-model"
    assert server.requests[0]["messages"][-1]["content"].endswith("Question: " + QUESTION)
    assert server.keys == ["sk-test"]


@pytest.mark.parametrize(
    ("replies", "asked", "note"),
    [
        ([Status(401)], 1, "does not accept the key"),
        ([Status(403)], 1, "can't be used with this key"),
        ([Status(404)], 1, "is not known to its server"),
        ([Status(400)], 1, "turned the request down"),
        ([Status(429)] * 3, 3, "is busy"),
        ([Status(500)] * 3, 3, "failed on its server"),
        ([Status(503)] * 3, 3, "failed on its server"),
        ([""] * 3, 3, "without a word"),
        (["<think>The board ordered 12."] * 3, 3, "without a word"),
        ([Cut("")] * 3, 3, "broke off"),
        ([Ended("", "length")] * 3, 3, "broke off"),
        ([Cut(GOOD[:40])], 1, "broke off"),
        ([Raw(b"\x00\x01 not json", "text/plain")] * 3, 3, "broke off|without a word"),
        ([Raw(b'{"choices": null}')] * 3, 3, "broke off|without a word"),
    ],
)
def test_trouble_leads_to_quoted_sentences_and_a_note(
    archive: Archive, replies: list[Status | Cut | Raw | str], asked: int, note: str
) -> None:
    with serving(*replies) as server:
        answer = Assistant(archive, make_model(settings(server))).ask(QUESTION)
    assert answer.status == "answered"
    assert answer.claims[0].text == QUOTED
    assert answer.model is None
    assert re.search(note, answer.note), answer.note
    assert "quoted sentences" in answer.note
    assert len(server.requests) == asked


def test_what_a_model_thinks_aloud_is_no_part_of_its_answer(archive: Archive) -> None:
    with serving("<think>The contract is worth 48 million crowns [1].</think>\n" + GOOD) as server:
        answer = Assistant(archive, make_model(settings(server))).ask(QUESTION)
    assert (answer.text, answer.note) == (QUOTED + "[1]", "")


@pytest.mark.parametrize("kind", ModelError.__subclasses__())
def test_trouble_is_said_in_the_language_of_the_question(kind: type[ModelError]) -> None:
    trouble = kind("The model m failed.")
    for model, english in ((None, "These are quoted"), ("m", "The answer may be")):
        answer = Answer("How many are there?", "answered", (Claim("12.", (1,)),), model=model)
        assert phrases.note(answer, trouble, 0, []).startswith(f"The model m failed. {english}")
        assert not re.search("[A-Za-z]", phrases.note(replace(answer, question="有多少个？"), trouble, 0, []))
    assert phrases.note(Answer("How many?", "refused"), trouble, 0, []) == "The model m failed."


@pytest.mark.parametrize("trouble", [Status(429), Status(500), Status(503), "", Cut("")])
def test_passing_trouble_is_waited_out(archive: Archive, trouble: Status | Cut | str) -> None:
    with serving(trouble, GOOD) as server:
        answer = Assistant(archive, make_model(settings(server))).ask(QUESTION)
    assert (answer.text, answer.note) == (QUOTED + "[1]", "")


_BROKEN = GOOD + " The contract is worth 48 million crowns [1]. In 2024, the town's ferries carried 310"


@pytest.mark.parametrize(
    "broken",
    [Cut(_BROKEN), Stalled(_BROKEN), Ended(_BROKEN, None), Ended(_BROKEN, "length"), Ended(_BROKEN, "content_filter")],
)
def test_a_cut_reply_keeps_its_whole_sentences_and_gets_the_other_side(
    archive: Archive, broken: Cut | Stalled | Ended
) -> None:
    with serving(broken) as server:
        assistant = Assistant(archive, make_model(settings(server, timeout=0.2)))
        answer = assistant.ask("How many electric ferries has Port Alder ordered?")
    mine, other = answer.claims[:2], answer.claims[2:]
    assert [claim.text for claim in mine] == [QUOTED, "The contract is worth 48 million crowns."]
    assert [claim.text[:41] for claim in other] == ["Port Alder is buying 14 electric ferries,"]
    assert "12 electric ferries (The Alder Ledger, 2025-11-03)[1]; 14 electric ferries" in answer.conflict
    assert "may be incomplete" in answer.note
    assert len(server.requests) == 1


def test_a_server_that_does_not_answer_in_time_is_asked_once(archive: Archive) -> None:
    with serving(Silent()) as server:
        answer = Assistant(archive, make_model(settings(server, timeout=0.2))).ask(QUESTION)
    assert answer.claims[0].text == QUOTED
    assert answer.note == "The model test-model did not reply in time. These are quoted sentences instead."
    assert len(server.requests) == 1


def test_a_server_that_is_not_there(archive: Archive) -> None:
    answer = Assistant(archive, make_model(settings())).ask(QUESTION)
    assert answer.claims[0].text == QUOTED
    assert "can't be reached" in answer.note


def test_a_failed_rewrite_does_not_stop_the_answer(archive: Archive) -> None:
    with serving(GOOD, Status(401), Status(401)) as server:
        assistant = Assistant(archive, make_model(settings(server)))
        assistant.ask("How many passengers did the ferries carry in 2024?", conversation="x")
        answer = assistant.ask("And in 2025?", conversation="x")
    assert "355,000" in answer.claims[0].text
    assert "does not accept the key" in answer.note


def test_the_key_is_in_no_message(archive: Archive) -> None:
    with serving(Status(401, "Incorrect API key provided: sk-test")) as server:
        answer = Assistant(archive, make_model(settings(server))).ask(QUESTION)
    assert "sk-test" not in repr(answer)
    assert "sk-test" not in repr(settings(server))


def test_no_key_and_no_model_is_no_language_model() -> None:
    assert make_model(load_settings()) is None
    assert make_model(load_settings(model="none", openai_api_key="sk-test")) is None


@pytest.mark.parametrize(
    ("given", "match"),
    [
        ({"model": "nobody:model"}, "^--model is wrong: nobody is no provider of models; "),
        ({"model": "anthropic:claude"}, "^--model needs a package that is not installed: "),
        ({"model": "openai:m"}, "^OPENAI_API_KEY is missing: openai:m needs it"),
        ({"openai_api_key": "k", "openai_base_url": "http://127.0.0.1:1/v1"}, "set FOOTNOTE_MODEL"),
    ],
)
def test_wrong_settings_are_one_sentence(given: dict[str, object], match: str) -> None:
    with pytest.raises(SettingsError, match=match) as caught:
        make_model(load_settings(**given))
    assert "\n" not in str(caught.value)


def test_a_wrong_model_of_the_environment_is_named_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FOOTNOTE_MODEL", "nobody:model")
    with pytest.raises(SettingsError, match=r"^FOOTNOTE_MODEL is wrong: "):
        make_model(load_settings())


def test_complete_raises_in_our_words() -> None:
    with serving(Status(404)) as server:
        model = make_model(settings(server))
        assert model
        with pytest.raises(ModelError, match="test-model is not known"):
            model.complete(lambda word: [("human", word)], "Hello", Counter())


def test_an_embedding_endpoint(tmp_path: Path) -> None:
    local = LocalEmbeddings()
    with serving(embed=local.embed_documents) as server:
        embedder = make_embedder(load_settings(embedding="openai:e", embedding_base_url=server.url))
        assert embedder.embed_query("ferry") == pytest.approx(local.embed_documents(["ferry"])[0], abs=1e-6)
        assert embedder.fingerprint != local.fingerprint
        with Archive(tmp_path, embedder) as archive:
            archive.put(ARTICLES[0])
            assert archive.catch_up() == archive.catalog.count_sentences()
    assert server.keys == ["none", "none", *server.keys[2:]]


def test_vectors_of_an_endpoint_are_normalised() -> None:
    with serving(embed=lambda texts: [[3.0, 0.0, 4.0] for _ in texts]) as server:
        embedder = make_embedder(load_settings(embedding="openai:e", embedding_base_url=server.url))
        assert embedder.embed_query("ferry") == pytest.approx([0.6, 0.0, 0.8])
        assert embedder.embed_documents(["ferry", "port"]) == [pytest.approx([0.6, 0.0, 0.8])] * 2


def test_a_key_goes_to_no_other_server() -> None:
    with serving(embed=LocalEmbeddings().embed_documents) as server:
        given = load_settings(embedding="openai:e", embedding_base_url=server.url, openai_api_key="sk-secret")
        make_embedder(given).embed_query("ferry")
    assert "sk-secret" not in server.keys


def test_a_failing_embedding_endpoint_is_one_sentence() -> None:
    embedder = make_embedder(load_settings(embedding="openai:e", embedding_base_url="http://127.0.0.1:9/v1"))
    with pytest.raises(EmbeddingError, match="embedding endpoint failed"):
        embedder.embed_query("ferry")


def test_an_endpoint_without_key_or_address_is_a_wrong_setting() -> None:
    with pytest.raises(SettingsError, match="FOOTNOTE_EMBEDDING_API_KEY"):
        make_embedder(load_settings(embedding="openai:e"))
