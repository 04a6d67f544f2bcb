"""Words that point a sentence: pairs of opposites, and words that hold a denial in themselves. English and Chinese."""

# Each pair a line, its sides apart by a bar; English words in any form, and Chinese.
_PAIRS = """
rise rose risen increase grow grew grown growth expand climb jump gain surge soar up higher accelerate widen 上升 增长 增加 上涨 提高 扩大 攀升 提升 增至 升至 飙升 加快 | fall fell fallen decrease decline drop shrink shrank shrunk lose lost plunge slump down lower reduce cut slow narrow 下降 下跌 减少 降低 缩小 下滑 跌至 降至 骤降 放缓 削减
more 更多 多于 高于 多 | less fewer 更少 少于 低于 少
ahead lead led leading outpace surpass overtake exceed beat 领先 超越 赶超 胜过 | behind lag trail 落后 不及 输给
before earlier 之前 以前 早于 | after later 之后 以后 晚于
before 之前 以前 | since 以来 自从
early 早 | late 晚
start begin began begun launch open 开始 启动 开业 开放 开通 推出 | end stop finish close halt cease quit shut suspend cancel 结束 停止 关闭 终止 暂停 取消 叫停 中止
allow permit approve license licence authorise authorize legalise legalize 允许 批准 许可 通过 | ban forbid prohibit reject block refuse outlaw revoke 禁止 拒绝 否决 驳回 阻止
support back favour favor endorse welcome praise agree 支持 赞成 欢迎 赞扬 同意 | oppose object criticise criticize condemn protest disagree against 反对 批评 谴责 抗议
win won victory 赢 获胜 胜诉 | lose 输 败诉 落败 失利
buy bought purchase acquire 购买 收购 买入 | sell sold 出售 卖 售出 卖出
join enter 加入 进入 | leave left quit withdraw withdrew exit 退出 离开 撤出
hire recruit 招聘 聘用 | fire sack dismiss 解雇 裁员 开除
success succeed successful 成功 | failure fail 失败
profit 盈利 利润 | loss lose 亏损
import 进口 | export 出口
help benefit 有利 帮助 利好 | hurt harm damage 损害 伤害 不利
praise laud 称赞 表扬 | complain criticise criticize blame 抱怨 批评
accept agree approve 接受 同意 | appeal contest dispute challenge reject refuse decline 上诉 质疑 拒绝
open reopen 开放 营业 | close closed shut 关闭 停业 停运
keep continue remain persist 继续 持续 保持 仍在 | abandon drop end stop 放弃 结束 停止 停运
widen 扩大 | narrow 收窄 缩小
patient calm 耐心 | impatient nervous 急躁
normal 正常 | cancel 取消
already 已经 | still 仍
large big largest biggest 大 最大 | small little smallest 小 最小
high highest tall 高 最高 | low lowest 低 最低
fast faster quick rapid fastest 快 迅速 | slow slower slowest 慢 缓慢
long longer longest 长 最长 | short shorter shortest 短 最短
strong stronger strengthen 强 加强 增强 | weak weaker weaken 弱 减弱 削弱
new newest newly 新 | old oldest 旧
young youngest younger 年轻 | old oldest older elderly 老 年长
good better best improve 好 改善 最好 | bad worse worst worsen deteriorate 坏 恶化 最差
most majority 大多数 多数 | few minority least 少数 最少
all every each 全部 所有 | none 无一
double 翻倍 翻番 | halve 减半
always 总是 | never seldom rarely 从不 很少
public 公开 公共 公立 | private secret 私人 私立 秘密 私营
cheap cheaper inexpensive affordable 便宜 廉价 | expensive costly dear 昂贵 贵
safe safer secure 安全 | dangerous unsafe risky insecure 危险
possible likely certain 可能 确定 | impossible unlikely uncertain 不可能 不确定
domestic local national 国内 本土 国产 | foreign overseas international abroad imported 国外 海外 外国
north northern 北部 北方 北边 | south southern 南部 南方 南边
east eastern 东部 东方 | west western 西部 西方
male man men boy 男 | female woman women girl 女
arrive 抵达 到达 | depart leave left 离开 出发
create build built construct establish found form 建立 创建 建设 成立 组建 | destroy demolish dissolve abolish scrap 摧毁 拆除 解散 废除
hot warm warmer 热 暖 | cold cool cooler 冷 凉
wet rain flood 洪水 雨 | dry drought 干旱
accept 接受 | refuse reject decline 拒绝
confirm affirm admit 确认 承认 | deny 否认
innocent acquit 无罪 | guilty convict 有罪
relax loosen ease 放宽 放松 | tighten restrict 收紧 限制
free voluntary 免费 自愿 | pay paid fee mandatory compulsory 收费 付费 强制
temporary 临时 暂时 | permanent 永久
first 首次 第一 | last final 最后
above over 以上 | below under 以下
include including 包括 | exclude excluding except 除外 不包括
complete completed full fully 完成 完全 | partial partly incomplete unfinished 部分 未完成
optimistic confident 乐观 | pessimistic worried 悲观 担忧
united unite merge 合并 统一 | split separate divide decouple 分裂 分拆 脱钩
simple easy 简单 容易 | complex complicated difficult hard 复杂 困难 难
rich wealthy 富 | poor 贫
present attend 出席 参加 | absent miss 缺席
general generalist versatile 通用 | specific specialised specialized 专用 专门
begin began start 开始 | complete finish 完成 完工
required require must 必须 要求 | optional voluntary 自愿 可选
certain clear sure 确定 明确 | uncertain unclear unsure doubtful 不明 未定
same identical 相同 一致 | different differ 不同
sufficient enough adequate 足够 充足 | insufficient lack scarce short shortage 不足 缺乏 短缺
begin start launch resume reopen 恢复 重启 复工 启动 | suspend halt stop pause 暂停 中止 叫停
welcome praise applaud 欢迎 赞扬 称赞 表扬 | regret criticise criticize condemn 遗憾 批评 指责 谴责
sign 签订 签署 签约 | terminate cancel end 终止 取消 解除
increase add raise 增加 增设 上调 | cancel scrap cut lower reduce 取消 削减 下调
raise lift 上调 提高 | lower cut reduce 下调 降低
advance ahead 提前 | delay postpone late 推迟 延迟 延期 延后
severe serious 严重 | mild slight minor 轻微
accept 接受 采纳 | reject refuse decline 拒绝 驳回 拒收
for 赞成 | against 反对
above 高于 | below 低于
overspend exceed 超支 | save 节省 节约
偏高 | 偏低
return 返回 回来 归来 | leave depart 离开 离去
"""

OPPOSITES = tuple(tuple(line.split(" | ")) for line in _PAIRS.strip().splitlines())

# "Banned" is "not allowed".
WITHHOLDING = (
    "ban forbid prohibit cancel abandon abstain pending avoid prevent stop exempt free drop scrap reject "
    "refuse decline lack absent unable impossible unlikely unclear halt suspend withdraw miss skip omit "
    "exclude deny remain still await outage cut lose lost missing empty closed shut fail failure reluctant "
    "oppose against rule lift illegal unfinished late delay overdue postpone vacant first abolish rid without "
    "unnecessary inaccessible unavailable unhappy only until 否认 第一次 取消 禁止 停止 放弃 免费 拒绝 缺席 缺少 暂停 避免 防止 关闭 失去 等待 有待 仍需 "
    "推迟 延期 否决 反对 才能 停电 断电 免票 首次 首位 不用 不必 无需"
)

# What ends, undoes or turns down what is said beside it.
ENDING = (
    "end stop cancel abandon drop scrap terminate quit withdraw cease refuse reject abolish dissolve halt discontinue "
    "取消 放弃 终止 停止 退出 拒绝 撤回 撤销 中止 叫停 废除"
)
