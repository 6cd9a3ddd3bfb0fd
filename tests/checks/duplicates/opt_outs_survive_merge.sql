{{ check(
    claim='A refusal of e-mail survives a merge.',
    owner='marketing_ops', severity='high', effort='s', reversible=true, tolerance=0,
    harm='compliance', cause='tool',
    items=['2-083', '2-101'],
    remedy='Set the refusal on the last winner; let the refusal win in the merge rule.',
    optional=['field_changes.changed_at', 'merges.merged_at'],
) }}

select
    loser_key as record_id,
    cast(null as {{ dbt.type_string() }}) as handoff_id,
    is_opt_out_lost as is_violation,
    opt_out_not_judged_because as not_judged_because
from {{ ref('audit_matching__merges') }}
where is_loser_known and not is_dead_end
