"""Pages of projects."""

from huozhong.projects.views import calling, checkins, declaring, delivery, juries, lists, projects, running

__all__ = ["calling", "checkins", "declaring", "delivery", "juries", "lists", "projects", "running"]
