"""Which kinds of union stand at which level, and which below which (Constitution of Chinese Trade Unions, 9 to 12)."""

from __future__ import annotations

from enum import StrEnum

from huozhong.kernel.places import Level
from huozhong.kernel.sentences import Sentence, say


class Kind(StrEnum):
    """What sort of union a unit is."""

    FEDERATION = "federation"  # 地方总工会
    INDUSTRY = "industry"  # 产业工会
    AREA = "area"  # 区域性工会: park, village, community
    JOINT = "joint"  # 联合基层工会: several small employers
    ENTERPRISE = "enterprise"  # 企业工会
    INSTITUTION = "institution"  # 机关、事业单位工会
    SOCIAL = "social"  # 社会组织、新就业形态工会


KIND_NAMES: dict[Kind, Sentence] = {
    Kind.FEDERATION: say("总工会"),
    Kind.INDUSTRY: say("产业工会"),
    Kind.AREA: say("区域工会"),
    Kind.JOINT: say("联合工会"),
    Kind.ENTERPRISE: say("企业工会"),
    Kind.INSTITUTION: say("机关事业单位工会"),
    Kind.SOCIAL: say("社会组织工会"),
}

LEVEL_NAMES: dict[Level, Sentence] = {
    Level.NATION: say("全国"),
    Level.PROVINCE: say("省级"),
    Level.CITY: say("市级"),
    Level.DISTRICT: say("区县级"),
    Level.TOWN: say("乡镇街道级"),
    Level.GRASSROOTS: say("基层"),
}

HEIGHT: dict[Level, int] = {level: rank for rank, level in enumerate(reversed(Level))}
GRASSROOTS_KINDS = frozenset({Kind.AREA, Kind.JOINT, Kind.ENTERPRISE, Kind.INSTITUTION, Kind.SOCIAL})

# at which levels a kind may stand
LEVELS: dict[Kind, frozenset[Level]] = {
    Kind.FEDERATION: frozenset(Level) - {Level.GRASSROOTS},
    Kind.INDUSTRY: frozenset(Level) - {Level.GRASSROOTS},
    Kind.AREA: frozenset({Level.DISTRICT, Level.TOWN, Level.GRASSROOTS}),
    **{kind: frozenset({Level.GRASSROOTS}) for kind in sorted(GRASSROOTS_KINDS - {Kind.AREA})},
}

# which kinds may stand directly below a kind, in the line of locality
BELOW: dict[Kind, frozenset[Kind]] = {
    Kind.FEDERATION: frozenset(Kind),
    Kind.INDUSTRY: GRASSROOTS_KINDS | {Kind.INDUSTRY},
    Kind.AREA: frozenset({Kind.AREA, Kind.JOINT, Kind.ENTERPRISE, Kind.INSTITUTION, Kind.SOCIAL}),
    Kind.ENTERPRISE: frozenset({Kind.ENTERPRISE, Kind.JOINT}),
    Kind.INSTITUTION: frozenset({Kind.INSTITUTION, Kind.ENTERPRISE, Kind.SOCIAL}),
    Kind.SOCIAL: frozenset({Kind.SOCIAL, Kind.JOINT}),
    Kind.JOINT: frozenset(),
}

# a federation's next federation: some cities have no districts, some counties answer to the province
FEDERATIONS_BELOW: dict[Level, frozenset[Level]] = {
    Level.NATION: frozenset({Level.PROVINCE}),
    Level.PROVINCE: frozenset({Level.CITY, Level.DISTRICT}),
    Level.CITY: frozenset({Level.DISTRICT, Level.TOWN}),
    Level.DISTRICT: frozenset({Level.TOWN}),
    Level.TOWN: frozenset(),
    Level.GRASSROOTS: frozenset(),
}


def why_not_at(kind: Kind, level: Level) -> Sentence | None:
    """None when such a union may stand at that level, or the sentence that says why not."""
    if level in LEVELS[kind]:
        return None
    return say("%(kind)s不能设在%(level)s。", kind=KIND_NAMES[kind], level=LEVEL_NAMES[level])


def why_not_below(kind: Kind, level: Level, *, parent_kind: Kind, parent_level: Level) -> Sentence | None:
    """None when a union may stand directly below that parent in the line of locality, or why not."""
    names = {
        "child": KIND_NAMES[kind],
        "child_level": LEVEL_NAMES[level],
        "parent": KIND_NAMES[parent_kind],
        "parent_level": LEVEL_NAMES[parent_level],
    }
    if kind not in BELOW[parent_kind]:
        return say("%(parent)s下面不能直接设%(child)s。", **names)
    if kind is Kind.FEDERATION:
        if level not in FEDERATIONS_BELOW[parent_level]:
            return say("%(parent_level)s总工会下面不能直接设%(child_level)s总工会。", **names)
    elif HEIGHT[level] > HEIGHT[parent_level]:
        return say("%(child_level)s%(child)s不能设在%(parent_level)s%(parent)s下面。", **names)
    return None


def why_not_in_industry(kind: Kind, *, parent_kind: Kind, parent_is_in_line: bool) -> Sentence | None:
    """None when a union may stand below that parent in an industry line, or why not."""
    if kind is Kind.FEDERATION:
        return say("地方总工会不加入产业线。")
    if parent_kind is Kind.FEDERATION:
        return say("产业线的上级应是产业工会，不能是地方总工会。")
    if not parent_is_in_line:
        return say("所选上级工会不在任何产业线上，请先让它加入产业线。")
    return None
