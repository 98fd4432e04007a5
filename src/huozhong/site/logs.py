"""Log lines: one JSON object each, and never a personal number."""

from __future__ import annotations

import logging
from typing import Any

import structlog

from huozhong.records.engine.personal import without_personal_numbers


class NoPersonalNumbers(logging.Filter):
    """Blots out resident and telephone numbers in every line, whoever wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the line, without its numbers."""
        record.msg, record.args = without_personal_numbers(record.getMessage()), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = without_personal_numbers(logging.Formatter().formatException(record.exc_info))
        return True


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_personal_numbers": {"()": "huozhong.site.logs.NoPersonalNumbers"}},
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["no_personal_numbers"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "fontTools": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
    },
}


def write_json_lines() -> None:
    """Let structlog write through the handler above."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.dict_tracebacks,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
