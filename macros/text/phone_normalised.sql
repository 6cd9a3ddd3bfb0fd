{#
    Digits of a phone with the country code where given, without an extension; null under 7 digits.
    00 before a country code is the same as +; the (0) behind a country code is not dialled with it.
#}
{% macro phone_normalised(text) -%}
    {%- set line = 'split_part(' ~ marked_extension(text) ~ ", 'x', 1)" -%}
    {%- set number = only_digits(
        "case when " ~ matches_pattern(line, '^[^0-9]*([+]|00)[0-9 .-]*[(]0[)]')
        ~ " then replace(" ~ line ~ ", '(0)', '') else " ~ line ~ " end"
    ) -%}
    case
        when length({{ number }}) < 7
        then null
        when {{ number }} like '00%'
        then substr({{ number }}, 3)
        else {{ number }}
    end
{%- endmacro %}

{# The digits of the extension of a phone: x12, ext. 12 or #12 behind a digit; else null. #}
{% macro phone_extension(text) -%}
    nullif({{ only_digits('split_part(' ~ marked_extension(text) ~ ", 'x', 2)") }}, '')
{%- endmacro %}

{# A phone without letters but an x before its extension; few phones have either. #}
{% macro marked_extension(text) -%}
    {%- set mark = ' *[,;]? *(extension|ext|x|#)[ .:]*' -%}
    case
        when {{ text }} like '%x%' or {{ text }} like '%X%' or {{ text }} like '%#%'
        then
            case
                when {{ matches_pattern('lower(' ~ text ~ ')', '[0-9)]' ~ mark ~ '[0-9]{1,6} *$') }}
                then {{ replace_pattern('lower(' ~ text ~ ')', mark, 'x') }}
                else translate(lower({{ text }}), 'x#', '  ')
            end
        else {{ text }}
    end
{%- endmacro %}
