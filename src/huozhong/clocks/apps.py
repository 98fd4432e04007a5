from django.apps import AppConfig


class ClocksConfig(AppConfig):
    name = "huozhong.clocks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.clocks import jobs  # noqa: F401 - the clock's work registers itself
        from huozhong.clocks.models import CalendarNotice, Deadline
        from huozhong.clocks.workflow import DEADLINE, NOTICE
        from huozhong.lifecycles.services import register

        register(Deadline, DEADLINE)
        register(CalendarNotice, NOTICE)
