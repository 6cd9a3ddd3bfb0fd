-- What every waiver is worth: one that says too little, or has run out, hides nothing.
with

    waivers as (select * from {{ ref('waivers') }}),

    checks as (select * from {{ ref('checks') }}),

    handoffs as (select * from {{ ref('declared_contracts') }}),

    rules as (select * from {{ ref('declared_rules') }}),

    sums as (select * from {{ ref('declared_sum_sides') }}),

    as_of as (select * from {{ ref('as_of') }}),

    -- Findings of rules and sums carry the id of the rule or sum.
    places as (
        select handoff_id
        from handoffs
        union
        select rule_id as handoff_id
        from rules
        union
        select sum_id as handoff_id
        from sums
    ),

    cleaned as (
        select distinct
            nullif(trim(check_id), '') as check_id,
            nullif(trim(handoff_id), '') as handoff_id,
            nullif(trim(record_id), '') as record_id,
            nullif(trim(reason), '') as reason,
            nullif(trim(owner), '') as owner,
            case
                when {{ matches_pattern('trim(expires_on)', '^[0-9]{4}-[0-9]{2}-[0-9]{2}$') }}
                then try_cast(trim(expires_on) as date)
            end as expires_on
        from waivers
    ),

    judged as (
        select
            cleaned.check_id,
            cleaned.handoff_id,
            cleaned.record_id,
            cleaned.reason,
            cleaned.owner,
            cleaned.expires_on,
            nullif(
                concat_ws(
                    '; ',
                    case
                        when cleaned.check_id is null
                        then 'check_id is missing'
                        when checks.check_id is null
                        then 'there is no check ' || cleaned.check_id
                    end,
                    case
                        when cleaned.handoff_id is not null and places.handoff_id is null
                        then 'there is no handoff ' || cleaned.handoff_id
                    end,
                    case when cleaned.reason is null then 'reason is missing' end,
                    case when cleaned.owner is null then 'owner is missing' end,
                    case
                        when cleaned.expires_on is null
                        then 'expires_on is no day, write it as 2026-12-31'
                    end
                ),
                ''
            ) as problem,
            coalesce(cleaned.expires_on < cast(as_of.as_of as date), false) as is_past
        from cleaned
        cross join as_of
        left join checks on cleaned.check_id = checks.check_id
        left join places on cleaned.handoff_id = places.handoff_id
    ),

    final as (
        select
            check_id,
            handoff_id,
            record_id,
            reason,
            owner,
            expires_on,
            case
                when problem is not null then 'invalid' when is_past then 'expired' else 'active'
            end as status,
            problem
        from judged
    )

select *
from final
