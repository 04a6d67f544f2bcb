"""Names in Chinese, which has no capitals: by the words that they are like and the characters that spell them."""

from __future__ import annotations

from rag.grounding.thesaurus import is_listed
from rag.grounding.wordvectors import word_table
from rag.language import is_stop_word

# Likeness to names from which a Chinese word is taken for one.
_NAME = -0.022
# The hundred commonest surnames, which most Chinese personal names begin with.
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹"
    "孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
# Words of Chinese that bind and say nothing (with the characters that rag.language lists).
EMPTY = frozenset(
    "一个 一种 一项 已经 可以 进行 通过 由于 因此 以及 以来 其中 目前 同时 之一 "
    "将 已 并 还 使 让 称 说 表示 指出 名 家 项 款 位 个 所 中 里 上 下 后 前 时 内 性 化 者 们 等 至 于 着 过 "
    "得 地 则 由 均 共 座 艘 辆 架 条 次 场 届 批 所有 我们 他们 她 它".split()
)
# Words that follow the name of an organisation, and the likeness from which two characters before one are its name.
_ORGANISATIONS = frozenset(
    "大学 公司 集团 银行 学院 医院 中学 研究院 研究所 科技 电子 汽车 证券 保险 基金 航空".split()
)
_NAMED = -0.06
# Likeness from which three characters and more are one: sums of many vectors come out higher.
_LONG_NAME = 0.005
# The commoner characters of Xinhua's tables for the transcription of foreign names.
_TRANSLITERATING = frozenset(
    "阿埃艾安奥巴贝比彼毕博伯布查达代戴丹德登邓迪蒂杜多顿恩尔法范菲费芬弗福盖高戈格葛古哈海汉赫胡霍基吉季加贾杰金卡凯坎康考科克肯孔库夸昆拉莱兰朗劳勒雷黎"
    "里理利莉林隆卢鲁路伦罗洛吕马玛麦迈曼芒梅门蒙米莫姆穆纳娜奈南内尼宁纽努诺欧帕潘佩彭皮普奇契乔切琴丘撒萨塞赛桑瑟森沙山尚绍舍申圣施史舒斯司苏索塔台泰坦汤"
    "唐特滕提廷图托瓦万旺威维韦魏文温翁沃乌吾西希锡夏谢辛欣休许雅亚延扬杨耶叶伊宜因英尤于约赞扎泽曾詹珍兹宗佐也拿破仑"
)
_NUMERALS = "一二三四五六七八九十"
_LONGEST_NAME = 5
_PERSON = 3  # characters of a Chinese personal name, two-character surnames aside
_AFTER_NAMES = frozenset(
    "说称 表示 认为 不 没 要 会 想 坐 去 来 到 从 今 昨 曾 已 又 还 任 当 女 男 岁".replace(" ", "") + "年月日"
)
_BEFORE_NAMES, _BEHIND_NAMES = "比被把由与向将虽却曾也都未没不再更最很方", "太获却也曾再更最很未没不被把由与向将售"
PARTICLES = "的了着也都很就在"


def is_han(text: str) -> bool:
    """Tell whether a word begins with a Chinese character."""
    return "\u3400" <= text[0] <= "\u9fff"


def whole_names(pieces: list[str]) -> list[str]:
    """Return pieces of Chinese with the names among them, which were cut into characters, put together."""
    whole, at = [], 0
    while at < len(pieces):
        length = 0
        while at + length < len(pieces) and length < _LONGEST_NAME and _is_part(pieces[at + length]):
            length += 1
        if pieces[at] not in EMPTY and not is_stop_word(pieces[at]):
            for size in range(length, 1, -1):
                name = "".join(pieces[at : at + size])
                following = pieces[at + size] if at + size < len(pieces) else ""
                if not is_stop_word(pieces[at + size - 1]) and _cut_name(name, following):
                    break
            else:
                size = 1
        else:
            size = 1
        whole.append("".join(pieces[at : at + size]))
        at += size
    return whole


def _is_part(piece: str) -> bool:
    """Tell whether a piece may be a part of a name: one character, or a syllable or two of foreign names (尼亚)."""
    if len(piece) == 1:
        return piece not in EMPTY and piece not in _NUMERALS and not is_stop_word(piece)
    return _TRANSLITERATING.issuperset(piece) and not is_listed(piece)


def _cut_name(name: str, following: str) -> bool:
    """Tell whether characters that are no word together are a name, like others or spelled as foreign ones are.

    None is a word with an adverb or a preposition before it or a verb behind it: 曾|提出, 钱|太, 比|塔尔维亚.
    """
    if name[0] in _BEFORE_NAMES or name[-1] in _BEHIND_NAMES:
        return False
    if any(len(rest) > 1 and is_listed(rest) for rest in (name[1:], name[:-1])):
        return False
    likeness = word_table().likeness_to_names(name)
    if len(name) == 2 and following in _ORGANISATIONS:
        return likeness > _NAMED
    return likeness > (_NAME if len(name) == 2 else _LONG_NAME) or _is_foreign(name)


def is_name(word: str) -> bool:
    """Tell whether a Chinese word is a name; a single character is none by itself."""
    return len(word) > 1 and (word_table().likeness_to_names(word) > _NAME or _is_foreign(word))


def is_person(name: str) -> bool:
    """Tell whether a name is that of a Chinese person: it begins with a surname, and is not spelled like a foreign one."""
    return 2 <= len(name) <= _PERSON and name[0] in SURNAMES and not _is_foreign(name)


def _is_foreign(word: str) -> bool:
    """Tell whether a word looks like a foreign name: three characters or more that are used to spell them."""
    return len(word) > 2 and _TRANSLITERATING.issuperset(word)


def goes_on(name: str, following: str, is_word: bool) -> bool:
    """Tell whether a word goes on with a personal name: a surname and one or two characters more.

    `is_word` says that the name so far is a word of the vocabulary.
    """
    if len(name) + len(following) > _PERSON or following in _AFTER_NAMES:
        return False
    return name in SURNAMES or (not is_word and len(following) == 1)
