from django.urls import path

from huozhong.papers import views

app_name = "papers"
urlpatterns = [
    path("", views.papers, name="list"),
    path("new/", views.new_paper, name="new"),
    path("codes/", views.codes, name="codes"),
    path("codes/<int:code_id>/close/", views.close_code, name="close_code"),
    path("seals/", views.seals, name="seals"),
    path("seals/new/", views.new_seal, name="new_seal"),
    path("sheets/", views.sheets, name="sheets"),
    path("sheets/new/", views.new_sheet, name="new_sheet"),
    path("sheets/photo/", views.take_photo, name="take_photo"),
    path("sheets/photos/<int:photo_id>/", views.photo, name="photo"),
    path("sheets/photos/<int:photo_id>/small/", views.photo_small, name="photo_small"),
    path("sheets/photos/<int:photo_id>/file/", views.file_unfiled, name="file_unfiled"),
    path("sheets/<int:sheet_id>/", views.sheet, name="sheet"),
    path("sheets/<int:sheet_id>/pdf/", views.sheet_pdf, name="sheet_pdf"),
    path("sheets/<int:sheet_id>/word/", views.sheet_word, name="sheet_word"),
    path("s/<slug:code>/", views.by_code, name="by_code"),
    path("S/<slug:code>/", views.by_code),
    path("<int:paper_id>/", views.paper, name="paper"),
    path("<int:paper_id>/edit/", views.edit_paper, name="edit"),
    path("<int:paper_id>/word/", views.paper_word, name="word"),
    path("<int:paper_id>/move/issue/", views.issue, name="issue"),
    path("<int:paper_id>/move/void/", views.void, name="void"),
    path("<int:paper_id>/move/take_back/", views.take_back, name="take_back"),
    path("<int:paper_id>/move/replace_copy/", views.take_back, name="replace_copy"),
    path("<int:paper_id>/seal/", views.seal_paper, name="seal"),
    path("<int:paper_id>/copies/<int:copy_id>/", views.sealed_copy, name="sealed_copy"),
]
