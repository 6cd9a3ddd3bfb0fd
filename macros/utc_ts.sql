{#
    Text to a naive UTC timestamp. ISO texts take one cast; an offset or Z in the text wins over the zone of
    the system. Slashes and dashes that do not start with the year need the declared date order (dmy or mdy),
    else the text is not a time. Also read: epoch seconds and milliseconds, 15 Apr, 2021 10:00:00.

    text   a text column, zone  zone name of the system, order  dmy, mdy or null: all SQL expressions.
#}
{% macro utc_ts(text, zone="'UTC'", order="null") %}{{ return(adapter.dispatch('utc_ts')(text, zone, order)) }}{% endmacro %}

{% macro duckdb__utc_ts(text, zone, order) -%}
    case
        when length({{ text }}) > 19 and regexp_matches({{ text }}, '([+-][0-9]{2}(:?[0-9]{2})?|UTC)$')
            then timezone('UTC', try_cast({{ text }} as timestamptz))
        when {{ zone }} is null or {{ zone }} = 'UTC' or substr({{ text }}, -1) = 'Z'
            or try_cast({{ text }} as bigint) is not null then {{ local_ts(text, order) }}
        else timezone('UTC', timezone({{ zone }}, {{ local_ts(text, order) }}))
    end
{%- endmacro %}

{% macro spark__utc_ts(text, zone, order) -%}
    case
        when {{ text }} rlike '([+-][0-9]{2}(:?[0-9]{2})?|UTC|Z)$' and length({{ text }}) > 10
            then cast(try_cast({{ text }} as timestamp) as timestamp_ntz)
        when try_cast({{ text }} as bigint) is not null then {{ local_ts(text, order) }}
        else cast(to_utc_timestamp(cast({{ local_ts(text, order) }} as timestamp), coalesce({{ zone }}, 'UTC')) as timestamp_ntz)
    end
{%- endmacro %}
