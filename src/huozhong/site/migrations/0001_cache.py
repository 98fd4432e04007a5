"""The small table through which every process shares the counters of the throttle. Lost at a crash, and that is fine."""

from django.db import migrations

CREATE = """
    CREATE UNLOGGED TABLE house_cache (
        cache_key varchar(255) PRIMARY KEY,
        value text NOT NULL,
        expires timestamp with time zone NOT NULL
    );
    CREATE INDEX house_cache_expires ON house_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(CREATE, "DROP TABLE house_cache")]
