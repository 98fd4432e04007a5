from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "huozhong.publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.lifecycles.services import register
        from huozhong.publishing import jobs  # noqa: F401 - known by being imported
        from huozhong.publishing.models import Submission
        from huozhong.publishing.queries.kinds import register_kind
        from huozhong.publishing.services import notices
        from huozhong.publishing.workflow import SUBMISSION

        register(Submission, SUBMISSION)
        register_kind(notices.KIND)
