-- Tonight's violations by record. A digest names the record in the baseline, where no id may be.
with
    violations as (select * from {{ ref('violations') }}),

    final as (
        select
            check_id,
            handoff_id,
            record_id,
            {{ record_digest('record_id') }} as record_digest,
            {{ record_key_in('record_id', "coalesce(handoff_id, '')") }} as record_key,
            cast(sum(evidence_rows) as bigint) as evidence_rows,
            -- What rests on an unconfirmed declaration counts no more than what is waived.
            is_waived or is_unconfirmed as is_waived
        from violations
        group by check_id, handoff_id, record_id, is_waived or is_unconfirmed
    )

select *
from final
