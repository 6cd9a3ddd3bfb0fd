-- A log may contain the stage at every event: only rows with a new stage are moves.
with
    source as (select * from {{ source('raw_mapped', 'stage_changes') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'stage_changes'
    ),

    person_systems as (select * from {{ ref('declared_systems') }}),

    known_people as (select * from {{ ref('int_mapped__person_objects') }}),

    read as (
        select
            coalesce(source.entity_system, source._system) as system,
            {{ mapped_object('source.entity_object', 'source.entity_record_id', 'person_systems.vendor', 'known_people.object') }}
            as object,
            source._file || '-' || source._row as change_id,
            {{ record_key('coalesce(source.entity_system, source._system)',
            mapped_object('source.entity_object', 'source.entity_record_id', 'person_systems.vendor', 'known_people.object'),
            mapped_id_of('entity_record_id', 'person_systems.vendor')) }}
            as entity_key,
            {{ null_token('source.from_value') }} as stated_from_value,
            {{ null_token('source.to_value') }} as to_value,
            {{ time_of('changed_at') }} as changed_at,
            {{ record_key('source._system', "'owner'", id_of('changed_by_record_id')) }}
            as changed_by_key,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values(is_mapped=true) }}
        left join
            person_systems on coalesce(source.entity_system, source._system) = person_systems.system
        left join
            known_people
            on coalesce(source.entity_system, source._system) = known_people.system
            and source.entity_record_id = known_people.record_id
    ),

    compared as (
        select read.*, coalesce(stated_from_value, lag(to_value) over earlier) as from_value
        from read
        where to_value is not null and entity_key is not null
        window
            earlier as (
                partition by entity_key order by changed_at nulls first, source_file, source_row
            )
    ),

    final as (
        select
            entity_key || '/' || change_id as stage_change_key,
            system,
            object,
            entity_key,
            cast(null as {{ dbt.type_string() }}) as column_name,
            from_value,
            to_value,
            changed_at,
            changed_by_key,
            'history' as basis,
            source_file,
            source_row
        from compared
        where from_value is distinct from to_value
    )

select *
from final
