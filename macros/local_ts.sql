{# Text to a naive timestamp as written, no zone applied (see utc_ts). Also right for plain dates. #}
{% macro local_ts(text, order="null") %}{{ return(adapter.dispatch('local_ts')(text, order)) }}{% endmacro %}

{% macro duckdb__local_ts(text, order) -%}
    case
        when substr({{ text }}, 5, 1) = '-' and substr({{ text }}, -1) between '0' and '9'
            then try_cast({{ text }} as timestamp)
        when {{ text }} is null or {{ text }} in ('', 'null') then null
        when substr({{ text }}, 5, 1) = '-' and substr({{ text }}, -1) = 'Z' then try_cast({{ text }} as timestamp)
        when length({{ text }}) = 10 and regexp_full_match({{ text }}, '[0-9]+')
            then make_timestamp(try_cast({{ text }} as bigint) * 1000000)
        when length({{ text }}) = 13 and regexp_full_match({{ text }}, '[0-9]+')
            then make_timestamp(try_cast({{ text }} as bigint) * 1000)
        else coalesce(
            case {{ order }}
                when 'dmy' then try_strptime({{ text }}, [{{ time_formats(['%d/%m/%Y', '%d-%m-%Y', '%d.%m.%Y'], '%H:%M:%S', '%H:%M', ['%I:%M %p', '%I:%M:%S %p']) }}])
                when 'mdy' then try_strptime({{ text }}, [{{ time_formats(['%m/%d/%Y', '%m-%d-%Y'], '%H:%M:%S', '%H:%M', ['%I:%M %p', '%I:%M:%S %p']) }}])
            end,
            try_strptime({{ text }}, [{{ time_formats(['%Y-%m-%d', '%Y/%m/%d', '%d %b %Y', '%d %b, %Y', '%b %d, %Y', '%d-%b-%Y', '%d %B %Y', '%B %d, %Y'], '%H:%M:%S', '%H:%M', ['%I:%M %p', '%I:%M:%S %p']) }}])
        )
    end
{%- endmacro %}

{% macro spark__local_ts(text, order) -%}
    case
        when substr({{ text }}, 5, 1) = '-' and substr({{ text }}, -1) between '0' and '9'
            then try_cast({{ text }} as timestamp_ntz)
        when {{ text }} is null or {{ text }} in ('', 'null') then null
        when substr({{ text }}, 5, 1) = '-' and substr({{ text }}, -1) = 'Z'
            then try_cast(replace({{ text }}, 'Z', '') as timestamp_ntz)
        when length({{ text }}) = 10 and {{ text }} rlike '^[0-9]+$'
            then cast(timestamp_seconds(cast({{ text }} as bigint)) as timestamp_ntz)
        when length({{ text }}) = 13 and {{ text }} rlike '^[0-9]+$'
            then cast(timestamp_millis(cast({{ text }} as bigint)) as timestamp_ntz)
        else coalesce(
            case {{ order }}
                when 'dmy' then coalesce({{ time_tries(text, ['d/M/y', 'd-M-y', 'd.M.y'], 'H:mm:ss', 'H:mm', ['h:mm a', 'h:mm:ss a']) }})
                when 'mdy' then coalesce({{ time_tries(text, ['M/d/y', 'M-d-y'], 'H:mm:ss', 'H:mm', ['h:mm a', 'h:mm:ss a']) }})
            end,
            {{ time_tries(text, ['y-M-d', 'y/M/d', 'd MMM y', 'd MMM, y', 'MMM d, y', 'd-MMM-y', 'd MMMM y', 'MMMM d, y'], 'H:mm:ss', 'H:mm', ['h:mm a', 'h:mm:ss a']) }}
        )
    end
{%- endmacro %}

{% macro time_formats(dates, seconds, minutes, halves) -%}
    {%- set formats = [] -%}
    {%- for date in dates -%}
        {%- for time in ['', ' ' ~ seconds, ' ' ~ minutes, ', ' ~ seconds, ', ' ~ minutes] -%}
            {%- do formats.append("'" ~ date ~ time ~ "'") -%}
        {%- endfor -%}
        {%- for half in halves -%}
            {%- do formats.append("'" ~ date ~ ' ' ~ half ~ "'") -%}
            {%- do formats.append("'" ~ date ~ ', ' ~ half ~ "'") -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ formats | join(', ') }}
{%- endmacro %}

{% macro time_tries(text, dates, seconds, minutes, halves) -%}
    {%- set tries = [] -%}
    {%- for format in time_formats(dates, seconds, minutes, halves).split("', '") -%}
        {%- do tries.append("cast(try_to_timestamp(" ~ text ~ ", '" ~ format.replace("'", '') ~ "') as timestamp_ntz)") -%}
    {%- endfor -%}
    {{ tries | join(', ') }}
{%- endmacro %}
