-- Objects with an exported log of owner changes that lacks the owner at creation.
with
    lead_history as (select * from {{ ref('stg_salesforce__lead_history') }}),

    contact_history as (select * from {{ ref('stg_salesforce__contact_history') }}),

    final as (
        select distinct system, 'lead' as object
        from lead_history
        union all
        select distinct system, 'contact' as object
        from contact_history
    )

select *
from final
