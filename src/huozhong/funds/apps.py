from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "huozhong.funds"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.funds import models, workflow
        from huozhong.lifecycles.services import register

        register(models.Account, workflow.ACCOUNT)
        register(models.Instalment, workflow.INSTALMENT)
        register(models.Voucher, workflow.VOUCHER)
        register(models.Refund, workflow.REFUND)
        register(models.Flag, workflow.FLAG)
        register(models.Finding, workflow.FINDING)
