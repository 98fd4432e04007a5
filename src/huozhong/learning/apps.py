from django.apps import AppConfig


class LearningConfig(AppConfig):
    name = "huozhong.learning"
    default_auto_field = "django.db.models.BigAutoField"
