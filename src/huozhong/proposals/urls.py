"""Addresses of the proposals room."""

from django.urls import path

from huozhong.proposals.views import acting, committee, one, own

app_name = "proposals"
urlpatterns = [
    path("", committee.ledger, name="list"),
    path("calls/", committee.calls, name="calls"),
    path("calls/new/", committee.new_call, name="new_call"),
    path("figures/", committee.figures, name="figures"),
    path("congress/<int:congress_id>/", own.ledger, name="ledger"),
    path("congress/<int:congress_id>/report/", own.report, name="report"),
    path("congress/<int:congress_id>/report.xlsx", own.report_sheets, name="report_sheets"),
    path("congress/<int:congress_id>/report/paper/", committee.report_paper, name="report_paper"),
    path("mine/", own.mine, name="mine"),
    path("tell/", own.tell, name="tell"),
    path("tips/<int:tip_id>/", own.tip, name="tip"),
    path("tips/<int:tip_id>/take/", own.take, name="take"),
    path("tips/<int:tip_id>/aside/", own.aside, name="aside"),
    path("new/", own.write, name="new"),
    path("alike/", own.alike, name="alike"),
    path("of-project/<int:project_id>/", own.of_project, name="of_project"),
    path("<int:proposal_id>/", one.proposal, name="proposal"),
    path("<int:proposal_id>/edit/", one.edit, name="edit"),
    path("<int:proposal_id>/invite/", one.invite, name="invite"),
    path("<int:proposal_id>/reply/", one.reply, name="reply"),
    path("<int:proposal_id>/rate/", one.rate, name="rate"),
    path("<int:proposal_id>/files/", one.attach, name="attach"),
    path("<int:proposal_id>/files/<int:file_id>/", one.file, name="file"),
    path("<int:proposal_id>/opinion/", acting.opinion, name="opinion"),
    path("<int:proposal_id>/track/", acting.track, name="track"),
    path("<int:proposal_id>/adopt/", acting.adopt, name="adopt"),
    path("<int:proposal_id>/reassign/", acting.reassign, name="reassign"),
    path("<int:proposal_id>/<slug:move>/", acting.move, name="move"),
]
