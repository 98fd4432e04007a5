"""The house's HTTP interface: one OpenAPI document over the rooms' doors, and a plain page that lists them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI

from huozhong.access.services import open_to_all
from huozhong.rights.api import router as rights

VERSION = "1.0"  # of the interface; raised when a key is taken away or means something else

api = NinjaAPI(
    title="火种",
    version=VERSION,
    description="算钱、算期限。不用登录，不保存、不记录请求的内容。",
    docs_url=None,
    urls_namespace="api",
)
api.add_router("/rights", rights)


@open_to_all("a list of the doors that are open to all")
def doors(request: HttpRequest) -> HttpResponse:
    """Every door of the interface, in words."""
    document: dict[str, Any] = api.get_openapi_schema()
    listed = [
        {"method": method.upper(), "path": where, "summary": told["summary"], "says": told.get("description", "")}
        for where, methods in document["paths"].items()
        for method, told in methods.items()
    ]
    return render(request, "house/api.html", {"doors": listed, "document": f"{request.path}openapi.json"})
