"""Whether a sentence is believed to hold the answer.

Logistic regressions over the signs and the score of the best of three sentences, one for questions in the language of
the sentence and one for others. Fitted on questions that XQuAD's articles and some news stories answer, and on near
misses: questions about the same matters that they don't answer. At 0, by cross-validation over topics, 2 to 4 % of the
answerable questions that tell their kind are refused, and of the near misses 40 % (XQuAD), 61 % (English news), 24 %
(Chinese news) and a third (Chinese questions, English articles).
"""

from __future__ import annotations

from dataclasses import dataclass

from rag.evidence.signs import Signs


@dataclass(frozen=True, slots=True)
class _Weights:
    """What each sign, the score and the length of the question weigh."""

    score: float
    length: float
    names: float
    no_year: float
    other_year: float
    words: float
    no_value: float
    unit: float
    counted: float
    is_stray: float
    unseen: float
    bias: float


_SAME = _Weights(5.04, 1.23, -1.07, -1.88, -1.49, -1.15, -1.49, -1.24, -1.25, -1.19, -1.97, -7.34)
_ACROSS = _Weights(3.51, 0.9, -0.5, -1.5, -0.2, -0.5, -1.34, -0.03, -0.87, 0.0, 0.0, -3.33)
# Added for Chinese, whose scores lie higher.
_CHINESE = -0.8
_MOST_UNSEEN = 2

# What a sentence that lacks the value, or the names, loses against others of the same question.
_STEP = 0.05


def belief(signs: Signs, score: float, length: float, unseen: int, *, chinese: bool, across: bool) -> float:
    """Return the log odds that a sentence holds the answer, above 0 enough to quote it.

    `length` is the logarithm of the weight of the question's words, `unseen` the number of its names that the archive
    never mentions.
    """
    weights = _ACROSS if across else _SAME
    total = weights.bias + weights.score * score + weights.length * length
    total += weights.unseen * min(unseen, _MOST_UNSEEN) + _CHINESE * (chinese and not across)
    total += weights.names * signs.names + weights.no_year * signs.no_year + weights.other_year * signs.other_year
    total += weights.words * signs.words + weights.no_value * signs.no_value + weights.unit * signs.unit
    return total + weights.counted * signs.counted + weights.is_stray * signs.is_stray


def handicap(signs: Signs) -> float:
    """Return what is taken off the score of a sentence that is compared with others."""
    return _STEP * (signs.names + signs.no_value + signs.counted + signs.is_stray)
