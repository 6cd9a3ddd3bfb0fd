-- Pairs whose amounts are compared as a group: where the stack says so (`compare: sum`), and deals
-- with their invoices, which are many to many by nature. Records that share a counterpart belong to
-- one group.
with
    -- A record that is not due belongs to another handoff, or to none.
    pairs as (
        select *
        from {{ ref('audit_matching__pairs') }}
        -- null means nobody knows whether it is due.
        where not is_superseded and coalesce(is_due, true)
    ),

    fields as (select * from {{ ref('audit_fidelity__declared_fields') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    deal_objects as (select distinct system, object from opportunities),

    invoice_objects as (select distinct system, object from invoices),

    billing as (
        select handoffs.handoff_id
        from handoffs
        inner join
            deal_objects
            on handoffs.from_system = deal_objects.system
            and handoffs.from_object = deal_objects.object
        inner join
            invoice_objects
            on handoffs.to_system = invoice_objects.system
            and handoffs.to_object = invoice_objects.object
    ),

    grouped as (
        select
            fields.handoff_id,
            bool_or(billing.handoff_id is not null) as is_billing,
            bool_or(
                handoffs.is_cardinality_declared and handoffs.cardinality = 'one_to_one'
            ) as is_one_to_one
        from fields
        inner join handoffs on fields.handoff_id = handoffs.handoff_id
        left join billing on fields.handoff_id = billing.handoff_id
        where fields.compare = 'sum' or (billing.handoff_id is not null and fields.kind = 'money')
        group by fields.handoff_id
    ),

    -- One node per record and handoff; a source is told from a target by the mark between.
    links as (
        select
            pairs.handoff_id || ' < ' || pairs.source_record_key as left_key,
            pairs.handoff_id || ' > ' || pairs.target_record_key as right_key,
            pairs.handoff_id,
            pairs.source_record_key,
            pairs.target_record_key,
            grouped.is_billing,
            grouped.is_one_to_one
        from pairs
        inner join grouped on pairs.handoff_id = grouped.handoff_id
    ),

    labels as ({{ components('links') }}),

    final as (
        select
            links.handoff_id,
            links.source_record_key,
            links.target_record_key,
            labels.label as pair_group,
            links.is_billing,
            links.is_one_to_one
        from links
        inner join labels on links.left_key = labels.node
    )

select *
from final
