{#
    The digits, points and commas of a written number; spaces and apostrophes between digits are
    thousands, and the point of `Rs.` ends a word.
#}
{% macro number_characters(text) -%}
    {{ replace_pattern(text, '[A-Za-z][.]|[^0-9.,]') }}
{%- endmacro %}

{#
    The decimal mark of a number: point, comma, `open` if it could be either (1,234), `none`
    without a mark, null if the text is not a number (1,2,3).
#}
{% macro decimal_mark_of(text) -%}
    {%- set core = number_characters(text) -%}
    case
        when not {{ matches_pattern(text, '^[^0-9]*[0-9][^a-zA-Z]*[KkMm]?[^0-9]*$') }}
        then null
        when {{ matches_pattern(core, '^[0-9]+$') }}
        then 'none'
        when {{ matches_pattern(core, '^[1-9][0-9]{0,2}[.,][0-9]{3}$') }}
        then 'open'
        when
            {{ matches_pattern(core, '^[0-9]*[.][0-9]+$') }}
            or {{ matches_pattern(core, '^[0-9]{1,3}(,[0-9]{3})+[.][0-9]*$') }}
            or {{ matches_pattern(core, '^[0-9]{1,3}(,[0-9]{3}){2,}$') }}
            or {{ matches_pattern(core, '^[0-9]{1,2}(,[0-9]{2})*,[0-9]{3}[.][0-9]+$') }}
            -- Groups of two before the last three: 12,34,567 of India.
            or {{ matches_pattern(core, '^[0-9]{1,2}(,[0-9]{2})+,[0-9]{3}$') }}
        then 'point'
        when
            {{ matches_pattern(core, '^[0-9]*,[0-9]+$') }}
            or {{ matches_pattern(core, '^[0-9]{1,3}([.][0-9]{3})+,[0-9]*$') }}
            or {{ matches_pattern(core, '^[0-9]{1,3}([.][0-9]{3}){2,}$') }}
        then 'comma'
    end
{%- endmacro %}

{#
    A written number as digits with a decimal point, by its own mark or, if that is open, by the
    mark of the column.
#}
{% macro to_plain_amount(text, mark) -%}
    {%- set core = number_characters(text) -%}
    case
        coalesce(
            nullif({{ decimal_mark_of(text) }}, 'open'),
            case when {{ decimal_mark_of(text) }} = 'open' then {{ mark }} end
        )
        when 'none'
        then {{ core }}
        when 'point'
        then replace({{ core }}, ',', '')
        when 'comma'
        then replace(replace({{ core }}, '.', ''), ',', '.')
    end
{%- endmacro %}
