"""A state moves by one road only: not without permission, not twice, not from the shell, not past the trail."""

from __future__ import annotations

import subprocess
import sys

import pytest
from django.db import connection

from huozhong.records import queries as records
from huozhong.records import services as trail
from huozhong.seeds.models import Seed
from huozhong.seeds.tests.test_services import NOW, written
from tests.cast import Cast, assemble
from tests.server import environment

PUBLISH = """
import django; django.setup()
import sys
from datetime import datetime
from huozhong.access import services as access
from huozhong.kernel.refusals import Conflict
from huozhong.people.models import Account
from huozhong.seeds import services
at = datetime.fromisoformat({at!r})
office = access.actor_for(Account.objects.get(sign_in_name="office"), on=at.date())
print("ready", flush=True)
sys.stdin.readline()
try:
    services.move_seed({seed}, "publish", actor=office, at=at)
except Conflict as refusal:
    print("conflict", refusal)
else:
    print("moved")
"""


@pytest.fixture
def committed(transactional_db: None) -> Cast:
    """The cast in a database that other processes see too."""
    return assemble()


def process(code: str) -> subprocess.Popen[str]:
    """Another Python process on the same test database, as the role of web and jobs."""
    return subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env=environment(),
    )  # fmt: skip


def test_two_processes_publish_at_once_and_one_of_them_is_told_so(committed: Cast) -> None:
    seed_id = written(committed)
    code = PUBLISH.format(at=NOW.isoformat(), seed=seed_id)
    both = [process(code) for _ in range(2)]
    for one in both:
        assert one.stdout is not None
        assert one.stdout.readline().strip() == "ready", one.communicate()[1]

    for one in both:
        assert one.stdin is not None
        one.stdin.write("\n")
        one.stdin.flush()
    said = sorted(one.communicate(timeout=60)[0].split()[0] for one in both)

    assert said == ["conflict", "moved"]
    assert [row.action for row in records.history("seeds.seed", seed_id)].count("publish") == 1


@pytest.mark.parametrize(
    "line",
    [
        "Seed.objects.filter(pk={seed}).update(state='published')",
        "s = Seed.objects.get(pk={seed}); s.state = 'published'; s.save()",
        "from django.db import connection; connection.cursor().execute(\"UPDATE seeds_seed SET state='published'\")",
        "from django.db import connection; connection.cursor().execute('ALTER TABLE seeds_seed DISABLE TRIGGER USER')",
        "from django.db import connection; connection.cursor().execute('DELETE FROM records_trail')",
        "from django.db import connection; connection.cursor().execute(\"UPDATE records_trail SET why='x'\")",
        "from django.db import connection; connection.cursor().execute('TRUNCATE records_trail')",
    ],
)
def test_the_shell_moves_nothing_and_rewrites_no_trail(committed: Cast, line: str) -> None:
    seed_id = written(committed)
    code = f"from huozhong.seeds.models import Seed; {line.format(seed=seed_id)}"
    shell = process(
        f"import sys; from huozhong.site.cli.main import main;sys.exit(main(['shell', '--no-imports', '-c', {code!r}]))"
    )

    _, complaint = shell.communicate(timeout=60)

    assert shell.returncode != 0
    assert any(word in complaint for word in ("carry_out", "permission denied", "must be owner")), complaint[-400:]
    assert Seed.objects.get(pk=seed_id).state == "draft"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE records_trail SET why = 'changed' WHERE id = {row}",
        "DELETE FROM records_trail WHERE id = {row}",
        "DELETE FROM records_trail WHERE id >= {row}",
    ],
)
def test_a_trail_that_its_owner_changed_behind_the_house_is_found_by_verify(committed: Cast, change: str) -> None:
    seed_id = written(committed)
    trail.seal()
    row = records.history("seeds.seed", seed_id)[0].id
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_trail DISABLE TRIGGER USER")
        cursor.execute(change.format(row=row))

    found = trail.verify()

    assert not found.is_whole
    assert any(row in finding.trail_ids for finding in found.findings)
