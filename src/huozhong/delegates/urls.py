"""Addresses of the delegates room."""

from django.urls import URLPattern

app_name = "delegates"
urlpatterns: list[URLPattern] = []
