{{ check(
    claim='No record is refused because a field is empty that the target requires.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='lost_lead', cause='tool',
    items=['1-09'],
    remedy='Fill the field at the source, or declare the default that the handoff writes.',
    optional=['field_definitions.data_type', 'field_definitions.has_default',
        'field_definitions.is_createable', 'people.person_key', 'submissions.submission_key'],
) }}

select
    field_key as record_id,
    handoff_id,
    is_required_empty as is_violation,
    required_not_judged_because as not_judged_because
from {{ ref('audit_feasibility__fields') }}
where is_required or required_not_judged_because is not null
