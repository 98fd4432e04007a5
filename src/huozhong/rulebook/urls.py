from django.urls import path

from huozhong.rulebook import views

app_name = "rulebook"
urlpatterns = [
    path("", views.index, name="index"),
    path("values/<int:value_id>/", views.value, name="value"),
    path("values/<int:value_id>/edit/", views.edit, name="edit"),
    path("values/<int:value_id>/scan/", views.scan, name="scan"),
    path("values/<int:value_id>/<slug:name>/", views.move, name="move"),
    path("<str:rule_id>/", views.show, name="rule"),
    path("<str:rule_id>/enter/", views.enter, name="enter"),
]
