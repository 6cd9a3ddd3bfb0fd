with source as (
    select * from {{ source('raw_mapped', 'field_changes') }}
),

systems as (
    select * from {{ ref('declared_systems') }}
),

person_systems as (
    select * from {{ ref('declared_systems') }}
),

known_people as (
    select
        _system as system,
        record_id,
        min(_object) as object
    from {{ source('raw_mapped', 'people') }}
    group by 1, 2
),

final as (
    select
        coalesce(source.entity_system, source._system) as system,
        {{ mapped_object('source.entity_object', 'source.entity_record_id', 'person_systems.vendor', 'known_people.object') }} as object,
        {{ mapped_id('source.entity_record_id', 'person_systems.vendor') }} as record_id,
        {{ record_key('coalesce(source.entity_system, source._system)',
            mapped_object('source.entity_object', 'source.entity_record_id', 'person_systems.vendor', 'known_people.object'),
            mapped_id('source.entity_record_id', 'person_systems.vendor')) }} as entity_key,
        source._file || '-' || source._row as change_id,
        lower({{ null_token('source.column_name') }}) as column_name,
        {{ null_token('source.old_value') }} as old_value,
        {{ null_token('source.new_value') }} as new_value,
        {{ utc_ts('source.changed_at', 'systems.time_zone', 'systems.date_order') }} as changed_at,
        {{ null_token('source.changed_by') }} as changed_by,
        {{ record_key('source._system', "'owner'", null_token('source.changed_by_record_id')) }} as changed_by_key,
        source._file as source_file,
        source._row as source_row
    from source
    left join systems on source._system = systems.system
    left join person_systems
        on coalesce(source.entity_system, source._system) = person_systems.system
    left join known_people
        on coalesce(source.entity_system, source._system) = known_people.system
        and source.entity_record_id = known_people.record_id
    where source.entity_record_id is not null
)

select * from final
