from django.apps import AppConfig
from django.contrib.postgres.indexes import OpClass
from django.db.models.indexes import IndexExpression


class UnionsConfig(AppConfig):
    name = "huozhong.unions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """An index over an expression may name its operator class (the pinyin index of units)."""
        IndexExpression.register_wrappers(OpClass)  # type: ignore[arg-type]
