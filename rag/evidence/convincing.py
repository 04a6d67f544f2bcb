"""Which of the sentences that may answer a question convince: by the value that is asked for, and by a second look.

Where the signs leave it open whether a sentence holds the answer, or which of two that convince does, the network that
compares sentences is asked, too. Elsewhere it would change nothing and cost as much as the rest of the answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rag.evidence.unnamed import leaves_unnamed
from rag.ranking import Ranked, Ranking

# So much less believed (log odds) to hold the value than another one: 1.9 claims, and one answer in 500 lost (XQuAD).
_LESS = 2.0
# What the network's opinion counts (log odds, cut at the ends): for the belief, and for the order. Chosen on news and
# XQuAD, so that hardly a right first answer is lost.
_BELIEVED, _ORDERED, _LEAST, _MOST = 0.4, 0.02, -5.0, 2.0
# For the belief where a person is asked for: whom a name names, the signs know least.
_BELIEVED_WHO = 0.6
# A lead (in ranking's score) from which on it matters little who leads.
_LEAD = 0.04
_CERTAIN = float("inf")


@dataclass(frozen=True, slots=True)
class _Examined:
    """A sentence, the score by which it is compared with others, and the log odds that it holds the answer."""

    hit: Ranked
    score: float
    believed: float = _CERTAIN


def convincing(ranking: Ranking, kind: str | None, chosen: Sequence[tuple[Ranked, float]], unseen: int) -> list[Ranked]:
    """Return those of the sentences that may hold the answer, best first; none where no one convinces,
    or the first keeps the name that is asked for to itself.

    `kind` is the kind of value that is asked for, if the question tells; `unseen` counts its names that the archive
    never mentions.
    """
    context = _Context(ranking)
    if leaves_unnamed(ranking.question, chosen[0][0].sentence.text):
        return []
    examined = _examined(context, kind, chosen, unseen)
    weight = _BELIEVED_WHO if kind == "person" else _BELIEVED
    is_open = abs(max(found.believed for found in examined)) < -_LEAST * weight  # beyond, no opinion turns the belief
    if is_open:
        examined = _heard(context, examined, weight)
    most = max(found.believed for found in examined)
    if most < 0:
        return []
    convincing = sorted((found for found in examined if found.believed >= most - _LESS), key=_score)
    rivals = [found for found in convincing if found.score > convincing[0].score - _LEAD]
    if not is_open and len(rivals) > 1:
        convincing[: len(rivals)] = sorted(_heard(context, rivals, weight), key=_score)
    return [found.hit for found in convincing]


def _score(found: _Examined) -> float:
    """Return what puts the best first."""
    return -found.score


class _Context:
    """What stands around the sentences of a ranking."""

    def __init__(self, ranking: Ranking) -> None:
        self.ranking = ranking
        self._at = {(hit.sentence.article_id, hit.sentence.position): hit.sentence.text for hit in ranking.hits}

    def around(self, hit: Ranked, steps: int) -> tuple[str, ...]:
        """Return the title and up to so many of the sentences before, the nearest first, as far as known."""
        article, position = hit.sentence.article_id, hit.sentence.position
        before = [self._at.get((article, position - step)) for step in range(1, steps + 1)]
        return tuple(text for text in (self.ranking.titles.get(article), *before) if text)


def _examined(
    context: _Context, kind: str | None, chosen: Sequence[tuple[Ranked, float]], unseen: int
) -> list[_Examined]:
    if not kind:
        return [_Examined(hit, weight) for hit, weight in chosen]
    from rag.asking.nouns import spelled_out
    from rag.asking.sought import sought
    from rag.evidence.belief import belief, handicap  # with word vectors: 80 ms of a cold start
    from rag.evidence.signs import signs

    ranking = context.ranking
    asked = sought(ranking.question, kind, spelled_out(ranking.question, (hit.sentence.text for hit in ranking.hits)))
    chinese = ranking.language == "zh"
    examined = []
    for hit, weight in chosen:
        lacking = signs(asked, hit.sentence.text, context.around(hit, 2))
        across = hit.language != ranking.language
        believed = belief(lacking, weight, len(asked.topic), unseen, chinese=chinese, across=across)
        if asked.kind == "description":  # whoever is named is described where the name is
            believed = -lacking.names or _CERTAIN
        examined.append(_Examined(hit, weight - handicap(lacking), believed))
    return examined


def _heard(context: _Context, examined: Sequence[_Examined], weight: float) -> list[_Examined]:
    """Return sentences as they are judged with the network's opinion heard, which has a weight in the belief."""
    from rag.grounding.entailment import entailment  # a tenth of a second of a cold start

    led = [(found.hit.sentence.text, context.around(found.hit, 1)) for found in examined]
    heard = []
    for found, opinion in zip(examined, entailment().opinions(context.ranking.question, led), strict=True):
        answers = max(_LEAST, min(_MOST, opinion.answers))
        score, believed = found.score + _ORDERED * answers, found.believed + weight * answers
        heard.append(replace(found, score=score, believed=believed))
    return heard
