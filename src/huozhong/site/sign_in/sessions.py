"""Sessions in the database, encrypted: whoever reads the table sees neither phone numbers nor codes."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions

from huozhong.site.sign_in.secrets import SESSIONS, Unreadable, seal, unseal


class SessionStore(DatabaseSessions):
    """Django's own sessions, sealed before they are written."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        """The sealed text of a session."""
        return seal(self.serializer().dumps(session_dict), purpose=SESSIONS)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """The session behind the sealed text; an empty one when it was tampered with or the key is gone."""
        try:
            plain = unseal(str(session_data), purpose=SESSIONS)
        except Unreadable:
            return {}
        return dict(self.serializer().loads(plain))

    @classmethod
    def get_model_class(cls) -> Any:
        from django.contrib.sessions.models import Session  # the app registry is not ready when this module is read

        return Session
