"""Shapes of what is typed into the roster's pages."""

from huozhong.roster.forms.offices import AppointForm, EndOfficeForm
from huozhong.roster.forms.persons import (
    AccountForm,
    AddressesForm,
    ChangePersonForm,
    EndMembershipForm,
    EnrolForm,
    MemberStepForm,
    NumberForm,
    PhoneForm,
    RegisterForm,
    TransferForm,
    WhyForm,
)
from huozhong.roster.forms.sheets import ConfirmForm, ExportForm, UploadForm
from huozhong.roster.forms.tree import DissolveForm, FoundForm, MergeForm, MoveForm, RenameForm, SplitForm

__all__ = [
    "AccountForm",
    "AddressesForm",
    "AppointForm",
    "ChangePersonForm",
    "ConfirmForm",
    "DissolveForm",
    "EndMembershipForm",
    "EndOfficeForm",
    "EnrolForm",
    "ExportForm",
    "FoundForm",
    "MemberStepForm",
    "MergeForm",
    "MoveForm",
    "NumberForm",
    "PhoneForm",
    "RegisterForm",
    "RenameForm",
    "SplitForm",
    "TransferForm",
    "UploadForm",
    "WhyForm",
]
