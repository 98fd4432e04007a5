from django.urls import path

from huozhong.spread import views

app_name = "spread"
urlpatterns = [
    path("", views.index, name="index"),
    path("plans/new/", views.new_plan, name="new_plan"),
    path("plans/<int:plan_id>/", views.plan, name="plan"),
    path("plans/<int:plan_id>/progress/", views.progress, name="progress"),
    path("plans/<int:plan_id>/invitations/", views.invitations, name="invitations"),
    path("visits/", views.visits, name="visits"),
    path("visits/<int:visit_id>/strike/", views.strike, name="strike"),
    path("seeds/<int:seed_id>/", views.seed, name="seed"),
]
