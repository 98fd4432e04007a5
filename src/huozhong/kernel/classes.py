"""Closed sets that several rooms share: the classes of union work and of union money."""

from __future__ import annotations

from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say


class WorkClass(StrEnum):
    """The nine classes of the declaration form."""

    ORGANISING = "organising"
    DEMOCRACY = "democracy"
    BARGAINING = "bargaining"
    RIGHTS = "rights"
    HARDSHIP = "hardship"
    STATIONS = "stations"
    SKILLS = "skills"
    CULTURE = "culture"
    ONLINE = "online"


WORK_CLASSES: dict[str, Sentence] = {
    WorkClass.ORGANISING: say("组织建设"),
    WorkClass.DEMOCRACY: say("民主管理"),
    WorkClass.BARGAINING: say("集体协商"),
    WorkClass.RIGHTS: say("维权服务"),
    WorkClass.HARDSHIP: say("帮扶"),
    WorkClass.STATIONS: say("阵地"),
    WorkClass.SKILLS: say("素质"),
    WorkClass.CULTURE: say("文体"),
    WorkClass.ONLINE: say("网上工作"),
}


class MoneyClass(StrEnum):
    """Expenditure classes of the grassroots unions' money rules (总工办发〔2017〕32号): the rules "money.class."."""

    ACTIVITIES = "activities"
    RIGHTS = "rights"
    OPERATIONS = "operations"
    CAPITAL = "capital"
    INSTITUTIONS = "institutions"
    OTHER = "other"


MONEY_CLASSES: dict[str, Sentence] = {
    MoneyClass.ACTIVITIES: say("职工活动支出"),
    MoneyClass.RIGHTS: say("维权支出"),
    MoneyClass.OPERATIONS: say("业务支出"),
    MoneyClass.CAPITAL: say("资本性支出"),
    MoneyClass.INSTITUTIONS: say("事业支出"),
    MoneyClass.OTHER: say("其他支出"),
}


class Source(StrEnum):
    """Where union money comes from."""

    OWN = "own"
    UPPER = "upper"
    ADMINISTRATION = "administration"
    SOCIAL = "social"


SOURCES: dict[str, Sentence] = {
    Source.OWN: say("本级工会经费"),
    Source.UPPER: say("上级工会补助"),
    Source.ADMINISTRATION: say("行政补助"),
    Source.SOCIAL: say("社会资助"),
}
