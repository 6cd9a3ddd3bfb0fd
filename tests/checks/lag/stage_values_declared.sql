{{ check(
    claim='The stack says what every value of a status field means.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='process',
    items=['2-136'],
    remedy='Add the listed values to lifecycle.values, with the period or the pipeline in which '
        ~ 'they have this meaning.',
    optional=['opportunities.stage', 'opportunities.stage_value', 'record_values.column_values',
        'stage_changes.from_value', 'stage_changes.to_value'],
) }}

select
    value_key as record_id,
    cast(null as string) as handoff_id,
    not is_declared as is_violation,
    undeclared_records
from {{ ref('audit_lag__stage_values') }}
