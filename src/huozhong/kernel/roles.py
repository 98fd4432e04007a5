"""Roles as prose: a name, a paragraph a cadre can read, the permissions, and where the role may be held."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from huozhong.kernel.permissions import Permission as P  # noqa: N817 - a table must fit on a line
from huozhong.kernel.places import Level
from huozhong.kernel.sentences import Sentence, say


class Role(StrEnum):
    CHAIR = "CHAIR"
    PROJECT_OFFICE = "PROJECT_OFFICE"
    CADRE = "CADRE"
    REGISTRAR = "REGISTRAR"
    JUROR = "JUROR"
    RULE_KEEPER = "RULE_KEEPER"
    RULE_APPROVER = "RULE_APPROVER"
    SEAL_KEEPER = "SEAL_KEEPER"
    AUDITOR = "AUDITOR"
    EDITOR = "EDITOR"
    SECTION_EDITOR = "SECTION_EDITOR"
    CHIEF_EDITOR = "CHIEF_EDITOR"
    BALLOT_CLERK = "BALLOT_CLERK"
    MEDIATOR = "MEDIATOR"
    RIGHTS_LEAD = "RIGHTS_LEAD"
    LAWYER = "LAWYER"
    RECEIVER = "RECEIVER"
    MEMBER = "MEMBER"


@dataclass(frozen=True, slots=True)
class RoleCard:
    name: Sentence
    says: Sentence
    permissions: frozenset[P]
    levels: frozenset[Level]


FEDERATIONS = frozenset({Level.NATION, Level.PROVINCE, Level.CITY, Level.DISTRICT})
UPPER = FEDERATIONS | {Level.TOWN}
EVERYWHERE = UPPER | {Level.GRASSROOTS}

_EDITS = {P.PUBLICATION_EDIT, P.STORY_READ, P.SEED_READ, P.UNIT_READ}
_READS = {P.UNIT_READ, P.PROGRAMME_READ, P.PROJECT_READ, P.SEED_READ, P.RULE_READ, P.PAPER_READ, P.JURY_READ}

_CONGRESS = {
    P.CONGRESS_READ, P.CONGRESS_MANAGE, P.PROPOSAL_READ, P.PROPOSAL_HANDLE, P.BALLOT_READ, P.BALLOT_MANAGE,
    P.RATING_READ, P.RATING_DECLARE,
}  # fmt: skip

ROLES: dict[Role, RoleCard] = {
    Role.CHAIR: RoleCard(
        say("主席"),
        say("主持本级工会工作：看得到本级和下级的项目与数字，决定立项、验收，任命本级和下级的岗位。"),
        frozenset(
            _READS
            | {P.PERSON_READ, P.APPOINT, P.PROJECT_APPROVE, P.PROJECT_ACCEPT, P.SEED_PUBLISH, P.TRAIL_READ}
            | {P.SPREAD_PLAN, P.VISIT_RECORD}
            | {P.FUND_READ}
            | {P.PUBLICATION_SUBMIT, P.PUBLIC_NOTICE, P.STORY_READ, P.STORY_COLLECT}
            | {P.HOWTO_WRITE, P.TEAM_READ, P.TEAM_MANAGE}
            | _CONGRESS
            | {P.CONGRESS_CHAIR, P.CONGRESS_WATCH, P.BALLOT_CONSENT, P.RATING_CONFIRM}
            | {P.DOSSIER_FIGURES}
        ),
        EVERYWHERE,
    ),
    Role.PROJECT_OFFICE: RoleCard(
        say("项目办"),
        say("办理项目征集、初审、立项、督查、验收、展评和推广；不能替基层申报。"),
        frozenset(
            _READS
            | {
                P.JURY_MANAGE,
                P.PROGRAMME_MANAGE,
                P.PROJECT_REVIEW,
                P.PROJECT_APPROVE,
                P.PROJECT_INSPECT,
                P.PROJECT_ACCEPT,
            }
            | {P.SPREAD_PLAN, P.VISIT_RECORD}
            | {P.SEED_DRAFT, P.SEED_PUBLISH, P.PAPER_WRITE, P.LEDGER_EXPORT, P.NOTICE_SEND, P.FORM_MANAGE}
            | {P.PUBLICATION_SUBMIT, P.PUBLIC_NOTICE, P.STORY_READ, P.STORY_COLLECT}
            | {P.HOWTO_WRITE, P.HOWTO_PUBLISH}
            | {P.FUND_READ, P.FUND_RELEASE, P.FUND_REVIEW}
            | {P.CONGRESS_READ, P.CONGRESS_WATCH, P.PROPOSAL_READ, P.BALLOT_READ}
            | {P.RATING_READ, P.RATING_SCHEME, P.RATING_ASSESS}
        ),
        UPPER,
    ),
    Role.CADRE: RoleCard(
        say("工会干部"),
        say("为本级工会申报、实施项目，采用种子，记录进展；管理本级和下级会员名册。"),
        frozenset(
            _READS
            | {P.VISIT_RECORD}
            | {P.PROJECT_DECLARE, P.PROJECT_RUN, P.SEED_DRAFT, P.SEED_ADOPT, P.PERSON_READ, P.PERSON_MANAGE}
            | {P.PUBLICATION_SUBMIT, P.STORY_READ, P.STORY_COLLECT}
            | {P.PAPER_WRITE, P.LEDGER_EXPORT, P.NOTICE_SEND, P.HOWTO_WRITE}
            | {P.FUND_READ, P.FUND_SPEND, P.DOSSIER_INTAKE}
            | _CONGRESS
        ),
        EVERYWHERE,
    ),
    Role.REGISTRAR: RoleCard(
        say("组织管理员"),
        say("维护工会组织树、任期和会员名册，核对证件号码；每次查看完整号码都会留痕。"),
        frozenset(
            {P.UNIT_READ, P.UNIT_MANAGE, P.PERSON_READ, P.PERSON_MANAGE, P.PERSON_NUMBER_READ, P.APPOINT}
            | {P.LEDGER_EXPORT, P.LEDGER_EXPORT_NUMBERS, P.PAPER_READ, P.PAPER_WRITE}
            | {P.TEAM_READ, P.TEAM_MANAGE}
        ),
        UPPER,
    ),
    Role.JUROR: RoleCard(
        say("评委"),
        say("专家、劳模和职工代表：为分到的参评项打分；应当回避的，看不到材料和分数。"),
        frozenset({P.JURY_JUDGE, P.JURY_READ, P.PROJECT_READ, P.PROGRAMME_READ, P.SEED_READ}),
        UPPER,
    ),
    Role.RULE_KEEPER: RoleCard(
        say("规则管理员"),
        say("录入本地规定：数值、条款、文号、扫描件和生效日期；由另一人核准后才生效。"),
        frozenset({P.RULE_READ, P.RULE_EDIT}),
        FEDERATIONS,
    ),
    Role.RULE_APPROVER: RoleCard(
        say("规则核准人"),
        say("核准别人录入的本地规定，先看试算会改变什么。"),
        frozenset({P.RULE_READ, P.RULE_APPROVE}),
        FEDERATIONS,
    ),
    Role.SEAL_KEEPER: RoleCard(
        say("印章管理员"),
        say("登记用印，收回盖章扫描件作为有效文本。"),
        frozenset({P.PAPER_READ, P.PAPER_WRITE, P.SEAL_KEEP}),
        EVERYWHERE,
    ),
    Role.AUDITOR: RoleCard(
        say("经审人员"),
        say("看本级和下级的预算、凭证、账和操作留痕，写经审意见，确认整改；不能改别人的账。"),
        frozenset(_READS | {P.TRAIL_READ, P.FUND_READ, P.FUND_AUDIT, P.CONGRESS_READ, P.BALLOT_READ, P.RATING_READ}),
        EVERYWHERE,
    ),
    Role.EDITOR: RoleCard(
        say("责任编辑"),
        say("公开前的一审：核对事实和文字，校对，退回或者通过；可以随时一步撤下。不审自己写的。"),
        frozenset(_EDITS | {P.PUBLICATION_FIRST}),
        UPPER,
    ),
    Role.SECTION_EDITOR: RoleCard(
        say("部门审稿人"),
        say("公开前的二审，由部门负责人担任：核对一审意见、隐私和口径；可以随时一步撤下。"),
        frozenset(_EDITS | {P.PUBLICATION_SECOND}),
        UPPER,
    ),
    Role.CHIEF_EDITOR: RoleCard(
        say("终审人"),
        say("公开前的三审，由主管领导担任：通过后立即公开；可以随时一步撤下。一篇稿子一个人只能审一次。"),
        frozenset(_EDITS | {P.PUBLICATION_THIRD}),
        UPPER,
    ),
    Role.BALLOT_CLERK: RoleCard(
        say("选举工作人员"),
        say(
            "管选民登记：谁领了票、谁改投纸票；只有这个岗位查得到哪张凭证是谁的，每查一次都会留痕。看不到任何人投了什么。"
        ),
        frozenset({P.CONGRESS_READ, P.BALLOT_READ, P.BALLOT_REGISTER}),
        EVERYWHERE,
    ),
    Role.MEDIATOR: RoleCard(
        say("调解员"),
        say(
            "受理职工维权诉求，主持调解，办移送，盯着每一个期限；只看得到本级和下级经办的案件，看不到与自己单位有关的。"
        ),
        frozenset({P.UNIT_READ, P.RULE_READ, P.DOSSIER_INTAKE, P.DOSSIER_READ, P.DOSSIER_WORK}),
        UPPER,
    ),
    Role.RIGHTS_LEAD: RoleCard(
        say("维权负责人"),
        say("分派维权案件，核准期限的了结和豁免，接手无人看的提醒；看完整号码、打开证据，每一次都会留痕。"),
        frozenset(
            {P.UNIT_READ, P.RULE_READ, P.DOSSIER_INTAKE, P.DOSSIER_READ, P.DOSSIER_WORK, P.DOSSIER_SUPERVISE}
            | {P.DOSSIER_FIGURES}
        ),
        UPPER,
    ),
    Role.LAWYER: RoleCard(
        say("法律援助律师"),
        say("只看得到指派给自己的维权案件，写意见，办代理；结案或者换人以后就看不到了。"),
        frozenset({P.RULE_READ, P.DOSSIER_ASSIGNED}),
        UPPER,
    ),
    Role.RECEIVER: RoleCard(
        say("接收单位联络员"),
        say("仲裁委、法院、监察、法律援助机构的联络员：只看得到移送给本单位的案卷，签收或者说明理由退回。"),
        frozenset({P.HANDOFF_RECEIVE}),
        UPPER,
    ),
    Role.MEMBER: RoleCard(
        say("会员"),
        say("看公开的种子和本单位的项目。"),
        frozenset({P.SEED_READ, P.PROGRAMME_READ, P.PROJECT_READ, P.JURY_READ, P.CONGRESS_READ, P.RATING_READ}),
        EVERYWHERE,
    ),
}
