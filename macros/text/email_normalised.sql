{#
    An address for comparing: lower case, trimmed, without a spreadsheet apostrophe and without
    +tag; without dots at gmail; null unless it has the shape of an address.
#}
{% macro email_normalised(text) -%}
    {#- trim(x, chars) is slow, so it runs only when needed. -#}
    {%- set edge = "(' ', '''', '<', '>')" -%}
    {%- set address -%}
        lower(
            case
                when substr({{ text }}, 1, 1) in {{ edge }} or substr({{ text }}, -1) in {{ edge }}
                    then trim({{ text }}, ' ''<>')
                else {{ text }}
            end
        )
    {%- endset -%}
    case
        when
            {{ address }} not like '%_@_%._%'
            or {{ address }} like '%@%@%'
            or {{ address }} like '% %'
            or {{ address }} like '+%'
        then null
        when {{ address }} like '%@gmail.com' or {{ address }} like '%@googlemail.com'
        then replace(split_part(split_part({{ address }}, '@', 1), '+', 1), '.', '') || '@gmail.com'
        else
            split_part(split_part({{ address }}, '@', 1), '+', 1)
            || '@'
            || split_part({{ address }}, '@', 2)
    end
{%- endmacro %}
