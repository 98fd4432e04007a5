from django.apps import AppConfig
from django.urls import reverse

from huozhong.kernel.permissions import Permission
from huozhong.kernel.sentences import say


class ProjectsConfig(AppConfig):
    name = "huozhong.projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from huozhong.funds import services as funds
        from huozhong.ledgers import services as ledgers
        from huozhong.lifecycles import services as lifecycles
        from huozhong.papers import services as papers
        from huozhong.projects import handlers, jobs, workflow  # noqa: F401 - known by being imported
        from huozhong.projects.models import Programme, Project
        from huozhong.projects.queries.own import own_table, uses
        from huozhong.projects.queries.own_cases import cases
        from huozhong.projects.services.chosen_list import CHOSEN_LIST
        from huozhong.projects.services.ground import GROUND
        from huozhong.projects.services.ledger import PROJECTS
        from huozhong.projects.services.money import FUNDED
        from huozhong.publishing import services as publishing
        from huozhong.seeds import services as seeds
        from huozhong.workflows import services as workflows

        lifecycles.register(Programme, workflow.PROGRAMME)
        lifecycles.register(Project, workflow.PROJECT, own=own_table)
        workflows.register_ground(GROUND, cases=cases, uses=uses)
        seeds.register_action(
            seeds.SeedAction(
                "projects.adopt",
                say("采用这颗种子"),
                lambda seed: reverse("projects:adopt", args=[seed.id]),
                Permission.SEED_ADOPT,
            )
        )
        funds.register_thing(FUNDED)
        publishing.register_kind(CHOSEN_LIST)
        papers.register_thing("projects.project", lambda project_id: reverse("projects:project", args=[project_id]))
        ledgers.register_list(PROJECTS)
