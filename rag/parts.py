"""A question that asks for several things, in the parts that each ask for one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from rag.archive.turns import Turn
from rag.followup import carried_over
from rag.wholeness import is_chinese, own_words

_MOST = 3
_AUXILIARY = r"(?:is|are|was|were|do|does|did|has|have|had|can|could|will|would|should)\b"
# What opens another question after "and"; without a verb behind it ("and where he spoke") it may belong to the first.
_OPENING = (
    r"(?:(?:(?:by|to|for|with|from|of) )whom?\b|whom?\b(?= \w)(?! (?:is|was|has|had) (?:also|then|now)\b)"
    r"|(?:(?:in|by|to|for|with|at|from|on|since) )?(?:how (?:many|much)\b"
    rf"|(?:what|which|when|where|why|how)\b(?:(?: [\w'’-]+){{0,3}}? {_AUXILIARY}|\W*\Z))"
    rf"|{_AUXILIARY} (?:it|they|he|she|there)\b)"
)
_BREAK = re.compile(rf"\?+\s+(?=\S)|,?\s+(?:and|but|or)(?: also)?\s+(?={_OPENING})", re.IGNORECASE)
_ASKS_IN_CHINESE = "谁|(?<!任)何|哪|吗|呢|几(?!乎)|什么|多(?:少|[久大高远长重])|怎|是否|为啥"
_BREAK_IN_CHINESE = re.compile(rf"[？?；;]+\s*(?=\S)|[，,]\s*(?=[^，,]*(?:{_ASKS_IN_CHINESE})[^，,]*\Z)")
_ASKS = re.compile(
    rf"\b(?:who|whom|whose|what|which|when|where|why|how)\b|^\W*{_AUXILIARY}|{_ASKS_IN_CHINESE}", re.IGNORECASE
)


class Part(NamedTuple):
    """One thing that is asked for: in the words of the question, and so that it stands alone."""

    asked: str
    standing: str


def parts(question: str, turns: Sequence[Turn] = ()) -> tuple[Part, ...]:
    """Return what a question asks for, in order: two things or three, else nothing; `turns` came before it.

    A question is not parted where a piece of it asks nothing, or the first names nothing to ask about.
    """
    breaks = _BREAK_IN_CHINESE if is_chinese(question) else _BREAK
    pieces = [piece.strip() for piece in breaks.split(question) if piece and piece.strip()]
    if not 1 < len(pieces) <= _MOST or not all(map(_ASKS.search, pieces)) or not (turns or own_words(pieces[0])):
        return ()
    told = list(turns)
    for piece in pieces:
        told.append(Turn(piece, carried_over(piece, told) if told else piece, ""))
    return tuple(Part(turn.question, turn.searched) for turn in told[len(turns) :])
