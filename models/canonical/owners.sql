with
    salesforce as (select * from {{ ref('int_salesforce__owners') }}),

    hubspot as (select * from {{ ref('int_hubspot__owners') }}),

    mapped as (select * from {{ ref('int_mapped__owners') }}),

    deleted_records as (select * from {{ ref('int_deleted_records') }}),

    exported as (
        {{ union_columns(['salesforce', 'hubspot', 'mapped'], [
        'system', 'record_id', 'kind', 'email', 'full_name', 'is_active', 'manager_record_id',
        'created_at', 'updated_at', 'source_file', 'source_row',
    ]) }}
    ),

    all_rows as ({{ mark_deleted('exported', 'owners') }}),

    final as (
        select
            {{ record_key('system', "'owner'", 'record_id') }} as owner_key,
            system,
            record_id,
            kind,
            lower(trim(email)) as email,
            full_name,
            is_active and not is_missing_from_export as is_active,
            {{ record_key('system', "'owner'", 'manager_record_id') }} as manager_key,
            created_at,
            updated_at,
            source_file,
            source_row
        from all_rows
    )

select *
from final
