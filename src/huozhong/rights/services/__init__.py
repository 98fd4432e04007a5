"""The verbs of the rights room."""

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
from huozhong.rights.services.sending import Sent, send_interview
from huozhong.rights.services.triaging import (
    drop_triage_draft,
    publish_graph,
    remove_question,
    save_question,
    start_graph,
    start_triage_version,
)

__all__ = [
    "Begun",
    "NewDossier",
    "NewWorker",
    "Sent",
    "add_workers",
    "choose_way",
    "clear_numbers",
    "drop_interview",
    "drop_triage_draft",
    "forget_stale",
    "handling_unit",
    "make_link",
    "open_dossier",
    "publish_graph",
    "read_numbers",
    "remove_question",
    "save_answer",
    "save_question",
    "send_interview",
    "start_graph",
    "start_helping",
    "start_open",
    "start_own",
    "start_triage_version",
    "take_link",
    "write_elements",
]
