from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "huozhong.look"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.look.forms import speak_plainly

        speak_plainly()
