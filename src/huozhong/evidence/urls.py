"""Addresses of the evidence room."""

from django.urls import URLPattern, path

from huozhong.evidence.views import items, listing

app_name = "evidence"
urlpatterns: list[URLPattern] = [
    path("item/<int:item_id>/", items.item, name="item"),
    path("item/<int:item_id>/file/", items.file, name="file"),
    path("item/<int:item_id>/page/<int:number>/", items.page_picture, name="page"),
    path("item/<int:item_id>/change/", items.change, name="change"),
    path("item/<int:item_id>/withdraw/", items.withdraw, name="withdraw"),
    path("item/<int:item_id>/redact/", items.redact, name="redact"),
    path("item/<int:item_id>/redacted/", items.redacted, name="redacted"),
    path("item/<int:item_id>/stamp/", items.stamp, name="stamp"),
    path("<str:kind>/<int:thing_id>/", listing.evidence_list, name="list"),
    path("<str:kind>/<int:thing_id>/add/", listing.add, name="add"),
    path("<str:kind>/<int:thing_id>/arrange/", listing.arrange, name="arrange"),
    path("<str:kind>/<int:thing_id>/arrange/<int:item_id>/", listing.order, name="order"),
    path("<str:kind>/<int:thing_id>/custody/", listing.custody, name="custody"),
]
