{{ check(
    claim='Nobody moves a lead off the owner or out of the pool that the rules name within a day.',
    owner='sales_ops', severity='low', effort='m', reversible=true, tolerance=0.02,
    harm='hand_work', cause='process',
    items=['2-058', '2-059', '2-060'],
    remedy='Ask who moved the listed leads and why, then change the rule or stop the habit.',
    optional=['companies.company_key', 'companies.created_at', 'companies.is_customer',
        'companies.owner_key', 'companies.parent_company_key', 'companies.updated_at',
        'company_changes.changed_at', 'company_changes.is_customer',
        'company_changes.new_owner_key', 'company_changes.old_owner_key',
        'company_changes.was_customer', 'field_changes.changed_at', 'field_changes.entity_key',
        'field_changes.old_value', 'opportunities.won_at', 'owners.owner_key',
        'people.created_at', 'people.created_by_key', 'people.person_key', 'people.updated_at',
        'touches.owner_key'],
) }}

select
    person_key as record_id,
    handoff_id,
    is_human_override as is_violation,
    evidence_grade,
    override_not_judged_because as not_judged_because
from {{ ref('audit_routing__leads') }}
where
    (is_replayed or override_not_judged_because is not null)
    -- Without owner history the first owner is unknown.
    and has_owner_history
