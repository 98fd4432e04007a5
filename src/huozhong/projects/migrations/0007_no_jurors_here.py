"""The tables that juries left."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("projects", "0006_juries_move_out")]
    operations = [migrations.DeleteModel("Score"), migrations.DeleteModel("Juror")]
