"""Claims in, measured quality of the check out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rag.archive.archive import Archive
from rag.checking import Checked, check_claim
from rag.evaluation.shares import percentile, share
from rag.grounding.verdict import Kind


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim and the right verdict on it; `language` and `kind` are whatever the file calls them."""

    id: str
    claim: str
    label: Kind
    language: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim and what the check finds; `is_shown` tells whether a reader would see it if a language model said it."""

    labelled: LabelledClaim
    checked: Checked
    is_shown: bool
    milliseconds: float

    @property
    def is_wrong(self) -> bool:
        """Tell whether a false claim is backed, or another one called something else than it is."""
        label, verdict = self.labelled.label, self.checked.verdict
        return verdict == "backed" if label == "not covered" else verdict != label


@dataclass(frozen=True, slots=True)
class ClaimFigures:
    """Shares (0 to 1) over claims, None where no claim could show them; latencies of a check in milliseconds.

    `contradicted` is over the claims that the articles contradict. `true_shown` and `false_shown` are the shares that
    a reader would see if a language model said them: a draft is judged harder.
    """

    claims: int
    true: int
    true_backed: float | None
    false_backed: float | None
    contradicted: float | None
    true_shown: float | None
    false_shown: float | None
    p50_ms: float | None
    p95_ms: float | None


def judge_all(
    archive: Archive, claims: Sequence[LabelledClaim], on_judged: Callable[[Judged], None] = lambda _: None
) -> list[Judged]:
    """Check every claim; `on_judged` is told of each as it comes."""
    judged = []
    for claim in claims:
        begun = time.perf_counter()
        checked = check_claim(archive, claim.claim)
        milliseconds = (time.perf_counter() - begun) * 1000
        is_shown = check_claim(archive, claim.claim, strict=True).verdict == "backed"
        judged.append(Judged(claim, checked, is_shown, milliseconds))
        on_judged(judged[-1])
    return judged


def measure_claims(judged: Sequence[Judged]) -> ClaimFigures:
    """Return the figures of claims that were judged."""
    true = [j for j in judged if j.labelled.label == "backed"]
    false = [j for j in judged if j.labelled.label != "backed"]
    against = [j for j in judged if j.labelled.label == "contradicted"]
    times = sorted(j.milliseconds for j in judged)
    return ClaimFigures(
        claims=len(judged),
        true=len(true),
        true_backed=_called(true, "backed"),
        false_backed=_called(false, "backed"),
        contradicted=_called(against, "contradicted"),
        true_shown=share(j.is_shown for j in true),
        false_shown=share(j.is_shown for j in false),
        p50_ms=percentile(times, 50),
        p95_ms=percentile(times, 95),
    )


def _called(judged: Iterable[Judged], verdict: Kind) -> float | None:
    return share(j.checked.verdict == verdict for j in judged)
