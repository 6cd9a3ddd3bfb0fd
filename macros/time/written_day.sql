{#
    The day of a written date as text. A time with an offset is first moved to the zone of its
    system: 2026-06-30T22:00Z is the first of July in Berlin.
#}
{% macro written_day(text, zone, order) -%}
    cast(
        cast(
            case
                when {{ matches_pattern(text, has_offset()) }}
                then {{ utc_to_local(iso_to_utc(text, zone), zone) }}
                else {{ local_ts(text, order) }}
            end as date
        ) as {{ dbt.type_string() }}
    )
{%- endmacro %}

{#
    The day of a midnight in UTC, as some systems store a date, whatever offset it is written with;
    null for every other text.
#}
{% macro utc_midnight_day(text) -%}
    {%- set moment = iso_to_utc(text, "'UTC'") -%}
    case
        when not {{ matches_pattern(text, has_offset()) }}
        then null
        when date_trunc('day', {{ moment }}) = {{ moment }}
        then cast(cast({{ moment }} as date) as {{ dbt.type_string() }})
    end
{%- endmacro %}

{# The pattern of an ISO time with an offset. #}
{% macro has_offset() %}
    {{ return('^[0-9]{4}-.*:[0-9].*([+-][0-9]{2}(:?[0-9]{2})?|Z)$') }}
{% endmacro %}
