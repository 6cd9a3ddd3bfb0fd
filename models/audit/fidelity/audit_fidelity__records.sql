with
    sources as (select * from {{ ref('audit_matching__source_records') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    pairs as (select * from {{ ref('audit_matching__pairs') }}),

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
            sources.is_due,
            sources.has_twin_id,
            paired.basis,
            paired.target_record_key,
            coalesce(paired.target_count, 0) as target_count,
            paired.source_record_key is not null as has_target,
            case
                when sources.not_judged_because is null
                then sources.is_due and paired.source_record_key is null
            end as is_missing,
            handoffs.cardinality,
            handoffs.cardinality <> 'one_to_many'
            and coalesce(paired.target_count, 0) > 1 as is_paired_twice,
            paired.source_record_key is not null
            and sources.match_basis = 'declared_id'
            and coalesce(paired.basis = 'identity', false) as is_unlinked,
            sources.has_twin_id and coalesce(paired.basis <> 'declared_id', true) as is_dangling,
            sources.not_judged_because
        from sources
        inner join handoffs on sources.handoff_id = handoffs.handoff_id
        left join
            paired
            on sources.handoff_id = paired.handoff_id
            and sources.source_record_key = paired.source_record_key
    )

select *
from final
