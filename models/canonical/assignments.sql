-- Owner history, if it was exported. What two logs tell is one assignment, by the finer clock. A
-- log of changes only (Salesforce) lacks the owner at
-- creation: that is the old owner of the first change, else the current owner. Without
-- history: the owners in the stored versions of a record, else the current owner with an
-- unknown time.
with
    salesforce as (select * from {{ ref('int_salesforce__assignments') }}),

    hubspot as (select * from {{ ref('int_hubspot__assignments') }}),

    mapped as (select * from {{ ref('int_mapped__assignments') }}),

    version_changes as (select * from {{ ref('int_version_changes') }}),

    people as {{ not_materialized() }} (select * from {{ ref('people') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    change_logs as (select * from {{ ref('int_owner_change_logs') }}),

    excluded_records as (select * from {{ ref('int_excluded_records') }}),

    timing_limits as (select * from {{ ref('timing_limits') }} where limit_name = 'told_twice'),

    exported as (
        {{ union_columns(['salesforce', 'hubspot', 'mapped'], [
        'assignment_key', 'system', 'log_system', 'person_key', 'owner_key', 'previous_owner_key',
        'assigned_at', 'assigned_by_key', 'basis', 'source_file', 'source_row',
    ]) }}
    ),

    kept as ({{ without_excluded('exported', 'person_key') }}),

    logged as (
        select
            kept.*,
            coalesce(systems.resolution_seconds, 1) as resolution_seconds,
            case when kept.log_system = kept.system then 0 else 1 end as log_rank
        from kept
        left join systems on kept.log_system = systems.system
    ),

    -- Of two clocks of one resolution, that of the system itself counts.
    told_again as (
        select distinct later.assignment_key, true as is_told_again
        from logged as later
        cross join timing_limits
        inner join
            logged as first_told
            on later.person_key = first_told.person_key
            and later.owner_key = first_told.owner_key
            and later.log_system <> first_told.log_system
        where
            (
                later.resolution_seconds > first_told.resolution_seconds
                or (
                    later.resolution_seconds = first_told.resolution_seconds
                    and (
                        later.log_rank > first_told.log_rank
                        or (
                            later.log_rank = first_told.log_rank
                            and later.log_system > first_told.log_system
                        )
                    )
                )
            )
            and abs({{ elapsed_seconds('first_told.assigned_at', 'later.assigned_at') }})
            <= timing_limits.amount + later.resolution_seconds + first_told.resolution_seconds
    ),

    all_rows as (
        select logged.*
        from logged
        left join told_again on logged.assignment_key = told_again.assignment_key
        where told_again.assignment_key is null
    ),

    with_history as (
        select distinct people.system, people.object
        from all_rows
        inner join people on all_rows.person_key = people.person_key
    ),

    from_versions as (
        select
            version_changes.entity_key
            || '/'
            || version_changes.source_file
            || '-'
            || version_changes.source_row as assignment_key,
            version_changes.system,
            version_changes.entity_key as person_key,
            {{ record_key('version_changes.system', "'owner'",
            'coalesce(new_owners.record_id, ' ~ mapped_id('version_changes.new_value', 'systems.vendor') ~ ')') }}
            as owner_key,
            {{ record_key('version_changes.system', "'owner'",
            'coalesce(old_owners.record_id, ' ~ mapped_id('version_changes.old_value', 'systems.vendor') ~ ')') }}
            as previous_owner_key,
            version_changes.changed_at as assigned_at,
            cast(null as {{ dbt.type_string() }}) as assigned_by_key,
            'versions' as basis,
            version_changes.source_file,
            version_changes.source_row
        from version_changes
        inner join people on version_changes.entity_key = people.person_key
        left join
            with_history
            on version_changes.system = with_history.system
            and version_changes.object = with_history.object
        left join systems on version_changes.system = systems.system
        left join
            owner_names as new_owners
            on version_changes.system = new_owners.system
            and lower(trim(version_changes.new_value)) = new_owners.name_or_email
        left join
            owner_names as old_owners
            on version_changes.system = old_owners.system
            and lower(trim(version_changes.old_value)) = old_owners.name_or_email
        where
            with_history.system is null
            and version_changes.column_name in ({{ quoted_words(owner_columns()) }})
            and version_changes.new_value is not null
    ),

    first_changes as (
        select person_key, previous_owner_key
        from all_rows
        qualify
            row_number() over (
                partition by person_key order by assigned_at nulls first, assignment_key
            )
            = 1
    ),

    at_creation as (
        select
            people.person_key || '/created' as assignment_key,
            people.system,
            people.person_key,
            case
                when first_changes.person_key is not null
                then first_changes.previous_owner_key
                else people.owner_key
            end as owner_key,
            cast(null as {{ dbt.type_string() }}) as previous_owner_key,
            people.created_at as assigned_at,
            people.created_by_key as assigned_by_key,
            'created' as basis,
            people.source_file,
            people.source_row
        from people
        inner join
            change_logs on people.system = change_logs.system and people.object = change_logs.object
        left join first_changes on people.person_key = first_changes.person_key
        where
            case
                when first_changes.person_key is not null
                then first_changes.previous_owner_key
                else people.owner_key
            end
            is not null
    ),

    known as (
        {{ union_columns(['all_rows', 'at_creation', 'from_versions'], [
        'assignment_key', 'system', 'person_key', 'owner_key', 'previous_owner_key',
        'assigned_at', 'assigned_by_key', 'basis', 'source_file', 'source_row',
    ]) }}
    ),

    assigned as (select distinct person_key from known),

    final as (
        select
            assignment_key,
            system,
            person_key,
            owner_key,
            previous_owner_key,
            assigned_at,
            assigned_by_key,
            basis,
            source_file,
            source_row
        from known
        union all
        select
            people.person_key || '/current' as assignment_key,
            people.system,
            people.person_key,
            people.owner_key,
            cast(null as {{ dbt.type_string() }}) as previous_owner_key,
            cast(null as timestamp) as assigned_at,
            cast(null as {{ dbt.type_string() }}) as assigned_by_key,
            'current' as basis,
            people.source_file,
            people.source_row
        from people
        left join assigned on people.person_key = assigned.person_key
        where people.owner_key is not null and assigned.person_key is null
    )

select *
from final
