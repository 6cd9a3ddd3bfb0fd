{#
    A text as it is displayed: no spreadsheet apostrophe in front, visible characters only
    (visible_text), single spaces, trimmed; null if the result is empty.
#}
{% macro clean_value(text) -%}
    {%- set spaced -%}
        {{ visible_text(
            "case when " ~ text ~ " like '''%' then substr(" ~ text ~ ", 2) else " ~ text ~ " end"
        ) }}
    {%- endset -%}
    nullif(
        trim(
            case
                when {{ spaced }} like '%  %'
                then {{ replace_pattern(spaced, '[ ]+', ' ') }}
                else {{ spaced }}
            end
        ),
        ''
    )
{%- endmacro %}

{# A value of a kind before it is cleaned: in a list, one part a line, line ends separate the parts. #}
{% macro joined_lines(kind, text) -%}
    case
        when {{ kind }} = 'multi' and {{ text }} not like '[%'
        then translate({{ text }}, '{{ "\n\r" }}', ';;')
        else {{ text }}
    end
{%- endmacro %}
