with
    sources as (select * from {{ ref('audit_matching__source_records') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    pairs as (select * from {{ ref('audit_matching__pairs') }}),

    keys as (select * from {{ ref('audit_matching__keys') }}),

    pair_groups as (select * from {{ ref('audit_fidelity__pair_groups') }}),

    owed_invoices as (select * from {{ ref('audit_fidelity__owed_invoices') }}),

    awaited_records as (select * from {{ ref('audit_fidelity__awaited_records') }}),

    unlinkable as (
        select handoff_id, min(unlinkable_because) as unlinkable_because
        from keys
        where not is_linkable
        group by handoff_id
    ),

    -- Deals and invoices are many to many, unless the stack says otherwise. Their amounts are
    -- added up.
    billing as (
        select distinct handoff_id, true as is_many_to_many
        from pair_groups
        where is_billing and not is_one_to_one
    ),

    paired as (
        select
            handoff_id,
            source_record_key,
            max(basis) as basis,
            max(candidate_count) as target_count,
            min(target_record_key) as target_record_key
        from pairs
        group by handoff_id, source_record_key
    ),

    final as (
        select
            sources.handoff_id,
            sources.source_record_key,
            sources.match_basis,
            sources.is_due
            -- null means it is no deal that waits for an invoice.
            and not coalesce(owed_invoices.is_free, false) as is_due,
            -- null means it is no deal without an invoice.
            coalesce(owed_invoices.is_awaited, false)
            or awaited_records.handoff_id is not null as is_awaited,
            sources.has_twin_id,
            paired.basis,
            paired.target_record_key,
            coalesce(paired.target_count, 0) as target_count,
            paired.source_record_key is not null as has_target,
            case
                when
                    sources.not_judged_because is null
                    and (unlinkable.handoff_id is null or paired.source_record_key is not null)
                    and (not sources.is_due or owed_invoices.not_judged_because is null)
                then
                    sources.is_due
                    and paired.source_record_key is null
                    and not coalesce(owed_invoices.is_free or owed_invoices.is_awaited, false)
                    and awaited_records.handoff_id is null
            end as is_missing,
            case
                when billing.is_many_to_many and not handoffs.is_cardinality_declared
                then 'many_to_many'
                else handoffs.cardinality
            end as cardinality,
            handoffs.cardinality <> 'one_to_many'
            and coalesce(paired.target_count, 0) > 1
            -- null means it is no handoff from deals to invoices.
            and not coalesce(
                billing.is_many_to_many and not handoffs.is_cardinality_declared, false
            ) as is_paired_twice,
            case
                when unlinkable.handoff_id is null
                then
                    paired.source_record_key is not null
                    and sources.match_basis = 'declared_id'
                    and coalesce(paired.basis = 'identity', false)
            end as is_unlinked,
            case
                when unlinkable.handoff_id is null
                then
                    sources.has_twin_id
                    and coalesce(paired.basis <> 'declared_id', true)
                    and not coalesce(owed_invoices.is_free or owed_invoices.is_awaited, false)
            end as is_dangling,
            unlinkable.unlinkable_because,
            coalesce(
                case when paired.source_record_key is null then unlinkable.unlinkable_because end,
                sources.not_judged_because,
                case when sources.is_due then owed_invoices.not_judged_because end
            ) as not_judged_because
        from sources
        inner join handoffs on sources.handoff_id = handoffs.handoff_id
        left join
            paired
            on sources.handoff_id = paired.handoff_id
            and sources.source_record_key = paired.source_record_key
        left join unlinkable on sources.handoff_id = unlinkable.handoff_id
        left join billing on sources.handoff_id = billing.handoff_id
        left join
            awaited_records
            on sources.handoff_id = awaited_records.handoff_id
            and sources.source_record_key = awaited_records.source_record_key
        left join
            owed_invoices
            on sources.handoff_id = owed_invoices.handoff_id
            and sources.source_record_key = owed_invoices.opportunity_key
    )

select *
from final
