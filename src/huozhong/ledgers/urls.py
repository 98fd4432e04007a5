from django.urls import path

from huozhong.ledgers import views

app_name = "ledgers"
urlpatterns = [
    path("", views.index, name="list"),
    path("exports/", views.exports, name="exports"),
    path("exports/<int:export_id>/", views.export, name="export"),
    path("exports/<int:export_id>/file/", views.download, name="download"),
    path("templates/<int:template_id>/", views.template, name="template"),
    path("templates/<int:template_id>/file/", views.template_file, name="template_file"),
    path("templates/<int:template_id>/retire/", views.retire, name="retire"),
    path("read/<int:read_back_id>/", views.read_back, name="read_back"),
    path("read/<int:read_back_id>/apply/", views.apply, name="apply"),
    path("read/<int:read_back_id>/forget/", views.forget, name="forget"),
    path("<slug:list_name>/template/", views.upload, name="upload"),
    path("<slug:list_name>/export/", views.ask, name="ask"),
    path("<slug:list_name>/read/", views.read, name="read"),
]
