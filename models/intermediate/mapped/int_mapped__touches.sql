with
    source as (select * from {{ source('raw_mapped', 'touches') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'touches'
    ),

    mapped_values as (select * from {{ ref('int_vendor_words') }}),

    owner_systems as (select * from {{ ref('declared_systems') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    person_systems as (select * from {{ ref('declared_systems') }}),

    known_people as (select * from {{ ref('int_mapped__person_objects') }}),

    final as (
        select
            source._system as system,
            source._object as object,
            coalesce({{ id_of('record_id') }}, source._file || '-' || source._row) as record_id,
            {{ record_key('coalesce(source.person_system, source._system)',
            mapped_object('source.person_object', 'source.person_record_id', 'person_systems.vendor', 'known_people.object'),
            mapped_id_of('person_record_id', 'person_systems.vendor')) }}
            as person_key,
            coalesce(source.person_system, source._system) as person_system,
            {{ null_token('source.person_email') }} as person_email,
            {{ record_key('coalesce(source.owner_system, source._system)', "'owner'",
            'coalesce(owner_names.record_id, ' ~ mapped_id_of('owner_record_id', 'owner_systems.vendor') ~ ')') }}
            as owner_key,
            coalesce(lower({{ null_token(mapped_value('kind')) }}), 'other') as kind,
            coalesce(lower({{ null_token(mapped_value('actor_type')) }}), 'human') as actor_type,
            {{ record_key('coalesce(source.owner_system, source._system)', "'owner'",
            mapped_id_of('created_by_record_id', 'owner_systems.vendor')) }} as created_by_key,
            cast(null as {{ dbt.type_string() }}) as updated_by_key,
            {{ null_token(mapped_value('direction')) }} as direction,
            {{ duration_in_seconds(null_token('source.duration_seconds')) }} as duration_seconds,
            {{ null_token(mapped_value('disposition')) }} as disposition,
            coalesce(
                {{ to_boolean(mapped_value('is_completed')) }}, source.occurred_at is not null
            ) as is_completed,
            {{ time_of('occurred_at') }} as occurred_at,
            coalesce({{ time_of('created_at') }}, {{ time_of('occurred_at') }}) as created_at,
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
            person_systems on coalesce(source.person_system, source._system) = person_systems.system
        left join
            known_people
            on coalesce(source.person_system, source._system) = known_people.system
            and source.person_record_id = known_people.record_id
            {{ join_mapped_values('touches', ['kind', 'actor_type', 'direction', 'disposition', 'is_completed']) }}
        where {{ is_current('touches') }}
    )

select *
from final
