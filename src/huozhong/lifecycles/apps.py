from django.apps import AppConfig


class LifecyclesConfig(AppConfig):
    name = "huozhong.lifecycles"
    default_auto_field = "django.db.models.BigAutoField"
