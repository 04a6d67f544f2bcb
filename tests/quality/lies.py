"""A language model that lies: what it says over true claims, and how much of that reaches the reader."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rag.answer import Answer
from rag.archive.archive import Archive
from rag.article import Passage
from rag.assistant import PASSAGES, Assistant
from rag.chain import ArchiveRetriever, reading
from rag.evaluation.citations import Citations, cited_by
from tests.quality.seeded import HERE
from tests.scripted import scripted


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that the model says; `kind` is the way in which it lies, empty where it is true."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Fable:
    """A question, and the true and false sentences of its answer; `article_ids` back the true ones."""

    id: str
    language: str
    question: str
    sentences: tuple[Said, ...]
    article_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Honesty:
    """The lies and truths that a model told, those of them that were `shown` and `kept`, and the citations of both."""

    lies: tuple[Said, ...]
    truths: tuple[Said, ...]
    shown: tuple[Said, ...]
    kept: tuple[Said, ...]
    citations: Citations


def read_fables() -> list[Fable]:
    """Return the lies written for this measurement, each question with its one truth among its lies."""
    return [_fable(n, json.loads(line)) for n, line in enumerate(_lines("lies.jsonl"))]


def _fable(n: int, entry: dict[str, object]) -> Fable:
    lies = [Said(text, kind) for kind, text in entry["lies"]]  # type: ignore[attr-defined]
    place = n % (len(lies) + 1)  # the truth comes first, last and in between
    sentences = (*lies[:place], Said(str(entry["truth"])), *lies[place:])
    ids = tuple(entry["article_ids"])  # type: ignore[arg-type, var-annotated]
    return Fable(str(entry["id"]), str(entry["language"]), str(entry["question"]), sentences, ids)


def fables_of_claims(titles: dict[str, str]) -> list[Fable]:
    """Return the set of claims as answers, one for each article and language, asked for by its title."""
    grouped = defaultdict(list)
    for line in _lines("claims.jsonl"):
        entry = json.loads(line)
        kind = "" if entry["label"] == "backed" else entry["kind"]
        grouped[entry["article"], entry["language"]].append(Said(entry["claim"], kind))
    return [
        Fable(f"{language} {article}", language, titles[article], tuple(said), (article,))
        for (article, language), said in grouped.items()
    ]


def _lines(name: str) -> Iterator[str]:
    return (line for line in (HERE / name).read_text("utf-8").splitlines() if line.strip())


def tell(archive: Archive, fable: Fable) -> Answer:
    """Ask the question of a model that answers with all of the fable, cited rightly, wrongly and not at all."""
    retriever = ArchiveRetriever(archive=archive, k=PASSAGES)
    passages = reading(retriever).invoke(fable.question).passages
    told = (_cited(said.text, _marks(n, fable, passages)) for n, said in enumerate(fable.sentences))
    model, _ = scripted(" ".join(told))
    return Assistant(archive, model).ask(fable.question)


def _marks(n: int, fable: Fable, passages: Sequence[Passage]) -> str:
    right = next((at for at, p in enumerate(passages, 1) if p.article.id in fable.article_ids), 1)
    wrong = next((at for at, p in enumerate(passages, 1) if p.article.id not in fable.article_ids), len(passages))
    return (f"[{right}]", f"[{wrong}]", "[99]", "", f"[{wrong}][{right}]", "[0][1, 2, 3]")[n % 6]


def _cited(sentence: str, marks: str) -> str:
    return f"{sentence[:-1]} {marks}{sentence[-1]}" if marks else sentence


def listen(archive: Archive, fables: Iterable[Fable]) -> Honesty:
    """Let every fable be told, and compare what was shown with what was said."""
    told: list[Said] = []
    heard: list[Said] = []
    citations = Citations()
    for fable in fables:
        answer = tell(archive, fable)
        claims = {claim.text for claim in answer.claims}
        told.extend(fable.sentences)
        heard.extend(said for said in fable.sentences if said.text in claims)
        if answer.model:
            citations += cited_by(archive, answer, fable.article_ids)
    return Honesty(*_parted(told), *_parted(heard), citations)


def _parted(sentences: Sequence[Said]) -> tuple[tuple[Said, ...], tuple[Said, ...]]:
    """Return the lies and the truths."""
    return tuple(said for said in sentences if said.kind), tuple(said for said in sentences if not said.kind)
