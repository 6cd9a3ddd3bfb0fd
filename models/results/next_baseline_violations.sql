-- The digests of the violating records that `handoff accept` writes: one line per check, handoff
-- and first digit, so that one record changes one line in git. Of a check with very many, one
-- record
-- in 16 is kept; of a check that fails record by record, every one.
with
    next_baseline as (select * from {{ ref('next_baseline') }}),

    accepted_records as (select * from {{ ref('accepted_records') }}),

    violating_records as (select * from {{ ref('violating_records') }}),

    record_by_record as (select * from {{ ref('record_by_record') }}),

    exact as (select distinct check_id from record_by_record),

    current_digests as (
        select
            check_id,
            coalesce(handoff_id, '') as handoff_key,
            record_digest,
            cast(sum(evidence_rows) as bigint) as evidence_rows
        from violating_records
        where not is_waived
        group by check_id, coalesce(handoff_id, ''), record_digest
    ),

    sizes as (
        select
            current_digests.check_id,
            current_digests.handoff_key,
            case
                when
                    max(exact.check_id) is null
                    and count(*) > {{ audit_limit('gate_baseline_records') }}
                then 16
                else 1
            end as one_in
        from current_digests
        left join exact on current_digests.check_id = exact.check_id
        group by current_digests.check_id, current_digests.handoff_key
    ),

    kept_now as (
        select
            current_digests.check_id,
            current_digests.handoff_key,
            sizes.one_in,
            current_digests.record_digest,
            current_digests.evidence_rows
        from current_digests
        inner join
            sizes
            on current_digests.check_id = sizes.check_id
            and current_digests.handoff_key = sizes.handoff_key
        where sizes.one_in = 1 or substr(current_digests.record_digest, 1, 1) = '0'
    ),

    chosen as (
        select
            next_baseline.kind,
            kept_now.check_id,
            kept_now.handoff_key,
            kept_now.one_in,
            kept_now.record_digest,
            kept_now.evidence_rows
        from next_baseline
        inner join
            kept_now
            on next_baseline.check_id = kept_now.check_id
            and coalesce(next_baseline.handoff_id, '') = kept_now.handoff_key
        where next_baseline.is_taken
        union all
        select
            next_baseline.kind,
            accepted_records.check_id,
            coalesce(accepted_records.handoff_id, '') as handoff_key,
            accepted_records.one_in,
            accepted_records.record_digest,
            accepted_records.evidence_rows
        from next_baseline
        inner join
            accepted_records
            on next_baseline.check_id = accepted_records.check_id
            and next_baseline.handoff_id is not distinct from accepted_records.handoff_id
        where not next_baseline.is_taken
    ),

    entries as (
        select
            kind,
            check_id,
            handoff_key,
            one_in,
            substr(record_digest, 1, 1) as first_digit,
            record_digest || case
                when evidence_rows > 1
                then '*' || cast(evidence_rows as {{ dbt.type_string() }})
                else ''
            end as entry
        from chosen
    ),

    final as (
        select
            kind,
            check_id,
            nullif(handoff_key, '') as handoff_id,
            first_digit,
            cast(max(one_in) as bigint) as one_in,
            {{ string_agg_sorted('entry', "' '") }} as records
        from entries
        group by kind, check_id, handoff_key, first_digit
    )

select *
from final
