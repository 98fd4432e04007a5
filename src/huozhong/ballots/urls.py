"""Addresses of the ballots room."""

from django.urls import URLPattern, path

from huozhong.ballots.views import (
    board,
    booth,
    boxes,
    clerk,
    organising,
    receipts,
    results,
    trusteeing,
    watching,
)

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

# whoever holds a ballot, its clerk, its scrutineers
_HELD: list[URLPattern] = [
    path("", organising.elections, name="list"),
    path("new/", organising.new, name="new"),
    path("<int:election_id>/", organising.election, name="election"),
    path("<int:election_id>/change/", organising.change, name="change"),
    path("<int:election_id>/move/<slug:name>/", organising.move, name="move"),
    path("<int:election_id>/trustees/", watching.trustee, name="add_trustee"),
    path("<int:election_id>/scrutineers/", watching.scrutineer, name="add_scrutineer"),
    path("<int:election_id>/method/", watching.method, name="method"),
    path("<int:election_id>/consent/", watching.consent, name="consent"),
    path("trustees/<int:trustee_id>/remove/", watching.remove_trustee, name="remove_trustee"),
    path("scrutineers/<int:scrutineer_id>/remove/", watching.remove_scrutineer, name="remove_scrutineer"),
    path("<int:election_id>/roll/", clerk.voters, name="roll"),
    path("<int:election_id>/roll/renew/", organising.renew_roll, name="renew_roll"),
    path("<int:election_id>/roll/<int:person_id>/paper/", clerk.paper, name="paper"),
    path("<int:election_id>/roll/<int:person_id>/take-back/", clerk.take_back, name="take_back"),
    path("<int:election_id>/roll/<int:person_id>/credential/", clerk.credential, name="credential"),
    path("<int:election_id>/boxes/", boxes.boxes, name="boxes"),
    path("boxes/<int:box_id>/enter/", boxes.enter, name="enter_box"),
    path("boxes/<int:box_id>/sign/", boxes.sign, name="sign_box"),
    path("boxes/<int:box_id>/remove/", boxes.remove, name="remove_box"),
    path("<int:election_id>/result/", results.result, name="result"),
    path("<int:election_id>/result/sign/", results.sign, name="sign_result"),
    path("<int:election_id>/proof.json", results.proof, name="proof"),
]

urlpatterns: list[URLPattern] = [*_HELD, *_OWN, *_PUBLIC]
