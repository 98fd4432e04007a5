"""The verbs of the rights room."""

from huozhong.rights.rules.filing_guards import (
    Hand,
    LetterKind,
)
from huozhong.rights.rules.filings import (
    FilingKind,
    Signer,
)
from huozhong.rights.rules.handoffs import AckWay, BodyKind, ConsentWay, MilestoneKind, Purpose
from huozhong.rights.rules.kinds import Channel, ClaimKind, Dispute, Finality, Paper, Path
from huozhong.rights.rules.stages import Event
from huozhong.rights.services.claims import NewClaim, add_claims, change_claim, withdraw_claim
from huozhong.rights.services.documents import (
    Prepared,
    bring_template,
    file_of_document,
    make_document,
    open_document,
    prepare_document,
    withdraw_template,
    write_words,
)
from huozhong.rights.services.documents_force import (
    SignatureReport,
    bring_in_force,
    bring_page,
    confirm_document,
    deliver_document,
    document_moves,
    hand_in_original,
    open_page,
    register_signer,
    send_back_original,
    signers,
    take_signature_report,
    void_document,
)
from huozhong.rights.services.granting import grant, revoke
from huozhong.rights.services.handoffs import cancel as cancel_handoff
from huozhong.rights.services.handoffs import mark_silent as mark_silent_handoffs
from huozhong.rights.services.handoffs import prepare as prepare_handoff
from huozhong.rights.services.handoffs import record_consent as record_handoff_consent
from huozhong.rights.services.handoffs import send as send_handoff
from huozhong.rights.services.handoffs_answers import (
    Acknowledgement,
    note_milestone,
)
from huozhong.rights.services.handoffs_answers import acknowledge as acknowledge_handoff
from huozhong.rights.services.handoffs_answers import give_back as give_back_handoff
from huozhong.rights.services.handoffs_answers import refuse as refuse_handoff
from huozhong.rights.services.handoffs_bodies import NewBody, add_body, add_contact, change_body, end_contact
from huozhong.rights.services.handoffs_links import answer_by_link, open_link
from huozhong.rights.services.handoffs_links import make_link as make_handoff_link
from huozhong.rights.services.interviewing import (
    Begun,
    choose_way,
    drop_interview,
    forget_stale,
    make_link,
    save_answer,
    start_helping,
    start_open,
    start_own,
    take_link,
)
from huozhong.rights.services.letters import (
    LetterWords,
    change_letter,
    draft_letter,
    letter_moves,
    move_letter,
    note_answer,
    raise_letter,
    send_letter,
)
from huozhong.rights.services.moving import (
    agree,
    agreement_in_force,
    choose_path,
    close,
    move,
    note_event,
    set_urgent,
)
from huozhong.rights.services.opening import (
    NewDossier,
    NewWorker,
    add_workers,
    clear_numbers,
    handling_unit,
    open_dossier,
    read_numbers,
    write_elements,
)
from huozhong.rights.services.papers import receive_paper, title_in_force
from huozhong.rights.services.requesting import Request, open_from_request
from huozhong.rights.services.sending import Sent, send_interview
from huozhong.rights.services.staffing import assign, assign_lawyer, end_recusal, recuse, release_lawyer
from huozhong.rights.services.triaging import (
    drop_triage_draft,
    publish_graph,
    remove_question,
    save_question,
    start_graph,
    start_triage_version,
)

__all__ = [
    "AckWay",
    "Acknowledgement",
    "Begun",
    "BodyKind",
    "Channel",
    "ClaimKind",
    "ConsentWay",
    "Dispute",
    "Event",
    "FilingKind",
    "Finality",
    "Hand",
    "LetterKind",
    "LetterWords",
    "MilestoneKind",
    "NewBody",
    "NewClaim",
    "NewDossier",
    "NewWorker",
    "Paper",
    "Path",
    "Prepared",
    "Purpose",
    "Request",
    "Sent",
    "SignatureReport",
    "Signer",
    "acknowledge_handoff",
    "add_body",
    "add_claims",
    "add_contact",
    "add_workers",
    "agree",
    "agreement_in_force",
    "answer_by_link",
    "assign",
    "assign_lawyer",
    "bring_in_force",
    "bring_page",
    "bring_template",
    "cancel_handoff",
    "change_body",
    "change_claim",
    "change_letter",
    "choose_path",
    "choose_way",
    "clear_numbers",
    "close",
    "confirm_document",
    "deliver_document",
    "document_moves",
    "draft_letter",
    "drop_interview",
    "drop_triage_draft",
    "end_contact",
    "end_recusal",
    "file_of_document",
    "forget_stale",
    "give_back_handoff",
    "grant",
    "hand_in_original",
    "handling_unit",
    "letter_moves",
    "make_document",
    "make_handoff_link",
    "make_link",
    "mark_silent_handoffs",
    "move",
    "move_letter",
    "note_answer",
    "note_event",
    "note_milestone",
    "open_document",
    "open_dossier",
    "open_from_request",
    "open_link",
    "open_page",
    "prepare_document",
    "prepare_handoff",
    "publish_graph",
    "raise_letter",
    "read_numbers",
    "receive_paper",
    "record_handoff_consent",
    "recuse",
    "refuse_handoff",
    "register_signer",
    "release_lawyer",
    "remove_question",
    "revoke",
    "save_answer",
    "save_question",
    "send_back_original",
    "send_handoff",
    "send_interview",
    "send_letter",
    "set_urgent",
    "signers",
    "start_graph",
    "start_helping",
    "start_open",
    "start_own",
    "start_triage_version",
    "take_link",
    "take_signature_report",
    "title_in_force",
    "void_document",
    "withdraw_claim",
    "withdraw_template",
    "write_elements",
    "write_words",
]
