"""Names and descriptions of the commands in Chinese; the English ones stand where the commands are."""

from __future__ import annotations

import discord
from discord import app_commands

CHINESE = {
    "ask": "提问",
    "Ask the archive; every sentence of the answer names its source": "向资料库提问，回答的每句话都注明来源",
    "question": "问题",
    "What you want to know": "你想知道什么",
    "since": "起始",
    "Only articles since a day, month or year (2023-06)": "只看某日、某月或某年起的文章（2023-06）",
    "until": "截止",
    "Only articles until a day, month or year": "只看某日、某月或某年止的文章",
    "provider": "媒体",
    "Only articles of an outlet": "只看某家媒体的文章",
    "private": "仅自己可见",
    "Show the answer to you only": "只让你自己看到回答",
    "new": "新对话",
    "Begin a new conversation here": "在这里开始新的对话",
    "sources": "来源",
    "Page through the articles of the archive": "浏览资料库里的文章",
    "text": "文字",
    "Only articles with this in title, outlet or topics": "标题、媒体或主题中含有这些文字的文章",
    "article": "文章",
    "Show an article with its facts and link": "查看一篇文章的信息和链接",
    "title": "标题",
    "Its title, or how it begins": "文章标题或标题的开头",
    "help": "帮助",
    "What this bot does, and how to ask it": "机器人能做什么，怎么提问",
    "privacy": "隐私",
    "See and delete what is stored of you": "查看并删除你的数据",
    "Check against sources": "核对来源",
    "archive": "资料库",
    "The articles of this server": "本服务器的文章",
    "add": "添加",
    "Add articles from a file, for this server only": "从文件添加文章，仅供本服务器使用",
    "file": "文件",
    "Markdown, text, HTML or JSON lines": "Markdown、文本、HTML 或 JSON Lines",
    "remove": "移除",
    "Remove an article that this server added": "移除本服务器添加的文章",
    "status": "状态",
    "How many articles there are, and how the bot is doing": "文章数量与机器人的状况",
    "settings": "设置",
    "Channels, roles, privacy and language of answers here": "本服务器回答的频道、身份组、可见范围和语言",
}
_LOCALES = (discord.Locale.chinese, discord.Locale.taiwan_chinese)


class Translator(app_commands.Translator):
    """Translates the commands when they are sent to Discord."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002  # what a string is for does not change it
    ) -> str | None:
        """Return the Chinese for a Chinese locale, None where Discord shall show the English."""
        return CHINESE.get(string.message) if locale in _LOCALES else None
