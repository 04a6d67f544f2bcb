"""What is said of a thing that is counted: verbs in groups that say the same."""

from __future__ import annotations

from functools import lru_cache

from rag.grounding.tokens import is_chinese
from rag.language import words

# In both languages. Without one of its group a sentence may hold
# the right thing and the wrong figure: the injured instead of the dead. What the first group says of a thing makes it
# be there.
BROUGHT_OUT = 0
_ACTIONS = (
    "launch release unveil introduce publish develop create 推出 发布 开发 研发 上线",
    "order buy bought purchase acquire procure 订购 购买 采购 买",
    "kill die dead death fatal 死亡 丧生 遇难 身亡 死",
    "injure wound hurt 受伤 负伤",
    "hire recruit employ 雇用 雇佣 聘用 招聘",
    "fire dismiss sack 解雇 裁员 裁",
    "carry transport convey 运送 载客 运载",
    "cost price 耗资 花费 造价",
    "worth value 价值",
    "build built construct erect 建造 建成 兴建",
    "open inaugurate 开放 开业 开馆 开幕",
    "sell sold 出售 售出 卖",
    "start begin began begun 开始 启动",
    "win won 赢 获胜",
    "catch caught 捕捞",
    "arrest detain 逮捕 拘留",
    "found establish 成立 创立 建立",
)


def actions(text: str) -> frozenset[int]:
    """Return the groups of verbs that a text names."""
    stems = set(words(text)) if not is_chinese(text) else set()
    return frozenset(
        group
        for group, said in enumerate(action_words())
        if any(word in text if word[0] > "\u2e80" else word in stems for word in said)
    )


@lru_cache(maxsize=1)
def action_words() -> tuple[frozenset[str], ...]:
    """Return the groups of verbs, English ones as stems."""
    return tuple(
        frozenset(word if word[0] > "\u2e80" else words(word)[0] for word in group.split()) for group in _ACTIONS
    )
