from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "huozhong.rights"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.clocks import services as clocks
        from huozhong.evidence import services as evidence
        from huozhong.lifecycles import services as lifecycles
        from huozhong.rights.models import Document, Dossier, HandOff, Letter
        from huozhong.rights.queries import letters, seeing, things
        from huozhong.rights.workflow import DOCUMENT, DOSSIER, HANDOFF, LETTER

        lifecycles.register(Dossier, DOSSIER)
        lifecycles.register(HandOff, HANDOFF)
        lifecycles.register(Document, DOCUMENT)
        lifecycles.register(Letter, LETTER)
        see, add = seeing.may_see, seeing.may_add
        clocks.register_thing(
            things.KIND, url=things.url, may_see=see, may_work=seeing.may_work, may_confirm=seeing.may_supervise,
            title=things.title, told=things.told,
        )  # fmt: skip
        evidence.register_thing(
            things.KIND, url=things.url, may_see=see, may_add=add, may_hand_on=seeing.may_hand_on, title=things.title,
            place=things.place,
        )  # fmt: skip
        clocks.register_thing(
            letters.KIND, url=letters.url, may_see=letters.may_see, may_work=letters.may_work,
            may_confirm=letters.may_supervise, title=letters.title, told=letters.told,
        )  # fmt: skip
