"""Pages of projects."""

from huozhong.projects.views import calling, declaring, judging, lists, projects, running

__all__ = ["calling", "declaring", "judging", "lists", "projects", "running"]
