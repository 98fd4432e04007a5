"""What the sample people write: seeds in own words with their sources, calls, and invented projects."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from huozhong.seeds.queries import BudgetSketch, Sketch, TargetSketch, TaskSketch
from huozhong.seeds.services import CaseCard

SOURCE = "工人日报，2016-12-21（样本中的文字为平台自写）"


@dataclass(frozen=True, slots=True)
class SeedTale:
    title: str
    theme: str
    days_ago: int
    card: CaseCard
    sketch: Sketch


@dataclass(frozen=True, slots=True)
class CallTale:
    title: str
    theme: str
    description: str


@dataclass(frozen=True, slots=True)
class ProjectTale:
    """One project: who files it, what it promises, how far it came."""

    name: str
    work_class: str
    at: str
    by: str
    need: str
    content: str
    indicator: str
    unit: str
    baseline: int
    target: int
    reached: int
    own: int
    upper: int
    headcount: int
    fate: str  # accepted | awaiting | running | steady | rectify | behind | returned | declared | shortlisted | rejected | suspended


def _seed(  # one line of a table of seeds
    title: str, theme: str, days_ago: int, words: tuple[str, str, str, str, str], target: tuple[str, str, int, int],
    people: str, headcount: int, money: int,
) -> SeedTale:  # fmt: skip
    reason, problem, practice, effect, conditions = words
    indicator, unit, baseline, goal = target
    sketch = Sketch(
        targets=(TargetSketch(indicator, unit, Decimal(baseline), Decimal(goal)),),
        tasks=(
            TaskSketch("摸清底数，定方案", 0, 20),
            TaskSketch("试点", 20, 60),
            TaskSketch("全面铺开", 80, 60),
            TaskSketch("评估总结", 140, 20),
        ),
        budget=(BudgetSketch("宣传与培训", "activities", Decimal(money)),),
        beneficiaries=people,
        headcount=headcount,
    )
    card = CaseCard(reason, problem, practice, effect, conditions, source_line=SOURCE)
    return SeedTale(title, theme, days_ago, card, sketch)


SEEDS = (
    _seed(
        "星级职代会", "democracy", 600,
        (
            "把法定的职代会程序变成看得见的星级，做得好有名，做得差有数。",
            "小企业的职代会开不起来，开了也走过场，职工不知道自己有哪些权利。",
            "一、按代表选举、会前送阅、逐项表决、提案办理等环节列出评分点；\n二、企业自评，镇街复核，区里抽查；\n三、星级每两年重评，出了问题就降星；\n四、村和社区把小企业联合起来开区域职代会。",
            "参评企业的提案按期答复率逐年提高。",
            "镇街有专人指导；企业愿意公开评分；先从有工会的企业开始。",
        ),
        ("按规定召开职代会的企业", "家", 20, 45), "企业职工", 6000, 30000,
    ),
    _seed(
        "建会与集体协商双建制", "bargaining", 560,
        (
            "建会和工资协商一起推，建了就谈，谈了就签。",
            "有的企业建了工会却从来不谈工资，职工觉得工会没有用。",
            "一、摸排未建会和未协商的企业，一企一策；\n二、建会时同步选出协商代表；\n三、发出要约，跟踪答复期限；\n四、签约后报送审查，年底由职代会听取履行情况。",
            "外资企业也形成了每年谈一次的习惯。",
            "有会谈工资的指导员；企业行政愿意提供必要数据。",
        ),
        ("签订工资专项集体合同的企业", "家", 12, 40), "企业职工", 8000, 20000,
    ),
    _seed(
        "五位一体职工之家", "stations", 520,
        (
            "一处场地，五种用处，职工愿意来。",
            "阵地挂了牌子，却常年锁着门。",
            "一、把活动、学习、维权、帮扶、心理五件事放到一处；\n二、开放时间跟着班次走；\n三、职工代表排班看管；\n四、每季度请会员打分，分数贴在门口。",
            "夜班职工的到访次数明显增加。",
            "有八十平方米以上的固定场地；企业承担水电。",
        ),
        ("每月到访人次", "人次", 300, 1500), "夜班和一线职工", 1500, 60000,
    ),
    _seed(
        "产业工会跨镇服务", "organising", 480,
        (
            "同行业的小厂散在各镇，由产业工会统一服务。",
            "小厂工会没有专职干部，行业性的难题没人牵头。",
            "一、按行业组建县级产业工会，企业属地不变；\n二、统一谈行业工价和劳动定额；\n三、办行业技能比武和培训；\n四、建立行业调解员队伍。",
            "行业工价年年有协商，争议在行业内化解。",
            "同一行业有二十家以上企业；有一位懂行业的牵头人。",
        ),
        ("覆盖的行业企业", "家", 10, 60), "行业职工", 3000, 25000,
    ),
    _seed(
        "职工服务中心点单服务", "rights", 440,
        (
            "先问职工要什么，再决定工会做什么。",
            "服务内容与职工需要对不上，活动办了没人来。",
            "一、每半年做一次需求问卷；\n二、把能做的事列成菜单，职工在手机上点；\n三、办完请点单的人打分，差评必须回访；\n四、差距最大的需求转成项目。",
            "服务满意率提高，空场的活动少了。",
            "有一名值班人员；有可以调用的律师和心理咨询师。",
        ),
        ("办结的点单", "件", 0, 400), "全体职工", 2000, 40000,
    ),
)  # fmt: skip

LAST_CALL = CallTale(
    "上一轮工会工作项目征集（样本）",
    "把职工最盼的事做成项目",
    "面向区县、镇街和基层工会。每个项目要有能用数字衡量的目标、明确的负责人和经费来源。",
)
THIS_CALL = CallTale(
    "本轮工会工作项目征集（样本）",
    "让好做法在更多地方生根",
    "鼓励采用已经验证过的种子，因地制宜；也欢迎从职工需求出发的新项目。没有数字目标的项目不予立项。",
)

# what each project that was carried out wrote into its log, in order
LOGS: dict[str, tuple[str, str, str, str, str]] = {
    "车间茶座：把话说在车间里": (
        "第一场茶座设在冲压车间，来了五十多人，登记问题二十多个。",
        "更衣柜太少的问题已答复：行政同意加装四十个，月底到货。",
        "夜班专场改到凌晨交接班前，夜班职工第一次坐满。",
        "食堂涨价的意见转给行政，三天内书面答复，贴在车间门口。",
        "回访提问题的职工，九成在答复单上打了钩，没打钩的逐个再谈。",
    ),
    "夜班热餐进厂区": (
        "与食堂谈定夜里十一点半开窗，先供应面条和两荤一素。",
        "职工代表首次试餐打分，嫌菜凉，食堂添了保温台。",
        "供餐从每晚八十份加到一百二十份，仍有人没吃上。",
        "补贴改为刷工卡直接抵扣，不用再填报销单。",
        "每晚稳定供应两百份以上，剩餐不到五份。",
    ),
    "镇级技能擂台赛": (
        "五个工种报名结束，小厂职工占六成。",
        "焊工组初赛在职业学校实训室进行，五十人参加。",
        "钳工组和电工组初赛完成，评委由企业技师互换担任。",
        "叉车组因下雨推迟一周，场地改到物流园。",
        "五个工种决赛结束，评出镇级能手十五名，企业当场兑现奖励。",
    ),
    "职工书屋流动车": (
        "书车首次进厂，头一个月借出两百多册。",
        "按职工点的书单补了技能考证和育儿类图书。",
        "增加一个停靠点，晚班职工下班也能借。",
        "丢书七册，与班组长商定由班组代还。",
        "办了一场读书分享，四位职工讲了自己读的书。",
    ),
    "周三义诊进车间": (
        "镇卫生院三位医生进车间，量血压、测血糖五十多人。",
        "颈椎检查排队太长，改为按班组分时段。",
        "两名职工血压偏高，医生当面建议复查，结果只交本人。",
        "康复师教了一套工间颈肩操，各班组每天做一遍。",
        "卫生院答应旺季过后再加一次，专门看听力。",
    ),
    "快递小哥歇脚点": (
        "六个网点选了四个，另两个场地还在与物业谈。",
        "头两个歇脚点开放，配了热水、充电柜和急救包。",
        "骑手反映停车不便，与社区商定划出临时车位。",
        "第三个歇脚点因电路改造推迟，到站人数没有上来。",
        "换了一处临街门面重新施工，进度仍落在计划后面。",
    ),
    "小微企业联合职代会": (
        "走访沿街小厂，八家愿意参加联合职代会。",
        "各厂推选职工代表，共二十三人。",
        "预备会议定两个议题：工价和用电安全。",
        "有三家厂担心影响生产，暂时没有派代表，继续上门解释。",
        "首次联合会议通过用电安全公约，工价议题留到下次。",
    ),
    "工价协商一条街": (
        "摸清沿街三十家门店的工价，同一工序最多差三成。",
        "职工代表和行业代表各推五人，第一次坐下来谈。",
        "双方对计件定额分歧较大，请行业协会测算。",
        "三家企业先按指导价试行，又有一家答应跟进，其余观望。",
        "两位行业代表退出，协商会没有开成，重新联系。",
    ),
}

PROJECTS = (
    ProjectTale("车间茶座：把话说在车间里", "rights", "shown", "bozg", "夜班职工见不到工会的人，有话没处说。",
        "每周两次到车间开茶座，当场记下问题，三天内答复，答复贴在车间门口。", "答复职工问题", "个", 0, 100, 112, 6000, 12000, 320, "accepted"),
    ProjectTale("夜班热餐进厂区", "hardship", "shown1", "mei", "夜班只有方便面。", "与食堂商定夜班供餐，工会补贴一部分，职工代表每周试餐打分。",
        "每晚供应热餐", "份", 0, 200, 214, 20000, 30000, 260, "accepted"),
    ProjectTale("镇级技能擂台赛", "skills", "town", "mei", "小厂职工没有比武的机会。", "五个工种轮流比武，优胜者评镇级能手，企业给予奖励。",
        "参赛职工", "人", 0, 300, 310, 15000, 35000, 300, "awaiting"),
    ProjectTale("职工书屋流动车", "culture", "shown2", "mei", "厂区离图书馆太远。", "流动书车每周进厂一次，职工点书，下周送到。",
        "借阅", "册次", 0, 2400, 1300, 9000, 15000, 900, "running"),
    ProjectTale("周三义诊进车间", "rights", "shown", "bozg", "职工看病要请半天假。", "每月一个周三请镇卫生院到车间，量血压、看颈椎，结果只给本人。",
        "义诊人次", "人次", 0, 300, 290, 4000, 8000, 320, "steady"),
    ProjectTale("快递小哥歇脚点", "stations", "town", "mei", "户外劳动者没有地方喝水、充电。", "在六个网点设歇脚点，配热水、充电、急救包，公布开放时间。",
        "每日到站", "人次", 0, 180, 60, 18000, 30000, 600, "behind"),
    ProjectTale("小微企业联合职代会", "democracy", "shown3", "mei", "三十人以下的小厂开不起职代会。", "一条路上的小厂联合开会，共同议定工价和安全事项。",
        "参加的企业", "家", 0, 24, 8, 6000, 9000, 480, "rectify"),
    ProjectTale("工价协商一条街", "bargaining", "shown4", "mei", "同一条街工价不一，跳槽多。", "请行业代表和职工代表谈工价，形成指导价，半年一议。",
        "执行指导价的企业", "家", 0, 30, 4, 5000, 10000, 700, "suspended"),
    ProjectTale("心灵驿站进园区", "rights", "shown5", "mei", "职工压力大，不知道找谁说。", "每月两次心理咨询日，电话预约，严格保密。",
        "咨询人次", "人次", 0, 240, 0, 8000, 16000, 240, "rejected"),
)  # fmt: skip

FRESH = (
    ProjectTale("班组安全随手拍", "rights", "shown6", "mei", "隐患报了没人管。", "职工拍照上报，班组当天回应，月底公示。",
        "整改隐患", "处", 0, 120, 0, 4000, 8000, 210, "declared"),
    ProjectTale("妈妈小屋共建", "hardship", "shown7", "mei", "哺乳期女职工没有合适的地方。", "三家相邻企业合用一间，轮流管理。",
        "登记使用", "人", 0, 40, 0, 6000, 12000, 40, "shortlisted"),
    ProjectTale("微信群里的法律门诊", "online", "shown8", "mei", "职工遇事不知道问谁。", "律师每周三晚在线坐诊，复杂问题转镇调解室。",
        "解答", "件", 0, 150, 0, 3000, 6000, 500, "returned"),
)  # fmt: skip
