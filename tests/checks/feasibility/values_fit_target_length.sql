{{ check(
    claim='No value of the source is longer than the field of the target.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['1-21', '2-090'],
    remedy='Lengthen the field of the target, or shorten the value before it is written.',
    optional=['field_definitions.data_type'],
) }}

select
    field_key as record_id,
    handoff_id,
    has_long_values as is_violation,
    length_not_judged_because as not_judged_because
from {{ ref('audit_feasibility__fields') }}
where max_length is not null
