"""A card stands beside a task for everybody who sees the project; only its union puts it there."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from huozhong.learning import services as learning
from huozhong.learning.services import CardForm
from huozhong.projects.models import Task
from huozhong.projects.tests import stage
from tests.cast import NOW, Cast


def asked_by(cast: Cast, who: object) -> Client:
    client = Client()
    cast.sign_in(client, who)  # type: ignore[arg-type]
    return client


def test_whoever_runs_the_project_puts_a_card_beside_a_task_and_takes_it_away(cast: Cast) -> None:
    project_id = stage.running(cast)
    task = Task.objects.filter(project_id=project_id).order_by("id")[0]
    form = CardForm("怎样开好第一课", "skills", 5, "开课前一天", ("备好名单",), ask_person_id=cast.mei.person_id)
    howto_id = learning.write_howto(form, unit=cast.city, actor=cast.office, at=NOW)
    learning.move_howto(howto_id, "publish", actor=cast.office, at=NOW)
    address = reverse("projects:howtos", args=[project_id])

    bo, lin, sara = (asked_by(cast, who) for who in (cast.bo, cast.lin, cast.sara))
    assert bo.post(address, {"task": task.pk, "howto": howto_id}).status_code == 302
    assert "怎样开好第一课" in lin.get(address).content.decode()
    assert sara.get(address).status_code == 404
    assert lin.post(address, {"task": task.pk, "howto": howto_id}).status_code == 403
    assert bo.post(address, {"task": task.pk, "howto": howto_id + 99}).status_code == 422
    assert bo.post(reverse("projects:remove_howto", args=[project_id, task.pk + 99, howto_id])).status_code == 404

    bo.post(reverse("projects:remove_howto", args=[project_id, task.pk, howto_id]))

    assert "可以问" not in lin.get(address).content.decode()
