{#
    Text to a whole number: 1200, 1,200, 1.200 and 1 200 alike, because three digits behind a mark
    are thousands where nothing has decimals; 10.0 and 10,00. A range such as 51-200 is not a
    number.
#}
{% macro whole_number(text) -%}
    case
        when {{ rx_like(text, '^ *[0-9]{1,18} *$') }}
        then try_cast(trim({{ text }}) as bigint)
        when {{ rx_like(text, "^[0-9]{1,3}([., ][0-9]{3})+([.,]0{1,2})?$") }}
        then try_cast({{ rx_replace(rx_replace(text, '[.,]0{1,2}$'), '[^0-9]') }} as bigint)
        when {{ rx_like(text, '^[0-9]+[.,][0-9]{1,2}$') }}
        then cast(round(try_cast(translate({{ text }}, ',', '.') as decimal(18, 2)), 0) as bigint)
    end
{%- endmacro %}
