-- How the record exports spell a stage. History and APIs give internal names (marketingqualifiedlead), record
-- exports labels (Marketing Qualified Lead): one spelling, or history would never match the record.
with contacts as (
    select * from {{ ref('stg_hubspot__contact') }}
),

deals as (
    select * from {{ ref('stg_hubspot__deal') }}
),

held as (
    select system, 'contact' as object, 'lifecyclestage' as column_name, lifecyclestage as held_value
    from contacts
    union all
    select system, 'contact' as object, 'hs_lead_status' as column_name, hs_lead_status as held_value
    from contacts
    union all
    select system, 'deal' as object, 'dealstage' as column_name, dealstage as held_value
    from deals
),

final as (
    select
        system,
        object,
        column_name,
        {{ stage_text('held_value') }} as value_text,
        min(held_value) as held_value
    from held
    where held_value is not null
    group by 1, 2, 3, 4
)

select * from final
