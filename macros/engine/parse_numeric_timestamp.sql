{#
    A time written as one number: days of a spreadsheet (5 digits, since 1899-12-30), 20260415,
    epochs in seconds (10 digits), milliseconds (13), microseconds (16). Other numbers return
    null.
    order  `unsure` if the days of the spreadsheet may be swapped.
#}
{% macro parse_numeric_timestamp(text, order="null") %}
    {{ return(adapter.dispatch('parse_numeric_timestamp')(text, order)) }}
{% endmacro %}

{% macro duckdb__parse_numeric_timestamp(text, order) -%}
    {%- set number = "translate(" ~ text ~ ", ',', '.')" -%}
    {%- set amount = "try_cast(" ~ number ~ " as decimal(28, 10))" -%}
    case
        length(split_part({{ number }}, '.', 1))
        when 5
        then
            case
                when {{ number }} between '2' and '8' and {{ order }} is distinct from 'unsure'
                then
                    timestamp '1899-12-30'
                    + to_milliseconds(cast(round({{ amount }} * 86400000, 0) as bigint))
            end
        when 8
        then try_strptime({{ text }}, '%Y%m%d')
        when 10
        then make_timestamp(cast(round({{ amount }} * 1000000, 0) as bigint))
        when 13
        then make_timestamp(cast(round({{ amount }} * 1000, 0) as bigint))
        when 16
        then make_timestamp(cast(round({{ amount }}, 0) as bigint))
    end
{%- endmacro %}

{% macro spark__parse_numeric_timestamp(text, order) -%}
    {%- set number = "translate(" ~ text ~ ", ',', '.')" -%}
    {%- set amount = "try_cast(" ~ number ~ " as decimal(28, 10))" -%}
    case
        length(split_part({{ number }}, '.', 1))
        when 5
        then
            case
                when {{ number }} between '2' and '8' and {{ order }} is distinct from 'unsure'
                then
                    timestampadd(
                        millisecond,
                        cast(round({{ amount }} * 86400000, 0) as bigint),
                        timestamp_ntz '1899-12-30 00:00:00'
                    )
            end
        when 8
        then cast(try_to_timestamp({{ text }}, 'yyyyMMdd') as timestamp_ntz)
        when 10
        then
            cast(
                timestamp_micros(cast(round({{ amount }} * 1000000, 0) as bigint)) as timestamp_ntz
            )
        when 13
        then cast(timestamp_micros(cast(round({{ amount }} * 1000, 0) as bigint)) as timestamp_ntz)
        when 16
        then cast(timestamp_micros(cast(round({{ amount }}, 0) as bigint)) as timestamp_ntz)
    end
{%- endmacro %}
