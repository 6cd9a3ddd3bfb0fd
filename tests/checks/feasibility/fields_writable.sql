{{ check(
    claim='Every field that a handoff writes can be written in the target.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['1-17', '1-18', '1-19'],
    remedy='Map the value onto a field that can be written, or grant the right to write it.',
    optional=['field_definitions.is_calculated', 'field_definitions.is_createable',
        'field_definitions.is_read_only', 'field_definitions.is_updateable'],
) }}

select
    field_key as record_id,
    handoff_id,
    is_unwritable as is_violation,
    write_not_judged_because as not_judged_because
from {{ ref('audit_feasibility__fields') }}
where authority <> 'target'
