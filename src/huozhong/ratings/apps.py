from django.apps import AppConfig
from django.urls import reverse

from huozhong.kernel.sentences import say


class RatingsConfig(AppConfig):
    name = "huozhong.ratings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.lifecycles.services import register
        from huozhong.publishing import services as publishing
        from huozhong.ratings import jobs  # noqa: F401 - known by being imported
        from huozhong.ratings.models import Rating
        from huozhong.ratings.queries import announcing, schemes
        from huozhong.ratings.workflow import RATING

        register(Rating, RATING)
        publishing.register_kind(
            publishing.PublicKind(
                name=schemes.SCHEME,
                title=say("星级名单"),
                draft=announcing.draft,
                veil=announcing.veil,
                url=lambda scheme_id: reverse("ratings:scheme", args=[scheme_id]),
                may_submit=announcing.may_submit,
                may_withdraw=announcing.may_submit,
                shown=announcing.shown,
            )
        )
