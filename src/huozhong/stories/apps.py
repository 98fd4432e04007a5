from django.apps import AppConfig
from django.urls import reverse

from huozhong.kernel.sentences import say


class StoriesConfig(AppConfig):
    name = "huozhong.stories"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.publishing import services as publishing
        from huozhong.stories import queries
        from huozhong.stories.services import consenting

        publishing.register_kind(
            publishing.PublicKind(
                name=queries.KIND,
                title=say("职工故事"),
                draft=queries.draft,
                veil=queries.veil,
                url=lambda story_id: reverse("stories:story", args=[story_id]),
                may_submit=consenting.may_submit,
                may_withdraw=consenting.may_withdraw,
            )
        )
