{%- set hops = lag_hops() -%}
{%- set head = [
    'journey_id', 'submission_key', 'person_id', 'system', 'form_name', 'captured_at',
    'journey_number', 'has_submission', 'lead_key', 'assigned_basis',
    'is_owner_time_unknown', 'is_unclear',
] -%}
{#- Why a hop may have been reached although nothing was found: only to decide the verdicts. -#}
{%- set unfound = [
    'in_map_unfound_because', 'in_crm_unfound_because', 'alerted_unfound_because',
    'first_attempt_unfound_because', 'first_conversation_unfound_because',
    'first_attempt_unclear_at', 'first_attempt_unclear_because',
    'first_conversation_unclear_at', 'first_conversation_unclear_because',
] -%}
{%- set promise = [
    'handoff_id', 'from_hop', 'within_seconds', 'clock', 'calendar', 'resolution_seconds',
] -%}
{#- Hops that have systems of their own; the others happen in the CRM. -#}
{%- set clocks = {
    'in_map': 'in_map', 'in_crm': 'in_crm', 'enriched': 'enriched', 'alerted': 'alerted',
} -%}
{%- set contact_hops = ['first_attempt', 'first_conversation'] -%}
{%- set person_hops = ['in_map', 'in_crm', 'enriched', 'assigned', 'alerted'] + contact_hops -%}
with
    journey_starts as (select * from {{ ref('audit_lag__journey_starts') }}),

    lag_people as (select * from {{ ref('audit_lag__people') }}),

    journey_handoffs as (select * from {{ ref('audit_lag__journey_handoffs') }}),

    outcomes as (select * from {{ ref('audit_lag__outcomes') }}),

    sla_targets as (select * from {{ ref('audit_clock__sla_targets') }}),

    closings as (select * from {{ ref('audit_lag__closings') }}),

    hop_systems as (select * from {{ ref('audit_clock__hop_systems') }}),

    uncertain_hours as (select * from {{ ref('audit_clock__uncertain_hours') }}),

    calendar_hours as (select * from {{ ref('audit_clock__calendar_hours') }}),

    as_of as (select * from {{ ref('as_of') }}),

    people as (select * from {{ ref('people') }}),

    assignments as (select * from {{ ref('assignments') }}),

    touches as {{ not_materialized() }} (select * from {{ ref('touches') }}),

    lag_touches as {{ not_materialized() }} (select * from {{ ref('audit_lag__touches') }}),

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

    first_attempt_export as (
        select count(*) > 0 as is_there from lag_touches where is_attempt is distinct from false
    ),

    first_conversation_export as (
        select count(*) > 0 as is_there
        from lag_touches
        where is_conversation is distinct from false
    ),

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
        {{ item.hop }}_facts as (
            select bool_or(has_system) as has_system from sla_targets where hop = '{{ item.hop }}'
        ),
    {% endfor %}
    promised as (
        select
            journey_id,
            max(case when hop = 'in_crm' then due_at end) as due_at,
            {%- for item in hops %}
                {%- for name in promise %}
                    max(
                        case when hop = '{{ item.hop }}' then {{ name }} end
                    ) as {{ item.hop }}_{{ name }},
                {%- endfor %}
                bool_or(
                    case when hop = '{{ item.hop }}' then is_owed end
                ) as {{ item.hop }}_is_owed{{ ',' if not loop.last }}
            {%- endfor %}
        from journey_handoffs
        group by journey_id
    ),

    -- The exports say nothing about touches before the oldest one: vendors archive activities
    -- and leave them out.
    oldest_touch as (
        select min(occurred_at) as seen_from
        from lag_touches
        where is_attempt is distinct from false
    ),

    -- The position of now, and of the oldest touch, in each calendar.
    now_positions as (
        select
            calendar_hours.calendar,
            {{ business_position('calendar_hours', 'as_of.as_of') }} as position
        from calendar_hours
        inner join as_of on calendar_hours.hour_at = date_trunc('hour', as_of.as_of)
    ),

    seen_positions as (
        select
            calendar_hours.calendar,
            {{ business_position('calendar_hours', 'oldest_touch.seen_from') }} as position
        from calendar_hours
        inner join
            oldest_touch on calendar_hours.hour_at = date_trunc('hour', oldest_touch.seen_from)
    ),

    -- Hours in which a stamp can be off by an hour: of a capture by its own system, of a hop by
    -- any system that shows it.
    doubtful_hours as (
        select 'system ' || system as clock, hour_at, earlier_seconds, later_seconds
        from uncertain_hours
        union all
        select
            'hop ' || hop_systems.hop as clock,
            uncertain_hours.hour_at,
            max(uncertain_hours.earlier_seconds) as earlier_seconds,
            max(uncertain_hours.later_seconds) as later_seconds
        from uncertain_hours
        inner join hop_systems on uncertain_hours.system = hop_systems.system
        group by hop_systems.hop, uncertain_hours.hour_at
    ),

    -- People whose leads were closed at a known time: until then they waited.
    closed_people as (
        select person_id, min(closed_at) as first_closed_at from closings group by person_id
    ),

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
            journey_starts.unfound_because as in_map_unfound_because,
            journey_starts.unfound_because as in_crm_unfound_because,
            lag_people.alerted_unfound_because,
            {%- for hop in contact_hops %}
                lag_people.{{ hop }}_unfound_because,
                lag_people.{{ hop }}_unclear_at,
                lag_people.{{ hop }}_unclear_because,
            {%- endfor %}
            journey_starts.submission_key is not null as has_submission,
            lag_people.lead_key,
            -- A submission without a person has no record in any system, or its unfound_because
            -- says why that is not known.
            coalesce(lag_people.has_crm_record, false) as has_crm_record,
            coalesce(lag_people.has_lead, false) as has_lead,
            coalesce(lag_people.has_open_lead, false) as has_open_lead,
            closed_people.person_id is not null as has_closing,
            coalesce(lag_people.is_unclear, false) as is_unclear,
            coalesce(lag_people.is_map_apart, false) as is_map_apart,
            lag_people.assigned_basis,
            coalesce(lag_people.is_owner_time_unknown, false) as is_owner_time_unknown,
            {%- for hop in person_hops %}
                lag_people.{{ hop }}_at as {{ hop }}_ever_at,
                -- A hop without a time was not reached before.
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
        left join closed_people on journey_starts.person_id = closed_people.person_id
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
            placed.is_unclear,
            placed.has_open_lead,
            -- A hop that an earlier journey started is judged there.
            placed.journey_number > 1 and placed.assigned_is_already as is_assigned_before,
            placed.in_map_unfound_because,
            placed.in_crm_unfound_because,
            placed.alerted_unfound_because,
            {%- for hop in contact_hops %}
                placed.{{ hop }}_unfound_because,
                placed.{{ hop }}_unclear_at,
                placed.{{ hop }}_unclear_because,
            {%- endfor %}
            case
                when placed.has_submission and not placed.in_map_is_already
                then placed.in_map_ever_at
            end as in_map_at,
            case
                when placed.has_submission and placed.is_map_apart and not placed.in_map_is_already
                then placed.in_map_ever_at
            end as in_map_step_at,
            case
                when
                    not placed.in_crm_is_already
                    and (placed.has_submission or placed.in_crm_ever_at > placed.captured_at)
                then placed.in_crm_ever_at
            end as in_crm_at,
            {%- for hop in ['enriched', 'assigned', 'alerted'] + contact_hops %}
                case
                    when not placed.{{ hop }}_is_already then placed.{{ hop }}_ever_at
                end as {{ hop }}_at,
            {%- endfor %}
            placed.meeting_at,
            placed.opportunity_at,
            placed.won_at,
            placed.has_submission and not placed.in_map_is_already as in_map_applies,
            (
                not placed.in_crm_is_already
                and (
                    placed.has_submission
                    or placed.in_crm_ever_at is null
                    or placed.in_crm_ever_at > placed.captured_at
                )
            ) as in_crm_applies,
            enriched_facts.has_system
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
                alerted_facts.has_system
                and placed.has_lead
                and (placed.assigned_ever_at is not null or placed.is_owner_time_unknown)
                and not placed.assigned_is_already
                and not placed.alerted_is_already
            ) as alerted_applies,
            {%- for hop in contact_hops %}
                (
                    placed.has_lead
                    and not placed.{{ hop }}_is_already
                    and (
                        placed.{{ hop }}_ever_at is not null
                        or (
                            (placed.has_open_lead or placed.has_closing)
                            and (
                                placed.assigned_ever_at is not null
                                or placed.is_owner_time_unknown
                                -- Without an exported owner, a lead waits from the start.
                                or not assigned_export.is_there
                            )
                        )
                    )
                ) as {{ hop }}_applies,
            {%- endfor %}
            {%- for hop in ['meeting', 'opportunity'] %}
                placed.{{ hop }}_at is not null or placed.has_open_lead as {{ hop }}_applies,
            {%- endfor %}
            placed.opportunity_at is not null as won_applies
        from placed
        cross join enriched_facts
        cross join alerted_facts
        cross join assigned_export
    ),

    started as (
        select
            {%- for name in head + unfound %} reached.{{ name }}, {%- endfor %}
            reached.has_open_lead,
            {%- for item in hops %}
                {%- set order = loop.index0 %}
                reached.{{ item.hop }}_at,
                reached.{{ item.hop }}_applies
                {%- if item.hop in contact_hops %}
                    and not coalesce(
                        promised.{{ item.hop }}_from_hop = 'assigned'
                        and reached.is_assigned_before,
                        false
                    )
                {%- endif %} as {{ item.hop }}_applies,
                {%- for name in promise + ['is_owed'] %}
                    promised.{{ item.hop }}_{{ name }},
                {%- endfor %}
                {%- set since %}coalesce(
            {%- for name in item.measured %}
            {%- set moment = 'in_map_step' if name == 'in_map' else name %}
            {%- if item.is_causal or name == 'captured' %}
            reached.{{ moment }}_at
            {%- else %}
            -- A hop that came later, or never, is no start.
            case
                when coalesce(reached.{{ moment }}_at <= reached.{{ item.hop }}_at, true)
                    then reached.{{ moment }}_at
            end
            {%- endif %}{{ ',' if not loop.last }}
            {%- endfor %}
            )
                {%- endset %}
                case
                    promised.{{ item.hop }}_from_hop
                    when 'captured'
                    then reached.captured_at
                    {%- for earlier in hops[:order] %}
                        {%- if item.hop in contact_hops and earlier.hop == 'assigned' %}
                            when 'assigned'
                            then
                                -- Nobody can answer a form before it was sent, and a lead that was
                                -- reached before its assignment did not wait for it.
                                case
                                    when
                                        reached.has_submission
                                        and reached.{{ item.hop }}_at < reached.captured_at
                                    then reached.captured_at
                                    when reached.{{ item.hop }}_at < reached.assigned_at
                                    then reached.{{ item.hop }}_at
                                    else reached.assigned_at
                                end
                        {%- else %}
                            when '{{ earlier.hop }}'
                            then
                                reached.{{ 'in_map_step' if earlier.hop == 'in_map' else earlier.hop }}_at
                        {%- endif %}
                    {%- endfor %}
                    else
                        {% if item.hop == 'in_crm' -%}
                            case
                                -- A record can become due after its creation: then its clock
                                -- starts later.
                                when
                                    promised.due_at
                                    > coalesce(reached.in_map_step_at, reached.captured_at)
                                    and coalesce(promised.due_at <= reached.in_crm_at, true)
                                then promised.due_at
                                else {{ since }}
                            end
                        {%- elif item.hop == 'first_attempt' -%}
                            -- The clock of the first attempt starts with the assignment, also when
                            -- its time is unknown. A lead touched before it did not wait.
                            case
                                when reached.is_owner_time_unknown
                                then null
                                -- Nobody can answer a form before it was sent.
                                when
                                    reached.has_submission
                                    and reached.first_attempt_at < reached.captured_at
                                then reached.captured_at
                                when reached.first_attempt_at < reached.assigned_at
                                then reached.first_attempt_at
                                else {{ since }}
                            end
                        {%- elif item.hop == 'first_conversation' -%}
                            case
                                when
                                    reached.is_owner_time_unknown
                                    and reached.first_attempt_at is null
                                then null
                                else {{ since }}
                            end
                        {%- else -%} {{ since }}
                        {%- endif %}
                end as {{ item.hop }}_from_at{{ ',' if not loop.last }}
            {%- endfor %}
        from reached
        inner join promised on reached.journey_id = promised.journey_id
    ),

    -- The first closing after the start of each hop.
    closed as (
        select
            started.journey_id,
            {%- for hop in contact_hops %}
                min(
                    case
                        when closings.closed_at >= started.{{ hop }}_from_at then closings.closed_at
                    end
                ) as {{ hop }}_closed_at{{ ',' if not loop.last }}
            {%- endfor %}
        from started
        inner join closings on started.person_id = closings.person_id
        group by started.journey_id
    ),

    -- Looks up each timestamp with one equi-join on its hour. A lag below the resolution of
    -- the clock counts as zero.
    timed as (
        select
            {%- for name in head + unfound %} started.{{ name }}, {%- endfor %}
            started.has_open_lead,
            {%- for item in hops %}
                {%- set hop = item.hop %}
                {%- set elapsed = elapsed_seconds(
            'started.' ~ hop ~ '_from_at', 'started.' ~ hop ~ '_at'
        ) %}
                {%- set resolution %}
            {%- if hop == 'won' -%}
            case
                when started.won_at = date_trunc('day', started.won_at) then 86400
                else started.won_resolution_seconds
            end
            {%- else -%}
            started.{{ hop }}_resolution_seconds
            {%- endif -%}
                {% endset %}
                {%- set business = "started." ~ hop ~ "_clock = 'business'" %}
                started.{{ hop }}_handoff_id,
                started.{{ hop }}_is_owed,
                started.{{ hop }}_within_seconds,
                started.{{ hop }}_at,
                started.{{ hop }}_applies,
                started.{{ hop }}_from_at,
                {{ resolution }} as {{ hop }}_resolution,
                case
                    when {{ elapsed }} between - ({{ resolution }}) and 0 then 0 else {{ elapsed }}
                end as {{ hop }}_elapsed,
                {{ business_position(hop ~ '_to', 'started.' ~ hop ~ '_at') }}
                - {{ business_position(hop ~ '_since', 'started.' ~ hop ~ '_from_at') }}
                as {{ hop }}_business,
                case
                    when started.{{ hop }}_at is not null
                    then null
                    when {{ business }}
                    then
                        {{ hop }}_now.position
                        - {{ business_position(hop ~ '_since', 'started.' ~ hop ~ '_from_at') }}
                    else {{ elapsed_seconds('started.' ~ hop ~ '_from_at', 'as_of.as_of') }}
                end as {{ hop }}_waited,
                case
                    when {{ business }}
                    then
                        {{ business_position(hop ~ '_to', 'started.' ~ hop ~ '_at') }}
                        - {{ business_position(hop ~ '_since', 'started.' ~ hop ~ '_from_at') }}
                    else {{ elapsed }}
                end as {{ hop }}_spent,
                {%- if hop in contact_hops %}
                    -- Closed before it was reached.
                    case
                        when
                            closed.{{ hop }}_closed_at < started.{{ hop }}_at
                            or started.{{ hop }}_at is null
                        then closed.{{ hop }}_closed_at
                    end as {{ hop }}_closed_at,
                    case
                        when {{ business }}
                        then
                            {{ business_position(hop ~ '_closed', 'closed.' ~ hop ~ '_closed_at') }}
                            - {{ business_position(hop ~ '_since', 'started.' ~ hop ~ '_from_at') }}
                        else
                            {{ elapsed_seconds('started.' ~ hop ~ '_from_at', 'closed.' ~ hop ~ '_closed_at') }}
                    end as {{ hop }}_until_closed,
                    case
                        when {{ business }}
                        then
                            -- The calendar starts with the first record: a touch before that
                            -- leaves nothing unseen.
                            {{ hop }}_seen.position
                            - {{ business_position(hop ~ '_since', 'started.' ~ hop ~ '_from_at') }}
                        else
                            {{ elapsed_seconds('started.' ~ hop ~ '_from_at', 'oldest_touch.seen_from') }}
                    end as {{ hop }}_unseen,
                    -- A touch that may have been this hop counts if it came before the one that
                    -- was, and could have been in time.
                    case
                        when started.{{ hop }}_unclear_at >= started.{{ hop }}_at
                        then null
                        when
                            case
                                when {{ business }}
                                then
                                    {{ business_position(hop ~ '_unclear', 'started.' ~ hop ~ '_unclear_at') }}
                                    - {{ business_position(hop ~ '_since', 'started.' ~ hop ~ '_from_at') }}
                                else
                                    {{ elapsed_seconds('started.' ~ hop ~ '_from_at', 'started.' ~ hop ~ '_unclear_at') }}
                            end
                            > started.{{ hop }}_within_seconds
                        then null
                        else started.{{ hop }}_unclear_because
                    end as {{ hop }}_unclear,
                {%- endif %}
                coalesce({{ hop }}_doubt_to.later_seconds, 0)
                + coalesce({{ hop }}_doubt_since.earlier_seconds, 0) as {{ hop }}_doubt,
                coalesce({{ hop }}_doubt_to.earlier_seconds, 0)
                + coalesce({{ hop }}_doubt_since.later_seconds, 0) as {{ hop }}_less
                {{- ',' if not loop.last }}
            {%- endfor %}
        from started
        cross join as_of
        cross join oldest_touch
        left join closed on started.journey_id = closed.journey_id
        {%- for item in hops %}
                {%- set hop = item.hop %}
            left join
                now_positions as {{ hop }}_now
                on started.{{ hop }}_calendar = {{ hop }}_now.calendar
            left join
                calendar_hours as {{ hop }}_since
                on started.{{ hop }}_calendar = {{ hop }}_since.calendar
                and date_trunc('hour', started.{{ hop }}_from_at) = {{ hop }}_since.hour_at
            left join
                calendar_hours as {{ hop }}_to
                on started.{{ hop }}_calendar = {{ hop }}_to.calendar
                and date_trunc('hour', started.{{ hop }}_at) = {{ hop }}_to.hour_at
            left join
                doubtful_hours as {{ hop }}_doubt_to
                on {{ hop }}_doubt_to.clock = 'hop {{ clocks.get(hop, "in_crm") }}'
                and date_trunc('hour', started.{{ hop }}_at) = {{ hop }}_doubt_to.hour_at
            left join
                doubtful_hours as {{ hop }}_doubt_since
                on {{ hop }}_doubt_since.clock = case
                    when started.{{ hop }}_from_at = started.captured_at
                    then 'system ' || started.system
                    else 'hop {{ "in_map" if hop == "in_crm" else "in_crm" }}'
                end
                and date_trunc('hour', started.{{ hop }}_from_at) = {{ hop }}_doubt_since.hour_at
        {%- endfor %}
        {%- for hop in contact_hops %}
            left join
                seen_positions as {{ hop }}_seen
                on started.{{ hop }}_calendar = {{ hop }}_seen.calendar
            left join
                calendar_hours as {{ hop }}_unclear
                on started.{{ hop }}_calendar = {{ hop }}_unclear.calendar
                and date_trunc('hour', started.{{ hop }}_unclear_at) = {{ hop }}_unclear.hour_at
            left join
                calendar_hours as {{ hop }}_closed
                on started.{{ hop }}_calendar = {{ hop }}_closed.calendar
                and date_trunc('hour', closed.{{ hop }}_closed_at) = {{ hop }}_closed.hour_at
        {%- endfor %}
    ),

    -- A hop whose lead was closed before the promise ran out is owed no more. One that was
    -- closed later stays late.
    owed as (
        select
            timed.*,
            {%- for hop in contact_hops %}
                -- null means it was never closed, or nothing was promised.
                timed.{{ hop }}_applies
                and not coalesce(
                    timed.{{ hop }}_closed_at is not null
                    and timed.{{ hop }}_until_closed <= timed.{{ hop }}_within_seconds,
                    false
                )
                -- A closed lead whose closing has no time is owed no hop.
                and (
                    timed.{{ hop }}_at is not null
                    or timed.has_open_lead
                    or timed.{{ hop }}_closed_at is not null
                ) as {{ hop }}_still_applies{{ ',' if not loop.last }}
            {%- endfor %}
        from timed
    ),

    hindered as (
        select
            owed.*,
            {%- for item in hops %}
                {%- set hop = item.hop %}
                {%- set spent = 'case when owed.' ~ hop ~ '_at is null then owed.' ~ hop
            ~ '_waited else owed.' ~ hop ~ '_spent end' %}
                {{ hop_obstacle(
            'owed.' ~ hop ~ '_is_owed', 'owed.' ~ hop ~ '_from_at', 'owed.' ~ hop ~ '_at',
            '(' ~ spent ~ ')', 'owed.' ~ hop ~ '_within_seconds',
            'owed.' ~ hop ~ '_resolution', 'owed.' ~ hop ~ '_doubt',
            hop ~ '_export.is_there',
            'owed.assigned_at is null and owed.is_owner_time_unknown' if hop == 'assigned'
            else 'owed.' ~ hop ~ '_from_at is null and owed.is_owner_time_unknown'
            if hop in ['alerted'] + contact_hops else 'false',
            'owed.is_unclear' if hop in ['assigned'] + contact_hops else 'false',
            'oldest_touch.seen_from' if hop in contact_hops else none,
            'owed.' ~ hop ~ '_unseen' if hop in contact_hops else none,
            'owed.' ~ hop ~ '_unfound_because' if hop ~ '_unfound_because' in unfound else none,
            'owed.' ~ hop ~ '_unclear' if hop in contact_hops else none,
            'owed.' ~ hop ~ '_less',
        ) }} as {{ hop }}_obstacle,
                {{ hop }}_export.is_there as {{ hop }}_is_exported{{ ',' if not loop.last }}
            {%- endfor %}
        from owed
        cross join oldest_touch
        {%- for item in hops %} cross join {{ item.hop }}_export {%- endfor %}
    ),

    judged as (
        select
            {%- for name in head %} hindered.{{ name }}, {%- endfor %}
            {%- for item in hops %}
                {%- set hop = item.hop %}
                {%- set applies %}hindered.{{ hop }}_{{ 'still_' if hop in contact_hops }}applies{% endset %}
                hindered.{{ hop }}_handoff_id,
                hindered.{{ hop }}_from_at,
                hindered.{{ hop }}_at,
                hindered.{{ hop }}_elapsed as {{ hop }}_elapsed_seconds,
                hindered.{{ hop }}_business as {{ hop }}_business_seconds,
                hindered.{{ hop }}_waited as {{ hop }}_waiting_seconds,
                hindered.{{ hop }}_obstacle,
                hindered.{{ hop }}_is_exported,
                (
                    hindered.{{ hop }}_doubt + hindered.{{ hop }}_less > 0
                    and hindered.{{ hop }}_elapsed - hindered.{{ hop }}_less
                    < - hindered.{{ hop }}_resolution
                    and hindered.{{ hop }}_elapsed + hindered.{{ hop }}_doubt
                    >= - hindered.{{ hop }}_resolution
                ) as {{ hop }}_is_unordered,
                {{ hop_verdict(
            applies, 'hindered.' ~ hop ~ '_from_at',
            'hindered.' ~ hop ~ '_at', 'hindered.' ~ hop ~ '_elapsed',
            '(case when hindered.' ~ hop ~ '_at is null then hindered.' ~ hop
            ~ '_waited else hindered.' ~ hop ~ '_spent end)',
            'hindered.' ~ hop ~ '_within_seconds', 'hindered.' ~ hop ~ '_resolution',
            'hindered.' ~ hop ~ '_is_exported', is_owed='hindered.' ~ hop ~ '_is_owed',
            doubt='hindered.' ~ hop ~ '_doubt', obstacle='hindered.' ~ hop ~ '_obstacle',
            can_be_late=item.is_owed, less='hindered.' ~ hop ~ '_less',
            is_open='hindered.has_open_lead' if hop in contact_hops else none
        ) }} as {{ hop }}_verdict,
                case
                    when not {{ applies }}
                    then null
                    when hindered.{{ hop }}_from_at is null or not hindered.{{ hop }}_is_exported
                    then 'D'
                    when
                        hindered.{{ hop }}_resolution
                        + greatest(hindered.{{ hop }}_doubt, hindered.{{ hop }}_less)
                        >= limits.coarse_seconds
                    then 'C'
                    {%- if hop == 'assigned' %}
                        when hindered.is_owner_time_unknown
                        then 'D'
                        when
                            hindered.assigned_at is not null and hindered.assigned_basis = 'current'
                        then 'C'
                        when
                            hindered.assigned_at is not null
                            and hindered.assigned_basis <> 'history'
                        then 'B'
                    {%- endif %}
                    else 'A'
                end as {{ hop }}_evidence_grade{{ ',' if not loop.last }}
            {%- endfor %}
        from hindered
        cross join limits
    ),

    final as (
        select
            {%- for name in head[:-3] %} judged.{{ name }}, {%- endfor %}
            {%- for item in hops %}
                judged.{{ item.hop }}_handoff_id,
                judged.{{ item.hop }}_from_at,
                judged.{{ item.hop }}_at,
                judged.{{ item.hop }}_elapsed_seconds,
                judged.{{ item.hop }}_business_seconds,
                judged.{{ item.hop }}_waiting_seconds,
                judged.{{ item.hop }}_verdict,
                case
                    when judged.{{ item.hop }}_verdict = 'not_computable'
                    then judged.{{ item.hop }}_obstacle
                end as {{ item.hop }}_not_judged_because,
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
            -- An open hop that cannot be judged may be overdue. One that no export can show is
            -- no business of the check: it would hide what the others show.
            case
                {%- for item in hops if item.is_owed %}
                    when judged.{{ item.hop }}_verdict = 'waiting_breached' then null
                {%- endfor %}
                {%- for item in hops if item.is_owed %}
                    when
                        judged.{{ item.hop }}_verdict = 'not_computable'
                        and judged.{{ item.hop }}_at is null
                        and judged.{{ item.hop }}_is_exported
                    then judged.{{ item.hop }}_obstacle
                {%- endfor %}
            end as overdue_not_judged_because,
            (
                {%- for item in hops %}
                    {{ 'or ' if not loop.first }}judged.{{ item.hop }}_verdict = 'negative'
                {%- endfor %}
            ) as has_clock_contradiction,
            case
                {%- for item in hops %}
                    when judged.{{ item.hop }}_verdict = 'negative' then null
                {%- endfor %}
                {%- for item in hops %}
                    when judged.{{ item.hop }}_is_unordered
                    then 'a local time falls into an hour that the clocks repeat or skip'
                {%- endfor %}
            end as order_not_judged_because,
            (
                {%- for item in hops %}
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
