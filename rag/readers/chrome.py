"""Lines that a page carries around an article: what is a menu, a prompt or a legal line, and what is a sentence.

Every rule looks at a whole line and would rather keep chrome than lose a sentence.
"""

from __future__ import annotations

import re

SHORT = 6  # words; a longer line may be a sentence that lacks its full stop
LONG = 14  # words; no prompt or menu says more
MENU_NAME = 3  # words in a name of a menu


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_ENOUGH = 400  # characters; all that is asked about a line is whether it has more than a few words
_END = re.compile(r"[.!?。！？…][\"'”’»)）」』\]]*$")
_QUOTE = re.compile('["“”„«「『]')
_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_BAR = re.compile(r"\s*[|»›]\s*|\s[>/·•→]\s")

# Where a prompt leads: a line that names none of these may be a sentence in the imperative.
_PLACE = (
    r"(?:newsletters?|mailing list|inbox|feeds?|apps?|channels?|podcasts?|notifications?|social media|facebook|twitter"
    r"|instagram|telegram|whatsapp|linkedin|youtube|weibo|wechat|google news|homepage|print edition|this (?:article"
    r"|story|page|post))"
)
_PROMPT = _any(
    r"(?:please\s+)?(?:add|follow|join|subscribe|sign(?:ing)? up|sign in|log in|register|share|save|print|e-?mail"
    r"|download|get|like|click|tap|enable|listen to|read|comment on)\b.*\b"
    rf"{_PLACE}(?:\s+(?:now|here|today|below|for free|via \w+))?[.!]?"
)
_LABEL = _any(
    r"(?:back|scroll|return) to (?:the )?top|top of page|skip to (?:main )?(?:content|navigation)|返回顶部",
    r"menu|search|home|close|job board|contact us|about us|tags?|topics?|首页|关闭",
    r"sign in|log ?in|log out|sign up|register|subscribe(?: now)?|newsletters?",
    r"share(?: this)?|share on \w+|follow us(?: on .{2,40})?|print|e-?mail|tweet|save|copy link|分享到?|打印|评论",
    r"advertisements?|sponsored(?: content)?|story continues below.{0,20}|continue reading|load more",
    r"see all|view all|show more",
    r"privacy policy|terms (?:of use|and conditions|of service)|cookie (?:policy|settings)|accept (?:all )?cookies",
    r"(?:global|international|us|uk|asia|europe) edition|责任编辑.{0,12}",
    # Labels that a summary puts above its parts.
    r"tl;? ?dr|conclusions?|summary|key (?:points|takeaways)|in brief|highlights",
    r"(?:main|top|breaking)(?: \w+){0,2} news",
)
# Labels of other articles' titles.
_OTHERS = _any(
    r"related (?:articles?|stories|news|posts|content|topics)|you (?:may|might) also like|相关新闻|相关阅读",
    r"more (?:stories|news|from .{1,30})|latest news|top stories|editor['’]?s picks?",
    r"most (?:read|popular|viewed)|trending(?: now)?|recommended(?: for you| stories)?|read more",
)
_COMMENTS = _any(
    r".{0,16}?(?:show|view|see|hide|read|post|leave|add|write|load)\s+(?:a |all |your |the )?(?:\d+ )?comments?"
    r"(?:\s*\(\d+\))?\W*\w{0,12}",
    r".{0,16}?comments? ?\(\d+\)\W*\w{0,12}",
    r"\d+ comments?",
)
_SEE_ALSO = _any(
    r"(?:read|see|watch) (?:also|more|next)\s*[:：|].+",
    r"(?:also read|more on this|related)\s*[:：|].+",
    r"(?:相关阅读|延伸阅读)[:：].+",
)
_RIGHTS = _any(
    r"(?:^|[.,;|–—-]\s*|\d\s+)all rights reserved\s*(?=[.,;|–—-]|$)", r"版权所有", r"未经.{0,12}(?:授权|许可)"
)
_COPYRIGHT = _any(r"©|\(c\)\s*(?:19|20)\d\d|copyright\s*(?:©|\(c\)|\d{4})")
_PERMIT = _any(
    r"(?:[\w&'.-]+ ){0,3}?(?:licen[cs]e|registration|registered|permit|reg\.?)\b(?: [\w&'.-]+){0,7}?"
    r"[ :：#]+[A-Z]{0,4}\d[\d-]{3,}",
    r".{0,12}(?:ICP[备证]|公网安备|许可证).{0,30}",
)
_LEGAL = _any(
    r"may not be (?:published|reproduced|copied|broadcast|rewritten)",
    r"shall not be (?:republished|reproduced|copied)",
    r"without (?:prior |express )?(?:written )?(?:authori[sz]ation|permission|consent)",
    r"browsers? with|best viewed|use of this site|we use cookies",
)


def count_words(text: str) -> int:
    """Count the words, in a long line those of its beginning; a Chinese word is taken to be two characters."""
    text = text[:_ENOUGH]
    han = len(_HAN.findall(text))
    return len(_WORD.findall(_HAN.sub(" ", text))) + (han + 1) // 2


def is_stopped(text: str) -> bool:
    """Tell whether a line ends like a sentence."""
    return bool(_END.search(text))


def is_sentence(text: str) -> bool:
    """Tell whether a line ends like a sentence, or quotes somebody, or is too long to be chrome for sure."""
    words = count_words(text)
    return words > SHORT or (words > 0 and is_stopped(text)) or (words > 1 and _QUOTE.search(text) is not None)


def is_chrome(text: str) -> bool:
    """Tell whether a line belongs to the page wherever it stands."""
    if count_words(text) > LONG:
        return bool(_COPYRIGHT.match(text) and _RIGHTS.search(text))
    if is_copyright(text) or _PROMPT.fullmatch(text) or _SEE_ALSO.fullmatch(text):
        return True
    if is_stopped(text):
        return False
    return bool(
        _LABEL.fullmatch(text.rstrip(" :：")) or _COMMENTS.fullmatch(text) or _PERMIT.fullmatch(text)
    ) or _is_menu(text)


def is_label_of_others(text: str) -> bool:
    """Tell whether a line stands above the titles of other articles."""
    return bool(_OTHERS.fullmatch(text.rstrip(" :：")))


def is_copyright(text: str) -> bool:
    """Tell whether a line says whose the page is."""
    return bool(_COPYRIGHT.match(text) or _RIGHTS.search(text))


def is_legal(text: str) -> bool:
    """Tell whether a line is of the kind that follows a copyright line."""
    return bool(_LEGAL.search(text)) or is_copyright(text)


def _is_menu(text: str) -> bool:
    """Tell whether a line is a row of short names between bars or arrows ("Home | Innovation")."""
    names = [name for name in _BAR.split(text) if name]
    if any(character.isdigit() for character in text):
        return False
    return len(names) > 1 and all(count_words(name) <= MENU_NAME for name in names)
