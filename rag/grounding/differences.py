"""What of a claim a sentence lacks, or says otherwise: names, roles, values, who does what to whom."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from rag.grounding.actors import another_acts, does_another_thing
from rag.grounding.alignment import Alignment
from rag.grounding.binding import misbound
from rag.grounding.capitals import is_common
from rag.grounding.chinese import is_person
from rag.grounding.comparison import Outcome, comparison
from rag.grounding.direction import denies_alone, turned
from rag.grounding.factuality import is_untold
from rag.grounding.holders import misheld, misplaced
from rag.grounding.names import held, is_absent, resembles
from rag.grounding.pairing import Pair
from rag.grounding.quantifiers import disagrees
from rag.grounding.relations import is_verb, misdirected, reversed_roles
from rag.grounding.roles import is_role
from rag.grounding.siblings import supplanted
from rag.grounding.thesaurus import is_listed
from rag.grounding.tokens import Reading, Token, is_chinese, opens_with_pronoun
from rag.values.quantities import Quantity
from rag.values.relation import relation
from rag.values.units import TIMES

# Characters before the first word of a sentence at most (a quotation mark, an article).
_START = 5
# How well a word must be paired to be the same, an office or a profession for one.
_SAME = 0.9
# "Its chief counsel, X, argued": what it is counsel of stands before.
_POSSESSIVE = re.compile(r"\W*(?:his|her|its|their)\b|\W*(?:他|她|它|其|该公司|该国|该校|该院)的?", re.IGNORECASE)
# What tells that others act, or are acted upon, than the claim says.
_EXCHANGES = (reversed_roles, misdirected, another_acts, misheld, misplaced)
# Words at the start of a claim among which its subject is.
_SUBJECT = 3


@dataclass(frozen=True, slots=True, eq=False)
class Differences:
    """What one sentence lacks of a claim, and what it says otherwise."""

    missing_names: tuple[Token, ...]
    other_names: tuple[Token, ...]  # names of the sentence that the claim does not mention
    missing_roles: tuple[Token, ...]
    other_roles: tuple[Token, ...]  # roles of the sentence that the claim does not mention
    missing_values: tuple[Quantity, ...]
    other_values: tuple[Quantity, ...]  # values of the sentence that differ from a missing one
    turned: bool  # denied or reversed on one side only
    swapped: bool  # who did what to whom, or which value is whose
    unlike: bool  # of how many it is said, or a sibling in the place of a word
    doubtful: bool  # denied by the claim, and the sentence puts it otherwise, if it does
    loose: bool  # what the claim says in one clause stands in two of the sentence, or not as a fact
    compared: Outcome  # what the sentence's figures say of the claim's comparison

    @property
    def none(self) -> bool:
        """Tell whether the sentence lacks nothing of the claim and says nothing otherwise."""
        if self.missing_names or self.missing_roles or self.missing_values or self.loose:
            return False
        return self.compared == "agrees" or not (self.compared or self.turned or self.swapped or self.unlike)

    @property
    def contradict(self) -> bool:
        """Tell whether the sentence says otherwise what it speaks of."""
        if self.missing_values:
            return bool(self.other_values) and not self.missing_names
        if self.missing_names:
            return bool(self.other_names)
        if self.missing_roles:
            return bool(self.other_roles)
        return self.compared == "disagrees" or self.turned or self.swapped or self.unlike


def differences(alignment: Alignment) -> Differences:
    """Return what a sentence lacks of the claim laid beside it, and says otherwise."""
    claim, main, pairs = alignment.claim, alignment.main, alignment.pairs
    partners = {pair.token: pair.partner for pair in pairs if pair.partner and pair.own >= _SAME}
    binding = misbound(claim, main, partners)
    compared = comparison(claim, main, partners)
    strangers = _strangers(main, claim)
    missing, others = _values(claim, main, alignment.nearby)
    if compared == "agrees":  # how many times as much it is has been calculated
        missing = tuple(value for value in missing if value.unit != "times")
    return Differences(
        missing_names=_names(alignment, strangers),
        other_names=strangers,
        missing_roles=tuple(p.token for p in pairs if is_role(p.token.text) and p.own < _SAME),
        other_roles=tuple(t for t in main.tokens if is_role(t.text) and t not in partners.values()),
        missing_values=missing,
        other_values=others,
        turned=turned(claim, main, pairs),
        swapped=binding == "wrong" or any(test(claim, main, partners) for test in _EXCHANGES),
        unlike=disagrees(claim, main) or supplanted(claim, main, pairs),
        doubtful=denies_alone(pairs),
        loose=(binding == "loose" and compared != "agrees")
        or is_untold(claim, main, partners)
        or does_another_thing(claim, pairs),
        compared=compared,
    )


def _names(alignment: Alignment, strangers: Sequence[Token]) -> tuple[Token, ...]:
    """Return the claim's names that a sentence lacks, and that it does not go on about."""
    claim, main = alignment.claim, alignment.main
    names = [pair.token for pair in alignment.pairs if _is_missing(pair, main, strangers)]
    if not is_chinese(main.text):
        names += [t for t in claim.tokens if t.is_han and t not in names and is_absent(t, main)]
        names.sort(key=lambda token: token.start)
    if _is_one_name(names, claim):
        names = [name for name in names if not _understood(name, claim, main, strangers, alignment.nearby)]
    return tuple(dict.fromkeys(names))


def _is_missing(pair: Pair, main: Reading, strangers: Sequence[Token]) -> bool:
    """Tell whether a word is a name that the sentence lacks.

    The first word of a claim is taken for one where the sentence begins with a name that the claim lacks.
    """
    token = pair.token
    if token.is_han and is_listed(token.text):  # it looks like a name to the vectors, and is in the dictionary
        return False
    if token.is_name and not held(token, main) and not pair.own:
        if is_chinese(main.text) == is_chinese(token.text):
            return True
        if is_person(token.text):
            return True  # a Chinese name is spelt by its sound, and nothing sounds like it
        return not is_common(token.text) and not any(resembles(token, stranger) for stranger in strangers)
    if token.is_name:
        return False
    leads = not is_chinese(main.text) and token.text[0].isupper() and token.start < _START
    return (
        leads
        and token.key not in main.keys
        and any(s.start < _START and s.is_name for s in strangers)
        and not is_common(token.text)
    )


def _strangers(main: Reading, claim: Reading) -> tuple[Token, ...]:
    """Return what may name something in a sentence and is not in the claim; at its start any capital may."""
    strangers = [t for t in main.tokens if (t.is_name or t.text[0].isupper()) and not held(t, claim)]
    alone = [t for t in main.tokens if t.is_han and len(t.text) == 1 and t.text not in claim.text]
    strangers += [a for a, b in pairwise(alone) if a.end == b.start]  # a name cut into characters
    return tuple(sorted(strangers, key=lambda token: token.start))


def _is_one_name(names: Sequence[Token], claim: Reading) -> bool:
    """Tell whether the words follow each other in a claim: a sentence leaves out one name that it goes on about."""
    places = [claim.tokens.index(name) for name in names]
    return all(there - here == 1 for here, there in pairwise(places))


def _understood(
    name: Token, claim: Reading, main: Reading, strangers: Sequence[Token], nearby: Sequence[Reading]
) -> bool:
    """Tell whether a name that a sentence lacks is the one that it speaks of, by its title or neighbours.

    It is where the sentence names nothing else, where the sentence opens with a pronoun and the claim with the name,
    and where the name only says which ("the Norwell bridge") of a thing that both speak of.
    """
    around = [reading for reading in nearby if held(name, reading)]
    if not around or not strangers:
        return bool(around)
    if _POSSESSIVE.match(main.text):
        return name in claim.tokens[:_SUBJECT]
    if opens_with_pronoun(main.text) and strangers[0] not in main.tokens[:_SUBJECT]:
        return name in claim.tokens[:_SUBJECT] and not any(
            is_verb(claim, t) for t in claim.tokens if t.end < name.start
        )
    following = next((t for t in claim.tokens if name.end <= t.start <= name.end + 1), None)
    if not following or following.is_name or is_verb(claim, following):
        return False
    together = any(_together(name, following, reading) for reading in around)
    return together and not any(_together(stranger, following, main) for stranger in strangers)


def _together(name: Token, noun: Token, reading: Reading) -> bool:
    """Tell whether a name stands right before a noun, at most one word between."""
    keys = [token.key for token in reading.tokens]
    return any(key == name.key and noun.key in keys[i + 1 : i + 3] for i, key in enumerate(keys))


def _values(
    claim: Reading, main: Reading, nearby: Sequence[Reading]
) -> tuple[tuple[Quantity, ...], tuple[Quantity, ...]]:
    """Return the claim's values that nothing backs, and the sentence's values that differ from them."""
    missing: list[tuple[Quantity, list[Quantity]]] = []
    undated = 0
    for value in claim.quantities:
        relations = [(relation(value, found), found) for found in main.quantities]
        if any(kind == "backs" for kind, _ in relations):
            undated += value.day is None
            continue
        differing = [found for kind, found in relations if kind == "differs" and not found.weak]
        if value.weak and not differing:
            continue
        if value.weak and value.kind == "number" and value.unit not in TIMES:
            continue
        missing.append((value, differing))
    for value, differing in list(missing):
        around = any(relation(value, found) == "backs" for reading in nearby for found in reading.quantities)
        dated = value.day is not None and any(other.day for other in differing)
        if around and not dated and (undated or not differing):
            missing.remove((value, differing))
    others = tuple(found for _, differing in missing for found in differing)
    return tuple(value for value, _ in missing), others
