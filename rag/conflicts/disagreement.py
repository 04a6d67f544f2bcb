"""Where independent articles give different values for what a question asks. Rather miss a conflict than invent one."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rag.article import Article, Sentence
from rag.asking.nouns import Acronyms, contains, spelled_out
from rag.asking.wish import Wish, wish
from rag.conflicts.belonging import Held, Setting, values_of
from rag.conflicts.figures import figures
from rag.grounding.names import held
from rag.grounding.tokens import is_chinese
from rag.values.quantities import Quantity

if TYPE_CHECKING:
    from rag.archive.catalog import Catalog

# Sentences that are looked at, the best of the ranking, and how many before each belong to its surroundings.
_LOOKED_AT = 60
_BEFORE = 2
# Letters that all forms of a noun begin with.
_STEM = 3
# Sides that an answer shows, a sentence each.
_SIDES = 3
# What "about" allows, as a share; and from which value on a figure may be another one rounded.
_ABOUT = 0.1
_ROUNDED_FROM = 1000


@dataclass(frozen=True, slots=True)
class Side:
    """A value as articles give it: its words, and a sentence of each article, the oldest first."""

    value: str
    sentences: tuple[Sentence, ...]
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What articles say differently: `about` what, and the sides, oldest first and undated last.

    `one_thing` is False where they count different things of one kind: models, and projects for models.
    """

    about: str
    sides: tuple[Side, ...]
    one_thing: bool = True

    @property
    def newest(self) -> Side | None:
        """Return the side that was published last; None where all are undated, or no day sets two apart."""
        days = [max((a.published[:10] for a in side.articles if a.published), default="") for side in self.sides]
        last = max(days)
        return self.sides[days.index(last)] if last and days.count(last) == 1 else None


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """A value of the thing asked for, in its sentence."""

    article: Article
    sentence: Sentence
    setting: Setting
    held: Held


def find_conflict(
    question: str, sentences: Sequence[Sentence], articles: Mapping[str, Article], catalog: Catalog
) -> Conflict | None:
    """Return how articles differ on what a question asks, None where they don't; `sentences` come best first."""
    front = sentences[:_LOOKED_AT]
    texts = [articles[key].text for key in dict.fromkeys(sentence.article_id for sentence in front)]
    meanings = spelled_out(question, texts)
    asked = wish(question, meanings)
    if asked is None or len(texts) < 2:
        return None
    counting = [sentence for sentence in front if _may_count(asked, sentence.text, meanings)]
    likely = [(sentence, found) for sentence in counting if (found := figures(asked, sentence.text, meanings))]
    if len({sentence.article_id for sentence, _ in likely}) < 2:
        return None
    near = _before([sentence for sentence, _ in likely], catalog)
    groups: dict[tuple[str, ...], dict[str, list[_Found]]] = {}
    for sentence, among in likely:
        article = articles[sentence.article_id]
        around = (article.title, *near.get(sentence.id, ()))
        setting = Setting(sentence.text, tuple(filter(None, around)))
        for value in values_of(asked, among, setting, meanings):
            entry = _Found(article, sentence, setting, value)
            groups.setdefault(value.noun, {}).setdefault(article.id, []).append(entry)
    sources = {noun: _independent(by_article, catalog) for noun, by_article in groups.items()}
    return _of_one_thing(asked, sources) or _of_two_counts(asked, sources)


def _may_count(asked: Wish, text: str, acronyms: Acronyms) -> bool:
    """Tell whether a sentence may count the noun asked for; its numbers, which take long to read, are not looked at."""
    if not asked.noun or is_chinese(text):
        return True
    small = text.lower()
    return any(stem[:_STEM] in small for stem in asked.noun) or any(letters in text for letters in acronyms)


def _before(sentences: Iterable[Sentence], catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Return the texts of the sentences that stand before each."""
    places = {s.id: [(s.article_id, s.position - n) for n in range(1, _BEFORE + 1)] for s in sentences}
    there = catalog.at(place for wanted in places.values() for place in wanted)
    texts = {(sentence.article_id, sentence.position): sentence.text for sentence in there.values()}
    return {key: tuple(texts[place] for place in wanted if place in texts) for key, wanted in places.items()}


def _independent(by_article: Mapping[str, Sequence[_Found]], catalog: Catalog) -> list[_Found]:
    """Return the value of each article, but of copies only one's; none of an article that gives several."""
    chosen: list[_Found] = []
    seen: set[str] = set()
    for article_id, found in by_article.items():
        strict = [one for one in found if one.held.strict] or found
        first = strict[0]
        if article_id in seen or not all(_agree(first.held.quantity, one.held.quantity) for one in strict):
            continue
        seen.update(copy.id for copy in catalog.copies(article_id))
        chosen.append(first)
    return chosen


def _of_one_thing(asked: Wish, sources: Mapping[tuple[str, ...], Sequence[_Found]]) -> Conflict | None:
    """Return the conflict of articles that give different values for one thing."""
    for noun in sorted(sources, key=lambda noun: noun != asked.noun):
        if asked.noun and not _is_kind_of(noun, asked.noun):
            continue
        clusters: list[list[_Found]] = []
        for one in sources[noun]:
            agreeing = [c for c in clusters if any(_agree(one.held.quantity, o.held.quantity) for o in c)]
            if agreeing:
                agreeing[0].append(one)
            elif all(_same_matter(asked, one, other) for cluster in clusters for other in cluster):
                clusters.append([one])
        if len(clusters) > 1:
            return _conflict(asked, clusters)
    return None


def _of_two_counts(asked: Wish, sources: Mapping[tuple[str, ...], Sequence[_Found]]) -> Conflict | None:
    """Return the counts of two things of one kind, of which one is asked for: models, and projects for models."""
    strict = {noun: [one for one in found if one.held.strict and not one.held.extra] for noun, found in sources.items()}
    own = [noun for noun, found in strict.items() if found and noun and (asked.han or _is_kind_of(noun, asked.noun))]
    for noun in own:
        for other, found in strict.items():
            if not other or other[-1] == noun[-1] or not (contains(noun, other) or contains(other, noun)):
                continue
            apart = [one for one in found if one.article.id != strict[noun][0].article.id]
            if apart:
                return _conflict(asked, [strict[noun][:1], apart[:1]], one_thing=False)
    return None


def _is_kind_of(noun: Sequence[str], asked: Sequence[str]) -> bool:
    """Tell whether a noun is the one asked for, or that with more words: electric ferries are ferries."""
    return bool(asked) and noun[-1] == asked[-1] and contains(noun, asked)


def _same_matter(asked: Wish, one: _Found, other: _Found) -> bool:
    """Tell whether two values may be of one matter: neither stands beside a name that the other knows nothing of."""
    for mine, theirs in ((one, other), (other, one)):
        if not all(any(held(name, reading) for reading in theirs.setting.readings) for name in mine.held.extra):
            return False
    if asked.names:
        return True
    return not _known(one).isdisjoint(_known(other))


def _known(found: _Found) -> frozenset[str]:
    return frozenset(name.key for reading in found.setting.readings for name in reading.names)


def _conflict(asked: Wish, clusters: Sequence[Sequence[_Found]], *, one_thing: bool = True) -> Conflict:
    """Return the sides, oldest first; the best ones where there are many."""
    sides = []
    for cluster in clusters[:_SIDES]:
        ordered = sorted(cluster, key=lambda one: _age(one.article))
        sides.append(
            Side(ordered[0].held.label, tuple(one.sentence for one in ordered), tuple(one.article for one in ordered))
        )
    return Conflict(asked.about, tuple(sorted(sides, key=lambda side: _age(side.articles[0]))), one_thing)


def _age(article: Article) -> tuple[bool, str]:
    return article.published is None, article.published or ""


def _agree(one: Quantity, other: Quantity) -> bool:
    """Tell whether two values may both be right: bounds, "about" and rounding considered; other units say nothing."""
    if one.day and other.day:
        return one.day.agrees(other.day)
    if one.unit != other.unit or one.kind != other.kind:
        return True
    low, high = max(_span(one)[0], _span(other)[0]), min(_span(one)[1], _span(other)[1])
    return low <= high or _is_rounded(one.value, other.value) or _is_rounded(other.value, one.value)


def _span(value: Quantity) -> tuple[float, float]:
    """Return the least and the greatest figure that a value allows."""
    low, high = min(value.value, value.high), max(value.value, value.high)
    if value.bound == "about":
        return low * (1 - _ABOUT), high * (1 + _ABOUT)
    slack = 1e-9 * abs(high)
    return (-math.inf if value.bound in ("below", "under") else low - slack), (
        math.inf if value.bound in ("above", "over") else high + slack
    )


def _is_rounded(short: float, exact: float) -> bool:
    """Tell whether a large figure is another one, rounded to the digits that it shows: 1.2 million, 1,234,567."""
    if short < _ROUNDED_FROM or not math.isfinite(short):
        return False
    digits = f"{short:.0f}"
    step = 10.0 ** (len(digits) - len(digits.rstrip("0")))
    return abs(short - exact) <= step / 2
