"""Addresses of the ballots room."""

from django.urls import URLPattern, path

from huozhong.ballots.views import board, booth, receipts, trusteeing

app_name = "ballots"

# the voter's phone and the trustee's device
_OWN: list[URLPattern] = [
    path("mine/", booth.mine, name="mine"),
    path("booth/<str:uuid>/", booth.booth, name="booth"),
    path("booth/<str:uuid>/credential/", booth.register, name="register"),
    path("cast/<str:uuid>/", booth.cast, name="cast"),
    path("keys/<str:uuid>/", trusteeing.keeping, name="keeping"),
    path("keys/<str:uuid>/public/", trusteeing.post_key, name="post_key"),
    path("keys/<str:uuid>/share/", trusteeing.post_share, name="post_share"),
]

# what anybody may read
_PUBLIC: list[URLPattern] = [
    path("receipts/<str:uuid>/", receipts.receipt, name="receipt"),
    path("board/<str:uuid>/", board.board, name="board"),
    path("board/<str:uuid>/trackers.json", receipts.trackers, name="trackers"),
    path("board/<str:uuid>/ballots.json", receipts.sealed_ballots, name="sealed_ballots"),
    path("board/<str:uuid>/credentials.json", board.credentials, name="credentials"),
    path("board/<str:uuid>/election.json", board.election_text, name="election_text"),
    path("board/<str:uuid>/bundle.zip", board.bundle, name="bundle"),
]

urlpatterns: list[URLPattern] = [*_OWN, *_PUBLIC]
