-- The same pair evidence tells whether two records are one person before and after a merge.
with
    merges as (select * from {{ ref('audit_matching__merges') }} where is_loser_known),

    records as {{ not_materialized() }} (select * from {{ ref('audit_identity__records') }}),

    members as (select * from {{ ref('audit_identity__members') }}),

    pairs as (select * from {{ ref('audit_identity__pairs') }}),

    found as (
        select
            merges.loser_key,
            merges.final_key,
            pairs.score,
            pairs.evidence,
            winner.person_key is null as is_winner_missing,
            loser.identity_number = winner.identity_number as is_one_identity,
            loser_member.person_number = winner_member.person_number as is_one_person,
            pairs.is_duplicate,
            pairs.relation is null and not pairs.is_same_email as has_no_sign
        from merges
        inner join records as loser on merges.loser_key = loser.person_key
        inner join members as loser_member on merges.loser_key = loser_member.person_key
        left join records as winner on merges.final_key = winner.person_key
        left join members as winner_member on merges.final_key = winner_member.person_key
        left join
            pairs
            on pairs.left_number = least(loser.identity_number, winner.identity_number)
            and pairs.right_number = greatest(loser.identity_number, winner.identity_number)
    ),

    judged as (
        select
            found.*,
            case
                when is_winner_missing
                then 'the last winner is in no export'
                when not is_one_identity and has_no_sign
                then 'no export has names or addresses of both records'
            end as over_merge_not_judged_because
        from found
    ),

    final as (
        select
            loser_key,
            final_key,
            score,
            case
                when is_one_identity then 'same e-mail address; same name' else evidence
            end as evidence,
            case
                when over_merge_not_judged_because is null
                then not is_one_identity and not is_one_person and not is_duplicate
            end as is_over_merge,
            over_merge_not_judged_because
        from judged
    )

select *
from final
