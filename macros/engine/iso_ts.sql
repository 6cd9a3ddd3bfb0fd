{# An ISO text as a naive timestamp, as written; null for an impossible date (30 February). #}
{% macro iso_ts(text) %} {{ return(adapter.dispatch('iso_ts')(text)) }}{% endmacro %}

{% macro duckdb__iso_ts(text) %} try_cast({{ text }} as timestamp){% endmacro %}

{% macro spark__iso_ts(text) %}
    try_cast(replace({{ text }}, 'Z', '') as timestamp_ntz)
{% endmacro %}

{# An ISO text as a naive UTC timestamp: an offset in the text wins over the zone; a null zone is UTC. #}
{% macro iso_to_utc(text, zone) %}
    {{ return(adapter.dispatch('iso_to_utc')(text, zone)) }}
{% endmacro %}

{% macro duckdb__iso_to_utc(text, zone) -%}
    case
        when length({{ text }}) > 19 and regexp_matches({{ text }}, '[+-][0-9]{2}(:?[0-9]{2})?$')
        then timezone('UTC', try_cast({{ join_offset(text) }} as timestamptz))
        when {{ zone }} is null or {{ zone }} = 'UTC' or substr({{ text }}, -1) = 'Z'
        then {{ iso_ts(text) }}
        else timezone('UTC', timezone({{ zone }}, {{ iso_ts(text) }}))
    end
{%- endmacro %}

{% macro spark__iso_to_utc(text, zone) -%}
    case
        when length({{ text }}) > 19 and {{ text }} rlike '([+-][0-9]{2}(:?[0-9]{2})?|Z)$'
        then cast(try_cast({{ join_offset(text) }} as timestamp) as timestamp_ntz)
        when substr({{ text }}, -1) = 'Z'
        then {{ iso_ts(text) }}
        else
            cast(
                to_utc_timestamp(
                    cast({{ iso_ts(text) }} as timestamp), coalesce({{ zone }}, 'UTC')
                ) as timestamp_ntz
            )
    end
{%- endmacro %}
