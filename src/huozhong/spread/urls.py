from django.urls import URLPattern

app_name = "spread"
urlpatterns: list[URLPattern] = []
