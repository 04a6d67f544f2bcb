"""Text that others wrote, made harmless: nothing in it passes for our marks, opens a page, calls anybody or hides."""

from __future__ import annotations

import re
from functools import lru_cache
from unicodedata import category

# What stands in a sentence for a part of it that was left out.
OMITTED = "[…]"
# [1], [1, 3], [^2], 【3†source】, [passage 4]: what a model, or a text that it repeats, may take for our marks.
MARKS = re.compile(
    r"\s*[\[［【]\W{0,3}(?:(?:passage|source|article|段落|来源|文章)s?\W{0,3})?"
    r"(\d{1,20}(?:\s*[,，、;；–-]\s*\d{1,20})*)\W{0,3}(?:†[^\]］】\n]{0,40})?[\]］】]",
    re.IGNORECASE,
)
_TARGET = r"(?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\])"
_IMAGE = re.compile(rf"!\[[^\]\n]*\]{_TARGET}")
_LINK = re.compile(rf"\[([^\]\n]*)\]{_TARGET}")
_DEFINITION = re.compile(r"^\s*\[[^\]\n]+\]:\s*\S+", re.MULTILINE)
_END = r"\s<>，。、；：！？（）【】《》「」“”"
# Addresses of any scheme, and those without one that have a path (discord.gg/abc, but not JD.com).
_ADDRESS = (
    r"(?:(?<![a-z0-9])(?:[a-z][a-z+.-]{1,20}://|(?:javascript|vbscript|mailto|tel):(?=\S)|data:\w+[/;,]|www\."
    rf"|(?:[a-z0-9-]{{1,63}}\.){{1,5}}[a-z]{{2,}}/)(?:[^{_END}]*[^{_END}.,;:!?)])?)"
)
# An address behind or under a sentence is no part of it.
_BESIDE = re.compile(rf"\s*[(<（]{_ADDRESS}[)>）]+|\s+{_ADDRESS}(?=[\s.!?。！？]*\Z)", re.IGNORECASE)
_WITHIN = re.compile(_ADDRESS, re.IGNORECASE)
# Tags of any kind (of passages, of pages, Discord's <@1> and <#1>), and the words that call everybody there.
_CALL = re.compile(r"[<＜]/?[@#!:|a-z][^<>＜＞\n]*[>＞]|@(?:everyone|here)\b", re.IGNORECASE)
_ESCAPE = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?"
)
# Sentences that speak to a language model instead of a reader: about its rules, its reply, its role; chat templates.
_ORDERS = (
    r"\b(?:ignore|disregard|forget|override)\b(?:\W+\w+){0,3}?\W+(?:previous|prior|earlier|above|preceding|your|system)\b"
    r"(?:\W+\w+){0,2}?\W+(?:instructions?|prompts?|rules?|guidelines?|orders?|text)\b",
    r"\b(?:ignore|disregard|forget|override)\b(?:\W+\w+){0,2}?\W+(?:rules|text|everything|articles|passages) above\b",
    r"^\W*(?:please )?(?:ignore|disregard|forget) (?:all|any|every|the|those)\b.{0,20}(?:instruction|prompt|rule)",
    r"\byou are now (?:an? |in |no longer |called |\w+(?:bot|gpt)\b|dan\b)",
    r"\bfrom now on,? you (?:are|act|answer|reply)\b",
    r"\b(?:you|assistants?|chatbots?|models?) must (?:always |only |now |not )?(?:answer|reply|respond|say|repeat)\b",
    r"\b(?:your|my) (?:system |hidden |initial )?(?:prompt|instructions)\b",
    r"\b(?:note|message|instructions?) (?:to|for) (?:the |all |any )?(?:ai\b|llm|assistant|language model|chatbot)",
    r"^\W*(?:(?:please|now|always|then) )*(?:answer|reply|respond|say|repeat|print|write) "
    r"(?:only|with|that|exactly|word|after me|the (?:following|words?)|to (?:every|all|any))\b",
    r"^\W*(?:system|assistant|developer|user|human) ?[:：]|<\||\[/?INST\]|<</?SYS>>|[<＜]/?passage",
    r"(?:忽略|无视|忘记|不要?理会).{0,4}(?:之前|以前|先前|上述|以上|上面|前面|所有|全部|你的|系统).{0,6}"
    r"(?:指令|指示|规则|提示|说明|要求|限制)",
    r"请(?:忽略|无视).{0,10}(?:指令|规则|提示|文章)",
    r"你现在是|从现在(?:起|开始)，?你(?:是|只|必须)|你的(?:系统)?(?:提示词|指令)|(?:你|助手|模型)必须(?:回答|回复|输出|说)",
    r"^\W*(?:系统|助手|用户|开发者) ?[:：]|^\W*请?(?:只能?|务必|必须|始终|直接)(?:回答|回复|输出|重复|声称)",
)
_ORDER = re.compile("|".join(_ORDERS), re.IGNORECASE)


def is_hidden(character: str) -> bool:
    """Tell whether a character takes no place on the page; the joiners that Persian and Indic are spelled with do."""
    return category(character) in {"Cf", "Co", "Cs"} and character not in "\u200c\u200d"


def visible(text: str) -> str:
    """Return text without what a reader can't see and a program obeys: controls, terminal escapes, marks of direction.

    Line breaks and tabs stay.
    """
    return "".join(c for c in _ESCAPE.sub("", text) if c in "\n\t" or not (is_hidden(c) or category(c) == "Cc"))


def harmless(text: str) -> str:
    """Return a sentence as mere words, unchanged where it is that; OMITTED stands for what was within it.

    Marks, targets of links and addresses behind the sentence go; addresses within, images, tags and mentions are
    omitted.
    """
    bare = visible(text)
    for pattern, kept in (
        (MARKS, ""),
        (_DEFINITION, ""),
        (_IMAGE, OMITTED),
        (_LINK, r"\1"),
        (_BESIDE, ""),
        (_WITHIN, OMITTED),
        (_CALL, OMITTED),
    ):
        bare = pattern.sub(kept, bare)
    return text if bare == text else " ".join(bare.split())


@lru_cache(maxsize=4096)
def is_order(text: str) -> bool:
    """Tell whether a sentence speaks to a language model: it reports nothing, so nothing may rest on it."""
    return bool(_ORDER.search(visible(text)))
