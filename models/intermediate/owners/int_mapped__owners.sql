with
    source as (select * from {{ source('raw_mapped', 'owners') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'owners'
    ),

    mapped_values as (select * from {{ ref('int_vendor_words') }}),

    final as (
        select
            source._system as system,
            coalesce({{ id_of('record_id') }}, source._file || '-' || source._row) as record_id,
            coalesce(lower({{ null_token(mapped_value('kind')) }}), 'user') as kind,
            {{ null_token('source.email') }} as email,
            coalesce(
                {{ null_token('source.full_name') }},
                nullif(
                    trim(
                        concat_ws(
                            ' ',
                            {{ null_token('source.first_name') }},
                            {{ null_token('source.last_name') }}
                        )
                    ),
                    ''
                )
            ) as full_name,
            {{ to_boolean(mapped_value('is_active')) }} as is_active,
            {{ id_of('manager_record_id') }} as manager_record_id,
            {{ time_of('created_at') }} as created_at,
            {{ time_of('updated_at') }} as updated_at,
            source._file as source_file,
            source._row as source_row
        from
            source
            {{ join_parsed_values(is_mapped=true) }}
            {{ join_mapped_values('owners', ['kind', 'is_active']) }}
        where {{ is_current('owners') }}
    )

select *
from final
