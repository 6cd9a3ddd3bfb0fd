{{ check(
    claim='Every value that a handoff writes into a restricted picklist is one of its values.',
    owner='revops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['1-20', '1-21'],
    remedy='Translate the value in the handoff (values), or add it to the picklist of the target.',
    optional=['field_definitions.has_external_options', 'field_definitions.is_restricted'],
) }}

select
    field_key as record_id,
    handoff_id,
    has_values_outside as is_violation,
    outside_not_judged_because as not_judged_because
from {{ ref('audit_feasibility__fields') }}
where is_restricted
