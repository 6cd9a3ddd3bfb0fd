{%- set hops = lag_hops() -%}
{%- set head = [
    'journey_id', 'submission_key', 'person_id', 'system', 'form_name', 'captured_at',
    'journey_number', 'has_submission', 'lead_key', 'assigned_basis',
    'is_owner_time_unknown',
] -%}
{%- set person_hops = ['in_map', 'in_crm', 'enriched', 'assigned', 'alerted', 'first_touch'] -%}
with
    journey_starts as (select * from {{ ref('audit_lag__journey_starts') }}),

    lag_people as (select * from {{ ref('audit_lag__people') }}),

    due as (select * from {{ ref('audit_lag__due_records') }}),

    outcomes as (select * from {{ ref('audit_lag__outcomes') }}),

    sla_targets as (select * from {{ ref('audit_clock__sla_targets') }}),

    hop_systems as (select * from {{ ref('audit_clock__hop_systems') }}),

    calendar_hours as (select * from {{ ref('audit_clock__calendar_hours') }}),

    as_of as (select * from {{ ref('as_of') }}),

    people as (select * from {{ ref('people') }}),

    assignments as (select * from {{ ref('assignments') }}),

    touches as {{ not_materialized() }} (select * from {{ ref('touches') }}),

    meetings as (select * from {{ ref('meetings') }}),

    opportunities as (select * from {{ ref('opportunities') }}),

    timing_limits as (select * from {{ ref('timing_limits') }}),

    limits as (
        select
            max(case when limit_name = 'clock_skew' then amount end) as skew_seconds,
            max(case when limit_name = 'coarse_clock' then amount end) as coarse_seconds
        from timing_limits
    ),

    -- Whether the exports contain data that could show each hop.
    alerted_export as (select count(*) > 0 as is_there from touches where kind = 'alert'),

    first_touch_export as (select count(*) > 0 as is_there from touches where actor_type = 'human'),

    assigned_export as (select count(*) > 0 as is_there from assignments),

    meeting_export as (select count(*) > 0 as is_there from meetings),

    opportunity_export as (select count(*) > 0 as is_there from opportunities),

    won_export as (select count(*) > 0 as is_there from opportunities),
    {% for hop in ['in_map', 'in_crm', 'enriched'] %}
        {{ hop }}_export as (
            select count(*) > 0 as is_there
            from people
            inner join hop_systems on people.system = hop_systems.system
            where hop_systems.hop = '{{ hop }}'
        ),
    {% endfor %}
    {%- for item in hops %}
        {{ item.hop }}_promise as (
            select
                max(case when hop = '{{ item.hop }}' then handoff_id end) as handoff_id,
                max(case when hop = '{{ item.hop }}' then from_hop end) as from_hop,
                max(case when hop = '{{ item.hop }}' then within_seconds end) as within_seconds,
                max(case when hop = '{{ item.hop }}' then clock end) as clock,
                bool_or(hop = '{{ item.hop }}' and has_system) as has_system,
                max(
                    case
                        when hop in ('{{ item.hop }}', '{{ item.measured[0] }}')
                        then resolution_seconds
                    end
                ) as resolution_seconds
            from sla_targets
        ),

        {{ business_clock_ctes(item.hop) }},
    {% endfor %}
    -- A hop reached before the submission does not belong to this journey. An exception is
    -- the first submission of a person: it can have created a record that the clock of the
    -- other system dates slightly earlier.
    placed as (
        select
            journey_starts.journey_id,
            journey_starts.submission_key,
            journey_starts.person_id,
            journey_starts.system,
            journey_starts.form_name,
            journey_starts.captured_at,
            journey_starts.journey_number,
            journey_starts.submission_key is not null as has_submission,
            lag_people.lead_key,
            coalesce(lag_people.has_crm_record, false) as has_crm_record,
            coalesce(lag_people.has_lead, false) as has_lead,
            coalesce(lag_people.has_open_lead, false) as has_open_lead,
            -- A submission by a person whom the CRM does not have may itself be due there.
            coalesce(lag_people.is_due, due.is_due, false) as is_due,
            lag_people.due_at,
            lag_people.assigned_basis,
            coalesce(lag_people.is_owner_time_unknown, false) as is_owner_time_unknown,
            {%- for hop in person_hops %}
                lag_people.{{ hop }}_at as {{ hop }}_ever_at,
                coalesce(
                    lag_people.{{ hop }}_at < journey_starts.captured_at
                    and (
                        journey_starts.journey_number > 1
                        or {{ elapsed_seconds('lag_people.' ~ hop ~ '_at', 'journey_starts.captured_at') }}
                        > limits.skew_seconds
                    ),
                    false
                ) as {{ hop }}_is_already,
            {%- endfor %}
            outcomes.meeting_at,
            outcomes.opportunity_at,
            outcomes.won_at
        from journey_starts
        cross join limits
        left join lag_people on journey_starts.person_id = lag_people.person_id
        left join due on journey_starts.submission_key = due.person_key
        left join outcomes on journey_starts.journey_id = outcomes.journey_id
    ),

    reached as (
        select
            placed.journey_id,
            placed.submission_key,
            placed.person_id,
            placed.system,
            placed.form_name,
            placed.captured_at,
            placed.journey_number,
            placed.has_submission,
            placed.lead_key,
            placed.assigned_basis,
            placed.is_owner_time_unknown,
            case
                when placed.has_submission and not placed.in_map_is_already
                then placed.in_map_ever_at
            end as in_map_at,
            case
                when
                    not placed.in_crm_is_already
                    and (placed.has_submission or placed.in_crm_ever_at > placed.captured_at)
                then placed.in_crm_ever_at
            end as in_crm_at,
            {%- for hop in ['enriched', 'assigned', 'alerted', 'first_touch'] %}
                case
                    when not placed.{{ hop }}_is_already then placed.{{ hop }}_ever_at
                end as {{ hop }}_at,
            {%- endfor %}
            placed.meeting_at,
            placed.opportunity_at,
            placed.won_at,
            placed.due_at,
            placed.has_submission
            and in_map_promise.has_system
            and not placed.in_map_is_already as in_map_applies,
            (
                in_crm_promise.has_system
                and (placed.has_crm_record or placed.is_due)
                and not placed.in_crm_is_already
                and (
                    placed.has_submission
                    or placed.in_crm_ever_at is null
                    or placed.in_crm_ever_at > placed.captured_at
                )
            ) as in_crm_applies,
            enriched_promise.has_system
            and placed.has_lead
            and not placed.enriched_is_already as enriched_applies,
            (
                placed.has_lead
                and not placed.assigned_is_already
                and (
                    placed.assigned_ever_at is not null
                    or placed.is_owner_time_unknown
                    or placed.has_open_lead
                )
            ) as assigned_applies,
            (
                alerted_promise.has_system
                and placed.has_lead
                and (placed.assigned_ever_at is not null or placed.is_owner_time_unknown)
                and not placed.assigned_is_already
                and not placed.alerted_is_already
            ) as alerted_applies,
            (
                placed.has_lead
                and (placed.assigned_ever_at is not null or placed.is_owner_time_unknown)
                and not placed.first_touch_is_already
                and (placed.first_touch_ever_at is not null or placed.has_open_lead)
            ) as first_touch_applies,
            {%- for hop in ['meeting', 'opportunity'] %}
                placed.{{ hop }}_at is not null or placed.has_open_lead as {{ hop }}_applies,
            {%- endfor %}
            placed.opportunity_at is not null as won_applies
        from placed
        cross join in_map_promise
        cross join in_crm_promise
        cross join enriched_promise
        cross join alerted_promise
    ),

    started as (
        select
            {%- for name in head %} reached.{{ name }}, {%- endfor %}
            {%- for item in hops %}
                {%- set order = loop.index0 %}
                reached.{{ item.hop }}_at,
                reached.{{ item.hop }}_applies,
                {%- set since %}coalesce(
            {%- for name in item.measured %}
            {%- if item.is_causal %}
            reached.{{ name }}_at
            {%- else %}
            case
                when coalesce(reached.{{ name }}_at <= reached.{{ item.hop }}_at, true)
                    then reached.{{ name }}_at
            end
            {%- endif %}{{ ',' if not loop.last }}
            {%- endfor %}
            )
                {%- endset %}
                case
                    {{ item.hop }}_promise.from_hop
                    when 'captured'
                    then reached.captured_at
                    {%- for earlier in hops[:order] %}
                        when '{{ earlier.hop }}' then reached.{{ earlier.hop }}_at
                    {%- endfor %}
                    else
                        {% if item.hop == 'in_crm' -%}
                            case
                                -- A record can become due after its creation: then its clock
                                -- starts later.
                                when
                                    reached.due_at
                                    > coalesce(reached.in_map_at, reached.captured_at)
                                    and coalesce(reached.due_at <= reached.in_crm_at, true)
                                then reached.due_at
                                else {{ since }}
                            end
                        {%- elif item.hop == 'first_touch' -%}
                            -- The clock of the first touch starts with the assignment; here
                            -- its time is unknown.
                            case when not reached.is_owner_time_unknown then {{ since }} end
                        {%- else -%} {{ since }}
                        {%- endif %}
                end as {{ item.hop }}_from_at{{ ',' if not loop.last }}
            {%- endfor %}
        from reached
        {%- for item in hops %} cross join {{ item.hop }}_promise {%- endfor %}
    ),

    -- Looks up each timestamp with one equi-join on its hour. A lag below the resolution of
    -- the clock counts as zero.
    timed as (
        select
            {%- for name in head %} started.{{ name }}, {%- endfor %}
            {%- for item in hops %}
                {%- set elapsed = elapsed_seconds(
            'started.' ~ item.hop ~ '_from_at', 'started.' ~ item.hop ~ '_at'
        ) %}
                {%- set resolution %}
            {%- if item.hop == 'won' -%}
            case
                when started.won_at = date_trunc('day', started.won_at) then 86400
                else won_promise.resolution_seconds
            end
            {%- else -%}
            {{ item.hop }}_promise.resolution_seconds
            {%- endif -%}
                {% endset %}
                started.{{ item.hop }}_at,
                started.{{ item.hop }}_applies,
                started.{{ item.hop }}_from_at,
                {{ resolution }} as {{ item.hop }}_resolution,
                case
                    when {{ elapsed }} between - ({{ resolution }}) and 0 then 0 else {{ elapsed }}
                end as {{ item.hop }}_elapsed,
                {{ business_position(item.hop ~ '_to', 'started.' ~ item.hop ~ '_at') }}
                - {{ business_position(item.hop ~ '_since', 'started.' ~ item.hop ~ '_from_at') }}
                as {{ item.hop }}_business,
                case
                    when started.{{ item.hop }}_at is not null
                    then null
                    when {{ item.hop }}_promise.clock = 'business'
                    then
                        {{ item.hop }}_now.position
                        - {{ business_position(item.hop ~ '_since', 'started.' ~ item.hop ~ '_from_at') }}
                    else {{ elapsed_seconds('started.' ~ item.hop ~ '_from_at', 'as_of.as_of') }}
                end as {{ item.hop }}_waited{{ ',' if not loop.last }}
            {%- endfor %}
        from started
        cross join as_of
        {%- for item in hops %}
            cross join {{ item.hop }}_promise
            cross join {{ item.hop }}_now
            left join
                {{ item.hop }}_hours as {{ item.hop }}_since
                on date_trunc('hour', started.{{ item.hop }}_from_at) = {{ item.hop }}_since.hour_at
            left join
                {{ item.hop }}_hours as {{ item.hop }}_to
                on date_trunc('hour', started.{{ item.hop }}_at) = {{ item.hop }}_to.hour_at
        {%- endfor %}
    ),

    judged as (
        select
            {%- for name in head %} timed.{{ name }}, {%- endfor %}
            {%- for item in hops %}
                {{ item.hop }}_promise.handoff_id as {{ item.hop }}_handoff_id,
                timed.{{ item.hop }}_from_at,
                timed.{{ item.hop }}_at,
                timed.{{ item.hop }}_elapsed as {{ item.hop }}_elapsed_seconds,
                timed.{{ item.hop }}_business as {{ item.hop }}_business_seconds,
                timed.{{ item.hop }}_waited as {{ item.hop }}_waiting_seconds,
                {{ hop_verdict(
            'timed.' ~ item.hop ~ '_applies',
            'timed.' ~ item.hop ~ '_from_at',
            'timed.' ~ item.hop ~ '_at',
            'timed.' ~ item.hop ~ '_elapsed',
            'case when timed.' ~ item.hop ~ '_at is null then timed.' ~ item.hop ~ '_waited when '
            ~ item.hop ~ "_promise.clock = 'business' then timed." ~ item.hop
            ~ '_business else timed.' ~ item.hop ~ '_elapsed end',
            item.hop ~ '_promise.within_seconds',
            'timed.' ~ item.hop ~ '_resolution',
            item.hop ~ '_export.is_there'
            ~ (' and not timed.is_owner_time_unknown' if item.hop == 'assigned' else ''),
            item.is_causal, item.is_owed
        ) }} as {{ item.hop }}_verdict,
                case
                    when not timed.{{ item.hop }}_applies
                    then null
                    when timed.{{ item.hop }}_from_at is null or not {{ item.hop }}_export.is_there
                    then 'D'
                    when timed.{{ item.hop }}_resolution >= limits.coarse_seconds
                    then 'C'
                    {%- if item.hop == 'assigned' %}
                        when timed.is_owner_time_unknown
                        then 'D'
                        when timed.assigned_at is not null and timed.assigned_basis = 'current'
                        then 'C'
                        when timed.assigned_at is not null and timed.assigned_basis <> 'history'
                        then 'B'
                    {%- endif %}
                    else 'A'
                end as {{ item.hop }}_evidence_grade{{ ',' if not loop.last }}
            {%- endfor %}
        from timed
        cross join limits
        {%- for item in hops %}
            cross join {{ item.hop }}_promise cross join {{ item.hop }}_export
        {%- endfor %}
    ),

    final as (
        select
            {%- for name in head[:-2] %} judged.{{ name }}, {%- endfor %}
            {%- for item in hops %}
                judged.{{ item.hop }}_handoff_id,
                judged.{{ item.hop }}_from_at,
                judged.{{ item.hop }}_at,
                judged.{{ item.hop }}_elapsed_seconds,
                judged.{{ item.hop }}_business_seconds,
                judged.{{ item.hop }}_waiting_seconds,
                judged.{{ item.hop }}_verdict,
                judged.{{ item.hop }}_evidence_grade,
            {%- endfor %}
            (
                {%- for item in hops if item.is_owed %}
                    {{ 'or ' if not loop.first }}judged.{{ item.hop }}_verdict = 'waiting_breached'
                {%- endfor %}
            ) as is_overdue,
            case
                {%- for item in hops if item.is_owed %}
                    when judged.{{ item.hop }}_verdict = 'waiting_breached' then '{{ item.hop }}'
                {%- endfor %}
            end as overdue_hop,
            case
                {%- for item in hops if item.is_owed %}
                    when judged.{{ item.hop }}_verdict = 'waiting_breached'
                    then judged.{{ item.hop }}_handoff_id
                {%- endfor %}
            end as overdue_handoff_id,
            (
                {%- for item in hops if item.is_causal %}
                    {{ 'or ' if not loop.first }}judged.{{ item.hop }}_verdict = 'negative'
                {%- endfor %}
            ) as has_clock_contradiction,
            (
                {%- for item in hops if item.is_causal %}
                    {{ 'or ' if not loop.first }}judged.{{ item.hop }}_elapsed_seconds is not null
                    or judged.{{ item.hop }}_verdict = 'negative'
                {%- endfor %}
            ) as has_timed_hop,
            judged.enriched_at is not null
            and judged.assigned_at is not null as has_enrichment_race,
            coalesce(judged.assigned_at < judged.enriched_at, false) as is_assigned_before_enriched
        from judged
    )

select *
from final
