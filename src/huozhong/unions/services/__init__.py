"""The verbs of the tree. They ask no permission: the caller has asked access."""

from huozhong.unions.rules.standing import Kind
from huozhong.unions.services.bulk import EmployerRow, UnitRow, copy_employers, copy_units
from huozhong.unions.services.employers import change_employer, close_employer, move_employer, register_employer
from huozhong.unions.services.line import join_industry_line, leave_industry_line
from huozhong.unions.services.succession import Part, merge_units, split_unit
from huozhong.unions.services.unit import dissolve_unit, found_unit, move_unit, record_credit_code, rename_unit

__all__ = [
    "EmployerRow",
    "Kind",
    "Part",
    "UnitRow",
    "change_employer",
    "close_employer",
    "copy_employers",
    "copy_units",
    "dissolve_unit",
    "found_unit",
    "join_industry_line",
    "leave_industry_line",
    "merge_units",
    "move_employer",
    "move_unit",
    "record_credit_code",
    "register_employer",
    "rename_unit",
    "split_unit",
]
