from django.apps import AppConfig


class RatingsConfig(AppConfig):
    name = "huozhong.ratings"
    default_auto_field = "django.db.models.BigAutoField"
