"""Citation precision and recall as ALCE defines them (Gao et al. 2023, arXiv 2305.14627, section 4.3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass

from rag.answer import Answer, Claim, Source
from rag.archive.archive import Archive
from rag.article import Passage, Sentence
from rag.checking import Checker


@dataclass(frozen=True, slots=True)
class Citations:
    """Counts over the claims of answers; sums of them are counts over more claims.

    `supported` claims follow from all that they cite; `precise` citations stand under a supported claim and are not
    idle (idle: the claim follows from the others, and not from this one). `gold` citations name an article of the gold.
    """

    claims: int = 0
    supported: int = 0
    citations: int = 0
    precise: int = 0
    gold: int = 0

    def __add__(self, other: Citations) -> Citations:
        return Citations(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))

    @property
    def recall(self) -> float | None:
        """Return the share of claims that their citations support, None of no claims."""
        return self.supported / self.claims if self.claims else None

    @property
    def precision(self) -> float | None:
        """Return the share of citations that support their claim, None of no citations."""
        return self.precise / self.citations if self.citations else None

    @property
    def gold_share(self) -> float | None:
        """Return the share of citations that name an article of the gold, None of no citations."""
        return self.gold / self.citations if self.citations else None


def cited_by(archive: Archive, answer: Answer, gold: Collection[str]) -> Citations:
    """Return the counts of one answer, with Footnote's own check as the judge of what follows from what."""
    checker, counts = Checker(archive), Citations()
    sources = {source.n: _passage(archive, source) for source in answer.sources}
    copies = {source.n: {source.article.id, *(copy.id for copy in source.copies)} for source in answer.sources}
    for claim in answer.claims:
        cited = [sources[n] for n in claim.citations]
        supported = _follows(checker, claim, cited)
        idle = sum(supported and _idle(checker, claim, cited, at) for at in range(len(cited)))
        right = sum(not copies[n].isdisjoint(gold) for n in claim.citations)
        counts += Citations(1, supported, len(cited), (len(cited) - idle) * supported, right)
    return counts


def _passage(archive: Archive, source: Source) -> Passage:
    starts = {quote.start for quote in source.quotes}
    sentences = [s for s in archive.catalog.sentences(source.article.id) if s.start in starts]
    return Passage(source.article, tuple(sentences), 0.0)


def _follows(checker: Checker, claim: Claim, cited: Sequence[Passage]) -> bool:
    """Tell whether a claim follows from the quotes; what the check finds beyond them is no support."""
    held: set[Sentence] = {sentence for passage in cited for sentence in passage.sentences}
    verdict = checker.check(claim.text, cited)
    return verdict.kind == "backed" and held.issuperset(verdict.sentences)


def _idle(checker: Checker, claim: Claim, cited: Sequence[Passage], at: int) -> bool:
    others = [*cited[:at], *cited[at + 1 :]]
    return bool(others) and not _follows(checker, claim, [cited[at]]) and _follows(checker, claim, others)
