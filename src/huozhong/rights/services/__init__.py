"""The verbs of the rights room."""

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

__all__ = [
    "NewDossier",
    "NewWorker",
    "add_workers",
    "clear_numbers",
    "handling_unit",
    "open_dossier",
    "read_numbers",
    "write_elements",
]
