{{ config(materialized='view') }}

-- The objects that count as leads in the CRM: routed objects, else the target of the handoff,
-- else lead.
with
    routings as (select * from {{ ref('declared_routings') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    hop_systems as (select * from {{ ref('audit_clock__hop_systems') }}),

    final as (
        select system, object
        from routings
        union
        select to_system as system, to_object as object
        from handoffs
        where hop = 'in_crm'
        union
        select system, 'lead' as object
        from hop_systems
        where hop = 'in_crm'
    )

select *
from final
