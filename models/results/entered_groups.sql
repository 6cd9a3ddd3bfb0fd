-- The records that came since the baseline by group (day, source, form, owner, country), each
-- compared with the accepted rate and with the older records of the same group. The larger of the
-- two probabilities counts, so a group that was always worse does not stand out.
with
    entered_scopes as (select * from {{ ref('entered_scopes') }}),

    record_movement as (select * from {{ ref('record_movement') }}),

    violating_records as (select * from {{ ref('violating_records') }}),

    accepted_records as (select * from {{ ref('accepted_records') }}),

    record_contexts as (select * from {{ ref('record_contexts') }}),

    watermarks as (select * from {{ ref('accepted_watermarks') }}),

    declared_gate as (select * from {{ ref('declared_gate') }}),

    compared as (
        select entered_scopes.*, coalesce(entered_scopes.handoff_id, '') as handoff_key
        from entered_scopes
        inner join
            record_movement
            on entered_scopes.check_id = record_movement.check_id
            and entered_scopes.handoff_id is not distinct from record_movement.handoff_id
        where
            entered_scopes.entered >= {{ audit_limit('gate_group_records') }}
            and record_movement.one_in = 1
            and record_movement.scope_before > 0
            and record_movement.scope > 0
    ),

    compared_checks as (
        select check_id, handoff_key, count(*) as comparisons
        from compared
        group by check_id, handoff_key
    ),

    violations_in_context as (
        select
            violating_records.check_id,
            coalesce(violating_records.handoff_id, '') as handoff_key,
            record_contexts.entered_at > watermarks.latest_at as has_entered,
            accepted_records.check_id is null as is_new,
            violating_records.evidence_rows,
            cast(cast(record_contexts.entered_at as date) as {{ dbt.type_string() }}) as day,
            record_contexts.source,
            record_contexts.form,
            record_contexts.owner_key,
            record_contexts.country,
            record_contexts.system,
            record_contexts.object
        from violating_records
        inner join
            compared_checks
            on violating_records.check_id = compared_checks.check_id
            and coalesce(violating_records.handoff_id, '') = compared_checks.handoff_key
        inner join record_contexts on violating_records.record_key = record_contexts.record_key
        inner join
            watermarks
            on record_contexts.system = watermarks.system
            and record_contexts.object = watermarks.object
        left join
            accepted_records
            on violating_records.check_id = accepted_records.check_id
            and violating_records.handoff_id is not distinct from accepted_records.handoff_id
            and violating_records.record_digest = accepted_records.record_digest
        where not violating_records.is_waived
    ),

    violations_by_group as (
        {%- for dimension in ['day', 'source', 'form', 'owner', 'country'] %}
            {{ 'union all' if not loop.first }}
            select
                check_id,
                handoff_key,
                system,
                object,
                has_entered,
                is_new,
                evidence_rows,
                '{{ dimension }}' as dimension,
                {{ 'owner_key' if dimension == 'owner' else dimension }} as group_value
            from violations_in_context
        {%- endfor %}
    ),

    since as (
        select
            record_movement.check_id,
            coalesce(record_movement.handoff_id, '') as handoff_key,
            max(record_movement.scope_before) as scope_before,
            max(record_movement.violations_before) as violations_before
        from record_movement
        group by record_movement.check_id, coalesce(record_movement.handoff_id, '')
    ),

    seen as (
        select
            violations_by_group.check_id,
            violations_by_group.handoff_key,
            violations_by_group.system,
            violations_by_group.object,
            violations_by_group.dimension,
            violations_by_group.group_value,
            sum(
                case
                    when violations_by_group.is_new and violations_by_group.has_entered
                    then violations_by_group.evidence_rows
                    else 0
                end
            ) as entered_violations,
            sum(
                case
                    when not violations_by_group.has_entered
                    then violations_by_group.evidence_rows
                    else 0
                end
            ) as older_violations
        from violations_by_group
        group by
            violations_by_group.check_id,
            violations_by_group.handoff_key,
            violations_by_group.system,
            violations_by_group.object,
            violations_by_group.dimension,
            violations_by_group.group_value
    ),

    -- Older records of each object and group. Their share of the accepted scope is that of the
    -- group among all records of the object.
    older as (
        select record_contexts.*
        from record_contexts
        inner join
            watermarks
            on record_contexts.system = watermarks.system
            and record_contexts.object = watermarks.object
        where
            record_contexts.entered_at <= watermarks.latest_at
            and exists (select 1 from compared_checks)
    ),

    older_objects as (
        select system, object, count(*) as records from older group by system, object
    ),

    older_groups as (
        {%- for dimension in ['source', 'form', 'owner', 'country'] %}
            {{ 'union all' if not loop.first }}
            select
                system,
                object,
                '{{ dimension }}' as dimension,
                {{ 'owner_key' if dimension == 'owner' else dimension }} as group_value,
                count(*) as records
            from older
            group by all
        {%- endfor %}
    ),

    weighed as (
        select
            compared.check_id,
            compared.handoff_key,
            compared.dimension,
            compared.group_value,
            cast(
                greatest(compared.entered, coalesce(seen.entered_violations, 0)) as bigint
            ) as entered,
            cast(coalesce(seen.entered_violations, 0) as bigint) as violations,
            greatest(since.scope_before, since.violations_before) as scope_before,
            since.violations_before,
            cast(coalesce(seen.older_violations, 0) as bigint) as older_violations,
            greatest(
                cast(
                    round(
                        cast(since.scope_before as double)
                        * coalesce(older_groups.records, 0)
                        / nullif(older_objects.records, 0)
                    ) as bigint
                ),
                cast(coalesce(seen.older_violations, 0) as bigint)
            ) as older_scope
        from compared
        inner join
            since on compared.check_id = since.check_id and compared.handoff_key = since.handoff_key
        left join
            seen
            on compared.check_id = seen.check_id
            and compared.handoff_key = seen.handoff_key
            and compared.system = seen.system
            and compared.object = seen.object
            and compared.dimension = seen.dimension
            and compared.group_value = seen.group_value
        left join
            older_objects
            on compared.system = older_objects.system
            and compared.object = older_objects.object
        left join
            older_groups
            on compared.system = older_groups.system
            and compared.object = older_groups.object
            and compared.dimension = older_groups.dimension
            and compared.group_value = older_groups.group_value
    ),

    tested as (
        select
            *,
            {{ share_tail('violations_before', 'scope_before', 'violations', 'entered') }}
            as chance_of_all,
            -- A group with few older records has no rate of its own.
            case
                when dimension <> 'day' and older_scope >= {{ audit_limit('gate_group_records') }}
                then {{ share_tail('older_violations', 'older_scope', 'violations', 'entered') }}
                else 0
            end as chance_of_group,
            count(*) over () as comparisons
        from weighed
    ),

    final as (
        select
            tested.check_id,
            nullif(tested.handoff_key, '') as handoff_id,
            tested.dimension,
            tested.group_value,
            tested.entered,
            tested.violations,
            greatest(tested.chance_of_all, tested.chance_of_group) as chance,
            tested.comparisons,
            -- Half of the declared level is for the groups, the other half for all other
            -- comparisons.
            greatest(tested.chance_of_all, tested.chance_of_group)
            < cast(declared_gate.error_level as double) / 2 / tested.comparisons as stands_out
        from tested
        cross join declared_gate
    )

select *
from final
