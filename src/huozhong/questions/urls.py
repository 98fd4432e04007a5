"""Addresses of the forms room."""

from django.urls import path

from huozhong.questions.views import building, forms, publishing

app_name = "questions"
urlpatterns = [
    path("", forms.form_list, name="list"),
    path("new/", forms.new_form, name="new"),
    path("<int:form_id>/", building.form, name="form"),
    path("<int:form_id>/name/", forms.rename, name="rename"),
    path("<int:form_id>/shift/", building.shift, name="shift"),
    path("<int:form_id>/sections/new/", building.new_section, name="new_section"),
    path("<int:form_id>/sections/<int:number>/", building.section, name="section"),
    path("<int:form_id>/sections/<int:number>/drop/", building.drop_section, name="drop_section"),
    path("<int:form_id>/sections/<int:number>/add/", building.new_question, name="new_question"),
    path("<int:form_id>/questions/<slug:key>/", building.question, name="question"),
    path("<int:form_id>/questions/<slug:key>/drop/", building.drop_question, name="drop_question"),
    path("<int:form_id>/preview/", publishing.preview, name="preview"),
    path("<int:form_id>/publish/", publishing.publish, name="publish"),
    path("<int:form_id>/discard/", publishing.discard, name="discard"),
    path("<int:form_id>/retire/", publishing.retire, name="retire"),
    path("<int:form_id>/versions/<int:number>/", publishing.version, name="version"),
]
