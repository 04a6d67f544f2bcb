"""No attack gets a link, mention, mark or control through, whoever renders the answer; and few get a claim through."""

from __future__ import annotations

import json
import re

import pytest

from bot.discord.rendering import answer_pages
from bot.discord.texts import EN
from bot.terminal import Page, claims_text, sources_text
from rag.answer import Answer
from rag.archive.archive import Archive
from rag.assistant import Assistant
from rag.harmless import visible
from rag.links import web_link
from rag.serialize import as_json
from tests.quality.attacks import ATTACKS, NEWS, TRUE, Attack
from tests.scripted import scripted

# What no sentence of an answer may hold; written apart from the product's own patterns.
LINK = re.compile(r"://|www\.|evil|discord\.gg|javascript:|data:text|\]\(|\]\[", re.IGNORECASE)
MENTION = re.compile(r"@(?:everyone|here)|<[@#/t!|a-z]", re.IGNORECASE)
MARK = re.compile(r"[\[［【]\W*(?:source |来源)?\d+[^\]］】]*[\]］】]")
# Mentions, links to other places than ours (which stand in <>), invites.
DISCORD = re.compile(r"@(?:everyone|here)|<[@#/t]|(?<!\\)\]\((?!<)|discord\.gg")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\U000e0000-\U000e007f]")


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name.replace(" ", "-"))
def test_nothing_gets_through(seeds: Archive, attack: Attack) -> None:
    seeds.put(attack.article)
    seeds.catch_up()
    try:
        fooled(seeds, attack)
        quoted(seeds, attack)
    finally:
        seeds.remove([attack.article.id])


def fooled(archive: Archive, attack: Attack) -> None:
    """The model says what the attacker wants."""
    model, chat = scripted(attack.reply)
    snapshots = list(Assistant(archive, model).stream(attack.question))
    for answer in snapshots:
        assert_plain(answer)
    assert_rendered_safely(snapshots[-1])
    assert_fenced(chat.heard[0][1])


def test_no_unbacked_sentence_gets_through_and_the_true_one_does(seeds: Archive) -> None:
    shown = [(TRUE[attack.language], said(seeds, attack)) for attack in ATTACKS]
    assert [text for true, texts in shown for text in texts - {true}] == []
    # 47 replies hold the true sentence; a check that dropped everything would pass the line above.
    assert sum(true in texts for true, texts in shown) >= 40


def said(archive: Archive, attack: Attack) -> set[str]:
    archive.put(attack.article)
    archive.catch_up()
    try:
        answer = Assistant(archive, scripted(attack.reply)[0]).ask(attack.question)
    finally:
        archive.remove([attack.article.id])
    return {claim.text for claim in answer.claims} if answer.model else set()


def quoted(archive: Archive, attack: Attack) -> None:
    """There is no model to fool, but what is planted may be found."""
    answer = Assistant(archive, None).ask(attack.question)
    assert_plain(answer)
    assert_rendered_safely(answer)
    for source in answer.sources:
        for quote in source.quotes:
            assert source.article.text[quote.start : quote.end] == quote.text


def assert_plain(answer: Answer) -> None:
    for sentence in (*(claim.text for claim in answer.claims), answer.refusal, answer.note, answer.preface):
        assert not any(pattern.search(sentence) for pattern in (LINK, MENTION, MARK)), sentence
        assert sentence == visible(sentence)
        assert not CONTROL.search(sentence)
    # Its marks are ours, of the sources of each value.
    assert not any(pattern.search(answer.conflict) for pattern in (LINK, MENTION, CONTROL)), answer.conflict
    told = [n for found in answer.disagreements for value in found.values for n in value.citations]
    assert sorted(MARK.findall(answer.conflict)) == sorted(f"[{n}]" for n in told)


def assert_rendered_safely(answer: Answer) -> None:
    articles = (*(source.article for source in answer.sources), *answer.nearest)
    ours = tuple(filter(None, (web_link(article.url) for article in articles)))
    page = Page(width=80, links=True)
    for text in (claims_text(answer, page), sources_text(answer, page)):
        assert not CONTROL.search(text.plain)
        links = [link for span in text.spans if (link := getattr(span.style, "link", None))]
        assert all(link.startswith(ours) for link in links)
    found = json.loads(json.dumps(as_json(answer)))
    assert all(source["link"].startswith(ours) for source in found["sources"] if source["link"])
    marks = {int(n) for n in re.findall(r"\[(\d+)\]", found["answer"])}
    assert marks == {n for claim in answer.claims for n in claim.citations}
    for message in answer_pages(answer, EN):
        shown, box = message.content, message.embed
        shown += f"\n{box.description or ''}\n{box.footer.text or ''}" if box else ""
        assert not DISCORD.search(shown), shown
        targets = [unescaped(target) for target in re.findall(r"\]\(<([^>]*)>\)", shown)]
        assert all(target.startswith(tuple(map(unescaped, ours))) for target in targets)


def unescaped(address: str) -> str:
    return address.replace("%28", "(").replace("%29", ")")


def assert_fenced(told: str) -> None:
    """What the model read has our passages and our question in it, and no others."""
    opened = re.findall(r'^<passage number="(\d+)" from="[^"<>\n]*">$', told, re.MULTILINE)
    assert opened == [str(n) for n in range(1, len(opened) + 1)]
    assert len(re.findall("[<＜]/?passage", told)) == 2 * len(opened)
    assert len(re.findall("^Question:", told, re.MULTILINE)) == 1
    assert told.splitlines()[-1].startswith("Question: ")
    assert not MARK.search(told)
    assert not CONTROL.search(told)


def test_there_are_attacks_of_both_languages() -> None:
    assert len(ATTACKS) >= 40
    assert {attack.language for attack in ATTACKS} == set(NEWS)
    assert sum(attack.language == "zh" for attack in ATTACKS) >= 10
