from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "huozhong.ratings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.lifecycles.services import register
        from huozhong.ratings.models import Rating
        from huozhong.ratings.workflow import RATING

        register(Rating, RATING)
