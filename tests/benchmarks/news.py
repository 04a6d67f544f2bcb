"""Made-up news in any quantity, the same at each run."""

from __future__ import annotations

import random
from collections.abc import Iterator

from rag.article import Article

_TOWNS = "Lindqvist Velden Alder Marrow Qingshan Orrin Tarnby Solvik Brenn Castora".split()
_WHO = "mayor|harbour board|school council|dairy|bridge company|museum|ferry line|orchestra|library|fire brigade".split(
    "|"
)
_DID = "opened|closed|sold|restored|measured|planned|counted|insured|painted|auctioned".split("|")
_WHAT = "lighthouses|blue cheeses|electric ferries|stone bridges|snowy owls|tram lines|brass lamps|tea gardens".split(
    "|"
)
_WHY = "after a long debate|to save money|for the third time|despite the storm|at the request of its neighbours".split(
    "|"
)
_SENTENCES = 25  # of an article


def news(sentences: int) -> Iterator[Article]:
    """Yield articles that have so many sentences together, in a multiple of 25."""
    chance = random.Random(7)  # noqa: S311
    for number in range(sentences // _SENTENCES):
        text = " ".join(_sentence(chance) for _ in range(_SENTENCES))
        town, day = (
            chance.choice(_TOWNS),
            f"20{chance.randint(10, 24)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        )
        yield Article(f"news-{number}", f"News of {town}, {number}", text, provider=f"{town} Post", published=day)


def questions(count: int) -> list[str]:
    """Return questions about such news."""
    chance = random.Random(11)  # noqa: S311
    pick = chance.choice
    return [f"How many {pick(_WHAT)} were {pick(_DID)} by the {pick(_WHO)} of {pick(_TOWNS)}?" for _ in range(count)]


def _sentence(chance: random.Random) -> str:
    pick, number = chance.choice, chance.randint
    return (
        f"In {number(1950, 2024)}, the {pick(_WHO)} of {pick(_TOWNS)} {pick(_DID)} {number(2, 9000)} {pick(_WHAT)} "
        f"worth {number(1, 99)}.{number(1, 9)} million crowns {pick(_WHY)}, {pick(_TOWNS)}'s {pick(_WHO)} said."
    )
