"""Addresses of the rights room."""

from django.urls import URLPattern, path

from huozhong.rights.views import acting, dossier, facts, intake, interview, lists, mine, people, told, triage, where

app_name = "rights"
INTERVIEW: list[URLPattern] = [
    path("ask/", interview.ask, name="ask"),
    path("ask/<int:interview_id>/", interview.ask_on, name="ask_on"),
    path("ask/<int:interview_id>/way/", interview.way, name="way"),
    path("ask/<int:interview_id>/review/", interview.review, name="review"),
    path("ask/<int:interview_id>/told/", interview.told_page, name="told"),
    path("ask/<int:interview_id>/link/", interview.link, name="link"),
    path("ask/<int:interview_id>/drop/", interview.drop, name="drop"),
    path("ask/<int:interview_id>/<str:key>/", interview.question, name="question"),
    path("go-on/<str:code>/", interview.go_on, name="go_on"),
    path("where/", where.where, name="where"),
    path("helping/", intake.helping, name="helping"),
    path("mine/", mine.mine, name="mine"),
    path("mine/<int:dossier_id>/", mine.case, name="my_case"),
    path("mine/<int:dossier_id>/more/", mine.more, name="more"),
    path("mine/<int:dossier_id>/more/<str:key>/", mine.more_question, name="more_question"),
    path("mine/<int:dossier_id>/let-in/", mine.let_in, name="let_in"),
    path("mine/<int:dossier_id>/shut-out/<int:person_id>/", mine.shut_out, name="shut_out"),
]
TRIAGE: list[URLPattern] = [
    path("triage/", triage.index, name="triage_index"),
    path("triage/<int:graph_id>/", triage.graph, name="triage"),
    path("triage/<int:graph_id>/publish/", triage.publish, name="triage_publish"),
    path("triage/<int:graph_id>/next/", triage.next_version, name="triage_next"),
    path("triage/<int:graph_id>/drop/", triage.drop, name="triage_drop"),
    path("triage/<int:graph_id>/<slug:key>/", triage.question, name="triage_question"),
    path("triage/<int:graph_id>/<slug:key>/remove/", triage.remove, name="triage_remove"),
    path("<int:dossier_id>/interview/", told.interview, name="interview"),
]
DOSSIERS: list[URLPattern] = [
    path("", lists.board, name="board"),
    path("list/", lists.index, name="list"),
    path("new/", lists.new, name="new"),
    path("figures/", lists.figures, name="figures"),
    path("<int:dossier_id>/", dossier.overview, name="dossier"),
    path("<int:dossier_id>/claims/", dossier.claims, name="claims"),
    path("<int:dossier_id>/claims/new/", people.new_claim, name="new_claim"),
    path("<int:dossier_id>/claims/<int:number>/", people.change_claim, name="change_claim"),
    path("<int:dossier_id>/claims/<int:number>/withdraw/", people.withdraw_claim, name="withdraw_claim"),
    path("<int:dossier_id>/facts/", facts.facts, name="facts"),
    path("<int:dossier_id>/facts/<slug:key>/", facts.fact, name="fact"),
    path("<int:dossier_id>/clocks/", dossier.deadlines, name="clocks"),
    path("<int:dossier_id>/people/", dossier.people, name="people"),
    path("<int:dossier_id>/numbers/<int:number>/", people.numbers, name="numbers"),
    path("<int:dossier_id>/assign/", people.assign, name="assign"),
    path("<int:dossier_id>/lawyer/", people.lawyer, name="lawyer"),
    path("<int:dossier_id>/lawyer/<int:person_id>/release/", people.release, name="release"),
    path("<int:dossier_id>/recuse/", people.recuse, name="recuse"),
    path("<int:dossier_id>/recuse/<int:person_id>/end/", people.end_recusal, name="end_recusal"),
    path("<int:dossier_id>/note/", acting.note, name="note"),
    path("<int:dossier_id>/paper/", acting.paper, name="paper"),
    path("<int:dossier_id>/paper/<int:paper_id>/force/", acting.force, name="force"),
    path("<int:dossier_id>/path/", acting.path, name="path"),
    path("<int:dossier_id>/urgent/", acting.urgent, name="urgent"),
    path("<int:dossier_id>/move/<slug:move>/", acting.move, name="move"),
]
urlpatterns: list[URLPattern] = [*DOSSIERS, *INTERVIEW, *TRIAGE]
