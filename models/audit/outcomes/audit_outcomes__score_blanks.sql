-- The share of new leads whose score is blank or zero, per day of capture, and the day on which it
-- collapsed: the split of the days that is likeliest, if the share rose over the declared number of
-- points and the rise is beyond chance.
with
    lead_scores as (select * from {{ ref('audit_outcomes__lead_scores') }}),

    limits as (
        select
            {{ audit_limit('score_collapse_percent') }} / 100.0 as least_rise,
            {{ audit_limit('score_least_leads') }} as least_leads
    ),

    days as (
        select
            system,
            cast(captured_at as date) as day,
            count(*) as n,
            count_if(
                coalesce(
                    case
                        when basis = 'today'
                        then score_today
                        when handed_over_at is not null
                        then score_at_handoff
                        else score_at_capture
                    end,
                    0
                )
                = 0
            ) as k
        from lead_scores
        where captured_at is not null
        group by system, cast(captured_at as date)
    ),

    split as (
        select
            days.*,
            coalesce(
                sum(n) over (
                    partition by system
                    order by day
                    rows between unbounded preceding and 1 preceding
                ),
                0
            ) as n_before,
            coalesce(
                sum(k) over (
                    partition by system
                    order by day
                    rows between unbounded preceding and 1 preceding
                ),
                0
            ) as k_before,
            sum(n) over (
                partition by system order by day rows between current row and unbounded following
            ) as n_after,
            sum(k) over (
                partition by system order by day rows between current row and unbounded following
            ) as k_after
        from days
    ),

    -- The log likelihood of two shares, one before the day and one from it on.
    weighed as (
        select
            split.*,
            {%- for side in ['before', 'after'] %}
                {{ '+ ' if not loop.first }}
                case
                    when k_{{ side }} > 0
                    then k_{{ side }} * ln(cast(k_{{ side }} as double) / n_{{ side }})
                    else 0
                end + case
                    when k_{{ side }} < n_{{ side }}
                    then
                        (n_{{ side }} - k_{{ side }})
                        * ln(1 - cast(k_{{ side }} as double) / n_{{ side }})
                    else 0
                end
            {%- endfor %} as likelihood
        from split
    ),

    placed as (
        select
            weighed.*,
            case
                when n_before >= limits.least_leads and n_after >= limits.least_leads
                then
                    row_number() over (
                        partition by
                            system, n_before >= limits.least_leads and n_after >= limits.least_leads
                        order by likelihood desc, day
                    )
            end as place,
            limits.least_rise
        from weighed
        cross join limits
    ),

    judged as (
        select
            placed.*,
            case
                when place = 1
                then
                    {{ newcombe_bound('k_after', 'n_after', 'k_before', 'n_before', 'low') }}
                    >= least_rise
                else false
            end as is_collapse
        from placed
    ),

    final as (
        select
            system || '/' || cast(day as {{ dbt.type_string() }}) as day_key,
            system,
            day,
            n,
            cast(k as bigint) as blank_or_zero,
            round(cast(k as double) / n, 6) as share,
            is_collapse,
            case
                when is_collapse then round(cast(k_before as double) / n_before, 6)
            end as share_before,
            case
                when is_collapse then round(cast(k_after as double) / n_after, 6)
            end as share_after
        from judged
    )

select *
from final
