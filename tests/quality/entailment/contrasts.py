"""What the network is trained with: made-up news sentences, and what is claimed and asked beside them.

Contrasts are two versions of one sentence, and claims that the one backs and the other contradicts. Each claim is true
once and false once, so nothing can be learnt from how claims sound. JSON lines in `contrasts/`, one file for each pair
of languages (en-zh: the sentences English, the claims Chinese), and those that are held out of the training in files
of their own: title, the sentence before, the versions a and b; what only a and only b backs, the same in the other
language (`cross_a`, `cross_b`), what both back and what neither mentions; a question that a answers, and two that
neither does.

In `beside/` one sentence stands alone, either with questions that it answers (`asks`) and others of the same subject
that it doesn't (`near`), or with claims that are true, false, or about what it does not tell (`silent`): in plain
words, and where it tells something as a plan, a rumour or a denial, and not as a fact.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from rag.grounding.entailment import Entailment

HERE = Path(__file__).parent
# What a sentence is to a claim, in the order of the network's first three scores; and to a question.
BACKS, CONTRADICTS, SILENT = 0, 1, 2
UNANSWERED, ANSWERED = 10, 11
_LABELS = {"true": BACKS, "false": CONTRADICTS, "silent": SILENT, "asks": ANSWERED, "near": UNANSWERED}
Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim or a question, the sentence beside it with what it leans on, and what the one is to the other."""

    text: str
    sentence: str
    before: tuple[str, ...]
    label: int


def records(*, held: bool = False) -> list[Record]:
    """Return the contrasts to train with, or those held out, in the order of the files."""
    return _read("contrasts", held)


def _read(folder: str, held: bool) -> list[Record]:
    paths = [path for path in sorted(HERE.glob(f"{folder}/*.jsonl")) if path.stem.endswith(".held") == held]
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def beside(*, held: bool = False) -> list[list[Pair]]:
    """Return the claims or questions beside each sentence that stands alone, those to train with or those held out."""
    return [_alone(record) for record in _read("beside", held)]


def _alone(record: Record) -> list[Pair]:
    """Return what is claimed or asked beside one sentence."""
    before = tuple(text for text in (record["title"], record["before"]) if text)
    return [
        Pair(text, record["sentence"], before, label)
        for kind, label in _LABELS.items()
        for text in record.get(kind, ())
    ]


def sides(record: Record) -> Iterator[tuple[str, tuple[str, ...], str, str]]:
    """Yield the versions of a sentence: the version, what it leans on, its letter and the other one's."""
    before = tuple(text for text in (record["title"], record["before"]) if text)
    yield record["a"], before, "a", "b"
    yield record["b"], before, "b", "a"


def claims(record: Record) -> Iterator[Pair]:
    """Yield the claims of a contrast beside both of its versions."""
    for sentence, before, mine, other in sides(record):
        for label, texts in (
            (BACKS, [*record[f"{mine}_only"], record[f"cross_{mine}"], *record["both"]]),
            (CONTRADICTS, [*record[f"{other}_only"], record[f"cross_{other}"]]),
            (SILENT, record["neither"]),
        ):
            yield from (Pair(text, sentence, before, label) for text in texts)


def questions(record: Record, stranger: Record) -> Iterator[Pair]:
    """Yield the questions of a contrast, and one about something else."""
    before = tuple(text for text in (record["title"], record["before"]) if text)
    yield Pair(record["asked"], record["a"], before, ANSWERED)
    if record["before"]:
        yield Pair(record["asked"], record["before"], before[:1], UNANSWERED)
    for question in record["near"]:
        yield from (Pair(question, record[version], before, UNANSWERED) for version in "ab")
    yield Pair(stranger["asked"], record["a"], before, UNANSWERED)


def pairs(record: Record, stranger: Record) -> list[Pair]:
    """Return all claims and questions of a contrast, and of one about something else a claim and a question."""
    alien = Pair(next(iter(stranger["both"] or stranger["a_only"])), record["a"], (), SILENT)
    return [*claims(record), *questions(record, stranger), alien]


def held_pairs() -> list[Pair]:
    """Return the pairs that are held out."""
    held = records(held=True)
    told = [pair for i, record in enumerate(held) for pair in pairs(record, held[i - 1])]
    return [*told, *chain.from_iterable(beside(held=True))]


def right(network: Entailment, tested: Iterable[Pair]) -> dict[str, float]:
    """Return the shares of claims (backed or not) and of questions (answered or not) that a network gets right."""
    hits: dict[str, list[bool]] = defaultdict(list)
    for pair in tested:
        opinion = network.opinion(pair.text, pair.sentence, pair.before)
        if pair.label >= UNANSWERED:
            hits["questions"].append((opinion.answers > 0) == (pair.label == ANSWERED))
        else:
            hits["claims"].append((opinion.backs > 0) == (pair.label == BACKS))
    return {kind: sum(found) / len(found) for kind, found in hits.items()}
