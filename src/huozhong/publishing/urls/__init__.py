"""Addresses of the editors' desk and of public notices; the page without sign-in stands in `public`."""

from django.urls import URLPattern

app_name = "publishing"
urlpatterns: list[URLPattern] = []
