from django.apps import AppConfig


class CongressConfig(AppConfig):
    name = "huozhong.congress"
    default_auto_field = "django.db.models.BigAutoField"
