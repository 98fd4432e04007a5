"""The verbs of the records floor: note, announce, defer, store, tell, tally, lock."""

from huozhong.records.engine.filekinds import ANY_FILE, PHOTO, SCAN, SHEET, SOUND, FileKind, FileLimit
from huozhong.records.engine.messages import Template, Told
from huozhong.records.engine.quiet import QuietHours
from huozhong.records.queries.files import FileRef
from huozhong.records.services.channels import (
    DingTalkRobot,
    OfficialAccount,
    Receipt,
    SendFailedError,
    SmsGateway,
    WeComRobot,
    ask_outside,
    console,
    register_quiet_hours,
    register_resolver,
    register_sender,
)
from huozhong.records.services.files import (
    file_response,
    open_file,
    path_of,
    read_file,
    store_file,
    thumbnail_response,
)
from huozhong.records.services.jobs import UNLOCKED, Job, job, known_jobs, run_pending, take_up_left_behind
from huozhong.records.services.notices import (
    Recipient,
    confirm_delivery,
    mark_all_read,
    mark_called,
    mark_read,
    notice_sentences,
    queue_notice,
    register_template,
    send_due,
    templates,
)
from huozhong.records.services.outbox import NoTransactionError, announce, deliver, hears, listeners, retry_delivery
from huozhong.records.services.periods import lock_period, open_period, require_open
from huozhong.records.services.roots import RootsDisagreeError, export_roots, read_roots, roots_file
from huozhong.records.services.scanning import Scanner, ScannerDownError, clamd, register_scanner, scanner
from huozhong.records.services.sealing import Sealed, seal
from huozhong.records.services.sounds import sound_response
from huozhong.records.services.tallies import Recount, fold, move_tallies, recount, tally, tally_many
from huozhong.records.services.tidying import tidy
from huozhong.records.services.trail import UnfitForTheTrailError, append_only_tables, note, note_many
from huozhong.records.services.verification import Finding, Verified, verify

__all__ = [
    "ANY_FILE",
    "PHOTO",
    "SCAN",
    "SHEET",
    "SOUND",
    "UNLOCKED",
    "DingTalkRobot",
    "FileKind",
    "FileLimit",
    "FileRef",
    "Finding",
    "Job",
    "NoTransactionError",
    "OfficialAccount",
    "QuietHours",
    "Receipt",
    "Recipient",
    "Recount",
    "RootsDisagreeError",
    "Scanner",
    "ScannerDownError",
    "Sealed",
    "SendFailedError",
    "SmsGateway",
    "Template",
    "Told",
    "UnfitForTheTrailError",
    "Verified",
    "WeComRobot",
    "announce",
    "append_only_tables",
    "ask_outside",
    "clamd",
    "confirm_delivery",
    "console",
    "deliver",
    "export_roots",
    "file_response",
    "fold",
    "hears",
    "job",
    "known_jobs",
    "listeners",
    "lock_period",
    "mark_all_read",
    "mark_called",
    "mark_read",
    "move_tallies",
    "note",
    "note_many",
    "notice_sentences",
    "open_file",
    "open_period",
    "path_of",
    "queue_notice",
    "read_file",
    "read_roots",
    "recount",
    "register_quiet_hours",
    "register_resolver",
    "register_scanner",
    "register_sender",
    "register_template",
    "require_open",
    "retry_delivery",
    "roots_file",
    "run_pending",
    "scanner",
    "seal",
    "send_due",
    "sound_response",
    "store_file",
    "take_up_left_behind",
    "tally",
    "tally_many",
    "templates",
    "thumbnail_response",
    "tidy",
    "verify",
]
