"""Sessions of a workers' congress: before, in the meeting, after."""

from django.apps import AppConfig


class CongressConfig(AppConfig):
    name = "huozhong.congress"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.congress.models import Meeting, Session, Vote
        from huozhong.congress.workflow import MEETING, SESSION, VOTE
        from huozhong.lifecycles.services import register

        register(Session, SESSION)
        register(Meeting, MEETING)
        register(Vote, VOTE)
