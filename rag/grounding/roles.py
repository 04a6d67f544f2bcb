"""Words that say what a person is: offices and professions. A paraphrase seldom changes them, a false claim often does."""

from __future__ import annotations

import re
from functools import lru_cache

from rag.grounding.stems import bases

_ENGLISH = frozenset(
    (
        "accountant activist actor actress adviser advisor aide ambassador analyst announcer archaeologist architect artist "
        "astronaut astronomer athlete attendant attorney auditor author banker baker biologist bishop botanist boxer broker "
        "builder butcher captain cardinal carpenter cashier ceo cfo chair chairman chairwoman chairperson chancellor chemist "
        "clerk coo cto "
        "coach colonel columnist comedian commander commissioner composer conductor congressman congresswoman consul "
        "consultant contractor coroner correspondent councillor councilor counsel critic cyclist dancer dealer dean defendant "
        "defender dentist deputy designer detective developer diplomat director diver doctor economist editor educator "
        "electrician engineer entrepreneur executive explorer farmer filmmaker financier firefighter fisherman gardener "
        "geologist geographer goalkeeper governor historian hunter hydrologist inspector instructor intern inventor "
        "investigator janitor journalist judge juror king landlord landowner lawmaker lawyer leader lecturer legislator "
        "librarian lieutenant machinist magistrate manager marshal mathematician mayor mechanic mediator merchant "
        "meteorologist midfielder midwife militant miner minister monk musician negotiator neurologist novelist nun nurse "
        "officer organiser organizer painter paramedic pastor pensioner pharmacist philosopher photographer physician "
        "physicist pianist pilot plaintiff plumber poet policeman policewoman politician pope porter premier president "
        "priest prince princess principal prisoner producer professor programmer prosecutor psychiatrist psychologist "
        "publisher queen rector referee refugee reporter researcher rider runner sailor salesman scholar scientist "
        "sculptor secretary senator sergeant shepherd singer skipper soldier specialist spokesman spokesperson spokeswoman "
        "statistician storekeeper striker student sultan superintendent surgeon surveyor swimmer teacher technician "
        "tenant trader trainer translator treasurer tutor veterinarian villager violinist virologist volunteer waiter "
        "waitress winemaker writer"
    ).split()
)
_CHINESE = re.compile(
    r"(?:[部局院校市省县区州村镇会社所处科厅司署行董事秘书队船机议团馆站店厂组台护士]长|首席\w{1,3}官|主席|总统|总理|首相|总裁|总监"
    r"|经理|主任|书记|委员|理事|董事|教练|教授|讲师|教师|老师|导师|律师|法官|检察官|医生|医师|护士|药师|厨师|设计师|工程师|建筑师"
    r"|分析师|会计师|策划师|摄影师|画家|作家|专家|学家|企业家|艺术家|音乐家|研究员|发言人|负责人|合伙人|主持人|经纪人|代理人"
    r"|候选人|志愿者|记者|编辑|导演|演员|歌手|前锋|后卫|中锋|门将|守门员|裁判|运动员|飞行员|宇航员|消防员|服务员|快递员|乘务员"
    r"|议员|外交官|军官|警察|士兵|农民|渔民|牧民|工人|学生|司机|秘书|顾问|大使|领事|王子|公主|国王|女王|主教|教皇|诗人|商人"
    r"|船东|院士|博士)\Z"
)


@lru_cache(maxsize=20_000)
def is_role(word: str) -> bool:
    """Tell whether a word is an office or a profession."""
    return bool(_CHINESE.search(word)) or any(base in _ENGLISH for base in bases(word))
