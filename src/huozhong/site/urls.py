"""Every address: the house's own, and each room under its own prefix."""

from django.urls import URLPattern, URLResolver, include, path

from huozhong.site import api
from huozhong.site.sign_in.urls import house as sign_in_house
from huozhong.site.sign_in.urls import urlpatterns as sign_in
from huozhong.site.views import account, design, home, notices, system, trail

ROOMS = {
    "seeds": "seeds/",
    "projects": "projects/",
    "papers": "papers/",
    "ledgers": "ledgers/",
    "rulebook": "rules/",
    "roster": "roster/",
    "workflows": "workflows/",
    "questions": "questions/",
    "publishing": "publishing/",
    "learning": "learning/",
    "funds": "funds/",
    "juries": "juries/",
    "stories": "stories/",
    "spread": "spread/",
    "cadres": "cadres/",
    "ballots": "ballots/",
    "delegates": "delegates/",
    "proposals": "proposals/",
    "congress": "congress/",
    "ratings": "ratings/",
    "clocks": "clocks/",
    "evidence": "evidence/",
    "rights": "rights/",
}

house = [
    path("", home.home, name="home"),
    path("figures/", home.figures, name="figures"),
    path("figures/<slug:measure>/", home.figure, name="figure"),
    path("account/", account.account, name="account"),
    path("notices/", notices.inbox, name="notices"),
    path("notices/read/", notices.read_all, name="read_all_notices"),
    path("notices/<int:notice_id>/read/", notices.mark_read, name="read_notice"),
    path("notices/wishes/", notices.wishes, name="notice_wishes"),
    path("notices/deliveries/", notices.deliveries, name="deliveries"),
    path("notices/calls/", notices.call_list, name="call_list"),
    path("notices/calls/<int:send_id>/", notices.mark_called, name="mark_called"),
    path("trail/", trail.trail, name="trail"),
    path("language/", system.language, name="language"),
    path("look/", design.design_sheet, name="design_sheet"),
    path("look/phone/", design.phone_sheet, name="phone_sheet"),
    path("look/refused/<int:status>/", design.refusal_sheet, name="refusal_sheet"),
    path("api/", api.doors, name="doors"),
    path("healthz", system.healthz, name="healthz"),
    path("robots.txt", system.robots, name="robots"),
    path("favicon.ico", system.favicon, name="favicon"),
    *sign_in_house,
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((house, "house"))),
    *sign_in,
    path("api/", api.api.urls),
    path("open/", include("huozhong.publishing.urls.public")),
    *(path(prefix, include(f"huozhong.{room}.urls")) for room, prefix in ROOMS.items()),
]

handler400 = "huozhong.site.refusals.bad_request"
handler403 = "huozhong.site.refusals.forbidden"
handler404 = "huozhong.site.refusals.not_found"
handler429 = "huozhong.site.refusals.too_many"
handler500 = "huozhong.site.refusals.broken"
