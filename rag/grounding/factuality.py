"""Does a claim state as a fact what a sentence tells only as a plan, a possibility, a charge or a denial?"""

from __future__ import annotations

import re
from collections.abc import Mapping

from rag.grounding.polarity import clause_span
from rag.grounding.relations import is_verb
from rag.grounding.tokens import Reading, Token

# What stands right before a verb that has not come true, one or two words between.
_UNDONE = re.compile(
    r"(?:\b(?:may|might|could|would have|allegedly|whether to|likely to|about to|accused of|suspected of|considering"
    r"|(?:plan(?:s|ned|ning)?|want(?:s|ed)?|intend(?:s|ed)?|aim(?:s|ed)?|hop(?:es|ed|ing)|seek(?:s|ing)?|sought|tr(?:ies|ied|ying)"
    r"|promis(?:es|ed)|offer(?:s|ed)|propos(?:es|ed)|expect(?:s|ed)|threaten(?:s|ed)) to)\s(?:\w+\s){0,2}"
    r"|(?:可能|计划|打算|考虑|试图|涉嫌|有望|或将|企图)[^，。；：]{0,4})\Z",
    re.IGNORECASE,
)
# What makes all that follows in its clause hearsay, or denies it.
_HEARSAY = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|rumou?rs?|hoax|alleg(?:es?|ed|ing|ations?)|accus(?:es?|ed|ing)|suspects?)\b|否认|谣传|据传|辟谣|传闻",
    re.IGNORECASE,
)
# What a claim has that does not state a fact itself.
_UNSTATED = re.compile(
    r"\b(?:may|might|could|would|will|should|if|whether|not|never|yet|unclear|open|likely|to)\b|n['’]t\b"
    r"|可能|计划|打算|拟|将|考虑|试图|希望|预计|如果|是否|不|没|未|否|尚",
    re.IGNORECASE,
)


def is_untold(claim: Reading, main: Reading, partners: Mapping[Token, Token]) -> bool:
    """Tell whether a claim states as a fact what the sentence does not."""
    if _UNSTATED.search(claim.text) or _HEARSAY.search(claim.text):
        return False
    said = (partners[token] for token in claim.tokens if token in partners)
    return any(is_no_fact(main.text, verb.start) for verb in said if is_verb(main, verb))


def is_no_fact(text: str, at: int) -> bool:
    """Tell whether what begins at a place, a verb or a figure, is told as a plan, a possibility, hearsay or a denial."""
    start = clause_span(text, at)[0]
    return bool(_UNDONE.search(text, start, at) or _HEARSAY.search(text, start, at))
