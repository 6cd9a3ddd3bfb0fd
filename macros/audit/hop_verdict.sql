{#
    Whether a hop met its service level: met | breached | waiting | waiting_breached | negative |
    not_computable | not_applicable. All arguments are SQL expressions.

    applies          the hop was due on this journey and had not been reached before it.
    since            when its clock started.
    reached          when it was reached; null while open.
    elapsed          seconds from since to reached.
    promised_spent   seconds on the clock of the service level (elapsed or business), until
                     reached or, while open, until now.
    within           allowed seconds; null = no service level.
    resolution       seconds within which the clocks of both systems cannot order two times.
    has_export       whether the exports could show that the hop was reached.
    is_causal, is_owed   (Jinja booleans) as in lag_hops.
#}
{% macro hop_verdict(
    applies, since, reached, elapsed, promised_spent, within, resolution, has_export,
    is_causal=true, is_owed=true
) -%}
    case
        when not {{ applies }}
        then 'not_applicable'
        {%- if is_causal %}
            when {{ reached }} is not null and {{ elapsed }} < -{{ resolution }} then 'negative'
        {%- endif %}
        when {{ within }} is null
        then 'not_applicable'
        when {{ since }} is null
        then 'not_computable'
        when {{ reached }} is null and not ({{ has_export }})
        then 'not_computable'
        when {{ resolution }} > {{ within }}
        then 'not_computable'
        when {{ promised_spent }} is null
        then 'not_computable'
        when {{ reached }} is not null and {{ promised_spent }} > {{ within }}
        then 'breached'
        when {{ reached }} is not null
        then 'met'
        {%- if is_owed %}
            when {{ promised_spent }} > {{ within }} then 'waiting_breached'
        {%- endif %}
        else 'waiting'
    end
{%- endmacro %}
