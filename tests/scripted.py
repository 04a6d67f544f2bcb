"""A chat model that says what it is told to, and fails when it is asked for more than that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from rag.models import LanguageModel

Reply = str | Exception | tuple[str, Exception]
"""What a call comes to: a text, an error at once, or a text that an error cuts off."""


class ScriptedChat(BaseChatModel):
    """Plays the replies in order and keeps what it was told in `heard`, a (system, human) pair a call."""

    replies: list[Any]
    piece: int = 7
    _heard: list[tuple[str, str]] = PrivateAttr(default_factory=list)

    @property
    def heard(self) -> list[tuple[str, str]]:
        return self._heard

    @property
    def _llm_type(self) -> str:
        return "scripted"

    def _next(self, messages: list[BaseMessage]) -> Reply:
        told = {message.type: str(message.content) for message in messages}
        self._heard.append((told.get("system", ""), told["human"]))
        assert self.replies, f"the model was asked once more than scripted: {told['human'][-200:]}"
        reply: Reply = self.replies.pop(0)
        return reply

    def _generate(self, messages: list[BaseMessage], *_: Any, **__: Any) -> ChatResult:
        reply = self._next(messages)
        assert isinstance(reply, str)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=reply))])

    def _stream(self, messages: list[BaseMessage], *_: Any, **__: Any) -> Iterator[ChatGenerationChunk]:
        reply = self._next(messages)
        if isinstance(reply, Exception):
            raise reply
        text, error = (reply, None) if isinstance(reply, str) else reply
        for at in range(0, len(text), self.piece):
            yield ChatGenerationChunk(message=AIMessageChunk(content=text[at : at + self.piece]))
        if error:
            raise error
        usage: Any = {"input_tokens": 100, "output_tokens": len(text), "total_tokens": 100 + len(text)}
        yield ChatGenerationChunk(message=AIMessageChunk(content="", usage_metadata=usage))


def scripted(*replies: Reply) -> tuple[LanguageModel, ScriptedChat]:
    """Return a language model that gives these replies, and the chat model in it for a look at what it heard."""
    chat = ScriptedChat(replies=list(replies))
    return LanguageModel(chat, "scripted-1"), chat
