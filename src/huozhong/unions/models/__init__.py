"""Units, their two lines, their history, and the employers they cover."""

from huozhong.unions.models.employer import Employer, EmployerTenure
from huozhong.unions.models.unit import Unit, UnitName, UnitSuccession, UnitTenure

__all__ = ["Employer", "EmployerTenure", "Unit", "UnitName", "UnitSuccession", "UnitTenure"]
