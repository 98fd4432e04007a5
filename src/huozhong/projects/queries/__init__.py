"""Reads of projects: one, many, what waits, what a jury gave."""

from huozhong.projects.queries.answers import (
    AnswersShown,
    answer_lines,
    answers_file,
    answers_shown,
    asked,
    kept_steps,
    kept_words,
)
from huozhong.projects.queries.calls import answerable_calls, too_late, unanswered_calls
from huozhong.projects.queries.checkins import projects_to_log
from huozhong.projects.queries.drafts import draft_budget, draft_budget_rows, draft_fields, draft_targets, draft_tasks
from huozhong.projects.queries.finding import find_programme, find_project
from huozhong.projects.queries.honours import HonourRow, find_honour, honour_rows
from huozhong.projects.queries.juries import JuryStage, jury_stages
from huozhong.projects.queries.lists import (
    Overview,
    ProgrammeCard,
    ProjectFilter,
    ProjectLine,
    overview,
    own_stage_names,
    programme_card,
    programme_cards,
    project_lines,
    years,
)
from huozhong.projects.queries.outcome import ProjectOutcome, project_outcome
from huozhong.projects.queries.own_waiting import own_waiting_count, own_waiting_for
from huozhong.projects.queries.pages import ProjectPage, holds_file, project_page
from huozhong.projects.queries.persons import DoneInProject, OwnProject, done_by, projects_of
from huozhong.projects.queries.suggestions import (
    SuggestionRow,
    WindowCard,
    find_suggestion,
    find_window,
    find_window_to_suggest,
    merged_into,
    said_alike,
    suggestion_row,
    suggestion_rows,
    suggestions_waiting_count,
    suggestions_waiting_for,
    takes_from,
    window_card,
    window_cards,
)
from huozhong.projects.queries.waiting import Waiting, waiting_count, waiting_for

__all__ = [
    "AnswersShown",
    "DoneInProject",
    "HonourRow",
    "JuryStage",
    "Overview",
    "OwnProject",
    "ProgrammeCard",
    "ProjectFilter",
    "ProjectLine",
    "ProjectOutcome",
    "ProjectPage",
    "SuggestionRow",
    "Waiting",
    "WindowCard",
    "answer_lines",
    "answerable_calls",
    "answers_file",
    "answers_shown",
    "asked",
    "done_by",
    "draft_budget",
    "draft_budget_rows",
    "draft_fields",
    "draft_targets",
    "draft_tasks",
    "find_honour",
    "find_programme",
    "find_project",
    "find_suggestion",
    "find_window",
    "find_window_to_suggest",
    "holds_file",
    "honour_rows",
    "jury_stages",
    "kept_steps",
    "kept_words",
    "merged_into",
    "overview",
    "own_stage_names",
    "own_waiting_count",
    "own_waiting_for",
    "programme_card",
    "programme_cards",
    "project_lines",
    "project_outcome",
    "project_page",
    "projects_of",
    "projects_to_log",
    "said_alike",
    "suggestion_row",
    "suggestion_rows",
    "suggestions_waiting_count",
    "suggestions_waiting_for",
    "takes_from",
    "too_late",
    "unanswered_calls",
    "waiting_count",
    "waiting_for",
    "window_card",
    "window_cards",
    "years",
]
