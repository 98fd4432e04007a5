from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "huozhong.rights"
    default_auto_field = "django.db.models.BigAutoField"
