"""Words that say little by themselves: verbs that only carry another word, general nouns, words of time and degree."""

from __future__ import annotations

from functools import lru_cache

from rag.grounding.stems import stems

_ENGLISH = (
    "get take make become come go give hold consider keep put use show see know think want try stay let set work turn "
    "help need seem look expect plan intend hope total number amount figure kind member group company firm team way case "
    "part place time area people person thing worth because against yet about around still already also together only "
    "just now year month day week last next this there one two new several many much more most other another such own "
    "same less call name include tell announce report up down out off over away back through along share point side "
    "large big small few long main recent current early later"
)
_CHINESE = (
    "获得 得到 成为 认为 有 会 再 是 人 人们 数量 总数 总共 达 达到 方面 情况 目前 共有 拥有 设有 自 用 使用 参加 预计 计划 "
    "打算 准备 称 日 年 月 天 每年 每天 平均 大约 左右 整个 之间 这种 此 这 还 也 将于 因 因为 没有 不 表示 新 想 来自 位于 "
    "包括 提出 存在 要 能 可 还是 担任 现任 任 身为 去年 今年 尚未 不再 不是 不会 不能 不存 未 没 并未 从未 未曾 无法"
)


@lru_cache(maxsize=1)
def _light() -> frozenset[str]:
    return frozenset([*(stem for word in _ENGLISH.split() for stem in stems(word)), *_CHINESE.split()])


def is_light(key: str) -> bool:
    """Tell whether a word, an English one by its stem, says little by itself."""
    return key in _light()
