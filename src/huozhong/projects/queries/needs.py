"""Which classes of work occupy a union, from the projects that it filed."""

from __future__ import annotations

from django.db.models import Count

from huozhong.projects.models import Project


def work_classes(unit_id: int) -> dict[str, int]:
    """Class of work -> how many projects the unit declared in it."""
    rows = Project.objects.filter(unit_id=unit_id).exclude(state="draft").exclude(work_class="")
    return dict(rows.order_by().values_list("work_class").annotate(n=Count("id")).values_list("work_class", "n"))
