{{ check(
    claim='The last value in the history is the value the record has now.',
    owner='revops', severity='medium', effort='s', reversible=true, tolerance=0,
    harm='trust', cause='tool',
    items=['1-34', '2-221'],
    remedy='Export history and records at the same time; a difference that stays means changes '
        ~ 'bypass the history.',
    optional=['opportunities.stage_value', 'people.status', 'record_values.column_values'],
) }}

select
    entity_key as record_id,
    cast(null as string) as handoff_id,
    {{ verdict('is_unlike_current', unless='history_not_judged_because') }}
from {{ ref('audit_lag__record_histories') }}
where has_history
