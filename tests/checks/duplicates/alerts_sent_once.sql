{{ check(
    claim='A rep gets one alert per assignment.',
    owner='sales_ops', severity='low', effort='s', reversible=true, tolerance=0,
    harm='hand_work', cause='tool',
    items=['1-30', '2-200'],
    remedy='Remove the second subscription of the alert.',
    optional=['touches.created_at'],
) }}

select
    touch_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_duplicate as is_violation,
    not_judged_because
from {{ ref('audit_duplicates__alerts') }}
