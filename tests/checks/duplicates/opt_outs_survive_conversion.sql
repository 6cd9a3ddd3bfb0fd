{{ check(
    claim='A refusal of e-mail survives the conversion of a lead.',
    owner='marketing_ops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='compliance', cause='tool',
    items=['2-083', '2-101'],
    remedy='Set the refusal on the contact; map the field in the lead conversion.',
    optional=['field_changes.changed_at', 'people.converted_at'],
) }}

select
    person_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_opt_out_lost as is_violation,
    opt_out_not_judged_because as not_judged_because
from {{ ref('audit_matching__conversions') }}
