"""Does the archive say so? A claim is checked against sentences: its values, names, direction and meaning."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from rag.article import Sentence
from rag.grounding.alignment import Alignment, align
from rag.grounding.clauses import told
from rag.grounding.differences import Differences, differences
from rag.grounding.entailment import Opinion, entailment
from rag.grounding.tokens import Reading, is_chinese, read
from rag.values.relation import relation

Kind = Literal["backed", "contradicted", "not covered"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the archive says of a claim, and the sentences that back or contradict it; none where it is silent."""

    kind: Kind
    sentences: tuple[Sentence, ...] = ()
    clear: bool = True  # False for what is barely backed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence that may bear on a claim, with what it needs to be understood: title and neighbours.

    `vector` is the sentence's embedding (as a passage, normalised).
    """

    sentence: Sentence
    vector: NDArray[np.float32]
    title: str = ""
    before: tuple[Sentence, ...] = ()
    after: Sentence | None = None


# Weights of the signs that a sentence speaks of what the claim says, and the sums from which it does and from which it
# is about the same matter: fitted on 540 claims of a development set. Across scripts the cosine comes out lower.
_VALUES, _ACROSS = 0.6, 0.2
_BACKED = 1.05
_SAME_MATTER = 0.75
# A sentence that fits so much better than the others that only it counts.
_CLEARLY = 0.15
# Cosine of unrelated sentences, where too few of a script are there to tell.
_USUAL, _ENOUGH = 0.82, 6
# Share of a claim's words that its sentence must hold itself, in one script and across.
_LEAST = (0.3, 0.2)
# A claim is clear from this support on, if its words are explained but for this much.
_CLEAR, _EXPLAINED = 1.5, 0.4
# The network's log odds from which a sentence that the rules find faultless backs a claim, in a strict check, and so much
# more for each part of a word that stays unexplained. From which it backs it clearly. Chosen on made-up news.
_LIKELY, _SURE, _STRAINED, _CLEARLY_SAID = -2.6, -0.7, 1.0, 1.0
# In a strict check, so much less for a claim of two values or more: a faultless sentence has them all.
_TOLD_BY_VALUES = 1.5
# Words and values that a clause has at least that is checked by itself.
_PART = 3
# Sentences that are looked at word by word, after a glance at all.
_LOOKED_AT = 10


@dataclass(frozen=True, eq=False)
class _Laid:
    """A candidate with the claim laid beside it, and how much it speaks of the same matter."""

    candidate: Candidate
    alignment: Alignment
    support: float

    @cached_property
    def differences(self) -> Differences:
        """Return what the candidate says otherwise; asked only of those that come nearest."""
        return differences(self.alignment)

    @property
    def is_calculated(self) -> bool:
        """Tell whether the sentence's figures bear out the claim, whose words it holds: what no network can tell."""
        return self.differences.compared == "agrees" and self.alignment.strain <= _EXPLAINED

    @property
    def is_clear(self) -> bool:
        return self.support > _CLEAR and self.alignment.strain <= _EXPLAINED

    def opinion(self, claim: str) -> Opinion:
        """Return what the network thinks of the claim beside the sentence, its title and the sentence before."""
        leans_on = (self.candidate.title, *(other.text for other in self.candidate.before[-1:]))
        return entailment().opinion(claim, self.candidate.sentence.text, tuple(text for text in leans_on if text))


def check(claim: str, vector: NDArray[np.float32], evidence: Sequence[Candidate], strict: bool = False) -> Verdict:
    """Return what the evidence says of a claim; `vector` is the claim embedded like the sentences.

    A claim of several clauses may be backed by a sentence for each. The network must be the surer the less of a word is
    explained; surer still in a `strict` check, which backs nothing that denies what the sentence does not.
    """
    reading, mine = read(claim), _letters(claim)
    if mine and (copied := next((c.sentence for c in evidence if _letters(c.sentence.text) == mine), None)):
        return Verdict("backed", (copied,))
    parts = [part for part, _ in told(reading)]
    if len(parts) > 1 and all(len(part.tokens) + len(part.quantities) >= _PART for part in parts):
        verdicts = [_judged(part, vector, evidence, strict) for part in parts]
        if all(verdict.kind == "backed" for verdict in verdicts):
            sentences = dict.fromkeys(sentence for verdict in verdicts for sentence in verdict.sentences)
            return Verdict("backed", tuple(sentences), all(verdict.clear for verdict in verdicts))
    return _judged(reading, vector, evidence, strict)


def _judged(reading: Reading, vector: NDArray[np.float32], evidence: Sequence[Candidate], strict: bool) -> Verdict:
    # "It sold them" tells nothing by which to know what it is about.
    words = len(reading.tokens) + len(reading.quantities)
    if not evidence or words < (2 if strict else 1):
        return Verdict("not covered")
    laid = _laid(reading, vector, evidence)
    near = [entry for entry in laid if entry.support > laid[0].support - _CLEARLY]
    denied, unsure = [], _SAME_MATTER
    for entry in near:
        if entry.support > _BACKED and entry.differences.none and not (strict and entry.differences.doubtful):
            if entry.is_calculated:
                return Verdict("backed", (entry.candidate.sentence,), entry.is_clear)
            opinion = entry.opinion(reading.text)
            if opinion.backs > _needed(reading, strict=strict) + _STRAINED * entry.alignment.strain:
                return Verdict("backed", (entry.candidate.sentence,), entry.is_clear and opinion.backs > _CLEARLY_SAID)
            if opinion.contradicts > 0 and not entry.differences.compared:
                denied.append(entry)
            else:  # it may say so: what fits less contradicts nothing
                unsure = max(unsure, entry.support)
    contradicting = [*(entry for entry in near if entry.support > unsure and entry.differences.contradict), *denied]
    if contradicting:  # shown is the one that the claim has most in common with: of the same year, for one
        nearest = min(contradicting, key=lambda entry: len(entry.differences.missing_values))
        return Verdict("contradicted", (nearest.candidate.sentence,))
    return Verdict("not covered")


def _needed(claim: Reading, *, strict: bool) -> float:
    """Return the network's log odds from which a sentence backs a claim all of whose words are explained."""
    if not strict:
        return _LIKELY
    firm = sum(not value.weak for value in claim.quantities)
    return _SURE - (_TOLD_BY_VALUES if firm > 1 else 0.0)


@lru_cache(maxsize=4096)
def _letters(text: str) -> str:
    """Return the letters and digits of a text, small."""
    return re.sub(r"\W+", " ", text).strip().lower()


def _laid(claim: Reading, vector: NDArray[np.float32], evidence: Sequence[Candidate]) -> list[_Laid]:
    """Return the likeliest candidates with the claim laid beside them, the best first."""
    cosines = _relative([float(c.vector @ vector) for c in evidence], evidence)
    glance = [_glance(claim, cosine, candidate) for candidate, cosine in zip(evidence, cosines, strict=True)]
    order = sorted(range(len(evidence)), key=lambda i: -glance[i])[:_LOOKED_AT]
    laid = [_lay(claim, cosines[i], evidence[i]) for i in order]
    return sorted(laid, key=lambda entry: -entry.support)


def _relative(cosines: Sequence[float], evidence: Sequence[Candidate]) -> list[float]:
    """Return how far each cosine lies above what sentences of its script usually reach with this claim, 1 at most.

    The usual is their median: cosines of multilingual-e5 lie in a narrow band, another for each pair of languages.
    """
    han = [is_chinese(candidate.sentence.text) for candidate in evidence]
    usual = {}
    for script in (True, False):
        these = sorted(cosine for cosine, is_han in zip(cosines, han, strict=True) if is_han == script)
        usual[script] = these[len(these) // 2] if len(these) >= _ENOUGH else _USUAL
    return [(cosine - usual[is_han]) / (1 - usual[is_han]) for cosine, is_han in zip(cosines, han, strict=True)]


def _glance(claim: Reading, cosine: float, candidate: Candidate) -> float:
    """Return a quick guess of how much a sentence has to do with the claim."""
    main = read(candidate.sentence.text)
    common = len(claim.keys & main.keys) / (len(claim.keys) or 1)
    values = any(relation(mine, found) == "backs" for mine in claim.quantities for found in main.quantities)
    return common + cosine + _VALUES * values


def _lay(claim: Reading, cosine: float, candidate: Candidate) -> _Laid:
    """Lay a claim beside a candidate."""
    main = read(candidate.sentence.text)
    alignment = align(claim, main, _around(candidate))
    firm = sum(not value.weak for value in claim.quantities)
    values = min(1.0, alignment.values / firm) if firm else 0.0
    across = is_chinese(claim.text) != is_chinese(main.text)
    support = 0.5 * (alignment.coverage + alignment.said) + cosine + _VALUES * values + _ACROSS * across
    return _Laid(candidate, alignment, support if alignment.own >= _LEAST[across] else 0.0)


def _around(candidate: Candidate) -> list[Reading]:
    """Return the title and the neighbours, read."""
    texts = [candidate.title, *(sentence.text for sentence in candidate.before)]
    return [read(text) for text in (*texts, candidate.after.text if candidate.after else "") if text]
