"""A past day is read from the changes after it: they are found by their day."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pm", "0001_initial")]

    operations = [
        migrations.AddIndex(
            model_name="change",
            index=models.Index(fields=["program", "happened_on", "id"], name="change_by_day"),
        ),
    ]
