from django.apps import AppConfig


class SpreadConfig(AppConfig):
    name = "huozhong.spread"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.urls import reverse

        from huozhong.kernel.permissions import Permission
        from huozhong.kernel.sentences import say
        from huozhong.seeds.services import SeedAction, register_action
        from huozhong.spread import services  # noqa: F401 - the job of plans is known to the worker

        register_action(
            SeedAction(
                "spread.seed",
                say("看它传到了哪里"),
                lambda card: reverse("spread:seed", args=[card.id]),
                Permission.SEED_READ,
            )
        )
        register_action(
            SeedAction(
                "spread.plan",
                say("选示范单位"),
                lambda card: f"{reverse('spread:new_plan')}?seed={card.id}",
                Permission.SPREAD_PLAN,
            )
        )
