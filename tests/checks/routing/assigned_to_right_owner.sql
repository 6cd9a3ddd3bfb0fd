{{ check(
    claim='Every lead reaches a member of the pool that the declared rules name for it.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='late_lead', cause='process',
    items=['2-117', '2-118', '2-119', '2-120', '2-002'],
    remedy='Compare the rule that decides with the assignment in the CRM, correct the rule, then '
        ~ 'move the listed leads.',
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
    is_wrong_owner as is_violation,
    evidence_grade,
    owner_not_judged_because as not_judged_because
from {{ ref('audit_routing__leads') }}
where is_replayed or owner_not_judged_because is not null
