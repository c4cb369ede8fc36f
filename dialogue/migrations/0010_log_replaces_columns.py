from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("dialogue", "0009_events_from_columns")]

    operations = [
        migrations.RemoveConstraint(
            model_name="suspension",
            name="suspension_one_running",
        ),
        migrations.RemoveConstraint(
            model_name="suspension",
            name="suspension_ends_after_start",
        ),
        migrations.RemoveConstraint(
            model_name="consultation",
            name="consultation_expert_dated",
        ),
        migrations.RemoveConstraint(
            model_name="consultation",
            name="consultation_expert_asked",
        ),
        migrations.RemoveField(
            model_name="suspension",
            name="consultation",
        ),
        migrations.RemoveField(
            model_name="consultation",
            name="agreed_evidence",
        ),
        migrations.RemoveField(
            model_name="consultation",
            name="agreed_on",
        ),
        migrations.RemoveField(
            model_name="consultation",
            name="expert",
        ),
        migrations.RemoveField(
            model_name="consultation",
            name="expert_asked_on",
        ),
        migrations.RemoveField(
            model_name="consultation",
            name="expert_named_on",
        ),
        migrations.RemoveField(
            model_name="consultation",
            name="judge_extended_to",
        ),
        migrations.DeleteModel(
            name="Suspension",
        ),
    ]
