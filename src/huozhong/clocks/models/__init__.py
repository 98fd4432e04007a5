"""Deadlines, reminders, notices of rest days, recomputing, calendar feeds."""

from huozhong.clocks.models.calendars import CalendarNotice, Feed, Recomputing, Shift
from huozhong.clocks.models.deadline import Deadline, Reminder

__all__ = ["CalendarNotice", "Deadline", "Feed", "Recomputing", "Reminder", "Shift"]
