-- The addresses of a person beside the first, where one cell lists several.
with
    source as (select * from {{ source('raw_mapped', 'people') }} where email like '%@%@%'),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_mapped' and table_name = 'people'
    ),

    listed as (
        select
            source._system as system,
            source._object as object,
            coalesce({{ id_of('record_id') }}, source._file || '-' || source._row) as record_id,
            {{ split_rows("replace(source.email, ',', ';')", ';') }} as email
        from source {{ join_parsed_values(is_mapped=true) }}
        where {{ is_current('people') }}
    ),

    final as (
        select distinct
            {{ record_key('system', 'object', 'record_id') }} as person_key, trim(email) as email
        from listed
        where trim(email) <> ''
    )

select *
from final
