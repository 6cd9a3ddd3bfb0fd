-- Records whose match key is that of another record of their side although one record is meant.
-- Where the stack does not say how many records belong together, a key that is usually shared may
-- be, and several counterparts of a source record are left to records_paired_once.
with
    keys as (select * from {{ ref('audit_matching__keys') }}),

    key_records as (select * from {{ ref('audit_matching__key_records') }}),

    pairs as (select * from {{ ref('audit_matching__pairs') }} where basis = 'declared_id'),

    submissions as (select * from {{ ref('submissions') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    invoices as (select * from {{ ref('invoices') }}),

    payments as (select * from {{ ref('payments') }}),

    -- Events and money: several records may be about one thing.
    events as (
        select submission_key as record_key
        from submissions
        union all
        select opportunity_key as record_key
        from opportunities
        union all
        select invoice_key as record_key
        from invoices
        union all
        select payment_key as record_key
        from payments
    ),

    -- The first column of a match with its counterpart: the record that shares it has several.
    paired_targets as (
        select distinct handoff_id, target_record_key from pairs where candidate_count > 1
    ),

    described as (
        select
            key_records.handoff_id,
            key_records.side,
            key_records.record_key,
            key_records.key_value,
            key_records.records_with_key,
            key_records.is_shared,
            case
                when key_records.side = 'source' and keys.cardinality = 'many_to_one'
                then true
                when key_records.side = 'target' and keys.cardinality = 'one_to_many'
                then true
                when keys.is_cardinality_declared
                then false
                else
                    events.record_key is not null
                    or (
                        key_records.side = 'source'
                        and keys.ambiguous_share > {{ audit_limit('usual_key_percent') }} / 100.0
                    )
            end as may_be_shared,
            keys.unlinkable_because
        from key_records
        inner join keys on key_records.handoff_id = keys.handoff_id and key_records.side = keys.side
        left join events on key_records.record_key = events.record_key
        left join
            paired_targets
            on key_records.handoff_id = paired_targets.handoff_id
            and key_records.record_key = paired_targets.target_record_key
        where
            key_records.key_value is not null
            and (
                paired_targets.target_record_key is null
                or key_records.side = 'source'
                or keys.is_cardinality_declared
            )
    ),

    final as (
        select
            handoff_id,
            side,
            record_key,
            key_value,
            records_with_key,
            case
                when unlinkable_because is null then is_shared and not may_be_shared
            end as is_ambiguous,
            unlinkable_because as not_judged_because
        from described
    )

select *
from final
