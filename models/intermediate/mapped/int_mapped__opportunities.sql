with
    source as (select * from {{ source('raw_mapped', 'opportunities') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'opportunities'
    ),

    mapped_values as (select * from {{ ref('int_vendor_words') }}),

    owner_systems as (select * from {{ ref('declared_systems') }}),

    owner_names as (select * from {{ ref('int_owner_lookup') }}),

    person_systems as (select * from {{ ref('declared_systems') }}),

    named_companies as (select * from {{ ref('int_mapped__company_names') }}),

    named_people as (select * from {{ ref('int_mapped__person_names') }}),

    known_people as (select * from {{ ref('int_mapped__person_objects') }}),

    final as (
        select
            source._system as system,
            source._object as object,
            coalesce({{ id_of('record_id') }}, source._file || '-' || source._row) as record_id,
            {{ null_token('source.name') }} as name,
            {{ record_key('coalesce(source.company_system, source._system)', "coalesce(source.company_object, named_companies.object, 'company')",
            'coalesce(' ~ id_of('company_record_id') ~ ', named_companies.record_id)') }}
            as company_key,
            coalesce(
                {{ record_key('coalesce(source.person_system, source._system)',
                mapped_object('source.person_object', 'source.person_record_id', 'person_systems.vendor', 'known_people.object'),
                mapped_id_of('person_record_id', 'person_systems.vendor')) }},
                {{ record_key('named_people.system', 'named_people.object', 'named_people.record_id') }}
            ) as person_key,
            {{ record_key('coalesce(source.owner_system, source._system)', "'owner'",
            'coalesce(owner_names.record_id, ' ~ mapped_id_of('owner_record_id', 'owner_systems.vendor') ~ ')') }}
            as owner_key,
            {{ null_token('source.pipeline') }} as pipeline,
            {{ null_token('source.type_value') }} as type_value,
            {{ null_token('source.stage_value') }} as stage_value,
            {{ null_token('source.stage_value') }} as stage_word,
            {{ money_of('amount') }} as amount,
            {{ null_token('source.currency') }} as currency,
            {{ date_of('close_on') }} as close_on,
            {{ to_boolean(mapped_value('is_closed')) }} as is_closed,
            {{ to_boolean(mapped_value('is_won')) }} as is_won,
            {{ time_of('won_at') }} as stage_entered_at,
            {{ null_token('source.lead_source') }} as lead_source,
            coalesce({{ to_boolean(mapped_value('is_deleted')) }}, false) as is_deleted,
            {{ time_of('created_at') }} as created_at,
            {{ time_of('updated_at') }} as updated_at,
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
        left join
            named_companies
            on coalesce(source.company_system, source._system) = named_companies.system
            and lower(trim(source.linked_company_name)) = named_companies.name_text
        left join
            named_people
            on coalesce(source.person_system, source._system) = named_people.system
            and lower(trim(source.linked_person_name)) = named_people.name_text
            {{ join_mapped_values('opportunities', ['is_closed', 'is_won', 'is_deleted']) }}
        where {{ is_current('opportunities') }}
    )

select *
from final
