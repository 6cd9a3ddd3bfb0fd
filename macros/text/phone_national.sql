{#
    The digits of a phone that all its notations share: the last nine, or eight behind the code of a
    country whose numbers have eight. Null under seven digits.
#}
{% macro phone_national(text) -%}
    {%- set digits = phone_digits(text) -%}
    case
        when length({{ digits }}) < 7
        then null
        when
            {{ text }} like '%+%'
            and length({{ digits }}) in (10, 11)
            and {{ matches_pattern(digits, '^(45|47|65|852|853|370|371|372|356|357|506|507)[0-9]{8}$') }}
        then substr({{ digits }}, -8)
        when length({{ digits }}) > 9
        then substr({{ digits }}, -9)
        else {{ digits }}
    end
{%- endmacro %}

{# The digits in front of an extension. Most numbers have none, and a translate is quick. #}
{% macro phone_digits(text) -%}
    {%- set bare = "translate(" ~ text ~ ", ' -()+./', '')" -%}
    case
        when {{ matches_pattern(bare, '^[0-9]*$') }}
        then {{ bare }}
        else {{ phone_normalised(text) }}
    end
{%- endmacro %}

{# A number that nobody has: one digit again and again, or digits in their order. #}
{% macro is_filler_number(digits) -%}
    length(replace(substr({{ digits }}, -7), substr({{ digits }}, -1), '')) < 2
    or {{ digits }} like '%1234567%'
    or {{ digits }} like '%7654321%'
{%- endmacro %}
