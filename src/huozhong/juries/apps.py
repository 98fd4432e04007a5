from django.apps import AppConfig


class JuriesConfig(AppConfig):
    name = "huozhong.juries"
    default_auto_field = "django.db.models.BigAutoField"
