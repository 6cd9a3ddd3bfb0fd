{#
    Text to a naive UTC timestamp. ISO texts take one cast; an offset, Z, UTC or GMT in the text
    wins over the zone of the system; epochs are UTC. Days and months as numbers (04/05/2026) need
    the order of their column, else the result is null; local_ts lists the other forms. Other
    letters after a time (EST) return null.

    text   a text column, zone  zone name of the system, order  dmy, mdy, unsure or null: all SQL expressions.
    Staging models use time_of, which looks up zone and order of the file.
#}
{% macro utc_ts(text, zone="'UTC'", order="null") %}
    {{ return(adapter.dispatch('utc_ts')(text, zone, order)) }}
{% endmacro %}

{% macro duckdb__utc_ts(text, zone, order) -%}
    case
        when
            length({{ text }}) > 19
            and regexp_matches({{ text }}, '([+-][0-9]{2}(:?[0-9]{2})?|UTC|GMT)$')
        then
            coalesce(
                timezone('UTC', try_cast({{ join_offset(text) }} as timestamptz)),
                {{ named_utc_ts(text, order) }}
            )
        when
            {{ zone }} is null
            or {{ zone }} = 'UTC'
            or substr({{ text }}, -1) = 'Z'
            or (substr({{ text }}, 5, 1) <> '-' and {{ is_epoch(text) }})
        then {{ local_ts(text, order) }}
        else timezone('UTC', timezone({{ zone }}, {{ local_ts(text, order) }}))
    end
{%- endmacro %}

{% macro spark__utc_ts(text, zone, order) -%}
    case
        when length({{ text }}) > 19 and {{ text }} rlike '([+-][0-9]{2}(:?[0-9]{2})?|UTC|GMT|Z)$'
        then
            coalesce(
                cast(try_cast({{ text }} as timestamp) as timestamp_ntz),
                {{ named_utc_ts(text, order) }}
            )
        when substr({{ text }}, -1) = 'Z' or {{ is_epoch(text) }}
        then {{ local_ts(text, order) }}
        else
            cast(
                to_utc_timestamp(
                    cast({{ local_ts(text, order) }} as timestamp), coalesce({{ zone }}, 'UTC')
                ) as timestamp_ntz
            )
    end
{%- endmacro %}
