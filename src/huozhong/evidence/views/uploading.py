"""Uploads that stay in memory: what a worker sends never lies on the disk in clear, not even for a moment."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]


class KeptInMemory(MemoryFileUploadHandler):
    """Every file of a request in memory, whatever its size; the house's largest request is the ceiling."""

    def handle_raw_input(self, *words: Any, **more: Any) -> None:
        self.activated = True


def in_memory(view: View) -> View:
    """A view whose uploads are never spooled to disk. The token is checked as everywhere, after the handler is set."""
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def handled(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [KeptInMemory(request)]
        return checked(request, *args, **kwargs)

    return handled
