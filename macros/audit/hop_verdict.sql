{#
    Whether a hop met its service level: met | breached | waiting | waiting_breached | negative |
    not_computable | not_applicable. All arguments but the last are SQL expressions.

    applies      the hop was due on this journey and had not been reached before it.
    since        when its clock started.
    reached      when it was reached; null while open.
    elapsed      seconds from since to reached.
    spent        seconds on the clock of the service level (elapsed or business), until reached
                 or, while open, until now.
    within       allowed seconds; null = no service level.
    resolution   seconds within which the clocks of both systems cannot order two times.
    has_export   whether the exports could show that the hop was reached.
    is_owed      whether the journey must reach it; null where that is unknown.
    doubt        seconds by which the time between the two may be longer.
    less         seconds by which it may be shorter; the same without it.
    obstacle     why it cannot be judged, null where it can; without it, see hop_obstacle.
    is_open      whether somebody still waits for it; without it, everybody does.
    can_be_late  (Jinja boolean) whether an open hop can be overdue, as is_owed of lag_hops.
#}
{% macro hop_verdict(
    applies, since, reached, elapsed, spent, within, resolution, has_export,
    is_owed='true', doubt='0', obstacle=none, can_be_late=true, less=none,
    is_open=none
) -%}
    {%- set obstacle = obstacle or '(' ~ hop_obstacle(
    is_owed, since, reached, spent, within, resolution, doubt, has_export, less=less
) ~ ')' -%}
    case
        when not {{ applies }}
        then 'not_applicable'
        when {{ reached }} is not null and {{ elapsed }} + {{ doubt }} < -{{ resolution }}
        then 'negative'
        when {{ within }} is null or ({{ reached }} is null and not {{ is_owed }})
        then 'not_applicable'
        when {{ obstacle }} is not null
        then 'not_computable'
        when {{ reached }} is not null and {{ spent }} > {{ within }}
        then 'breached'
        when {{ reached }} is not null
        then 'met'
        {%- if is_open %}
            when {{ spent }} > {{ within }} and not {{ is_open }} then 'breached'
        {%- endif %}
        {%- if can_be_late %} when {{ spent }} > {{ within }} then 'waiting_breached' {%- endif %}
        else 'waiting'
    end
{%- endmacro %}


{#
    Why a hop with a service level cannot be judged; null where it can. Arguments as above, and:

    since        when its clock started.
    has_export   whether the exports could show that the hop was reached.
    is_undated   whether the owner is known, and no history says since when.
    is_unclear   whether nobody declared what the status of an open record means.
    seen_from    first moment of which the exports show this hop; null = all moments.
    spent_unseen   seconds on the clock of the service level until seen_from.
    unfound_because  why an open hop may have been reached by a record that cannot be found.
    unclear_because  why a hop that is late may have been reached in time.
#}
{% macro hop_obstacle(
    is_owed, since, reached, spent, within, resolution, doubt, has_export, is_undated='false', is_unclear='false',
    seen_from=none, spent_unseen=none, unfound_because=none, unclear_because=none, less=none
) -%}
    {%- set less = less or doubt %}
    case
        when {{ is_owed }} is null
        then 'a condition of the handoff reads a column that is in no export'
        when {{ is_undated }}
        then 'no owner history shows when the record was assigned'
        when {{ since }} is null
        then 'the time at which it started is not known'
        when {{ reached }} is null and not ({{ has_export }})
        then 'no export shows this hop'
        {%- if unfound_because %}
            when {{ reached }} is null and {{ unfound_because }} is not null
            then {{ unfound_because }}
        {%- endif %}
        when {{ reached }} is null and {{ is_unclear }}
        then 'nobody declared what the status of the record means'
        when {{ resolution }} > {{ within }}
        then 'the clock of the exports is coarser than the service level'
        when {{ spent }} is null
        then 'the calendar does not cover the time'
        when
            {{ doubt }} + {{ less }} > 0
            -- One reading can also be before the start, which is not in time either.
            and (
                {{ spent }} - {{ less }} > {{ within }}
                or {{ spent }} - {{ less }} < -{{ resolution }}
            )
            <> ({{ spent }} + {{ doubt }} > {{ within }})
        then 'a local time falls into an hour that the clocks repeat or skip'
        {%- if unclear_because %}
            when {{ spent }} > {{ within }} and {{ unclear_because }} is not null
            then {{ unclear_because }}
        {%- endif %}
        {%- if seen_from %}
            when {{ spent }} > {{ within }} and {{ spent_unseen }} > {{ within }}
            then 'the exports show no activities before ' || cast({{ seen_from }} as date)
        {%- endif %}
    end
{%- endmacro %}
