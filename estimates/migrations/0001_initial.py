# Tables in the order in which they point at each other, constraints inside: none is made twice on SQLite,
# and going back removes what points before what is pointed at.

import django.db.models.deletion
import pm.constraints
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('milestones', '0001_initial'),
        ('pm', '0001_initial'),
        ('pm', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Estimate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('kind', models.CharField(choices=[('RANGE', 'Range'), ('TSHIRT', 'T-shirt size'), ('ALLOCATION', 'Allocation')], default='RANGE', max_length=10)),
                ('purpose', models.CharField(choices=[('TOTAL', 'Whole work'), ('REMAINING', 'What remains')], default='TOTAL', max_length=9)),
                ('basis', models.CharField(choices=[('OWN', 'Own'), ('BOTTOM_UP', 'Bottom-up')], default='OWN', max_length=9)),
                ('low_days', models.DecimalField(decimal_places=2, max_digits=9)),
                ('likely_days', models.DecimalField(decimal_places=2, max_digits=9)),
                ('high_days', models.DecimalField(decimal_places=2, max_digits=9)),
                ('size', models.CharField(blank=True, default='', max_length=3)),
                ('text', models.CharField(blank=True, default='', max_length=300)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('is_baseline', models.BooleanField(default=False)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deliverable', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='estimate', to='milestones.deliverable')),
                ('milestone', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='estimate', to='milestones.milestone')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
            ],
            options={
                'indexes': [models.Index(fields=['milestone', '-happened_on', '-id'], name='estimate_of_milestone'), models.Index(fields=['deliverable', '-happened_on', '-id'], name='estimate_of_deliverable')],
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_estimate_in_program'), models.CheckConstraint(condition=models.Q(models.Q(('deliverable__isnull', True), ('milestone__isnull', False)), models.Q(('deliverable__isnull', False), ('milestone__isnull', True)), _connector='OR'), name='estimate_of_one_thing'), models.CheckConstraint(condition=models.Q(('low_days__gte', 0), ('likely_days__gte', models.F('low_days')), ('high_days__gte', models.F('likely_days'))), name='estimate_low_likely_high_in_order'), models.UniqueConstraint(condition=models.Q(('is_baseline', True), ('milestone__isnull', False)), fields=('milestone',), name='estimate_one_baseline_a_milestone'), models.UniqueConstraint(condition=models.Q(('deliverable__isnull', False), ('is_baseline', True)), fields=('deliverable',), name='estimate_one_baseline_a_deliverable'), pm.constraints.SameProgram('milestone', name='estimate_milestone_same_program'), pm.constraints.SameProgram('deliverable', name='estimate_deliverable_same_program')],
            },
        ),
        migrations.CreateModel(
            name='AllocationLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('people', models.DecimalField(decimal_places=2, max_digits=6)),
                ('months', models.DecimalField(decimal_places=2, max_digits=6)),
                ('text', models.CharField(blank=True, default='', max_length=200)),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                ('subteam', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.subteam')),
                ('estimate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='estimates.estimate')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_allocationline_in_program'), models.CheckConstraint(condition=models.Q(('months__gt', 0), ('people__gt', 0)), name='allocation_line_positive'), pm.constraints.SameProgram('estimate', name='allocation_line_estimate_same_program'), pm.constraints.SameProgram('subteam', name='allocation_line_subteam_same_program')],
            },
        ),
        migrations.CreateModel(
            name='Flag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('UNKNOWN', 'Unknown'), ('ON_TRACK', 'On track'), ('WATCH', 'Watch'), ('AT_RISK', 'At risk'), ('LATE', 'Late')], max_length=10)),
                ('previous_level', models.CharField(blank=True, default='', max_length=10)),
                ('opened_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', related_query_name='flag', to='milestones.milestone')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'closed_at', 'opened_at'], name='flag_open')],
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_flag_in_program'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('milestone',), name='flag_one_open_a_milestone'), pm.constraints.SameProgram('milestone', name='flag_milestone_same_program')],
            },
        ),
        migrations.CreateModel(
            name='FlagReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=60)),
                ('weight', models.CharField(choices=[('OFF', 'Off'), ('INFO', 'Info'), ('WATCH', 'Watch'), ('AT_RISK', 'At risk')], max_length=8)),
                ('number', models.FloatField()),
                ('threshold', models.FloatField(null=True)),
                ('unit', models.CharField(default='', max_length=20)),
                ('since_on', models.DateField()),
                ('sentence', models.CharField(max_length=400)),
                ('highlight', models.CharField(default='', max_length=60)),
                ('mend', models.CharField(max_length=60)),
                ('mend_key', models.CharField(default='', max_length=20)),
                ('flag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reasons', to='estimates.flag')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_flagreason_in_program'), models.UniqueConstraint(fields=('flag', 'rule'), name='flag_reason_once_a_rule'), pm.constraints.SameProgram('flag', name='flag_reason_flag_same_program')],
            },
        ),
        migrations.CreateModel(
            name='Forecast',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('made_at', models.DateTimeField()),
                ('day', models.DateField()),
                ('is_latest', models.BooleanField(default=True)),
                ('model_version', models.CharField(max_length=20)),
                ('inputs_hash', models.CharField(max_length=64)),
                ('level', models.CharField(choices=[('UNKNOWN', 'Unknown'), ('ON_TRACK', 'On track'), ('WATCH', 'Watch'), ('AT_RISK', 'At risk'), ('LATE', 'Late')], max_length=10)),
                ('baseline_days', models.FloatField(null=True)),
                ('spent_days', models.FloatField(default=0)),
                ('remaining_days', models.FloatField(null=True)),
                ('forecast_days', models.FloatField(null=True)),
                ('effort_drift_days', models.FloatField(null=True)),
                ('part_finished_days', models.FloatField(null=True)),
                ('part_scope_days', models.FloatField(null=True)),
                ('part_remaining_days', models.FloatField(null=True)),
                ('part_class_days', models.FloatField(null=True)),
                ('progress', models.FloatField(null=True)),
                ('p50_on', models.DateField(null=True)),
                ('p50_basis', models.CharField(default='', max_length=200)),
                ('pace_days_per_week', models.FloatField(null=True)),
                ('date_drift_baseline_days', models.IntegerField(null=True)),
                ('date_drift_target_days', models.IntegerField(null=True)),
                ('expected_days_late', models.FloatField(null=True)),
                ('value', models.FloatField(null=True)),
                ('is_value_stated', models.BooleanField(default=False)),
                ('rank_score', models.FloatField(default=0)),
                ('details', models.JSONField(default=dict)),
                ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', related_query_name='forecast', to='milestones.milestone')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'is_latest', '-rank_score'], name='forecast_ranked'), models.Index(fields=['milestone', '-made_at'], name='forecast_of_milestone')],
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_forecast_in_program'), models.UniqueConstraint(condition=models.Q(('is_latest', True)), fields=('milestone',), name='forecast_one_latest_a_milestone'), pm.constraints.SameProgram('milestone', name='forecast_milestone_same_program')],
            },
        ),
        migrations.CreateModel(
            name='RiskReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reviewed_at', models.DateTimeField()),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'reviewed_by', '-reviewed_at'], name='review_newest')],
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_riskreview_in_program')],
            },
        ),
        migrations.CreateModel(
            name='EffortEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('happened_on', models.DateField()),
                ('recorded_at', models.DateTimeField()),
                ('week', models.CharField(max_length=8)),
                ('person_days', models.DecimalField(decimal_places=2, max_digits=8)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('deliverable', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='effort', to='milestones.deliverable')),
                ('milestone', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='effort', to='milestones.milestone')),
                ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                ('subteam', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.subteam')),
            ],
            options={
                'indexes': [models.Index(fields=['program', 'week'], name='effort_by_week')],
                'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_effortentry_in_program'), models.CheckConstraint(condition=models.Q(models.Q(('deliverable__isnull', False), ('milestone__isnull', True)), models.Q(('deliverable__isnull', True), ('milestone__isnull', False)), _connector='OR'), name='effort_on_one_thing'), models.CheckConstraint(condition=models.Q(('person_days__gte', 0)), name='effort_not_negative'), models.CheckConstraint(condition=models.Q(('week__regex', '^\\d{4}-W\\d{2}$')), name='effort_week_is_iso'), models.UniqueConstraint(condition=models.Q(('deliverable__isnull', False)), fields=('deliverable', 'subteam', 'week'), name='effort_once_a_deliverable_subteam_week'), models.UniqueConstraint(condition=models.Q(('milestone__isnull', False)), fields=('milestone', 'subteam', 'week'), name='effort_once_a_budget_line_subteam_week'), pm.constraints.SameProgram('deliverable', name='effort_deliverable_same_program'), pm.constraints.SameProgram('milestone', name='effort_milestone_same_program'), pm.constraints.SameProgram('subteam', name='effort_subteam_same_program')],
            },
        ),
    ]
