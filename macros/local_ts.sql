{# Text to a naive timestamp as written, no zone applied (see utc_ts). Also right for plain dates. #}
{% macro local_ts(text, order="null") %}{{ return(adapter.dispatch('local_ts')(text, order)) }}{% endmacro %}

{% macro duckdb__local_ts(text, order) -%}
    {%- set slashed = "replace(translate(" ~ text ~ ", '.-', '//'), ',', '')" -%}
    {%- set times = ['', ' %H:%M:%S', ' %H:%M', ' %I:%M %p', ' %I:%M:%S %p'] -%}
    case
        when substr({{ text }}, 5, 1) = '-' and substr({{ text }}, -1) not in ('M', 'm') then try_cast({{ text }} as timestamp)
        when length({{ text }}) < 6 then null
        when length({{ text }}) in (10, 13) and try_cast({{ text }} as bigint) is not null
            then make_timestamp(try_cast({{ text }} as bigint) * case length({{ text }}) when 10 then 1000000 else 1000 end)
        else coalesce(
            case {{ order }}
                when 'dmy' then try_strptime({{ slashed }}, [{{ time_formats(['%d/%m/%Y'], times) }}])
                when 'mdy' then try_strptime({{ slashed }}, [{{ time_formats(['%m/%d/%Y'], times) }}])
            end,
            try_strptime({{ slashed }}, [{{ time_formats(['%Y/%m/%d', '%d %b %Y', '%b %d %Y', '%d/%b/%Y'], times) }}])
        )
    end
{%- endmacro %}

{% macro spark__local_ts(text, order) -%}
    {%- set slashed = "replace(translate(" ~ text ~ ", '.-', '//'), ',', '')" -%}
    {%- set times = ['', ' H:mm:ss', ' H:mm', ' h:mm a', ' h:mm:ss a'] -%}
    case
        when substr({{ text }}, 5, 1) = '-' and substr({{ text }}, -1) not in ('M', 'm')
            then try_cast(replace({{ text }}, 'Z', '') as timestamp_ntz)
        when length({{ text }}) < 6 then null
        when length({{ text }}) in (10, 13) and try_cast({{ text }} as bigint) is not null
            then cast(timestamp_millis(try_cast({{ text }} as bigint) * case length({{ text }}) when 10 then 1000 else 1 end) as timestamp_ntz)
        else coalesce(
            case {{ order }}
                when 'dmy' then coalesce({{ time_tries(slashed, ['d/M/y'], times) }})
                when 'mdy' then coalesce({{ time_tries(slashed, ['M/d/y'], times) }})
            end,
            {{ time_tries(slashed, ['y/M/d', 'd MMM y', 'MMM d y', 'd/MMM/y'], times) }}
        )
    end
{%- endmacro %}

{% macro time_formats(dates, times) -%}
    {%- for date in dates -%}
        {%- set last = loop.last -%}
        {%- for time in times -%}'{{ date ~ time }}'{{ ', ' if not (loop.last and last) }}{%- endfor -%}
    {%- endfor -%}
{%- endmacro %}

{% macro time_tries(text, dates, times) -%}
    {%- for date in dates -%}
        {%- set last = loop.last -%}
        {%- for time in times -%}
            cast(try_to_timestamp({{ text }}, '{{ date ~ time }}') as timestamp_ntz){{ ', ' if not (loop.last and last) }}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}
