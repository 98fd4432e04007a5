"""Addresses of the congress room."""

from django.urls import URLPattern

app_name = "congress"
urlpatterns: list[URLPattern] = []
