{#
    Digits of a phone with the country code where given, without an extension; null under 7 digits.
    00 before a country code is the same as +.
#}
{% macro phone_normalised(text) -%}
    {%- set number = only_digits("split_part(split_part(lower(" ~ text ~ "), 'x', 1), '#', 1)") -%}
    case
        when length({{ number }}) < 7
        then null
        when {{ number }} like '00%'
        then substr({{ number }}, 3)
        else {{ number }}
    end
{%- endmacro %}
