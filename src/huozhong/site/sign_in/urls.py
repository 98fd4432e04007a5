"""Addresses of signing in. allauth's names, our paths, and only the pages we want: no sign-up, no e-mail."""

from allauth.account import views as account
from allauth.socialaccount.providers.openid_connect import urls as openid_connect
from django.urls import include, path

from huozhong.site.sign_in import views

urlpatterns = [
    path("sign-in/", views.sign_in, name="account_login"),
    path("sign-in/code/", views.ask_code, name="account_request_login_code"),
    path("sign-in/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    path("sign-in/forgotten/", views.forgotten, name="account_reset_password"),
    path("sign-in/again/", account.reauthenticate, name="account_reauthenticate"),
    path("sign-in/closed/", account.account_inactive, name="account_inactive"),
    path("sign-in/", include(openid_connect.urlpatterns)),
    path("sign-out/", account.logout, name="account_logout"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/first/", account.password_set, name="account_set_password"),
    path("account/second-step/", include("allauth.mfa.urls")),
    path("account/provider/", include("allauth.socialaccount.urls")),
    path("account/sessions/", views.sessions, name="usersessions_list"),
]

# under the namespace of the house
house = [
    path("sign-in/sample/", views.sample, name="sample_sign_in"),
    path("sign-in/new-password/", views.new_password, name="new_password"),
    path("account/sessions/<int:session_id>/end/", views.end_session, name="end_session"),
    path("account/sessions/end-others/", views.end_other_sessions, name="end_other_sessions"),
]
