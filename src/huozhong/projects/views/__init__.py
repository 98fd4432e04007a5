"""Pages of projects."""

from huozhong.projects.views import calling, checkins, declaring, juries, lists, projects, running

__all__ = ["calling", "checkins", "declaring", "juries", "lists", "projects", "running"]
