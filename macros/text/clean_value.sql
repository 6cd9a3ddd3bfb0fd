{#
    A text as it is displayed: no spreadsheet apostrophe in front, tabs, line ends and hard spaces
    as spaces, single spaces, trimmed; null if the result is empty.
#}
{% macro clean_value(text) -%}
    {%- set spaced -%}
        translate(
            case when {{ text }} like '''%' then substr({{ text }}, 2) else {{ text }} end,
            '{{ "\u00a0\t\n\r" }}', '    '
        )
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
