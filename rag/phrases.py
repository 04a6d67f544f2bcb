"""What Footnote itself says to a reader, in the language of the question: refusals and notes."""

from __future__ import annotations

from collections.abc import Sequence

from rag.answer import Answer
from rag.article import Article
from rag.errors import (
    ModelBusyError,
    ModelCutError,
    ModelDownError,
    ModelError,
    ModelLateError,
    ModelRefusedError,
    ModelReplyError,
)
from rag.language import detect


def refusal(question: str, articles: int, span: tuple[str, str] | None, uncovered: Sequence[str] = ()) -> str:
    """Return the sentences that refuse a question: what was searched, and what of the question nothing mentions.

    `span` is the first and the last day of the articles searched.
    """
    if detect(question) == "zh":
        return _refusal_in_chinese(articles, span, uncovered)
    if not articles:
        return "There is no article to answer this from."
    dates = f" ({' to '.join(dict.fromkeys(span))})" if span else ""
    said = f"Nothing in the {articles} {'article' if articles == 1 else 'articles'} searched{dates} answers this."
    return said + (f" There is nothing here about {' or '.join(uncovered)}." if uncovered else "")


def _refusal_in_chinese(articles: int, span: tuple[str, str] | None, uncovered: Sequence[str]) -> str:
    if not articles:
        return "没有符合条件的文章可供查找。"
    dates = f"（{' 至 '.join(dict.fromkeys(span))}）" if span else ""
    said = f"已查找 {articles} 篇文章{dates}，没有找到这个问题的答案。"
    return said + (f"文章中没有提到{'、'.join(f'“{word}”' for word in uncovered)}。" if uncovered else "")


def undated(question: str, count: int) -> str:
    """Return the sentence, to follow a refusal, on undated articles that a filter on days leaves out."""
    if not count:
        return ""
    if detect(question) == "zh":
        return f"另有 {count} 篇日期不详的文章未查找。"
    return f" {count} undated article{'s were' if count > 1 else ' was'} left out."


def one_outlet(question: str, names: Sequence[str]) -> str:
    """Return the sentence, to follow a refusal, on the outlet whose articles alone were searched."""
    if detect(question) == "zh":
        return f"只查找了{'、'.join(f'“{name}”' for name in names)}的文章。"
    return f" Only articles of {' and '.join(names)} were searched."


def unknown_language(question: str, language: str) -> str:
    """Return the sentence, to follow a refusal, on a language that no article is in."""
    if detect(question) == "zh":
        return f"没有语言为 {language} 的文章。"
    return f" No article here is in the language {language}."


def invitation(message: str, articles: int) -> str:
    """Return the reply to a greeting, thanks or assent: what can be asked."""
    if detect(message) == "zh":
        return f"很高兴为您服务：您可以询问这 {articles} 篇文章的内容，每个回答都附有原句。"
    found = f"{articles} article{'s' * (articles != 1)}"
    return f"Happy to help: ask about what is in the {found} here, and each answer shows the sentences that back it."


def nothing_asked(message: str) -> str:
    """Return the reply to a message without a word to search for."""
    if detect(message) == "zh":
        return "这里面没有可以查找的内容：请问一个具体的问题。"
    return "There is no question in that: name something to look for."


def outdated(question: str, as_of: str | None, days: int | None) -> str:
    """Return the sentence that opens an answer about now whose evidence is old; None: it is undated."""
    chinese = detect(question) == "zh"
    if as_of is None:
        return (
            "以下文章日期不详，情况可能已有变化。"
            if chinese
            else "The articles cited here are undated, so this may have changed."
        )
    if chinese:
        return f"这里最新的相关文章发布于 {as_of}（{days} 天前），情况可能已有变化。"
    return f"The newest article on this here is from {as_of}, {days} days ago, so this may have changed."


def differing(question: str, values: Sequence[str], newest: str) -> str:
    """Return the sentence that names the different values of articles, and which is newest ("": no dates tell)."""
    chinese = detect(question) == "zh"
    named = ("；" if chinese else "; ").join(values)
    if chinese:
        return f"各文章说法不一：{named}。" + (
            f"其中有日期的最新说法是{newest}。" if newest else "日期无法说明哪个更新。"
        )
    age = f"The newest dated figure is {newest}." if newest else "Their dates do not tell which is newest."
    return f"The articles differ: {named}. {age}"


def different_counts(question: str, values: Sequence[str]) -> str:
    """Return the sentence that keeps the counts of different things apart."""
    if detect(question) == "zh":
        return f"文章统计的对象不同：{'；'.join(values)}。"
    return f"The articles count different things: {'; '.join(values)}."


def outlet(question: str, article: Article) -> str:
    """Return who published an article and when, in brackets."""
    name = article.provider or article.title
    if detect(question) == "zh":
        return f"（{name}，{article.published[:10] if article.published else '日期不详'}）"
    return f" ({name}, {article.published[:10] if article.published else 'undated'})"


_TROUBLES_IN_CHINESE: dict[type[ModelError], str] = {
    ModelRefusedError: "语言模型拒绝了请求",
    ModelBusyError: "语言模型正忙，或账户额度已用完",
    ModelDownError: "语言模型没有响应",
    ModelLateError: "语言模型没有及时回复",
    ModelCutError: "语言模型的回复中断了",
    ModelReplyError: "语言模型没有给出可用的回复",
}


def note(answer: Answer, trouble: ModelError | None, unbacked: int, unanswered: Sequence[str]) -> str:
    """Return the note under an answer: what became of the language model's own; "" where there is nothing to say.

    `unbacked` sentences of it were left out because no article backs them; the articles do not answer the parts of the
    question that are `unanswered`.
    """
    if detect(answer.question) == "zh":
        said = "".join(f"文章没有回答“{part.rstrip('？?')}”。" for part in unanswered)
        return _note_in_chinese(answer, trouble, unbacked) + said
    said = " ".join(f'The articles do not answer "{part.rstrip("?")}".' for part in unanswered)
    return " ".join(filter(None, [_note(answer, trouble, unbacked), said]))


def _note(answer: Answer, trouble: ModelError | None, unbacked: int) -> str:
    said = [str(trouble)] if trouble else []
    if answer.model:
        if trouble:
            said.append("The answer may be incomplete.")
        if unbacked == 1:
            said.append("One sentence of the model's is left out, because the articles do not back it.")
        elif unbacked:
            said.append(f"{unbacked} sentences of the model's are left out, because the articles do not back them.")
        return " ".join(said)
    if unbacked and not trouble:
        said.append("The articles do not back what the model wrote.")
    if said and answer.claims:
        said.append("These are quoted sentences instead.")
    return " ".join(said)


def _note_in_chinese(answer: Answer, trouble: ModelError | None, unbacked: int) -> str:
    said = [_TROUBLES_IN_CHINESE[type(trouble)]] if trouble else []
    if answer.model:
        said += ["回答可能不完整"] if trouble else []
        said += [f"模型的 {unbacked} 句话没有文章支持，已略去"] if unbacked else []
    else:
        said += ["模型的回答没有文章支持"] if unbacked and not trouble else []
        said += ["以下为文章原句"] if said and answer.claims else []
    return "，".join(said) + "。" if said else ""
