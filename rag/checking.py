"""Claims against the archive: which sentences back them, or say otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.answer import Source
from rag.composing import Composition
from rag.errors import ModelError
from rag.filters import EVERYTHING, Filter
from rag.grounding.entailment import entailment
from rag.grounding.verdict import Candidate, Kind, Verdict, check
from rag.harmless import is_order
from rag.language import content_words
from rag.lexicon import english
from rag.prompts import OPINION, YES, claim_block
from rag.sentences import split

if TYPE_CHECKING:
    from rag.archive.archive import Archive
    from rag.article import Passage, Sentence
    from rag.models import LanguageModel

# Sentences that are looked at for a claim: those of each language that are nearest in meaning, and those that share
# most of its words, or of their translations.
NEAREST = 12
MATCHING = 16
# Sentences before one that may say whom its "he" or "it" means.
BEFORE = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence of a text, the verdict on it, and the sources that back or contradict it."""

    text: str
    verdict: Kind
    sources: tuple[Source, ...] = ()


class SecondOpinion:
    """What a language model thinks of claims that the rules find barely backed; trouble with it is a no.

    `usage` counts the tokens that it cost, `trouble` is the last error.
    """

    def __init__(self, model: LanguageModel, usage: Counter[str] | None = None) -> None:
        self._model = model
        self.usage = Counter() if usage is None else usage
        self.trouble: ModelError | None = None

    def backs(self, claim: str, sentences: Sequence[Sentence]) -> bool:
        """Tell whether the model finds in the sentences all that the claim says."""
        given = claim_block(claim, [sentence.text for sentence in sentences])
        try:
            reply = self._model.complete(lambda asked: [("system", OPINION), ("human", asked)], given, self.usage)
        except ModelError as error:
            self.trouble = error
            return False
        return reply.strip(" .!").upper() == YES


class Checker:
    """Checks claims against an archive, or the part of it that a filter lets through.

    `strict` is for a model's draft: a true sentence that is dropped costs little, a quote takes its place; a false one
    that is shown costs a lot. `second` is asked about claims that are barely backed, and can only take them away.
    """

    def __init__(
        self, archive: Archive, only: Filter = EVERYTHING, *, strict: bool = False, second: SecondOpinion | None = None
    ) -> None:
        self._archive = archive
        self._only = only
        self._strict = strict
        self._second = second

    def check(self, claim: str, cited: Sequence[Passage] = (), shown: Sequence[Passage] = ()) -> Verdict:
        """Return the verdict on a claim: by the passages that it cites, else by all that were shown and the archive."""
        verdict = self._by_rules(claim, cited, shown)
        if (
            verdict.kind != "backed"
            or verdict.clear
            or not self._second
            or self._second.backs(claim, verdict.sentences)
        ):
            return verdict
        return Verdict("not covered")

    def _by_rules(self, claim: str, cited: Sequence[Passage], shown: Sequence[Passage]) -> Verdict:
        entailment().expect(claim)
        vector = self._archive.embedder.embed_documents([claim])[0]
        if cited:
            verdict = self._judge(claim, vector, _sentences(cited))
            if verdict.kind == "backed":
                return verdict
        found = set(self._archive.nearest(vector, NEAREST, self._only))
        found |= set(self._archive.matching(sorted({*content_words(claim), *english(claim)}), MATCHING, self._only))
        sentences = self._archive.catalog.without_copies(found).values()
        return self._judge(claim, vector, [*_sentences(shown), *sentences])

    def _judge(self, claim: str, vector: Sequence[float], sentences: Iterable[Sentence]) -> Verdict:
        import numpy as np

        return check(claim, np.asarray(vector, dtype=np.float32), self._evidence(sentences), self._strict)

    def _evidence(self, sentences: Iterable[Sentence]) -> list[Candidate]:
        """Return sentences with what they are judged by: vector, title, neighbours."""
        wanted = dict.fromkeys((s.article_id, s.position) for s in sentences)
        catalog = self._archive.catalog
        steps = range(-BEFORE, 2)
        around = {(article, position + step) for article, position in wanted for step in steps}
        numbered = {(s.article_id, s.position): (number, s) for number, s in catalog.at(around).items()}
        vectors = self._archive.vectors([numbered[place][0] for place in wanted if place in numbered])
        articles = catalog.articles({article for article, _ in wanted})
        titles = {article.id: "" if is_order(article.title) else article.title for article in articles}
        evidence = []
        for article, position in wanted:
            number, sentence = numbered.get((article, position), (0, None))
            if sentence and number in vectors and not is_order(sentence.text):
                near = [numbered.get((article, position + step), (0, None))[1] for step in steps]
                before = tuple(other for other in near[:BEFORE] if other)
                evidence.append(Candidate(sentence, vectors[number], titles[article], before, near[-1]))
        return evidence


def _sentences(passages: Iterable[Passage]) -> list[Sentence]:
    return [sentence for passage in passages for sentence in passage.sentences]


def check_text(
    archive: Archive, text: str, only: Filter = EVERYTHING, second: SecondOpinion | None = None
) -> tuple[Checked, ...]:
    """Check each sentence of a text against the archive, in order."""
    checker = Checker(archive, only, second=second)
    return tuple(_checked(archive, [text[start:end]], checker) for start, end in split(text))


def check_claim(archive: Archive, claim: str, second: SecondOpinion | None = None, *, strict: bool = False) -> Checked:
    """Check a claim as a whole: backed where all its sentences are, contradicted where one of them is."""
    sentences = [claim[start:end] for start, end in split(claim)]
    return _checked(archive, sentences, Checker(archive, strict=strict, second=second))


def _checked(archive: Archive, sentences: Sequence[str], checker: Checker) -> Checked:
    text = " ".join(sentences)
    verdicts = [checker.check(sentence) for sentence in sentences]
    kinds = {verdict.kind for verdict in verdicts}
    kind: Kind = "backed" if kinds == {"backed"} else "contradicted" if "contradicted" in kinds else "not covered"
    composition = Composition(archive.catalog, text)
    for verdict in verdicts:
        if verdict.kind == kind and verdict.sentences:
            composition.add(text, verdict.sentences)
    return Checked(text, kind, composition.answer.sources)
