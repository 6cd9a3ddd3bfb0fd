-- Whether late leads become opportunities less often than leads in time. Only leads of one offer,
-- source and third of the scores are compared, and the groups are weighed together: Mantel and
-- Haenszel's difference of shares with the variance of Sato, Biometrics 45 (1989). It shows what
-- goes with lateness, not what lateness causes.
with
    journeys as (
        select *
        from {{ ref('audit_outcomes__aged_journeys') }}
        where opportunity_is_mature and is_opportunity is not null
    ),

    hops as (select * from {{ ref('audit_lag__hops') }} where hop not in ('opportunity', 'won')),

    rates as (select * from {{ ref('audit_outcomes__rates') }} where step = 'opportunity'),

    banded as (
        select
            person_key,
            person_id,
            captured_at,
            is_opportunity,
            coalesce(offer, '') as offer,
            coalesce(source, '') as source,
            case
                when coalesce(score_at_capture, score_at_handoff) is not null
                then
                    ntile(3) over (
                        partition by coalesce(score_at_capture, score_at_handoff) is null
                        order by coalesce(score_at_capture, score_at_handoff), person_key
                    )
                else 0
            end as score_band
        from journeys
    ),

    -- The first journey of a person: later ones follow what became of the first.
    timed as (
        select person_id, hop, verdict in ('breached', 'waiting_breached') as is_late
        from hops
        where verdict in ('met', 'breached', 'waiting_breached')
        qualify
            row_number() over (
                partition by person_id, hop order by from_at nulls last, journey_id, handoff_id
            )
            = 1
    ),

    compared as (
        select
            timed.hop,
            banded.offer,
            banded.source,
            banded.score_band,
            cast(count_if(timed.is_late) as double) as late_n,
            cast(count_if(timed.is_late and banded.is_opportunity) as double) as late_k,
            cast(count_if(not timed.is_late) as double) as in_time_n,
            cast(count_if(not timed.is_late and banded.is_opportunity) as double) as in_time_k
        from timed
        inner join banded on timed.person_id = banded.person_id
        group by timed.hop, banded.offer, banded.source, banded.score_band
    ),

    weighed as (
        select
            hop,
            late_n,
            late_k,
            in_time_n,
            in_time_k,
            late_n + in_time_n as n,
            late_n * in_time_n / (late_n + in_time_n) as weight
        from compared
        where late_n > 0 and in_time_n > 0
    ),

    summed as (
        select
            hop,
            count(*) as strata,
            sum(late_n) as late_n,
            sum(late_k) as late_k,
            sum(in_time_n) as in_time_n,
            sum(in_time_k) as in_time_k,
            sum(weight) as weight,
            sum((late_k * in_time_n - in_time_k * late_n) / n) / sum(weight) as difference,
            sum(
                (
                    late_n * late_n * in_time_k
                    - in_time_n * in_time_n * late_k
                    + late_n * in_time_n * (in_time_n - late_n) / 2
                )
                / (n * n)
            ) as p_sum,
            sum(
                (late_k * (in_time_n - in_time_k) + in_time_k * (late_n - late_k)) / (2 * n)
            ) as q_sum
        from weighed
        group by hop
    ),

    spread as (
        select
            summed.*,
            {{ confidence_quantile() }}
            * sqrt(greatest(difference * p_sum + q_sum, 0))
            / weight as half_width
        from summed
    ),

    known_hops as (select distinct hop from timed),

    final as (
        select
            known_hops.hop,
            cast(coalesce(spread.strata, 0) as bigint) as strata,
            cast(coalesce(spread.late_n, 0) as bigint) as late_n,
            cast(coalesce(spread.late_k, 0) as bigint) as late_k,
            cast(coalesce(spread.in_time_n, 0) as bigint) as in_time_n,
            cast(coalesce(spread.in_time_k, 0) as bigint) as in_time_k,
            round(spread.difference, 6) as difference,
            round(greatest(spread.difference - spread.half_width, -1), 6) as low,
            round(least(spread.difference + spread.half_width, 1), 6) as high,
            round(rates.rate, 6) as opportunity_rate,
            case
                when
                    coalesce(spread.late_n, 0) < {{ audit_limit('score_least_leads') }}
                    or coalesce(spread.in_time_n, 0) < {{ audit_limit('score_least_leads') }}
                    or coalesce(rates.k, 0) = 0
                then 'too_few'
                when spread.difference + spread.half_width < 0
                then 'fewer'
                when spread.difference - spread.half_width > 0
                then 'more'
                else 'no_effect_visible'
            end as verdict
        from known_hops
        left join spread on known_hops.hop = spread.hop
        left join rates on true
    )

select *
from final
