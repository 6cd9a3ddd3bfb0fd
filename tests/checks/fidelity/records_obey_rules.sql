{{ check(
    claim='Every record meets the rules that are declared for its table.',
    owner='revops', severity='medium', effort='m', reversible=true, tolerance=0,
    harm='hand_work', cause='process',
    items=['2-195'],
    remedy='Correct the record; then make the system refuse such records.',
    optional=['file_columns.read_as'],
) }}

select
    rule_id || '/' || record_key as record_id,
    rule_id as handoff_id,
    is_broken as is_violation,
    not_judged_because
from {{ ref('audit_fidelity__rules') }}
