"""How good the check is: claims with what is true of them, judged against an archive of articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from rag.article import Article, Sentence
from rag.evaluation.claims import LabelledClaim
from rag.evaluation.shares import share
from rag.grounding.tokens import is_chinese
from rag.grounding.verdict import Candidate, Kind, check
from rag.sentences import sentences_of

# As many sentences of each script as the product looks at for a claim, and how many before one it reads for context.
NEAREST, BEFORE = 12, 3


class Embeds(Protocol):
    def embed_documents(self, texts: list[str]) -> list[list[float]]: ...


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim and the verdict on it."""

    labelled: LabelledClaim
    verdict: Kind


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares of the claims, None where there is none: what the check is measured by."""

    true_backed: float | None
    false_backed: float | None
    contradicted: float | None
    number: int


def judge(
    claims: Sequence[LabelledClaim], articles: Sequence[Article], embedder: Embeds, strict: bool = False
) -> list[Judged]:
    """Check the claims against the sentences of the articles that lie nearest to each."""
    candidates = _candidates(articles, embedder)
    table = np.array([candidate.vector for candidate in candidates], np.float32)
    han = [is_chinese(candidate.sentence.text) for candidate in candidates]
    judged = []
    for labelled in claims:
        vector = np.array(embedder.embed_documents([labelled.claim])[0], np.float32)
        order = np.argsort(-(table @ vector), kind="stable")
        nearest = [i for script in (True, False) for i in [i for i in order if han[i] == script][:NEAREST]]
        verdict = check(labelled.claim, vector, [candidates[i] for i in nearest], strict)
        judged.append(Judged(labelled, verdict.kind))
    return judged


def figures(judged: Sequence[Judged]) -> Figures:
    """Return the shares: true ones backed, false ones backed, contradicted ones called so."""
    true = [j.verdict for j in judged if j.labelled.label == "backed"]
    false = [j.verdict for j in judged if j.labelled.label != "backed"]
    against = [j.verdict for j in judged if j.labelled.label == "contradicted"]
    return Figures(_share(true, "backed"), _share(false, "backed"), _share(against, "contradicted"), len(judged))


def _share(verdicts: Sequence[Kind], wanted: Kind) -> float | None:
    return share(verdict == wanted for verdict in verdicts)


def _candidates(articles: Sequence[Article], embedder: Embeds) -> list[Candidate]:
    found: list[tuple[Sentence, str, tuple[Sentence, ...], Sentence | None]] = []
    for article in articles:
        sentences = sentences_of(article)
        for i, sentence in enumerate(sentences):
            after = sentences[i + 1] if i + 1 < len(sentences) else None
            found.append((sentence, article.title, sentences[max(0, i - BEFORE) : i], after))
    vectors = np.array(embedder.embed_documents([entry[0].text for entry in found]), np.float32)
    return [Candidate(s, v, title, before, after) for (s, title, before, after), v in zip(found, vectors, strict=True)]
