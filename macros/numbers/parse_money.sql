{#
    Text to an amount in major units. Unambiguous texts are parsed: 1234.5, 1.234,56, 1 234,56,
    1'234.56, $1,200.00, (1,200.00) as negative, 1,5K and 2M as thousands and millions. 1,234 is
    ambiguous: the decimal mark of its column decides; without one the result is null.

    mark   point, comma or null: a SQL expression. Staging models use money_of, which looks up the mark of the file.
#}
{% macro parse_money(text, mark="'point'") -%}
    case
        when {{ is_plain_value('number', text) }}
        then try_cast(try_cast({{ text }} as decimal(38, 6)) as decimal(18, 4))
        when {{ matches_pattern(text, '[0-9]') }}
        then
            try_cast(
                try_cast({{ to_plain_amount(text, mark) }} as decimal(29, 9)) * case
                    when {{ text }} like '%(%)%' or {{ text }} like '-%' or {{ text }} like '%-'
                    then -1
                    else 1
                end
                * case
                    when {{ matches_pattern(text, '[0-9] ?[Kk]$') }}
                    then 1000
                    when {{ matches_pattern(text, '[0-9] ?[Mm]$') }}
                    then 1000000
                    else 1
                end as decimal(18, 4)
            )
    end
{%- endmacro %}
