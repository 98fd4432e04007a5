"""Sessions of a workers' congress: before, in the meeting, after."""

from django.apps import AppConfig


class CongressConfig(AppConfig):
    name = "huozhong.congress"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.ballots import services as ballots
        from huozhong.congress import handlers, jobs  # noqa: F401 - known by being imported
        from huozhong.congress.models import Meeting, Session, SessionReport, Vote
        from huozhong.congress.services import appraising
        from huozhong.congress.workflow import MEETING, REPORT, SESSION, VOTE
        from huozhong.lifecycles.services import register

        register(Session, SESSION)
        register(SessionReport, REPORT)
        register(Meeting, MEETING)
        register(Vote, VOTE)
        ballots.register_thing(appraising.KIND, may_open=appraising.may_open, may_see=appraising.may_see)
        _say_what_meetings_hold()


def _say_what_meetings_hold() -> None:
    """Ballots and papers of a meeting: when they may open, who sees them, where their page is."""
    from django.urls import reverse

    from huozhong.ballots import services as ballots
    from huozhong.congress import services
    from huozhong.papers import services as papers

    ballots.register_thing(services.SECRET_BALLOT, may_open=services.may_open, may_see=services.may_see)
    papers.register_thing("congress.meeting", lambda meeting_id: reverse("congress:chair", args=[meeting_id]))
