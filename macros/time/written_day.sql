{#
    The day of a written date as text. A time with an offset is first moved to the zone of its
    system: 2026-06-30T22:00Z is the first of July in Berlin.
#}
{% macro written_day(text, zone, order) -%}
    cast(
        cast(
            case
                when
                    {{ matches_pattern(text, '^[0-9]{4}-.*:[0-9].*([+-][0-9]{2}(:?[0-9]{2})?|Z)$') }}
                then {{ utc_to_local(iso_to_utc(text, zone), zone) }}
                else {{ local_ts(text, order) }}
            end as date
        ) as {{ dbt.type_string() }}
    )
{%- endmacro %}

{# The day of a midnight in UTC, as some systems store a date; null for every other text. #}
{% macro utc_midnight_day(text) -%}
    case
        when
            {{ matches_pattern(
                text, '^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]00:00(:00([.]0+)?)? ?(Z|UTC|GMT|[+]00(:?00)?)$'
            ) }}
        then substr({{ text }}, 1, 10)
    end
{%- endmacro %}
