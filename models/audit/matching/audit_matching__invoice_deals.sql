-- The deals that an invoice is for: found by a handoff, or named by the invoice. Deals that share
-- an invoice, and invoices of one deal, belong to one group.
with
    pairs as (select * from {{ ref('audit_matching__pairs') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    -- An id that two systems use for two deals names none.
    deal_ids as (
        select {{ comparable_id('record_id') }} as deal_id, min(opportunity_key) as opportunity_key
        from opportunities
        group by {{ comparable_id('record_id') }}
        having count(*) = 1
    ),

    links as (
        select opportunities.opportunity_key as left_key, invoices.invoice_key as right_key
        from pairs
        inner join opportunities on pairs.source_record_key = opportunities.opportunity_key
        inner join invoices on pairs.target_record_key = invoices.invoice_key
        union
        select deal_ids.opportunity_key as left_key, invoices.invoice_key as right_key
        from invoices
        inner join deal_ids on {{ comparable_id('invoices.crm_record_id') }} = deal_ids.deal_id
    ),

    labels as ({{ components('links') }}),

    final as (
        select
            links.right_key as invoice_key,
            links.left_key as opportunity_key,
            labels.label as deal_group
        from links
        inner join labels on links.left_key = labels.node
    )

select *
from final
