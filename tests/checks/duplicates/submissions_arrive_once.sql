{{ check(
    claim='One form fill arrives once.',
    owner='web', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['1-30', '1-33', '2-104'],
    remedy='Disable the button after one click; give the webhook an idempotency key.',
    optional=['submissions.email'],
) }}

select
    submission_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_duplicate as is_violation,
    not_judged_because
from {{ ref('audit_duplicates__submissions') }}
