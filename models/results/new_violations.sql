-- Violations that the baseline does not have: of records that came and of known records that turned
-- bad. The baseline knows its records by digest only.
with
    violating_records as (select * from {{ ref('violating_records') }}),

    accepted_records as (select * from {{ ref('accepted_records') }}),

    fields as (select * from {{ ref('declared_handoff_fields') }}),

    known as (
        select
            check_id, coalesce(handoff_id, '') as handoff_key, record_digest, evidence_rows, one_in
        from accepted_records
    ),

    sampled as (select check_id, handoff_key, max(one_in) as one_in from known group by all),

    violating as (
        select
            check_id,
            coalesce(handoff_id, '') as handoff_key,
            record_digest,
            min(record_id) as record_id,
            min(record_key) as record_key,
            sum(case when is_waived then 0 else evidence_rows end) as unwaived_rows
        from violating_records
        group by all
    ),

    fresh as (
        select
            violating.check_id,
            violating.handoff_key,
            violating.record_id,
            violating.record_key,
            violating.unwaived_rows - coalesce(known.evidence_rows, 0) as fresh_rows
        from violating
        left join
            known
            on violating.check_id = known.check_id
            and violating.handoff_key = known.handoff_key
            and violating.record_digest = known.record_digest
        left join
            sampled
            on violating.check_id = sampled.check_id
            and violating.handoff_key = sampled.handoff_key
        -- Both sides of a sample keep digests from 0.
        where coalesce(sampled.one_in, 1) = 1 or substr(violating.record_digest, 1, 1) = '0'
    ),

    final as (
        select
            fresh.check_id,
            fresh.handoff_key,
            fresh.record_id,
            fresh.record_key,
            cast(fresh.fresh_rows as bigint) as fresh_rows,
            fields.target_header as field_header
        from fresh
        left join
            fields
            on fresh.handoff_key = fields.handoff_id
            and {{ last_segment('fresh.record_id') }} = fields.field
        where fresh.fresh_rows > 0
    )

select *
from final
