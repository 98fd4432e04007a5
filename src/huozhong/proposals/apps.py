from django.apps import AppConfig
from django.urls import reverse


class ProposalsConfig(AppConfig):
    name = "huozhong.proposals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.lifecycles import services as lifecycles
        from huozhong.papers import services as papers
        from huozhong.proposals import jobs, services  # noqa: F401 - known by being imported
        from huozhong.proposals.models import Proposal
        from huozhong.proposals.queries.things import CONGRESS
        from huozhong.proposals.workflow import PROPOSAL

        lifecycles.register(Proposal, PROPOSAL)
        papers.register_thing(CONGRESS, lambda congress_id: reverse("proposals:report", args=[congress_id]))
