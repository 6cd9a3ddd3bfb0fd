-- A log may contain the owner at every event: only rows with a new owner are assignments.
with
    source as (select * from {{ source('raw_mapped', 'assignments') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'assignments'
    ),

    owner_systems as (select * from {{ ref('declared_systems') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    person_systems as (select * from {{ ref('declared_systems') }}),

    known_people as (select * from {{ ref('int_mapped__person_objects') }}),

    read as (
        select
            coalesce(source.person_system, source._system) as system,
            source._system as log_system,
            source._object as log_object,
            source._file || '-' || source._row as change_id,
            {{ record_key('coalesce(source.person_system, source._system)',
            mapped_object('source.person_object', 'source.person_record_id', 'person_systems.vendor', 'known_people.object'),
            mapped_id_of('person_record_id', 'person_systems.vendor')) }}
            as person_key,
            {{ record_key('coalesce(source.owner_system, source._system)', "'owner'",
            'coalesce(owner_names.record_id, ' ~ mapped_id_of('owner_record_id', 'owner_systems.vendor') ~ ')') }}
            as owner_key,
            {{ record_key('coalesce(source.owner_system, source._system)', "'owner'",
            'coalesce(previous_owner_names.record_id, ' ~ mapped_id_of('previous_owner_record_id', 'owner_systems.vendor') ~ ')') }}
            as stated_previous_owner_key,
            {{ time_of('assigned_at') }} as assigned_at,
            {{ record_key('source._system', "'owner'", id_of('assigned_by_record_id')) }}
            as assigned_by_key,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values(is_mapped=true) }}
        left join
            owner_systems on coalesce(source.owner_system, source._system) = owner_systems.system
        left join
            owner_names
            on coalesce(source.owner_system, source._system) = owner_names.system
            and lower(trim(source.owner_record_id)) = owner_names.name_or_email
        left join
            owner_names as previous_owner_names
            on coalesce(source.owner_system, source._system) = previous_owner_names.system
            and lower(trim(source.previous_owner_record_id)) = previous_owner_names.name_or_email
        left join
            person_systems on coalesce(source.person_system, source._system) = person_systems.system
        left join
            known_people
            on coalesce(source.person_system, source._system) = known_people.system
            and source.person_record_id = known_people.record_id
    ),

    compared as (
        select
            read.*,
            coalesce(stated_previous_owner_key, lag(owner_key) over earlier) as previous_owner_key
        from read
        where owner_key is not null and person_key is not null
        -- One file may log two owners of a record (a group and a person): each log is
        -- compared only with itself.
        window
            earlier as (
                partition by person_key, log_object
                order by assigned_at nulls first, source_file, source_row
            )
    ),

    final as (
        select
            person_key || '/' || log_object || '-' || change_id as assignment_key,
            system,
            log_system,
            person_key,
            owner_key,
            previous_owner_key,
            assigned_at,
            assigned_by_key,
            'history' as basis,
            source_file,
            source_row
        from compared
        where owner_key is distinct from previous_owner_key
    )

select *
from final
