{#
    Text to a naive timestamp as written, no zone applied (see utc_ts). Also parses plain dates.
    Parsed without a declared order: ISO, 20260415, 15 Apr 2021, April 15, 2021 3:04 PM, epochs in
    seconds, milliseconds and microseconds, and the days of a spreadsheet (45000.5). Days and
    months as numbers need the order of their column.

    order  dmy, mdy; `unsure` if a spreadsheet may have swapped days and months; else null.
#}
{% macro local_ts(text, order="null") %}
    {{ return(adapter.dispatch('local_ts')(text, order)) }}
{% endmacro %}

{% macro duckdb__local_ts(text, order) -%}
    {%- set times = ['', ' %H:%M', ' %H:%M:%S', ' %H:%M:%S.%f', ' %I:%M %p', ' %I:%M:%S %p', ' %I:%M%p', ' %I:%M:%S%p'] -%}
    {%- set slashed = to_slashed_date(text) -%}
    {%- set worded = parse_named_month(text) -%}
    case
        when {{ is_iso(text) }}
        then {{ iso_ts(text) }}
        when {{ matches_pattern(text, '^[0-9]+([.,][0-9]*)?$') }}
        then {{ parse_numeric_timestamp(text, order) }}
        when {{ matches_pattern(text, '^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]') }}
        then
            case
                {{ order }}
                when 'dmy'
                then
                    try_strptime(
                        {{ slashed }}, [{{ time_formats(['%d/%m/%y', '%d/%m/%Y'], times) }}]
                    )
                when 'mdy'
                then
                    try_strptime(
                        {{ slashed }}, [{{ time_formats(['%m/%d/%y', '%m/%d/%Y'], times) }}]
                    )
            end
        else
            coalesce(
                try_strptime(
                    {{ slashed }}, [{{ time_formats(['%Y/%m/%d', '%d/%b/%y', '%d/%b/%Y'], times) }}]
                ),
                try_strptime(
                    {{ worded }},
                    [{{ time_formats(['%d %b %Y', '%b %d %Y', '%d %B %Y', '%B %d %Y'], times) }}]
                )
            )
    end
{%- endmacro %}

{% macro spark__local_ts(text, order) -%}
    {%- set times = ['', ' H:mm', ' H:mm:ss', ' H:mm:ss.SSSSSS', ' h:mm a', ' h:mm:ss a', ' h:mma', ' h:mm:ssa'] -%}
    {%- set slashed = to_slashed_date(text) -%}
    {%- set worded = parse_named_month(text) -%}
    case
        when {{ is_iso(text) }}
        then {{ iso_ts(text) }}
        when {{ matches_pattern(text, '^[0-9]+([.,][0-9]*)?$') }}
        then {{ parse_numeric_timestamp(text, order) }}
        when {{ matches_pattern(text, '^[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]') }}
        then
            case
                {{ order }}
                when 'dmy'
                then coalesce({{ time_tries(slashed, ['d/M/yy', 'd/M/y'], times) }})
                when 'mdy'
                then coalesce({{ time_tries(slashed, ['M/d/yy', 'M/d/y'], times) }})
            end
        else
            coalesce(
                {{ time_tries(slashed, ['y/M/d', 'd/MMM/yy', 'd/MMM/y'], times) }},
                {{ time_tries(worded, ['d MMM y', 'MMM d y', 'd MMMM y', 'MMMM d y'], times) }}
            )
    end
{%- endmacro %}

{% macro time_formats(dates, times) -%}
    {%- for date in dates -%}
        {%- set last = loop.last -%}
        {%- for time in times -%}
            '{{ date ~ time }}'{{ ', ' if not (loop.last and last) }}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}

{% macro time_tries(text, dates, times) -%}
    {%- for date in dates -%}
        {%- set last = loop.last -%}
        {%- for time in times -%}
            cast(
                try_to_timestamp({{ text }}, '{{ date ~ time }}') as timestamp_ntz
            ){{ ', ' if not (loop.last and last) }}
        {%- endfor -%}
    {%- endfor -%}
{%- endmacro %}
