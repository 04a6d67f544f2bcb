"""A question that leans on the one before it, made whole: by the language model, or by carrying its terms over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rag.archive.turns import Turn
from rag.language import content_words, is_stop_word
from rag.models import LanguageModel
from rag.prompts import REWRITE, rewrite_block

# Turns that a rewrite looks back on.
LOOK_BACK = 4
# A question with at most this many words of its own says too little to be searched for alone ...
_FEW_WORDS = 2
# ... and one with more than this many stands alone, whatever word it opens with.
_MANY_WORDS = 5
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_LINK = re.compile(
    r"\s*(?:and|but|so|or|then|also|what about|how about|what else|why|why not|how so)\b"
    r"|(?:那|还有|而|以及|另外|如果是)|.*呢[？?]?\s*$",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|this|that|these|those|there|then|one|ones|same)\b"
    r"|[它他她其]们?|这[个些家里次]?|那[个些家里次年时]|当时|后者|前者",
    re.IGNORECASE,
)


def leans(question: str) -> bool:
    """Tell whether a question needs the one before it to be understood."""
    own = _size(_YEAR.sub("", question))
    return own <= _FEW_WORDS or (own <= _MANY_WORDS and bool(_LINK.match(question) or _POINTING.search(question)))


def _size(text: str) -> float:
    """Return how many words of its own a text has; a Chinese word is about two characters."""
    terms = [term for term in content_words(text) if not is_stop_word(term)]
    return sum(1 if term.isascii() else 0.5 for term in terms if term.isascii() or len(term) == 1)


def carried_over(question: str, before: str) -> str:
    """Return a question that stands alone: `before` with the year of `question` in place of its own, then `question`.

    A question that leans on nothing is returned as it is.
    """
    if not leans(question):
        return question
    if years := _YEAR.findall(question):
        before = _YEAR.sub(years[0], before)
    return f"{before} {question}"


def rewritten(question: str, turns: Sequence[Turn], model: LanguageModel, usage: Counter[str]) -> str:
    """Return the question as the model makes it stand alone; raises ModelError."""
    history = [(turn.question, turn.answer) for turn in turns[-LOOK_BACK:]]
    reply = model.complete(
        lambda asked: [("system", REWRITE), ("human", rewrite_block(history, asked))], question, usage
    )
    # A model that answers instead of asking, or prattles, is not followed.
    return reply if len(reply) <= 4 * (len(question) + 200) and "\n" not in reply else question
