from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.article import Article
from rag.embeddings import LocalEmbeddings
from rag.grounding.verdict import Candidate, Verdict, check
from rag.sentences import sentences_of

ARTICLES = (
    Article(
        "ferry",
        "New ferry links Alvik and Sund",
        "A new electric ferry has linked the towns of Alvik and Sund since Tuesday. The ship, built by Norrvarvet, "
        "carries 120 cars and cost 48 million euros. Mayor Ingrid Holm said that the crossing takes 25 minutes, ten "
        "less than before. Passengers on foot do not pay. A second ferry has not been ordered. Over 80 percent of the "
        "commuters welcomed the new timetable. In 2021 Alvik had 9,400 inhabitants, while Sund had 7,100. The rival "
        "company Fjordlinje sued the county of Alvik.",
    ),
    Article(
        "fair",
        "海城书展闭幕",
        "海城书展于2024年5月12日闭幕，共有四十三万人参观。展览由海城出版集团主办，门票每张60元。"
        "主办方负责人刘敏表示，明年书展不会涨价。今年的销售额比去年增长了两成。",
    ),
)


@pytest.fixture(scope="module")
def embedder() -> LocalEmbeddings:
    return LocalEmbeddings()


@pytest.fixture(scope="module")
def evidence(embedder: LocalEmbeddings) -> list[Candidate]:
    found = []
    for article in ARTICLES:
        sentences = sentences_of(article)
        vectors = np.array(embedder.embed_documents([s.text for s in sentences]), np.float32)
        for i, sentence in enumerate(sentences):
            after = sentences[i + 1] if i + 1 < len(sentences) else None
            found.append(Candidate(sentence, vectors[i], article.title, sentences[max(0, i - 3) : i], after))
    return found


def judged(claim: str, evidence: list[Candidate], embedder: LocalEmbeddings) -> Verdict:
    return check(claim, np.array(embedder.embed_documents([claim])[0], np.float32), evidence)


@pytest.mark.parametrize(
    "claim",
    [
        "An electric ferry now runs between Alvik and Sund.",
        "The ferry was built by Norrvarvet for €48m and carries 120 cars.",
        "According to mayor Ingrid Holm the crossing takes 25 minutes.",
        "More than four fifths of the commuters welcomed the new timetable.",
        "In 2021, 9,400 people lived in Alvik.",
        "No second ferry has been ordered.",
        "In 2021 Alvik had more inhabitants than Sund.",
        "The county of Alvik was sued by Fjordlinje.",
        "43万人参观了海城书展。",
        "刘敏说书展明年不涨价。",
        "书展的销售额增长了20%。",
        "刘敏担任书展主办方的负责人。",
        "刘敏还是书展主办方的负责人。",
        "The Haicheng book fair ended on 12 May 2024.",
        "430,000 people visited the book fair.",
    ],
)
def test_what_is_said_in_other_words_is_backed(
    claim: str, evidence: list[Candidate], embedder: LocalEmbeddings
) -> None:
    verdict = judged(claim, evidence, embedder)
    assert verdict.kind == "backed"
    assert verdict.sentences


@pytest.mark.parametrize(
    "claim",
    [
        "The ship carries 210 cars and cost 48 million euros.",
        "The ship carries 120 cars and cost 48 million dollars.",
        "Under 80 percent of the commuters welcomed the new timetable.",
        "The crossing takes 35 minutes, mayor Ingrid Holm said.",
        "Mayor Karin Berg said that the crossing takes 25 minutes.",
        "The ship was built by Sundvarvet and carries 120 cars.",
        "A second ferry has been ordered.",
        "In 2021 Sund had 9,400 inhabitants.",
        "In 2021 Sund had more inhabitants than Alvik.",
        "The county of Alvik sued the rival company Fjordlinje.",
        "33万人参观了海城书展。",
        "刘敏表示，明年书展会涨价。",
        "今年的销售额比去年下降了两成。",
        "Captain Ingrid Holm said that the crossing takes 25 minutes.",
    ],
)
def test_other_figure_name_direction_or_role_is_contradicted(
    claim: str, evidence: list[Candidate], embedder: LocalEmbeddings
) -> None:
    verdict = judged(claim, evidence, embedder)
    assert verdict.kind == "contradicted"
    assert verdict.sentences


def test_two_sentences_may_back_a_claim_together(evidence: list[Candidate], embedder: LocalEmbeddings) -> None:
    claim = "The crossing takes 25 minutes, and Fjordlinje sued the county of Alvik."
    verdict = judged(claim, evidence, embedder)
    assert verdict.kind == "backed"
    assert [sentence.position for sentence in verdict.sentences] == [2, 7]
    assert judged(claim.replace("25", "35"), evidence, embedder).kind != "backed"


@pytest.mark.parametrize(
    ("claim", "shown"),
    [
        ("Passengers on foot do not pay.", True),
        ("The ship does not carry 120 cars.", False),
        ("The crossing is not as long as it was before.", False),
    ],
)
def test_a_draft_denies_only_what_a_sentence_denies(
    claim: str, shown: bool, evidence: list[Candidate], embedder: LocalEmbeddings
) -> None:
    vector = np.array(embedder.embed_documents([claim])[0], np.float32)
    assert (check(claim, vector, evidence, strict=True).kind == "backed") is shown


@pytest.mark.parametrize(
    "claim",
    ["Yes.", "", "...", "That is right.", "The king of Norway opened a museum in Bergen.", "海城将修建一座新机场。"],
)
def test_what_is_not_there_is_not_covered(claim: str, evidence: list[Candidate], embedder: LocalEmbeddings) -> None:
    assert judged(claim, evidence, embedder).kind == "not covered"


def test_copies_are_backed_by_what_they_copy(evidence: list[Candidate], embedder: LocalEmbeddings) -> None:
    for candidate in evidence:
        verdict = judged(candidate.sentence.text, evidence, embedder)
        assert verdict == Verdict("backed", (candidate.sentence,))


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("5 million people visited the fair in Sund.", "25 million people visited the fair in Sund."),
        ("The board of Alder built 4", "The board of Alder built 40 electric ferries."),
    ],
)
def test_the_end_of_a_sentence_is_no_copy_of_it(claim: str, text: str, embedder: LocalEmbeddings) -> None:
    (sentence,) = sentences_of(Article("part", "Sund", text))
    candidate = Candidate(sentence, np.array(embedder.embed_documents([text])[0], np.float32))
    assert judged(claim, [candidate], embedder).kind == "contradicted"


@pytest.mark.parametrize(
    ("claim", "text", "backed"),
    [
        ("The company bought 30 trams.", "The company may buy 30 trams in March, the mayor said.", False),
        ("The company has bought 30 trams.", "The company plans to buy 30 trams in March.", False),
        ("The company plans to buy 30 trams.", "The company plans to buy 30 trams in March.", True),
        ("The mayor took bribes from the firm.", "The mayor denied that he took bribes from the firm.", False),
        (
            "The mayor took bribes from the firm.",
            "Police examine rumours that the mayor took bribes from the firm.",
            False,
        ),
        ("The mayor took bribes from the firm.", "The mayor admitted that he took bribes from the firm.", True),
        ("市长收受了公司的贿赂。", "网上谣传市长收受了公司的贿赂。", False),
        ("市长收受了公司的贿赂。", "法院认定市长收受了公司的贿赂。", True),
    ],
)
def test_what_is_not_told_as_a_fact_backs_none(claim: str, text: str, backed: bool, embedder: LocalEmbeddings) -> None:
    (sentence,) = sentences_of(Article("told", "Sund", text))
    candidate = Candidate(sentence, np.array(embedder.embed_documents([text])[0], np.float32))
    assert (judged(claim, [candidate], embedder).kind == "backed") is backed


def test_without_evidence_nothing_is_covered(embedder: LocalEmbeddings) -> None:
    assert judged("The ship carries 120 cars.", [], embedder) == Verdict("not covered")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_claim_gets_a_verdict(claim: str) -> None:
    sentence = sentences_of(ARTICLES[0])[0]
    vector = np.full(384, 384**-0.5, np.float32)
    assert check(claim, vector, [Candidate(sentence, vector)]).kind in ("backed", "contradicted", "not covered")


def test_a_contradiction_is_shown_by_the_sentence_nearest_to_the_claim(embedder: LocalEmbeddings) -> None:
    title = "Ships of Alvik and Sund"
    text = (
        "In 2021, Alvik and Sund built 30 ships each, the union says. "
        "In 2022, Sund was ahead of Alvik with 37 ships against 28."
    )
    sentences = sentences_of(Article("ships", title, text))
    vectors = np.array(embedder.embed_documents([s.text for s in sentences]), np.float32)
    evidence = [Candidate(sentence, vector, title) for sentence, vector in zip(sentences, vectors, strict=True)]
    verdict = judged("Alvik built 45 ships in 2022.", evidence, embedder)
    assert (verdict.kind, verdict.sentences) == ("contradicted", (sentences[1],))


def test_verdict_does_not_depend_on_the_order_of_the_evidence(
    evidence: list[Candidate], embedder: LocalEmbeddings
) -> None:
    claim = "The ship carries 210 cars."
    assert judged(claim, evidence, embedder) == judged(claim, evidence[::-1], embedder)
