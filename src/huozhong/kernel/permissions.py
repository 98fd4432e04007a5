"""Every permission of the house, in one list. A permission is asked at a unit."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    # the tree and its people
    UNIT_READ = "UNIT_READ"
    UNIT_MANAGE = "UNIT_MANAGE"
    PERSON_READ = "PERSON_READ"
    PERSON_MANAGE = "PERSON_MANAGE"
    PERSON_NUMBER_READ = "PERSON_NUMBER_READ"
    APPOINT = "APPOINT"
    TRAIL_READ = "TRAIL_READ"
    # desk work: papers, ledgers, rules, notices
    PAPER_READ = "PAPER_READ"
    PAPER_WRITE = "PAPER_WRITE"
    SEAL_KEEP = "SEAL_KEEP"
    LEDGER_EXPORT = "LEDGER_EXPORT"
    LEDGER_EXPORT_NUMBERS = "LEDGER_EXPORT_NUMBERS"
    RULE_READ = "RULE_READ"
    RULE_EDIT = "RULE_EDIT"
    RULE_APPROVE = "RULE_APPROVE"
    NOTICE_SEND = "NOTICE_SEND"
    FORM_MANAGE = "FORM_MANAGE"
    # learning, and the people who work for the unions
    HOWTO_WRITE = "HOWTO_WRITE"
    HOWTO_PUBLISH = "HOWTO_PUBLISH"
    TEAM_READ = "TEAM_READ"
    TEAM_MANAGE = "TEAM_MANAGE"
    # seeds
    SEED_READ = "SEED_READ"
    SEED_DRAFT = "SEED_DRAFT"
    SEED_PUBLISH = "SEED_PUBLISH"
    SEED_ADOPT = "SEED_ADOPT"
    # what becomes public: three reviews, three proofreadings; notices; workers' stories
    PUBLICATION_SUBMIT = "PUBLICATION_SUBMIT"
    PUBLICATION_EDIT = "PUBLICATION_EDIT"
    PUBLICATION_FIRST = "PUBLICATION_FIRST"
    PUBLICATION_SECOND = "PUBLICATION_SECOND"
    PUBLICATION_THIRD = "PUBLICATION_THIRD"
    PUBLIC_NOTICE = "PUBLIC_NOTICE"
    STORY_READ = "STORY_READ"
    STORY_COLLECT = "STORY_COLLECT"
    SPREAD_PLAN = "SPREAD_PLAN"
    VISIT_RECORD = "VISIT_RECORD"
    # projects
    PROGRAMME_READ = "PROGRAMME_READ"
    PROGRAMME_MANAGE = "PROGRAMME_MANAGE"
    PROJECT_READ = "PROJECT_READ"
    PROJECT_DECLARE = "PROJECT_DECLARE"
    PROJECT_RUN = "PROJECT_RUN"
    PROJECT_REVIEW = "PROJECT_REVIEW"
    PROJECT_APPROVE = "PROJECT_APPROVE"
    PROJECT_INSPECT = "PROJECT_INSPECT"
    PROJECT_ACCEPT = "PROJECT_ACCEPT"
    # union money
    FUND_READ = "FUND_READ"
    FUND_SPEND = "FUND_SPEND"
    FUND_RELEASE = "FUND_RELEASE"
    FUND_REVIEW = "FUND_REVIEW"
    FUND_AUDIT = "FUND_AUDIT"
    # juries
    JURY_READ = "JURY_READ"
    JURY_MANAGE = "JURY_MANAGE"
    JURY_JUDGE = "JURY_JUDGE"


# Files that protect a worker from the employer: a role held at a grassroots union never reaches them.
PROTECTS_THE_WORKER: frozenset[Permission] = frozenset()
