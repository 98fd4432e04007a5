"""Two people at once: one invoice, one line, one cap."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import connection

from huozhong.funds.models import Voucher
from huozhong.funds.tests.conftest import ONE, Desk
from huozhong.kernel.refusals import Refused

pytestmark = pytest.mark.django_db(transaction=True)


def both(*acts: Callable[[], object]) -> list[str]:
    """Run them at the same moment; what each came to."""
    barrier, told = threading.Barrier(len(acts)), ["" for _ in acts]

    def run(number: int, act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            act()
            told[number] = "done"
        except Refused as refusal:
            told[number] = str(refusal.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_of_two_vouchers_with_one_invoice_exactly_one_is_recorded(desk: Desk) -> None:
    accounts = [desk.account(number) for number in (1, 2)]

    told = both(*(lambda a=a: desk.spend(a, "10.00", invoice_number=ONE) for a in accounts))

    assert sorted(one == "done" for one in told) == [False, True]
    assert any("已经在" in one for one in told)
    assert Voucher.objects.filter(invoice_number=ONE).count() == 1


def test_two_at_once_do_not_overdraw_a_line(desk: Desk) -> None:
    account = desk.account()

    told = both(*(lambda: desk.spend(account, "12000.00") for _ in range(2)))

    assert told.count("done") == 1
    assert sum(Voucher.objects.values_list("amount", flat=True)) == Decimal("12000.00")


def test_two_at_once_do_not_pass_a_cap_together(desk: Desk) -> None:
    desk.move_to_hunan()
    sources = {"own": Decimal("15000.00")}
    accounts = [desk.account(number, head="birthday", people=50, sources=sources) for number in (1, 2)]

    told = both(*(lambda a=a: desk.spend(a, "10000.00", people=50) for a in accounts))

    assert told.count("done") == 1
