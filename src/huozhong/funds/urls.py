"""Addresses of the funds room."""

from django.urls import path

from huozhong.funds.views import accounts, auditing, years

app_name = "funds"
urlpatterns = [
    path("", years.year, name="year"),
    path("pool/", years.pool, name="pool"),
    path("standards/", years.standards, name="standards"),
    path("<int:year>/reconciliation/", years.export, name="export"),
    path("accounts/<int:account_id>/", accounts.account, name="account"),
    path("accounts/<int:account_id>/vouchers/new/", accounts.new_voucher, name="new_voucher"),
    path(
        "accounts/<int:account_id>/vouchers/<int:voucher_id>/correct/", accounts.correct_voucher, name="correct_voucher"
    ),
    path("accounts/<int:account_id>/vouchers/<int:voucher_id>/void/", accounts.void_voucher, name="void_voucher"),
    path("accounts/<int:account_id>/instalments/", accounts.plan, name="plan"),
    path("accounts/<int:account_id>/instalments/<int:instalment_id>/pay/", accounts.pay, name="pay"),
    path("accounts/<int:account_id>/instalments/<int:instalment_id>/cancel/", accounts.cancel, name="cancel"),
    path("accounts/<int:account_id>/refunds/<int:refund_id>/", accounts.receive, name="receive"),
    path("accounts/<int:account_id>/files/<int:file_id>/", accounts.file, name="file"),
    path("accounts/<int:account_id>/findings/new/", auditing.new_finding, name="new_finding"),
    path("flags/", auditing.flags, name="flags"),
    path("flags/<int:flag_id>/", auditing.flag, name="flag"),
    path("findings/", auditing.findings, name="findings"),
    path("findings/<int:finding_id>/", auditing.finding, name="finding"),
    path("findings/<int:finding_id>/answer/", auditing.answer, name="answer"),
    path("findings/<int:finding_id>/confirm/", auditing.confirm, name="confirm"),
    path("findings/<int:finding_id>/back/", auditing.send_back, name="send_back"),
]
