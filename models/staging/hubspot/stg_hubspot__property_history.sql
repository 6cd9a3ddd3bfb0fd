with
    source as (select * from {{ source('raw_hubspot', 'property_history') }}),

    systems as (select * from {{ ref('declared_systems') }}),

    read_values as (
        select *
        from {{ ref('int_parsed_values') }}
        where table_schema = 'raw_hubspot' and table_name = 'property_history'
    ),

    final as (
        select
            source._system as system,
            case
                when
                    source.contact_id is not null
                    or lower(source.object_type) in ('contact', 'contacts', '0-1')
                then 'contact'
                when
                    source.company_id is not null
                    or lower(source.object_type) in ('company', 'companies', '0-2')
                then 'company'
                when
                    source.deal_id is not null
                    or lower(source.object_type) in ('deal', 'deals', '0-3')
                then 'deal'
                else coalesce(lower(source.object_type), 'contact')
            end as object,
            {{ null_token('coalesce(source.contact_id, source.company_id, source.deal_id, source.record_id)') }}
            as record_id,
            coalesce(
                {{ null_token('source.property_name') }},
                case when source.stage_entered_at is not null then 'dealstage' end
            ) as property_name,
            {{ null_token('source.property_value') }} as property_value,
            {{ null_token('source.source_type') }} as source_type,
            {{ id_of('source_id') }} as source_id,
            {{ null_token('source.source_label') }} as source_label,
            {{ id_of('updated_by_user_id') }} as updated_by_user_id,
            {{ null_token('source.updated_by') }} as updated_by,
            coalesce({{ time_of('changed_at') }}, {{ time_of('stage_entered_at') }}) as changed_at,
            source._file as source_file,
            source._row as source_row
        from source {{ join_parsed_values() }}
    )

select *
from final
