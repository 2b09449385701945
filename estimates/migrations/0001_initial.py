# Tables in the order in which they point at each other, constraints inside: none is made twice on SQLite,
# and going back removes what points before what is pointed at.

import django.core.validators
import django.db.models.deletion
import pm.constraints
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('milestones', '0001_initial'),
        ('pm', '0001_initial'),
    ]

    operations = [
        pm.constraints.CreateModels(
            models=[migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('subteam', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.subteam')),
                    ('from_on', models.DateField()),
                    ('to_on', models.DateField()),
                    ('person_days', models.DecimalField(decimal_places=2, max_digits=8)),
                    ('reason', models.CharField(blank=True, default='', max_length=120)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_absence_in_program'), models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='absence_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('person_days__gt', 0)), name='absence_positive'), pm.constraints.SameProgram('subteam', name='absence_subteam_same_program')],
                },
            ), migrations.CreateModel(
                name='Allocation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('happened_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('subteam', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.subteam')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('milestone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='allocation', to='milestones.milestone')),
                    ('deliverable', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='allocation', to='milestones.deliverable')),
                    ('people', models.DecimalField(decimal_places=2, max_digits=6)),
                    ('from_on', models.DateField()),
                    ('to_on', models.DateField()),
                    ('note', models.CharField(blank=True, default='', max_length=300)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'subteam', 'from_on'], name='allocation_of_subteam')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_allocation_in_program'), models.CheckConstraint(condition=models.Q(models.Q(('deliverable__isnull', True), ('milestone__isnull', False)), models.Q(('deliverable__isnull', False), ('milestone__isnull', True)), _connector='OR'), name='allocation_of_one_thing'), models.CheckConstraint(condition=models.Q(('to_on__gte', models.F('from_on'))), name='allocation_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('people__gt', 0)), name='allocation_positive'), pm.constraints.SameProgram('subteam', name='allocation_subteam_same_program'), pm.constraints.SameProgram('milestone', name='allocation_milestone_same_program'), pm.constraints.SameProgram('deliverable', name='allocation_deliverable_same_program')],
                },
            ), migrations.CreateModel(
                name='Bet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('number', models.PositiveIntegerField()),
                    ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='bet', to='milestones.milestone')),
                    ('stage', models.CharField(choices=[('POC', 'Proof of concept'), ('MVP', 'Minimal viable product'), ('BEYOND', 'Beyond')], default='MVP', max_length=6)),
                    ('title', models.CharField(max_length=200)),
                    ('appetite_days', models.DecimalField(decimal_places=2, max_digits=9)),
                    ('status', models.CharField(choices=[('DRAFT', 'Draft'), ('PLACED', 'Placed'), ('REVIEWED', 'Reviewed')], default='DRAFT', max_length=8)),
                    ('placed_on', models.DateField(blank=True, null=True)),
                    ('review_by_on', models.DateField(blank=True, null=True)),
                    ('midway_on', models.DateField(blank=True, null=True)),
                    ('midway_text', models.TextField(blank=True, default='')),
                    ('reviewed_on', models.DateField(blank=True, null=True)),
                    ('review_text', models.TextField(blank=True, default='')),
                    ('next_bet', models.CharField(blank=True, default='', max_length=300)),
                    ('numbers', models.JSONField(blank=True, default=dict)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'status', 'placed_on', 'id'], name='bet_by_status')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_bet_in_program'), models.UniqueConstraint(fields=('program', 'number'), name='bet_number_once'), models.CheckConstraint(condition=models.Q(('appetite_days__gt', 0)), name='bet_appetite_positive'), models.CheckConstraint(condition=models.Q(('status', 'DRAFT'), ('placed_on__isnull', False), _connector='OR'), name='bet_placed_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'REVIEWED'), _negated=True), models.Q(('reviewed_on__isnull', False), models.Q(('review_text', ''), _negated=True)), _connector='OR'), name='bet_reviewed_says_what'), pm.constraints.SameProgram('milestone', name='bet_milestone_same_program')],
                },
            ), migrations.CreateModel(
                name='Capacity',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('happened_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('subteam', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.subteam')),
                    ('period', models.CharField(max_length=6)),
                    ('people', models.DecimalField(decimal_places=2, max_digits=6)),
                    ('support_percent', models.PositiveSmallIntegerField(default=20)),
                    ('note', models.CharField(blank=True, default='', max_length=300)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'period', 'subteam', '-recorded_at'], name='capacity_newest')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_capacity_in_program'), models.CheckConstraint(condition=models.Q(('people__gte', 0)), name='capacity_not_negative'), models.CheckConstraint(condition=models.Q(('support_percent__lte', 100)), name='capacity_support_0_to_100'), models.CheckConstraint(condition=models.Q(('period__regex', '^\\d{4}H[12]$')), name='capacity_period_is_a_half_year'), pm.constraints.SameProgram('subteam', name='capacity_subteam_same_program')],
                },
            ), migrations.CreateModel(
                name='CostRate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('subteam', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.subteam')),
                    ('period', models.CharField(max_length=6)),
                    ('amount', models.DecimalField(decimal_places=2, max_digits=10)),
                    ('currency', models.CharField(default='EUR', max_length=3)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_costrate_in_program'), models.UniqueConstraint(fields=('subteam', 'period'), name='cost_rate_once_a_period'), models.CheckConstraint(condition=models.Q(('amount__gte', 0)), name='cost_rate_not_negative'), models.CheckConstraint(condition=models.Q(('period__regex', '^\\d{4}H[12]$')), name='cost_rate_period_is_a_half_year'), pm.constraints.SameProgram('subteam', name='cost_rate_subteam_same_program')],
                },
            ), migrations.CreateModel(
                name='EffortEntry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('happened_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('deliverable', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='effort', to='milestones.deliverable')),
                    ('milestone', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='effort', to='milestones.milestone')),
                    ('subteam', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.subteam')),
                    ('week', models.CharField(max_length=8)),
                    ('person_days', models.DecimalField(decimal_places=2, max_digits=8)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'week'], name='effort_by_week')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_effortentry_in_program'), models.CheckConstraint(condition=models.Q(models.Q(('deliverable__isnull', False), ('milestone__isnull', True)), models.Q(('deliverable__isnull', True), ('milestone__isnull', False)), _connector='OR'), name='effort_on_one_thing'), models.CheckConstraint(condition=models.Q(('person_days__gte', 0)), name='effort_not_negative'), models.CheckConstraint(condition=models.Q(('week__regex', '^\\d{4}-W\\d{2}$')), name='effort_week_is_iso'), models.UniqueConstraint(condition=models.Q(('deliverable__isnull', False)), fields=('deliverable', 'subteam', 'week'), name='effort_once_a_deliverable_subteam_week'), models.UniqueConstraint(condition=models.Q(('milestone__isnull', False)), fields=('milestone', 'subteam', 'week'), name='effort_once_a_budget_line_subteam_week'), pm.constraints.SameProgram('deliverable', name='effort_deliverable_same_program'), pm.constraints.SameProgram('milestone', name='effort_milestone_same_program'), pm.constraints.SameProgram('subteam', name='effort_subteam_same_program')],
                },
            ), migrations.CreateModel(
                name='Estimate',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('happened_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('milestone', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='estimate', to='milestones.milestone')),
                    ('deliverable', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='estimate', to='milestones.deliverable')),
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
                ],
                options={
                    'indexes': [models.Index(fields=['milestone', '-happened_on', '-id'], name='estimate_of_milestone'), models.Index(fields=['deliverable', '-happened_on', '-id'], name='estimate_of_deliverable')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_estimate_in_program'), models.CheckConstraint(condition=models.Q(models.Q(('deliverable__isnull', True), ('milestone__isnull', False)), models.Q(('deliverable__isnull', False), ('milestone__isnull', True)), _connector='OR'), name='estimate_of_one_thing'), models.CheckConstraint(condition=models.Q(('low_days__gte', 0), ('likely_days__gte', models.F('low_days')), ('high_days__gte', models.F('likely_days'))), name='estimate_low_likely_high_in_order'), models.UniqueConstraint(condition=models.Q(('is_baseline', True), ('milestone__isnull', False)), fields=('milestone',), name='estimate_one_baseline_a_milestone'), models.UniqueConstraint(condition=models.Q(('deliverable__isnull', False), ('is_baseline', True)), fields=('deliverable',), name='estimate_one_baseline_a_deliverable'), pm.constraints.SameProgram('milestone', name='estimate_milestone_same_program'), pm.constraints.SameProgram('deliverable', name='estimate_deliverable_same_program')],
                },
            ), migrations.CreateModel(
                name='Flag',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', related_query_name='flag', to='milestones.milestone')),
                    ('level', models.CharField(choices=[('UNKNOWN', 'Unknown'), ('ON_TRACK', 'On track'), ('WATCH', 'Watch'), ('AT_RISK', 'At risk'), ('LATE', 'Late')], max_length=10)),
                    ('previous_level', models.CharField(blank=True, default='', max_length=10)),
                    ('opened_at', models.DateTimeField()),
                    ('closed_at', models.DateTimeField(null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'closed_at', 'opened_at'], name='flag_open')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_flag_in_program'), models.UniqueConstraint(condition=models.Q(('closed_at__isnull', True)), fields=('milestone',), name='flag_one_open_a_milestone'), pm.constraints.SameProgram('milestone', name='flag_milestone_same_program')],
                },
            ), migrations.CreateModel(
                name='Forecast',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', related_query_name='forecast', to='milestones.milestone')),
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
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'is_latest', '-rank_score'], name='forecast_ranked'), models.Index(fields=['milestone', '-made_at'], name='forecast_of_milestone')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_forecast_in_program'), models.UniqueConstraint(condition=models.Q(('is_latest', True)), fields=('milestone',), name='forecast_one_latest_a_milestone'), pm.constraints.SameProgram('milestone', name='forecast_milestone_same_program')],
                },
            ), migrations.CreateModel(
                name='ImpactMetric',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='metric', to='milestones.milestone')),
                    ('name', models.CharField(max_length=120)),
                    ('unit', models.CharField(blank=True, default='', max_length=40)),
                    ('source', models.CharField(blank=True, default='', max_length=300)),
                    ('baseline', models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                    ('expected', models.DecimalField(blank=True, decimal_places=4, max_digits=16, null=True)),
                    ('by_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_impactmetric_in_program'), models.UniqueConstraint(fields=('milestone', 'name'), name='impact_metric_once'), pm.constraints.SameProgram('milestone', name='impact_metric_milestone_same_program')],
                },
            ), migrations.CreateModel(
                name='ImpactReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('happened_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='impact_review', to='milestones.milestone')),
                    ('moment', models.CharField(choices=[('T30', '30 days after'), ('T90', '90 days after')], max_length=3)),
                    ('verdict', models.CharField(choices=[('WIN', 'Win'), ('LOSS', 'Loss'), ('OPEN', 'Not clear yet')], max_length=4)),
                    ('realised_value', models.PositiveSmallIntegerField(null=True, validators=[django.core.validators.MaxValueValidator(10)])),
                    ('feedback', models.TextField(blank=True, default='')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_impactreview_in_program'), models.UniqueConstraint(fields=('milestone', 'moment'), name='impact_review_once_a_moment'), models.CheckConstraint(condition=models.Q(('realised_value__isnull', True), ('realised_value__lte', 10), _connector='OR'), name='impact_review_value_0_to_10'), pm.constraints.SameProgram('milestone', name='impact_review_milestone_same_program')],
                },
            ), migrations.CreateModel(
                name='RiskReview',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('reviewed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reviewed_at', models.DateTimeField()),
                ],
                options={
                    'indexes': [models.Index(fields=['program', 'reviewed_by', '-reviewed_at'], name='review_newest')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_riskreview_in_program')],
                },
            ), migrations.CreateModel(
                name='Size',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('code', models.CharField(max_length=3)),
                    ('low_days', models.DecimalField(decimal_places=2, max_digits=9)),
                    ('likely_days', models.DecimalField(decimal_places=2, max_digits=9)),
                    ('high_days', models.DecimalField(decimal_places=2, max_digits=9)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_size_in_program'), models.UniqueConstraint(fields=('program', 'code'), name='size_once'), models.CheckConstraint(condition=models.Q(('low_days__gt', 0), ('likely_days__gte', models.F('low_days')), ('high_days__gte', models.F('likely_days'))), name='size_low_likely_high_in_order')],
                },
            ), migrations.CreateModel(
                name='AllocationLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('estimate', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='estimates.estimate')),
                    ('subteam', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.subteam')),
                    ('people', models.DecimalField(decimal_places=2, max_digits=6)),
                    ('months', models.DecimalField(decimal_places=2, max_digits=6)),
                    ('text', models.CharField(blank=True, default='', max_length=200)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_allocationline_in_program'), models.CheckConstraint(condition=models.Q(('months__gt', 0), ('people__gt', 0)), name='allocation_line_positive'), pm.constraints.SameProgram('estimate', name='allocation_line_estimate_same_program'), pm.constraints.SameProgram('subteam', name='allocation_line_subteam_same_program')],
                },
            ), migrations.CreateModel(
                name='BetOption',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('bet', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='estimates.bet')),
                    ('summary', models.CharField(max_length=300)),
                    ('estimate_days', models.DecimalField(blank=True, decimal_places=2, max_digits=9, null=True)),
                    ('state', models.CharField(choices=[('HELD', 'Held'), ('CHOSEN', 'Chosen'), ('REJECTED', 'Rejected')], default='HELD', max_length=8)),
                    ('because', models.CharField(blank=True, default='', max_length=300)),
                    ('rank', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_betoption_in_program'), models.UniqueConstraint(condition=models.Q(('state', 'CHOSEN')), fields=('bet',), name='bet_option_one_chosen'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'REJECTED'), _negated=True), models.Q(('because', ''), _negated=True), _connector='OR'), name='bet_option_rejected_says_why'), pm.constraints.SameProgram('bet', name='bet_option_bet_same_program')],
                },
            ), migrations.CreateModel(
                name='Decision',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('number', models.PositiveIntegerField()),
                    ('happened_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('milestone', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', related_query_name='decision', to='milestones.milestone')),
                    ('bet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='estimates.bet')),
                    ('kind', models.CharField(choices=[('CONTINUE', 'Continue with a new bet'), ('RESHAPE', 'Reshape'), ('SHELVE', 'Shelve'), ('DROP', 'Drop'), ('REPRIORITISE', 'Re-prioritise')], max_length=12)),
                    ('rationale', models.TextField()),
                    ('numbers', models.JSONField(blank=True, default=dict)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('is_internal', models.BooleanField(default=False)),
                    ('withdrawn_at', models.DateTimeField(null=True)),
                    ('withdrawn_because', models.CharField(blank=True, default='', max_length=300)),
                ],
                options={
                    'indexes': [models.Index(fields=['program', '-happened_on', '-id'], name='decision_newest'), models.Index(fields=['milestone', '-happened_on'], name='decision_of_milestone')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_decision_in_program'), models.UniqueConstraint(fields=('program', 'number'), name='decision_number_once'), models.CheckConstraint(condition=models.Q(('rationale', ''), _negated=True), name='decision_says_why'), models.CheckConstraint(condition=models.Q(('withdrawn_at__isnull', True), models.Q(('withdrawn_because', ''), _negated=True), _connector='OR'), name='decision_withdrawn_says_why'), pm.constraints.SameProgram('milestone', name='decision_milestone_same_program'), pm.constraints.SameProgram('bet', name='decision_bet_same_program')],
                },
            ), migrations.CreateModel(
                name='FlagReason',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('flag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reasons', to='estimates.flag')),
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
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_flagreason_in_program'), models.UniqueConstraint(fields=('flag', 'rule'), name='flag_reason_once_a_rule'), pm.constraints.SameProgram('flag', name='flag_reason_flag_same_program')],
                },
            ), migrations.CreateModel(
                name='ImpactObservation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('program', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='pm.program')),
                    ('happened_on', models.DateField()),
                    ('recorded_at', models.DateTimeField()),
                    ('metric', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='observations', to='estimates.impactmetric')),
                    ('value', models.DecimalField(decimal_places=4, max_digits=16)),
                    ('note', models.CharField(blank=True, default='', max_length=300)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['metric', '-happened_on', '-id'], name='impact_observation_newest')],
                    'constraints': [models.UniqueConstraint(fields=('program', 'id'), name='estimates_impactobservation_in_program'), pm.constraints.SameProgram('metric', name='impact_observation_metric_same_program')],
                },
            )],
        ),
    ]
