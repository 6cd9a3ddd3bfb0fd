-- What the words of a vendor say in its column of consent, in words that every column has.
with
    consent_columns as (select * from {{ ref('declared_consent_columns') }}),

    systems as (select * from {{ source('declared', 'systems') }}),

    vendor_values as (select * from {{ source('raw_handoff', 'vendor_values') }}),

    final as (
        select distinct
            consent_columns.system,
            consent_columns.object,
            consent_columns.column_name,
            vendor_values.value_text,
            case
                vendor_values.becomes when 'true' then 'opted out' when 'false' then 'opted in'
            end as consent_word
        from consent_columns
        inner join systems on consent_columns.system = systems.system
        inner join
            vendor_values
            on systems.vendor = vendor_values.vendor
            and consent_columns.object = vendor_values.object
            and consent_columns.column_name = vendor_values.column_name
        where vendor_values.column_name = 'is_opted_out'
    )

select *
from final
