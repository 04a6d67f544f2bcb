"""Putting an answer together: claims one by one, their sources numbered in the order in which they are first cited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rag import phrases
from rag.answer import Answer, Claim, Disagreement, Quote, Source, Value
from rag.harmless import harmless

if TYPE_CHECKING:
    from rag.archive.catalog import Catalog
    from rag.article import Sentence
    from rag.conflicts.disagreement import Conflict, Side


class Composition:
    """An answer that grows: `answer` is what it is so far; without a claim it is no answer yet."""

    def __init__(self, catalog: Catalog, question: str, model: str | None = None, preface: str = "") -> None:
        self._catalog = catalog
        self.answer = Answer(question=question, status="answered", model=model, preface=preface)

    def add(self, text: str, sentences: Sequence[Sentence]) -> None:
        """Append a claim that these sentences back, at least one."""
        numbers = tuple(dict.fromkeys(self._cite(sentence) for sentence in sentences))
        self.answer = replace(self.answer, claims=(*self.answer.claims, Claim(text, numbers)))

    def differ(self, conflict: Conflict) -> None:
        """Say where the articles differ; the sentences of a side that no claim quotes yet become claims."""
        for side in conflict.sides:
            if not any(self.quotes(sentence) for sentence in side.sentences):
                self.add(harmless(side.sentences[0].text), side.sentences[:1])
        values = [
            Value(harmless(side.value), tuple(sorted({self._cite(s) for s in side.sentences})))
            for side in conflict.sides
        ]
        named = [self._named(side, value) for side, value in zip(conflict.sides, values, strict=True)]
        question = self.answer.question
        if conflict.one_thing:
            said = phrases.differing(question, named, harmless(conflict.newest.value) if conflict.newest else "")
        else:
            said = phrases.different_counts(question, named)
        found = Disagreement(conflict.about, tuple(values))
        if found in self.answer.disagreements:
            return
        all_said = " ".join(filter(None, [self.answer.conflict, said]))
        self.answer = replace(self.answer, conflict=all_said, disagreements=(*self.answer.disagreements, found))

    def quotes(self, sentence: Sentence) -> bool:
        """Tell whether a claim cites that sentence."""
        quoted = {(s.article.id, quote.start) for s in self.answer.sources for quote in s.quotes}
        return (sentence.article_id, sentence.start) in quoted

    def _named(self, side: Side, value: Value) -> str:
        """Return a value with the outlets and dates that it stands for, and its marks."""
        outlets = "".join(phrases.outlet(self.answer.question, article) for article in side.articles)
        return harmless(f"{side.value}{outlets}") + "".join(f"[{n}]" for n in value.citations)

    def _cite(self, sentence: Sentence) -> int:
        quote = Quote(sentence.text, sentence.start, sentence.end)
        sources = list(self.answer.sources)
        for at, source in enumerate(sources):
            if source.article.id == sentence.article_id:
                if quote not in source.quotes:
                    sources[at] = replace(source, quotes=(*source.quotes, quote))
                break
        else:
            at = len(sources)
            article = self._catalog.articles([sentence.article_id])[0]
            sources.append(Source(at + 1, article, (quote,), tuple(self._catalog.copies(article.id))))
        self.answer = replace(self.answer, sources=tuple(sources))
        return at + 1
