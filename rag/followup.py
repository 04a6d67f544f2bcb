"""A question that leans on the one before it, made whole: by the language model, or by carrying its terms over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from rag.archive.turns import Turn
from rag.asking.kinds import ASKING, kind_of
from rag.lexicon import cut
from rag.models import LanguageModel
from rag.prompts import REWRITE, rewrite_block
from rag.wholeness import is_chinese, is_whole, names, own_words

# Turns that a rewrite looks back on.
LOOK_BACK = 4
# A question with more words of its own than this says enough to be searched for alone ...
_FEW_WORDS = 2
# ... and with more than this, whatever it opens with or points at.
_MANY_WORDS = 5
_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
_LINK = re.compile(r"^\s*(?:(?:and|but|so|or|then|also|well|now)\b,?|那么?|而|另外)\s*", re.IGNORECASE)
_ELLIPSIS = re.compile(
    r"\s*(?:what about|how about|what else|who else|where else|why not|how so)\b"
    # A count of nothing: "how many does Norvik have?"
    r"|.*\bhow many(?=\W*$| (?:of|in|at|on|by|do|does|did|is|are|was|were|has|have|had|will|can)\b)"
    r"|还有|以及|如果是|(?!.*(?:谁|什么|哪|多少|几|怎|何)).*呢[？?]?\s*$",
    re.IGNORECASE,
)
_POINTING = re.compile(
    r"\b(?:it|they|them|theirs|he|him|she|hers|these|those|then|same)\b"
    r"|\b(?:this|that)\b(?! (?:year|month|week|quarter|decade|century)\b)"
    r"|(?<!\bis )(?<!\bare )(?<!\bwas )(?<!\bwere )\bthere\b"
    r"|\bones?\b(?=\W*$| (?:is|are|was|were|do|does|did|has|have|had)\b)",
    re.IGNORECASE,
)
_OWNING = re.compile(r"\b(?:its|their|his|her)\b", re.IGNORECASE)
_POINTING_IN_CHINESE = re.compile("[它他她其]们?|[这那该].?|当时|后者|前者")


def leans(question: str) -> bool:
    """Tell whether a question needs the one before it to be understood."""
    timeless = _YEAR.sub("", question)
    size = _size(timeless)
    if not size or size > _MANY_WORDS:
        return not size
    bare = _LINK.sub("", timeless, count=1)
    if _ELLIPSIS.match(bare) or _points(timeless):
        return True
    return (size <= _FEW_WORDS or bare != timeless) and not is_whole(bare)


def _size(text: str) -> float:
    """Return how many words of its own a text has; a Chinese word is about two characters."""
    return sum(1 if word.isascii() or not is_chinese(word) else len(word) / 2 for word in own_words(text))


def _points(question: str) -> bool:
    """Tell whether a question points at something; "its" after a name points at that."""
    question = _LINK.sub("", question, count=1)
    if is_chinese(question):
        return any(_POINTING_IN_CHINESE.fullmatch(word) for word in cut(question))
    owner = _OWNING.search(question)
    return bool(_POINTING.search(question) or (owner and not names(question[: owner.start()])))


def carried_over(question: str, turns: Sequence[Turn]) -> str:
    """Return a question that stands alone: what the turns were about, then the question.

    A year or a name that is asked about instead takes the place of the old one. Of the turns since the one that stands
    alone only the last is kept, and only by a question that says no subject of its own. A question that leans on
    nothing is returned as it is.
    """
    if not leans(question):
        return question
    topic, last = turns[0].searched, ""
    for turn in turns[1:]:
        if turn.searched == turn.question or not turn.searched.endswith(turn.question):
            topic, last = turn.searched, ""
        else:
            topic = _turned(topic, turn.question)
            last = turn.question if own_words(_YEAR.sub("", turn.question)) else last
    if own_words(_YEAR.sub("", question)) and not _points(question):
        last = ""
    return " ".join(filter(None, [*(_told(part, question) for part in (_turned(topic, question), last)), question]))


def _told(asked: str, question: str) -> str:
    """Return what was asked without its asking words where the question asks for something of another kind."""
    asks_anew = ASKING.search(question) and not _ELLIPSIS.match(_LINK.sub("", question, count=1))
    if asks_anew and kind_of(question) != kind_of(asked):
        return " ".join(re.sub("[?？]", " ", ASKING.sub(" ", asked)).split())
    return asked


def _turned(topic: str, question: str) -> str:
    """Return what was asked with the year, and the name, of a question that leans on it in place of its own."""
    if years := _YEAR.findall(question):
        topic = _YEAR.sub(years[0], topic)
    new, old = set(names(f"- {question}")), set(names(topic))
    if len(new) == len(old) == 1 and not _points(question):
        topic = topic.replace(old.pop(), new.pop())
    return topic


def rewritten(question: str, turns: Sequence[Turn], model: LanguageModel, usage: Counter[str]) -> str:
    """Return the question as the model makes it stand alone; raises ModelError."""
    history = [(turn.question, turn.answer) for turn in turns[-LOOK_BACK:]]
    reply = model.complete(
        lambda asked: [("system", REWRITE), ("human", rewrite_block(history, asked))], question, usage
    )
    # A model that answers instead of asking, or prattles, is not followed.
    return reply if len(reply) <= 4 * (len(question) + 200) and "\n" not in reply else question
