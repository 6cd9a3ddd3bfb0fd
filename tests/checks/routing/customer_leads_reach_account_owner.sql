{{ check(
    claim='A lead of a customer reaches the owner that the account had when the lead came, also '
        ~ 'for its subsidiaries.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    harm='late_lead', cause='process',
    items=['2-124', '2-117'],
    remedy='Match leads to accounts, parents included, before the territory rules.',
    optional=['companies.company_key', 'companies.created_at', 'companies.parent_company_key',
        'companies.updated_at', 'company_changes.changed_at', 'company_changes.is_customer',
        'company_changes.new_owner_key', 'company_changes.old_owner_key',
        'company_changes.was_customer', 'opportunities.won_at', 'owners.owner_key',
        'people.created_at', 'people.created_by_key', 'touches.owner_key'],
) }}

select
    person_key as record_id,
    handoff_id,
    is_off_account_owner as is_violation,
    evidence_grade,
    account_owner_not_judged_because as not_judged_because
from {{ ref('audit_routing__leads') }}
where (is_customer_lead or account_owner_not_judged_because is not null) and has_human_owner
