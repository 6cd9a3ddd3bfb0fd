{#
    Text to a whole number: 1200, 1,200, 1.200 and 1 200 alike, because three digits after a mark
    are thousands in a column without decimals; 10.0 and 10,00. A range such as 51-200 is not a
    number.
#}
{% macro parse_whole_number(text) -%}
    case
        when {{ matches_pattern(text, '^ *[0-9]{1,18} *$') }}
        then try_cast(trim({{ text }}) as bigint)
        when
            {{ matches_pattern(text, "^[0-9]{1,3}([., ][0-9]{3})+([.,]0{1,2})?$") }}
            or {{ matches_pattern(text, "^[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}([.]0{1,2})?$") }}
        then
            try_cast(
                {{ replace_pattern(replace_pattern(text, '[.,]0{1,2}$'), '[^0-9]') }} as bigint
            )
        when {{ matches_pattern(text, '^[0-9]+[.,][0-9]{1,2}$') }}
        then cast(round(try_cast(translate({{ text }}, ',', '.') as decimal(18, 2)), 0) as bigint)
    end
{%- endmacro %}
