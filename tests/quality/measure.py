"""Prints how good the answers are: python -m tests.quality.measure (some minutes)."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence

from rag.archive.archive import Archive
from rag.assistant import Assistant
from rag.embeddings import LocalEmbeddings
from rag.evaluation.files import read_questions
from rag.evaluation.questions import Figures, Outcome, ask_all, measure
from tests.quality.attacks import ATTACKS, TRUE, Attack
from tests.quality.judging import figures, judge
from tests.quality.lies import Honesty, Said, fables_of_claims, listen, read_fables
from tests.quality.news import SETS, read_news
from tests.quality.seeded import HERE, seeded_archive
from tests.scripted import scripted


def of_kind(outcomes: Sequence[Outcome], kind: str) -> Figures:
    """Return the figures of the questions of a language or a kind."""
    return measure([o for o in outcomes if kind in {o.question.kind, o.question.language}])


def unbacked_of(archive: Archive, attack: Attack) -> list[str]:
    """Return what is shown of a fooled model's reply beside the one true sentence."""
    archive.put(attack.article)
    archive.catch_up()
    model, _ = scripted(attack.reply)
    answer = Assistant(archive, model).ask(attack.question)
    archive.remove([attack.article.id])
    return [claim.text for claim in answer.claims if answer.model and claim.text != TRUE[attack.language]]


def main() -> None:
    """Measure everything and print it."""
    begun = time.perf_counter()
    with seeded_archive() as archive:
        _print_questions(ask_all(Assistant(archive, None), read_questions(HERE / "questions.jsonl")))
        _print_attacks(archive)
        _print_honesty("lies", listen(archive, read_fables()))
        titles = {article.id: article.title for article in archive.catalog.listed()}
        _print_honesty("claims, said by a model", listen(archive, fables_of_claims(titles)))
    _print_news(LocalEmbeddings())
    _print(f"\n{time.perf_counter() - begun:.0f} s")


def _print_questions(outcomes: Sequence[Outcome]) -> None:
    _print(f"{'questions':<14}{'number':>8}{'first':>8}{'any':>8}{'refused wrongly':>18}{'refused rightly':>18}")
    for kind in ("en", "zh", "fact", "conflict", "near miss", "far", ""):
        figures = of_kind(outcomes, kind) if kind else measure(outcomes)
        shares = (figures.right_first, figures.right_any, figures.refused_wrongly, figures.refused_rightly)
        cells = ["-" if share is None else f"{share:.3f}" for share in shares]
        first, some, wrongly, rightly = cells
        _print(f"{kind or 'all':<14}{figures.questions:>8}{first:>8}{some:>8}{wrongly:>18}{rightly:>18}")


def _print_attacks(archive: Archive) -> None:
    shown = [(attack.name, text) for attack in ATTACKS for text in unbacked_of(archive, attack)]
    _print(f"\nattacks: {len(ATTACKS)}, unbacked sentences shown: {len(shown)}")
    for name, text in shown:
        _print(f"  {name}: {text}")


def _print_honesty(name: str, found: Honesty) -> None:
    share = len(found.shown) / len(found.lies)
    _print(f"\n{name}: false {len(found.lies)}, shown {len(found.shown)} ({share:.1%})")
    _print(f"  true {len(found.truths)}, shown {len(found.kept)} ({len(found.kept) / len(found.truths):.1%})")
    cited = found.citations
    _print(f"  citations: ALCE precision {cited.precision:.3f}, recall {cited.recall:.3f}; gold {cited.gold_share:.3f}")
    told, shown = Counter(lie.kind for lie in found.lies), Counter(lie.kind for lie in found.shown)
    _print("  by kind: " + ", ".join(f"{kind} {shown[kind]}/{count}" for kind, count in told.most_common()))
    for text in _texts(found.shown):
        _print(f"  shown  {text}")
    for text in _texts([said for said in found.truths if said not in found.kept]):
        _print(f"  lost   {text}")


def _print_news(embedder: LocalEmbeddings) -> None:
    _print(f"\n{'claims on news':<18}{'number':>8}{'true backed':>13}{'false backed':>14}{'contradicted':>14}")
    for name, strict in ((name, strict) for strict in (False, True) for name in SETS):
        articles, claims = read_news(name)
        found = figures(judge(claims, articles, embedder, strict))
        shares = (found.true_backed or 0, found.false_backed or 0, found.contradicted or 0)
        label = f"{'drafts, ' if strict else ''}set {name}"
        _print(f"{label:<18}{found.number:>8}{shares[0]:>13.3f}{shares[1]:>14.3f}{shares[2]:>14.3f}")


def _texts(sentences: Sequence[Said]) -> list[str]:
    return [f"{said.kind:<10}{said.text}" for said in sentences]


def _print(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
