{%- set steps = [
    {'step': 'capture', 'hops': "'in_map'"},
    {'step': 'sync', 'hops': "'in_crm', 'enriched'"},
    {'step': 'route', 'hops': "'assigned'"},
    {'step': 'notify', 'hops': "'alerted'"},
] %}
-- A sample of the leads of each month to look at by hand: the same leads in every run, with broken
-- ones in it. Each lead shows which step of its way held.
with
    leads as (select * from {{ ref('audit_outcomes__journeys') }} where captured_at is not null),

    hops as (select * from {{ ref('audit_lag__hops') }}),

    handoffs as (select * from {{ ref('declared_handoffs') }}),

    subjects as (
        select *
        from {{ ref('violation_subjects') }}
        where person_id is not null and not is_waived and not is_unconfirmed
    ),

    limits as (
        select
            {{ audit_limit('sample_leads') }} as sample_leads,
            {{ audit_limit('sample_broken_percent') }} / 100.0 as broken_share
    ),

    -- A violation belongs to the step that its handoff serves; one of routing to the step route.
    faults as (
        select
            subjects.person_id,
            case
                {%- for item in steps %}
                    when
                        handoffs.hop in ({{ item.hops }})
                        {{- " or subjects.area = 'routing'" if item.step == 'route' }}
                    then '{{ item.step }}'
                {%- endfor %}
            end as step,
            subjects.check_id
        from subjects
        left join handoffs on subjects.handoff_id = handoffs.handoff_id
    ),

    broken as (
        select
            person_id,
            {%- for item in steps %}
                bool_or(step is not distinct from '{{ item.step }}') as breaks_{{ item.step }},
            {%- endfor %}
            {{ string_agg_sorted('distinct check_id', "', '") }} as broken_checks
        from faults
        group by person_id
    ),

    timed as (
        select
            person_id,
            {%- for item in steps %}
                bool_or(
                    hop in ({{ item.hops }}) and verdict in ('breached', 'waiting_breached')
                ) as is_late_{{ item.step }},
                bool_or(hop in ({{ item.hops }}) and verdict = 'met') as is_met_{{ item.step }},
                bool_or(
                    hop in ({{ item.hops }}) and verdict = 'waiting'
                ) as is_waiting_{{ item.step }}
                {{- ',' if not loop.last }}
            {%- endfor %}
        from hops
        group by person_id
    ),

    -- One lead of a person in a month: the first.
    first_leads as (
        select
            leads.person_key,
            leads.person_id,
            leads.system,
            leads.captured_at,
            leads.source,
            date_trunc('month', leads.captured_at) as month_at,
            broken.person_id is not null as is_broken,
            md5(leads.person_key) as draw
        from leads
        left join broken on leads.person_id = broken.person_id
        qualify
            row_number() over (
                partition by leads.person_id, date_trunc('month', leads.captured_at)
                order by leads.captured_at, leads.person_key
            )
            = 1
    ),

    -- The digest of its key draws a lead: the same one in every run.
    drawn as (
        select
            first_leads.*,
            row_number() over (partition by month_at, is_broken order by draw) as draw_place,
            count_if(is_broken) over (partition by month_at) as broken_leads,
            count(*) over (partition by month_at) as month_leads
        from first_leads
    ),

    shares as (
        select
            drawn.*,
            limits.sample_leads,
            least(
                broken_leads,
                greatest(
                    ceil(limits.sample_leads * limits.broken_share),
                    limits.sample_leads - (month_leads - broken_leads)
                )
            ) as broken_wanted
        from drawn
        cross join limits
    ),

    chosen as (
        select *
        from shares
        where
            (is_broken and draw_place <= broken_wanted)
            or (not is_broken and draw_place <= sample_leads - broken_wanted)
    ),

    final as (
        select
            chosen.month_at,
            cast(
                row_number() over (
                    partition by chosen.month_at order by chosen.captured_at, chosen.person_key
                ) as bigint
            ) as place,
            chosen.person_key,
            chosen.person_id,
            chosen.system,
            chosen.captured_at,
            chosen.source,
            chosen.is_broken,
            broken.broken_checks,
            {%- for item in steps %}
                case
                    when broken.breaks_{{ item.step }} or timed.is_late_{{ item.step }}
                    then 'broken'
                    when timed.is_met_{{ item.step }}
                    then 'ok'
                    when timed.is_waiting_{{ item.step }}
                    then 'waiting'
                    else 'not_judged'
                end as {{ item.step }},
            {%- endfor %}
            -- No export says yet what came back to marketing.
            'not_judged' as feedback
        from chosen
        left join broken on chosen.person_id = broken.person_id
        left join timed on chosen.person_id = timed.person_id
    )

select *
from final
