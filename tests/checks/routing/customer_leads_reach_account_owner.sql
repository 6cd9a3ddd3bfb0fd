{{ check(
    claim='A lead of a customer reaches the owner of the customer account, also for its '
        ~ 'subsidiaries.',
    owner='revops', severity='high', effort='m', reversible=true, tolerance=0,
    items=['2-124', '2-117'],
    remedy='Match leads to accounts, parents included, before the territory rules.',
    optional=['owners.owner_key', 'people.created_by_key', 'touches.owner_key'],
) }}

select
    person_key as record_id,
    handoff_id,
    is_off_account_owner as is_violation,
    evidence_grade,
    account_owner_not_judged_because as not_judged_because
from {{ ref('audit_routing__leads') }}
where is_customer_lead and has_human_owner
