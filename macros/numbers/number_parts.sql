{# The digits, points and commas of a written number; spaces and apostrophes between digits are thousands. #}
{% macro number_core(text) -%} {{ rx_replace(text, '[^0-9.,]') }} {%- endmacro %}

{#
    What a number says of its decimal mark: point, comma, `open` when it could be either (1,234),
    `none` when it has no mark, null when it is no number (1,2,3).
#}
{% macro mark_of(text) -%}
    {%- set core = number_core(text) -%}
    case
        when not {{ rx_like(text, '^[^0-9]*[0-9][^a-zA-Z]*[KkMm]?[^0-9]*$') }}
        then null
        when {{ rx_like(core, '^[0-9]+$') }}
        then 'none'
        when {{ rx_like(core, '^[1-9][0-9]{0,2}[.,][0-9]{3}$') }}
        then 'open'
        when
            {{ rx_like(core, '^[0-9]*[.][0-9]+$') }}
            or {{ rx_like(core, '^[0-9]{1,3}(,[0-9]{3})+[.][0-9]*$') }}
            or {{ rx_like(core, '^[0-9]{1,3}(,[0-9]{3}){2,}$') }}
            or {{ rx_like(core, '^[0-9]{1,2}(,[0-9]{2})*,[0-9]{3}[.][0-9]+$') }}
        then 'point'
        when
            {{ rx_like(core, '^[0-9]*,[0-9]+$') }}
            or {{ rx_like(core, '^[0-9]{1,3}([.][0-9]{3})+,[0-9]*$') }}
            or {{ rx_like(core, '^[0-9]{1,3}([.][0-9]{3}){2,}$') }}
        then 'comma'
    end
{%- endmacro %}

{# A written number as digits with a decimal point, by its own mark or, where that is open, by the column's. #}
{% macro plain_amount(text, mark) -%}
    {%- set core = number_core(text) -%}
    case
        coalesce(
            nullif({{ mark_of(text) }}, 'open'),
            case when {{ mark_of(text) }} = 'open' then {{ mark }} end
        )
        when 'none'
        then {{ core }}
        when 'point'
        then replace({{ core }}, ',', '')
        when 'comma'
        then replace(replace({{ core }}, '.', ''), ',', '.')
    end
{%- endmacro %}
