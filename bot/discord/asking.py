"""From a question to its answer on Discord."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, replace
from secrets import token_hex
from typing import TYPE_CHECKING

from bot.discord.delivery import Delivery, MessageGoneError
from bot.discord.limits import Turned
from bot.discord.rendering import Page, answer_pages, text_pages
from bot.discord.views import answer_view
from rag.archive.posts import Cited, Post
from rag.errors import FootnoteError

if TYPE_CHECKING:
    from bot.discord.desk import Desk
    from bot.discord.texts import Texts
    from rag.answer import Answer
    from rag.filters import Filter

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """A question as it was asked: by whom, where the answer goes, and which answer it follows.

    `head` stands over the answer where Discord does not show the question; `server` is the scope of the articles.
    """

    question: str
    asker: int
    channel: int
    server: str
    only: Filter
    texts: Texts
    parent: Post | None = None
    head: str = ""


def turned_away(turned: Turned, texts: Texts) -> str:
    """Return the sentence for somebody whose question was not taken."""
    return {
        "one_at_a_time": texts.one_at_a_time,
        "person_rate": texts.person_rate,
        "server_rate": texts.server_rate,
        "busy": texts.busy,
        "leaving": texts.leaving,
    }[turned.reason].format(seconds=turned.seconds, waiting=turned.waiting)


async def answer(desk: Desk, inquiry: Inquiry, delivery: Delivery) -> None:
    """Answer a question that the gate let in; whatever goes wrong, the asker is told where that is possible.

    Raises MessageGoneError where the answer's message was deleted meanwhile.
    """
    try:
        await _answer(desk, inquiry, delivery)
    except asyncio.CancelledError:
        await delivery.finish([Page(inquiry.texts.stopped)])
        raise
    except MessageGoneError:
        log.info("The message of an answer was deleted while the answer grew.")
        raise
    except FootnoteError as error:
        log.warning("A question could not be answered: %s", error)
        await delivery.finish([Page(inquiry.texts.trouble(error))])
    except Exception:
        log.exception("A question could not be answered.")
        await delivery.finish([Page(inquiry.texts.failed)])


async def _answer(desk: Desk, inquiry: Inquiry, delivery: Delivery) -> None:
    post = Post(token_hex(8), inquiry.asker, inquiry.server, inquiry.channel, inquiry.question, "")
    async with desk.gate.place():
        if inquiry.parent:
            await desk.run(desk.posts.branch, inquiry.parent, post)
        quoted = await desk.over_budget()
        final = None
        async for final in desk.stream(inquiry.question, inquiry.only, post.conversation, quoted=quoted):
            # Quoted sentences are all there at once; and only the last state has been measured.
            if final.model and not final.timings_ms:
                await delivery.grow(text_pages(final, inquiry.head))
    assert final  # noqa: S101 - a stream ends with an answer
    note = inquiry.texts.budget if quoted else ""
    await _post(desk, replace(post, answer=final.text, cited=_cited(final)), delivery, inquiry, (final, note))


async def _post(desk: Desk, post: Post, delivery: Delivery, inquiry: Inquiry, shown: tuple[Answer, str]) -> None:
    """Show an answer with its buttons, and keep what they need."""
    await desk.run(desk.posts.add, post)  # before a button can be pressed
    desk.answered(inquiry.asker)
    view = answer_view(post.key, inquiry.texts, quotes=bool(post.cited))
    if await delivery.finish(answer_pages(shown[0], inquiry.texts, inquiry.head, shown[1]), view):
        for message in delivery.messages:
            await desk.run(desk.posts.put_place, post.key, message.id, "message")


def _cited(final: Answer) -> tuple[Cited, ...]:
    return tuple(Cited(s.n, s.article.id, s.article.title, s.quotes) for s in final.sources)
