"""Reading congress sessions: always within a reach, or after the caller asked."""

from huozhong.congress.queries.sessions import (
    SessionCard,
    TopicCard,
    session,
    session_facts,
    sessions_in_reach,
    sessions_of,
    topic,
    topics_of,
    vote_block,
)

__all__ = [
    "SessionCard",
    "TopicCard",
    "session",
    "session_facts",
    "sessions_in_reach",
    "sessions_of",
    "topic",
    "topics_of",
    "vote_block",
]
