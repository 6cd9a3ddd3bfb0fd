{#
    Text to an amount in major units. Plain numbers take one cast; else currency signs and thousands go, a last
    comma before one or two digits is a decimal comma, (1,200.00) is negative, K and M are thousands and millions.
#}
{% macro money(text) %}{{ return(adapter.dispatch('money')(text)) }}{% endmacro %}

{% macro duckdb__money(text) -%}
    coalesce(
        try_cast({{ text }} as decimal(18, 2)),
        case when regexp_matches({{ text }}, '[0-9]') then
            try_cast(
                case
                    when regexp_matches({{ text }}, '[0-9],[0-9]{1,2}[^0-9.,]*$')
                        then replace(regexp_replace({{ text }}, '[^0-9,]', '', 'g'), ',', '.')
                    else regexp_replace({{ text }}, '[^0-9.]', '', 'g')
                end as decimal(18, 2))
            * case when {{ text }} like '%(%)%' or {{ text }} like '-%' then -1 else 1 end
            * case when {{ text }} like '%K' then 1000 when {{ text }} like '%M' then 1000000 else 1 end
        end)
{%- endmacro %}

{% macro spark__money(text) -%}
    coalesce(
        try_cast({{ text }} as decimal(18, 2)),
        case when {{ text }} rlike '[0-9]' then
            cast(try_cast(
                case
                    when {{ text }} rlike '[0-9],[0-9]{1,2}[^0-9.,]*$'
                        then replace(regexp_replace({{ text }}, '[^0-9,]', ''), ',', '.')
                    else regexp_replace({{ text }}, '[^0-9.]', '')
                end as decimal(18, 2))
            * case when {{ text }} like '%(%)%' or {{ text }} like '-%' then -1 else 1 end
            * case when {{ text }} like '%K' then 1000 when {{ text }} like '%M' then 1000000 else 1 end as decimal(18, 2))
        end)
{%- endmacro %}
