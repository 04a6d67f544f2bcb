"""What the bot says, in Chinese."""

from __future__ import annotations

from bot.discord.wording import Texts
from bot.labels import CHINESE
from rag.errors import (
    EmbeddingError,
    ModelError,
    NotFoundError,
    SettingsError,
    StoreBrokenError,
    StoreBusyError,
)

ZH = Texts(
    labels=CHINESE,
    quotes="原句",
    follow_up="追问",
    good="有用",
    bad="没用",
    delete="删除",
    quoted_sentences="原句引用",
    seconds="{seconds} 秒",
    changed_since="文章后来有改动，已没有这句话。",
    gone_since="这篇文章后来已从资料库中移除。",
    thanks="谢谢，已记下你的评价。",
    deleted="回答已删除。",
    not_yours="只有提问者和管理员可以删除这个回答。",
    aged_out="这个回答已不再保存（已删除或已过期），请重新提问。",
    follow_up_title="追问",
    follow_up_label="你的问题",
    follow_up_hint="那 2023 年呢？",
    see_thread="回答在 {place}。",
    one_at_a_time="你的上一个问题还在回答中，请等它完成。",
    person_rate="你提问太频繁了，请 {seconds} 秒后再问。",
    server_rate="本服务器的提问已达上限，请 {seconds} 秒后再问。",
    busy="我正忙：已有 {waiting} 个问题在排队，你的问题没有受理，请一分钟后再问。",
    leaving="我即将重启，暂不受理新问题，请一分钟后再问。",
    stopped="我需要重启，没能答完这个问题，请一分钟后再问。",
    budget="语言模型今天的额度已用完，以下为文章原句。",
    failed="我这边出了问题，已记入日志，请再试一次。",
    message_gone="回答还没完成，它所在的消息就被删除了。",
    cannot_write="我没有在 {place} 发言的权限，管理员可以开放。你的回答：",
    bad_date="“{text}”不是日期，请写成 2023-06-14、2023-06 或 2023。",
    dates_crossed="没有哪一天既在 {since} 之后又在 {until} 之前。",
    no_question="请向我提问，我根据文章回答：{command}",
    not_here="只在 {places} 回答问题。",
    not_you="只回答 {roles} 的问题。",
    moderators_only="只有能管理服务器的成员可以这样做。",
    troubles={
        NotFoundError: "资料库中没有这个媒体或文章，可用 `/sources` 查看。",
        StoreBusyError: "资料库正在写入，请稍后再问。",
        StoreBrokenError: "资料库暂时无法读取，原因已记入日志。",
        EmbeddingError: "暂时无法理解问题，原因已记入日志。",
        ModelError: "暂时连不上语言模型，请稍后再问。",
        SettingsError: "机器人没有正确设置，原因已记入日志。",
    },
    forgotten="好的，你在这里的下一个问题将重新开始。",
    no_articles="资料库中没有这样的文章。",
    articles="共 {count} 篇文章",
    page="第 {page} 页，共 {pages} 页",
    previous="上一页",
    next="下一页",
    no_article="没有名为“{name}”的文章，可用 `/sources` 查看。",
    by_author="作者：{author}",
    language="语言",
    topics="主题",
    only_here="仅限本服务器",
    link_to="打开文章",
    help=(
        "我根据资料库中的 {count} 篇文章回答问题。每句话都标有来源编号，来源的链接直接指向文章中的那一句。"
        "文章没说的，我也不说。\n\n"
        "`/ask` 提问；`since`、`until`、`provider` 可缩小范围，`private` 只让你自己看到回答\n"
        "`/sources` 浏览文章，`/article` 查看一篇\n"
        "`/new` 开始新的对话，`/privacy` 查看并删除你的数据\n"
        "右键点击消息，选择“应用”中的**核对来源**：看哪些句子有文章支持\n\n"
        "点**追问**即可继续：“那 2023 年呢？”也能听懂。"
    ),
    help_replies="也可以提及我、回复我的回答，或在我开的子区里直接发言。",
    help_moderators=(
        "\n\n管理员：`/archive add`、`/archive remove`、`/archive status`、`/settings`。"
        "在这里添加的文章只用于回答本服务器的问题。"
    ),
    privacy=(
        "**保存的内容：**你的问题和回答，连同你的账号编号、频道和时间，以便按钮和追问可用；还有你的评价。"
        "回答和对话在 {days} 天后删除；我被移出服务器时，会立即删除该服务器的一切数据。\n"
        "**不保存：**其他消息、名字，以及没有向我提问的任何内容。\n"
        "**谁会读到：**{model}\n\n"
        "点按钮会立即删除你的数据。Discord 上的消息不受影响，请用消息下的按钮删除。"
    ),
    privacy_model="除了本机器人的运营者，还有语言模型 {model}：你的问题会发送给它。",
    privacy_no_model="只有本机器人的运营者；没有使用语言模型。",
    privacy_checks="你要求核对的消息也会发送给它。",
    erase="删除我的数据",
    erased="已删除：{posts} 个回答及其对话，{votes} 个评价。",
    check_title="与资料库核对的结果",
    nothing_to_check="这条消息里没有可以核对的句子。",
    no_second_opinion="语言模型没有给出第二意见：只能由它判断的句子算作没有提及。",
    too_big="{file} 有 {size} MB，最多只能读取 {limit} MB。",
    added="{file}：新增 {added} 篇，更新 {changed} 篇，未变 {unchanged} 篇；新句子 {sentences} 个。"
    "只用于回答本服务器的问题。",
    problems="未能读取：",
    faults={
        "missing": "文件无法打开",
        "large": "文件太大",
        "binary": "不是文本文件",
        "empty": "没有正文",
        "page": "网页中找不到文章",
        "yaml": "开头的 YAML 格式有误",
        "json": "JSON 格式有误",
        "date": "日期无法识别",
        "address": "有一个网址无效，已略去",
        "id": "编号过长，或已用于另一篇文章",
    },
    removed="已移除：{title}。今后的回答不会再用到它。",
    not_of_server="这里只能移除本服务器添加的文章。",
    status="公共文章 {shared} 篇，本服务器文章 {own} 篇。评价：{good} 个有用，{bad} 个没用。"
    "{running} 个问题在回答，{waiting} 个在排队。",
    status_model="语言模型：{model}，今天已用 {spent} 个 token{limit}。",
    status_no_model="没有语言模型：回答为文章原句。",
    settings_title="我在本服务器的设置。不选表示所有频道、所有人。",
    settings_channels="在哪些频道回答",
    settings_roles="回答哪些身份组的问题",
    settings_language="大家都能看到的内容用什么语言",
    settings_own_language="按提问者的语言",
    settings_private="回答：默认仅自己可见",
    settings_public="回答：默认所有人可见",
    settings_saved="已保存。",
)
